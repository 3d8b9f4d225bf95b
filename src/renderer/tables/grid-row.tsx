/** One row: listens to its own data and its channels, and to nothing else. */
import { Check, Minus, X } from 'lucide-react';
import { memo, useRef } from 'react';
import { isStale } from '../format/health.ts';
import { shortTime } from '../format/time.ts';
import { type InstrumentFacts, useFacts } from '../store/instruments.ts';
import { mainNowMs, useSecond } from '../store/main-clock.ts';
import { type ChannelRef, useWorstChannel, useWorstState } from '../store/row-health.ts';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import { useRow } from '../store/tables.ts';
import { AgeChip } from '../ui/age-chip.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Closed, Column, TableSpec } from './column.ts';
import { useFlash } from './flash.ts';
import { ageColumn, stateColumn } from './layout.ts';

export interface GridRowProps<T extends ShownTable> {
  readonly spec: TableSpec<T>;
  readonly rowKey: string;
  readonly columns: readonly Column<ShownTables[T]>[];
  readonly widths: readonly number[];
  /** Left edges of the pinned columns. */
  readonly pins: readonly (number | null)[];
  /** Which columns are shown in part only, see use-scroll-edges.ts. */
  readonly cuts: string;
  readonly fontPx: number;
  readonly padPx: number;
  readonly index: number;
  readonly id: string;
  readonly selected: boolean;
  /** The column under the keyboard, if the row is. */
  readonly cursor: number | null;
}

const closedMarks = { filled: Check, cancelled: Minus, rejected: X } as const;
const noChannels: readonly ChannelRef[] = [];

function PlainGridRow<T extends ShownTable>(props: GridRowProps<T>) {
  const { spec, rowKey, columns, selected, cursor } = props;
  const row = useRow(spec.table, rowKey);
  const closed = row === undefined ? null : (spec.closed?.(row) ?? null);
  const own = row === undefined || closed !== null ? noChannels : [spec.own(row)];
  const mark =
    row === undefined || closed !== null || spec.mark === undefined ? noChannels : [spec.mark(row)];
  const ownState = useWorstState(own);
  const markState = useWorstState(mark);
  const place = row === undefined ? { venue: '', symbol: null } : symbolOf(row);
  const facts = useFacts(place.venue, place.symbol);
  if (row === undefined) return null;

  const stale = closed === null && isStale(ownState);
  const markStale = closed === null && !stale && mark.length > 0 && isStale(markState);
  return (
    <tr
      id={props.id}
      className={className(stale, closed !== null, cursor !== null)}
      aria-rowindex={props.index + 2}
      aria-selected={selected}
      data-key={rowKey}
    >
      {columns.map((column, at) => (
        <GridCell
          key={column.id}
          {...props}
          column={column}
          at={at}
          row={row}
          facts={facts}
          closed={closed}
          channels={own.length === 0 ? noChannels : [...own, ...mark]}
          stale={markStale && column.fromMark === true}
        />
      ))}
    </tr>
  );
}

export const GridRow = memo(PlainGridRow) as typeof PlainGridRow;

interface GridCellProps<T extends ShownTable> extends GridRowProps<T> {
  readonly column: Column<ShownTables[T]>;
  readonly at: number;
  readonly row: ShownTables[T];
  readonly facts: InstrumentFacts | null;
  readonly closed: Closed | null;
  readonly channels: readonly ChannelRef[];
  readonly stale: boolean;
}

function GridCell<T extends ShownTable>(props: GridCellProps<T>) {
  const { spec, column, row, at, widths, pins, cursor } = props;
  const cell = useRef<HTMLTableCellElement>(null);
  useFlash(cell, column.flash?.(row) ?? null, spec.table.epoch());
  const left = pins[at];
  const room = { px: (widths[at] ?? 0) - 2 * props.padPx, fontPx: props.fontPx };
  return (
    <td
      ref={cell}
      id={`${props.id}-${column.id}`}
      className={cellClass(
        column,
        { pinned: left !== null, stale: props.stale, cursor: cursor === at },
        props.cuts[at],
      )}
      style={left === null ? undefined : { left }}
      aria-colindex={at + 1}
      data-column={column.id}
    >
      {column.id === stateColumn ? (
        <StateMark closed={props.closed} channels={props.channels} />
      ) : column.id === ageColumn ? (
        <RowAge closed={props.closed} channels={props.channels} />
      ) : (
        column.cell(row, { facts: props.facts, room })
      )}
    </td>
  );
}

function StateMark({ closed, channels }: { closed: Closed | null; channels: readonly ChannelRef[] }) {
  const state = useWorstState(channels);
  if (closed !== null) return <Icon of={closedMarks[closed.mark]} className="sm" />;
  return <Glyph state={state} />;
}

function RowAge({ closed, channels }: { closed: Closed | null; channels: readonly ChannelRef[] }) {
  useSecond();
  const channel = useWorstChannel(channels);
  if (closed !== null) {
    return (
      <span className="age">{closed.at === null ? '–' : shortTime(closed.at, Date.now()).slice(0, 5)}</span>
    );
  }
  if (channel === null) return <AgeChip state="connecting" ageMs={null} />;
  const ageMs = channel.confirmedMs === null ? null : mainNowMs() - channel.confirmedMs;
  return <AgeChip state={channel.state} ageMs={ageMs} />;
}

function className(stale: boolean, gone: boolean, focused: boolean): string {
  return [stale ? 'stale' : '', gone ? 'gone' : '', focused ? 'kf' : '']
    .filter((name) => name !== '')
    .join(' ');
}

function cellClass<R>(
  column: Column<R>,
  is: { readonly pinned: boolean; readonly stale: boolean; readonly cursor: boolean },
  cut: string | undefined,
): string {
  const names = [];
  if (column.id === stateColumn) names.push('gl');
  if (column.id === ageColumn) names.push('r', 'last', 'pin-end');
  if (column.right === true) names.push('r');
  if (is.pinned) names.push('pin');
  if (is.stale) names.push('stale');
  if (is.cursor) names.push('cursor');
  if (cut === 's') names.push('cut-start');
  if (cut === 'e') names.push('cut-end');
  return names.join(' ');
}

function symbolOf(row: { readonly venue?: string | null; readonly symbol?: string | null }) {
  return { venue: row.venue ?? '', symbol: row.symbol ?? null };
}
