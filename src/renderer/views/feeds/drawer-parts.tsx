/** Parts that the drawers of a channel and of a feed share: head, reason, history, report. */
import { BellOff, Check, Copy, History as HistoryIcon, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChannelState } from '../../../preload/contract/health.ts';
import type { ChannelView, FeedView, TimelineStep } from '../../../preload/contract/views.ts';
import { sentence } from '../../format/sentence.ts';
import { acknowledge, useAlerts } from '../../store/alerts.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { navigate } from '../../store/navigation.ts';
import { copy } from '../../tables/grid-text.ts';
import { CloseButton } from '../../ui/close-button.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { moments, report, stateSince } from './channel-words.ts';

export interface DrawerHeadProps {
  readonly state: ChannelState;
  readonly title: string;
  readonly summary: ReactNode;
  readonly onClose: () => void;
}

export function DrawerHead({ state, title, summary, onClose }: DrawerHeadProps) {
  return (
    <div className="dh">
      <div className="tt">
        <Glyph state={state} />
        <span className="name" title={title}>
          {title}
        </span>
        <span className="grow" />
        <CloseButton onClose={onClose} />
      </div>
      <div className="st">{summary}</div>
    </div>
  );
}

export interface WhyProps {
  readonly state: ChannelState;
  readonly reason: string;
  readonly timeline: readonly TimelineStep[];
  readonly more?: string;
}

/** The state with its reason, in words. */
export function Why({ state, reason, timeline, more }: WhyProps) {
  return (
    <div className={`why ${state}`}>
      <b>{stateSince(state, timeline, mainNowMs())}</b> {sentence(reason)} {more}
    </div>
  );
}

const verdicts = { yes: Check, no: X, unknown: Minus } as const;

export interface EvidenceProps {
  readonly verdict: keyof typeof verdicts;
  readonly name: string;
  readonly text: string;
  readonly age: string;
}

export function Evidence({ verdict, name, text, age }: EvidenceProps) {
  return (
    <li className={verdict}>
      <Icon of={verdicts[verdict]} />
      <span>
        <b>{name}</b>
        <br />
        <span className="mid">{text}</span>
      </span>
      <span className="dim">{age}</span>
    </li>
  );
}

/** The newest states; the strip shows the rest. */
const mostMoments = 8;

export function History({ timeline }: { readonly timeline: readonly TimelineStep[] }) {
  const nowMs = mainNowMs();
  const shown = moments(timeline, nowMs, Date.now() - nowMs, mostMoments);
  if (shown.length === 0) return null;
  return (
    <>
      <div className="sec">Last 15 minutes</div>
      <ol className="hist">
        {shown.map((moment, index) => (
          <li key={moment.key} className={index === 0 ? 'now' : undefined}>
            <span className="dim">{moment.time}</span>
            <Glyph state={moment.state} />
            <span>{moment.text}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** What happened to the feed, and, while something is wrong that nobody acknowledged, the button for it. */
export function IncidentActions({ feedId }: { readonly feedId: string }) {
  const trouble = useAlerts()?.troubles.find((one) => one.feedId === feedId);
  const waits = trouble !== undefined && trouble.kind !== 'late' && !trouble.acknowledged;
  return (
    <>
      <button type="button" className="btn ghost" onClick={() => navigate('incidents', { feedId })}>
        <Icon of={HistoryIcon} />
        Its incidents
      </button>
      {waits && (
        <button
          type="button"
          className="btn ghost"
          title="No more reminders (A); the rows stay marked"
          onClick={() => acknowledge(feedId)}
        >
          <Icon of={BellOff} />
          Acknowledge
        </button>
      )}
    </>
  );
}

export interface CopyReportProps {
  readonly feed: FeedView;
  readonly channel: ChannelView | null;
}

export function CopyReport({ feed, channel }: CopyReportProps) {
  return (
    <button
      type="button"
      className="btn ghost"
      onClick={() => copy(report({ feed, channel, nowMs: mainNowMs(), wallMs: Date.now() }), 'Report copied')}
    >
      <Icon of={Copy} />
      Copy report
    </button>
  );
}
