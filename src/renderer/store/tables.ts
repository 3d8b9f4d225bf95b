/** The window's copy of every published table, fed by the bridge. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { TableDelta } from '../../preload/contract/events.ts';
import type { PublishedTable } from '../../preload/contract/views.ts';
import { bridge } from '../bridge.ts';
import { scheduleFlush } from './frames.ts';
import { noteMainClock } from './main-clock.ts';
import type { ShownTable, ShownTables } from './shown-tables.ts';
import { createTable, type Snapshot, type Table } from './table-store.ts';

export const tables = {
  position: open('position'),
  order: open('order'),
  execution: open('execution'),
  margin: open('margin'),
  instrument: open('instrument'),
  quote: open('quote'),
  total: open('total'),
  feed: open('feed', (before, after) => before?.state !== after.state),
  channel: open('channel', (before, after) => before?.state !== after.state),
} as const satisfies { readonly [T in PublishedTable]: Table<T> };

/** Asks for every snapshot and follows the deltas. */
export function startTables(from: Bridge): void {
  from.subscribe('tables.delta', (delta) => {
    noteMainClock(delta.clockMs);
    dispatch(delta);
  });
  for (const table of Object.values(tables)) table.start();
}

export function useRow<T extends ShownTable>(table: Table<T>, key: string): ShownTables[T] | undefined {
  const subscribe = useCallback((listener: () => void) => table.subscribeRow(key, listener), [table, key]);
  return useSyncExternalStore(subscribe, () => table.row(key));
}

export function useKeys<T extends ShownTable>(table: Table<T>): readonly string[] {
  return useSyncExternalStore(table.subscribeKeys, table.keys);
}

/** Re-renders at every repaint of the table; for sums over all rows. */
export function useVersion<T extends ShownTable>(table: Table<T>): number {
  return useSyncExternalStore(table.subscribeAll, table.version);
}

/** False until the first snapshot has come. */
export function useLoaded<T extends ShownTable>(table: Table<T>): boolean {
  return useSyncExternalStore(table.subscribeAll, () => table.epoch() > 0);
}

export function rowsOf<T extends ShownTable>(table: Table<T>): readonly ShownTables[T][] {
  const rows: ShownTables[T][] = [];
  for (const key of table.keys()) {
    const row = table.row(key);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

function open<T extends PublishedTable>(
  name: T,
  isUrgent?: (before: ShownTables[T] | undefined, after: ShownTables[T]) => boolean,
) {
  return createTable<T>(name, { snapshot, after: (ms, run) => setTimeout(run, ms), scheduleFlush }, isUrgent);
}

async function snapshot<T extends PublishedTable>(table: T): Promise<Snapshot<T> | null> {
  const result = await bridge.request('tables.snapshot', { table });
  if (!result.ok) return null;
  noteMainClock(result.value.clockMs);
  // The contract types the answer by the union of all tables; main answers for the table that was asked.
  return result.value as unknown as Snapshot<T>;
}

function dispatch(delta: TableDelta): void {
  const table: { receive(delta: TableDelta): void } = tables[delta.table] as never;
  table.receive(delta);
}
