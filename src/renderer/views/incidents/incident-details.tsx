/** One incident step by step, below the list. */
import { Bell, ChartCandlestick, Copy, RadioTower } from 'lucide-react';
import { formatAge } from '../../format/age.ts';
import { dayText, fullTime, preciseTime } from '../../format/time.ts';
import { useSecond } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import type { IncidentRow } from '../../store/shown-tables.ts';
import { rowsOf, tables, useVersion } from '../../store/tables.ts';
import { copy } from '../../tables/grid-text.ts';
import { CloseButton } from '../../ui/close-button.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { incidentReport } from './incident-report.ts';
import { kindLooks, type Step, stepsOf, whereText } from './incident-words.ts';

export interface IncidentDetailsProps {
  readonly incident: IncidentRow;
  readonly onClose: () => void;
}

export function IncidentDetails({ incident, onClose }: IncidentDetailsProps) {
  useVersion(tables.feed);
  const { feedId, feedName, channel, venue, symbol, startMs, endMs, kind } = incident;
  const isOpen = feedId !== null && rowsOf(tables.feed).some(({ id }) => id === feedId);
  const steps = stepsOf(incident);
  return (
    <section className="idet" aria-label="One incident, step by step">
      <div className="idh">
        <Glyph state={kindLooks[kind].glyph} />
        <b>
          {feedName}, {channel ?? whereText(incident)}
        </b>
        <span className="dim">
          {fullTime(iso(startMs))} {endMs === null ? <Since startMs={startMs} /> : ended(startMs, endMs)}
        </span>
        <span className="grow" />
        {isOpen && venue !== null && symbol !== null && (
          <button type="button" className="btn sm" onClick={() => navigate('market', { venue, symbol })}>
            <Icon of={ChartCandlestick} />
            Show on chart
          </button>
        )}
        {isOpen && (
          <button type="button" className="btn sm" onClick={() => navigate('feeds', { feedId })}>
            <Icon of={RadioTower} />
            Show feed
          </button>
        )}
        <button
          type="button"
          className="btn sm"
          onClick={() => copy(incidentReport(incident), 'Incident copied')}
        >
          <Icon of={Copy} />
          Copy
        </button>
        <CloseButton onClose={onClose} />
      </div>
      <ol>
        {steps.map((step) => (
          <li key={`${step.atMs} ${step.text}`}>
            <span>{stepTime(step.atMs, startMs)}</span>
            <StepMark step={step} />
            <span className="what" title={step.text}>
              {step.text}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function StepMark({ step }: { readonly step: Step }) {
  if (step.glyph !== null) return <Glyph state={step.glyph} />;
  if (/^(told|not shown)/.test(step.text)) return <Icon of={Bell} />;
  return <Glyph state="resyncing" />;
}

function Since({ startMs }: { readonly startMs: number }) {
  useSecond();
  return `until now, ${formatAge(Date.now() - startMs)}`;
}

function ended(startMs: number, endMs: number): string {
  const day = dayText(endMs) === dayText(startMs) ? '' : `${dayText(endMs)} `;
  return `to ${day}${fullTime(iso(endMs)).split(' ').at(-1)}, ${formatAge(endMs - startMs)}`;
}

/** The day only where it is not that of the incident. */
function stepTime(atMs: number, startMs: number): string {
  return preciseTime(iso(atMs), startMs);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
