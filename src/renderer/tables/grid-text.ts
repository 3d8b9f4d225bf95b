/** A grid's rows as text: for copying and for export, in the venue's digits. */

import { safeInSpreadsheet } from '../../preload/contract/csv.ts';
import { bridge } from '../bridge.ts';
import { factsOf } from '../store/instruments.ts';
import { mainNowMs } from '../store/main-clock.ts';
import { worstChannel } from '../store/row-health.ts';
import type { ShownTable, ShownTables } from '../store/shown-tables.ts';
import { toast } from '../store/toasts.ts';
import { venueName } from '../store/venues.ts';
import { ageWords } from '../ui/age-chip.tsx';
import type { Column, TableSpec } from './column.ts';
import { ageColumn, stateColumn } from './layout.ts';
import { saveCsv } from './save-csv.ts';
import type { Grid } from './use-grid.ts';

function cellText<T extends ShownTable>(
  spec: TableSpec<T>,
  row: ShownTables[T],
  column: Column<ShownTables[T]>,
): string {
  const channel = worstOf(spec, row);
  if (column.id === stateColumn) return spec.closed?.(row)?.mark ?? channel?.state ?? 'connecting';
  if (column.id === ageColumn) {
    if (channel === null) return '–';
    return ageWords(channel.state, ageOf(channel.confirmedMs));
  }
  const place = placeOf(row);
  return column.text(row, factsOf(place.venue, place.symbol)) ?? '–';
}

export async function copyCell<T extends ShownTable>(grid: Grid<T>): Promise<void> {
  const { cursor, spec, layout } = grid;
  const key = cursor?.key ?? grid.selected;
  const row = key === null ? undefined : spec.table.row(key);
  const column = layout.shown[cursor?.column ?? -1];
  if (row === undefined || column === undefined) return;
  await copy(cellText(spec, row, column), `${column.name ?? column.head} copied`);
}

export async function copyRow<T extends ShownTable>(grid: Grid<T>): Promise<void> {
  const key = grid.cursor?.key ?? grid.selected;
  const row = key === null ? undefined : grid.spec.table.row(key);
  if (row === undefined) return;
  const texts = grid.layout.chosen.map((column) => cellText(grid.spec, row, column));
  // A row is copied to be pasted into a spreadsheet; a cell to be had as it is.
  await copy(texts.map(safeInSpreadsheet).join('\t'), 'Row copied');
}

export async function copy(text: string, done: string): Promise<void> {
  const result = await bridge.request('clipboard.write', { text });
  if (result.ok) toast(done);
  else toast('Nothing was copied', result.error.message);
}

export async function exportCsv<T extends ShownTable>(grid: Grid<T>): Promise<void> {
  const { spec, layout, order, closed } = grid;
  if (spec.exportRows !== undefined) {
    spec.exportRows();
    return;
  }
  const columns = layout.chosen.filter(
    ({ id }) => id !== stateColumn && id !== ageColumn && id !== 'account',
  );
  const keys = [...order.keys, ...closed.keys];
  const lines: (string | null)[][] = [];
  for (const key of keys) {
    const row = spec.table.row(key);
    if (row !== undefined) lines.push(line(spec, row, columns));
  }
  const head = ['Venue', 'Account', ...columns.map((column) => column.name ?? column.head)];
  const { id, one, many } = spec;
  await saveCsv({
    ...{ name: id, lines, one, many },
    head: [...head, 'State', 'Age, seconds', 'Updated', 'Received'],
  });
}

function line<T extends ShownTable>(
  spec: TableSpec<T>,
  row: ShownTables[T],
  columns: readonly Column<ShownTables[T]>[],
): (string | null)[] {
  const place = placeOf(row);
  const facts = factsOf(place.venue, place.symbol);
  const channel = worstOf(spec, row);
  const ageMs = ageOf(channel?.confirmedMs ?? null);
  return [
    place.venue === '' ? null : venueName(place.venue),
    place.account,
    ...columns.map((column) => column.text(row, facts)),
    spec.closed?.(row)?.mark ?? channel?.state ?? null,
    ageMs === null ? null : (ageMs / 1000).toFixed(1),
    place.updatedAt,
    place.receivedAt,
  ];
}

function worstOf<T extends ShownTable>(spec: TableSpec<T>, row: ShownTables[T]) {
  return worstChannel(spec.mark === undefined ? [spec.own(row)] : [spec.own(row), spec.mark(row)]);
}

function ageOf(confirmedMs: number | null): number | null {
  return confirmedMs === null ? null : Math.max(0, mainNowMs() - confirmedMs);
}

interface Placed {
  readonly venue?: string | null;
  readonly account?: string | null;
  readonly symbol?: string | null;
  readonly updatedAt?: string | null;
  readonly receivedAt?: string;
}

function placeOf(row: Placed) {
  return {
    venue: row.venue ?? '',
    account: row.account ?? null,
    symbol: row.symbol ?? null,
    updatedAt: row.updatedAt ?? null,
    receivedAt: row.receivedAt ?? null,
  };
}
