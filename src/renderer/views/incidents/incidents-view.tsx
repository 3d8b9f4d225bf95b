/** "What did I miss between A and B": the answer, a lane per feed, the list, and one incident step by step. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { incidents, noteIncidentsSeen } from '../../store/incidents.ts';
import { usePlace } from '../../store/navigation.ts';
import { usePractice } from '../../store/practice.ts';
import { currentSettings } from '../../store/settings.ts';
import type { IncidentRow } from '../../store/shown-tables.ts';
import { rowsOf, tables, useRow, useVersion } from '../../store/tables.ts';
import { noFilter } from '../../tables/filter.ts';
import { copy } from '../../tables/grid-text.ts';
import { Panel } from '../../tables/panel.tsx';
import { type Grid, useGrid } from '../../tables/use-grid.ts';
import { AnswerBanner } from './answer-banner.tsx';
import { exportIncidents } from './export-incidents.ts';
import { IncidentDetails } from './incident-details.tsx';
import { answerSummary } from './incident-report.ts';
import { feedFilter, incidentTable } from './incident-table.tsx';
import { LaneChart } from './lane-chart.tsx';
import { NoIncidents } from './no-incidents.tsx';
import { reaches } from './span.ts';
import { SpanBar } from './span-bar.tsx';
import { useAnswer } from './use-answer.ts';
import { lastSleep, useStretch } from './use-stretch.ts';
import './incidents.css';

export function IncidentsView() {
  const version = useVersion(incidents);
  useVersion(tables.feed);
  const [lookedMs] = useState(() => currentSettings().incidentsSeenMs);
  useSeen(version);
  const { span, stretch, choose } = useStretch(lookedMs, version);
  const answer = useAnswer(stretch);
  const recordSinceMs = answer.kind === 'answer' ? answer.answer.recordSinceMs : 0;
  const practice = usePractice() === 'only';
  const [selected, select] = useState<string | null>(null);
  const exportNow = useRef(() => {});
  exportNow.current = () => exportIncidents(stretch);
  const spec = useMemo(() => incidentTable(() => exportNow.current()), []);
  const include = useCallback((row: IncidentRow) => reaches(stretch, row), [stretch]);
  const grid = useGrid(spec, { include, selected, select });
  const opened = useRow(incidents, selected ?? '');
  useTarget(grid);

  return (
    <div className="incidents">
      <SpanBar
        span={span}
        stretch={stretch}
        slept={lastSleep() !== null}
        onChoose={choose}
        onCopy={answer.kind === 'answer' ? () => copy(answerSummary(answer.answer), 'Summary copied') : null}
        onExport={exportNow.current}
      />
      <AnswerBanner answer={answer} />
      <LaneChart
        feeds={rowsOf(tables.feed)}
        incidents={rowsOf(incidents)}
        stretch={stretch}
        recordSinceMs={recordSinceMs}
        selected={selected}
        onSelect={(id) => {
          select(id);
          // The list goes to the row, as if it had been walked to.
          grid.setCursor({ key: id, column: 0 });
        }}
      />
      <Panel
        grid={grid}
        title="Incidents"
        practice={practice}
        fill
        empty={<NoIncidents grid={grid} stretch={stretch} recordSinceMs={recordSinceMs} />}
        showRaw={null}
      />
      {opened !== undefined && <IncidentDetails incident={opened} onClose={() => select(null)} />}
    </div>
  );
}

/** While the view is open, what comes is seen. */
function useSeen(version: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change is something new to see
  useEffect(() => {
    if (document.visibilityState === 'visible') noteIncidentsSeen();
  }, [version]);
  useEffect(() => noteIncidentsSeen, []);
}

/** A feed's own incidents, when another view asks for them. */
function useTarget({ setFilter }: Grid<'incident'>): void {
  const { target } = usePlace();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each request counts once, whatever the grid does
  useEffect(() => {
    const feedId = target?.feedId;
    if (feedId === undefined) return;
    const feed = tables.feed.row(feedId);
    const name =
      feed === undefined
        ? rowsOf(incidents).find((row) => row.feedId === feedId)?.feedName
        : `${feed.venueName} ${feed.label}`;
    if (name !== undefined) setFilter({ ...noFilter, chosen: { [feedFilter]: [name] } });
  }, [target]);
}
