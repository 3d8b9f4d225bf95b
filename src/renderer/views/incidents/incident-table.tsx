/** The list of incidents as a grid: its columns, filters and export. */
import type { ReactNode } from 'react';
import { incidentTotals } from '../../../preload/contract/losses.ts';
import { formatAge } from '../../format/age.ts';
import { plainFigure } from '../../format/decimal.ts';
import { fullTime, localTime, shortTime } from '../../format/time.ts';
import { incidents } from '../../store/incidents.ts';
import { useSecond } from '../../store/main-clock.ts';
import type { IncidentRow } from '../../store/shown-tables.ts';
import type { Column, TableSpec } from '../../tables/column.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { causeAndCure, feedLabel, kindLooks, placeOf, whereText } from './incident-words.ts';

export const feedFilter = 'feed';

export function incidentTable(exportRows: () => void): TableSpec<'incident'> {
  return {
    id: 'incidents',
    table: incidents,
    one: 'incident',
    many: 'incidents',
    columns,
    sort: { column: 'start', descending: true },
    sortNote: 'newest first',
    own: () => [],
    feedOf: (row) => row.feedId,
    search: (row) => [kindLooks[row.kind].word, row.feedName, row.channel, row.cause].join(' '),
    searchHint: 'Feed, channel, cause',
    filters: [
      { id: 'kind', label: 'Kind', of: (row) => kindLooks[row.kind].word },
      { id: feedFilter, label: 'Feed', of: (row) => row.feedName },
    ],
    exportRows,
    everyAccount: true,
  };
}

const columns: readonly Column<IncidentRow>[] = [
  {
    id: 'kind',
    head: 'Kind',
    width: 112,
    pinned: true,
    cell: (row) => <KindMark row={row} />,
    text: (row) => kindLooks[row.kind].word,
    sort: (row) => kindLooks[row.kind].word,
  },
  {
    id: 'start',
    head: 'Start',
    width: 78,
    pinned: true,
    cell: (row) => (
      <span title={`${fullTime(iso(row.startMs))} UTC, ${localTime(iso(row.startMs))}`}>
        {shortTime(iso(row.startMs), Date.now())}
      </span>
    ),
    text: (row) => iso(row.startMs),
    sort: (row) => row.startMs,
  },
  {
    id: 'lasted',
    head: 'Lasted',
    width: 84,
    right: true,
    cell: (row) => <Lasted row={row} />,
    text: (row) => (row.endMs === null ? null : ((row.endMs - row.startMs) / 1000).toFixed(1)),
    sort: (row) => (row.endMs ?? Number.MAX_SAFE_INTEGER) - row.startMs,
  },
  {
    id: 'feed',
    head: 'Feed',
    width: 124,
    least: 104,
    cell: (row) => <FeedName row={row} />,
    text: (row) => row.feedName,
    sort: (row) => row.feedName,
  },
  {
    id: 'where',
    head: 'Where',
    width: 196,
    least: 130,
    cell: (row) => <Where row={row} />,
    text: whereText,
    sort: whereText,
  },
  {
    id: 'cause',
    head: 'Cause and cure',
    width: 300,
    least: 160,
    flexible: true,
    cell: (row) => (
      <span className="mid" title={causeAndCure(row)}>
        {causeAndCure(row)}
      </span>
    ),
    text: causeAndCure,
  },
  loss('missed', 'Missed', 74),
  loss('refilled', 'Refilled', 74),
  { ...loss('lost', 'Lost', 66), cell: (row) => <Lost row={row} /> },
];

function loss(id: 'missed' | 'refilled' | 'lost', head: string, width: number): Column<IncidentRow> {
  return {
    id,
    head,
    width,
    right: true,
    cell: (row) => <Count value={incidentTotals(row)[id]} />,
    text: (row) => incidentTotals(row)[id]?.toString() ?? null,
    sort: (row) => incidentTotals(row)[id] ?? Number.MAX_SAFE_INTEGER,
  };
}

function KindMark({ row }: { readonly row: IncidentRow }) {
  const { word, glyph, ink } = kindLooks[row.kind];
  return (
    <span className={`ikind ${ink}`}>
      <Glyph state={glyph} /> {word}
    </span>
  );
}

function Lasted({ row }: { readonly row: IncidentRow }) {
  if (row.endMs !== null) return formatAge(row.endMs - row.startMs);
  return <StillLasting startMs={row.startMs} />;
}

/** Ticks with every other age; those that are over need not. */
function StillLasting({ startMs }: { readonly startMs: number }) {
  useSecond();
  return (
    <b className="lasting" title="It is not over yet">
      {formatAge(Date.now() - startMs)}
    </b>
  );
}

function FeedName({ row }: { readonly row: IncidentRow }) {
  const at = row.feedName.lastIndexOf(` ${feedLabel(row)}`);
  if (row.feedId === null || at < 0) return <span className="mid">{row.feedName}</span>;
  return (
    <span title={row.feedName}>
      <span className="mid">{row.feedName.slice(0, at)}</span> {row.feedName.slice(at + 1)}
    </span>
  );
}

function Where({ row }: { readonly row: IncidentRow }) {
  const place = placeOf(row);
  if (place === null) return <span className="dim">whole feed</span>;
  return (
    <span title={whereText(row)}>
      <span className="dim">{place.topic}</span> {place.symbol}
    </span>
  );
}

function Count({ value }: { readonly value: number | null }): ReactNode {
  if (value === null) {
    return (
      <span className="dim" title="Nobody can tell">
        ?
      </span>
    );
  }
  return value === 0 ? <span className="dim">0</span> : plainFigure(String(value));
}

function Lost({ row }: { readonly row: IncidentRow }) {
  const { lost } = incidentTotals(row);
  if (lost === null || lost === 0) return <Count value={lost} />;
  return <b className="lost">{plainFigure(String(lost))}</b>;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
