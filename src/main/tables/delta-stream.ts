/** Sends the deltas of every table, each table with its own sequence. */
import type { TableSnapshot } from '../../preload/contract/requests.ts';
import type { PublishedTable, PublishedTables } from '../../preload/contract/views.ts';
import type { Clock } from '../feeds/clock.ts';
import type { Outlet } from './outlet.ts';
import { isSameRow } from './same-row.ts';

export type Keyed<T extends PublishedTable> = readonly (readonly [key: string, row: PublishedTables[T]])[];
export type Rows<T extends PublishedTable> = ReadonlyMap<string, PublishedTables[T]>;

export interface DeltaStream {
  send<T extends PublishedTable>(table: T, upserts: Keyed<T>, removes: readonly string[]): void;
  /** For tables that are made whole each time: sends what differs from what was sent last. */
  sendDifference<T extends PublishedTable>(table: T, rows: Rows<T>): void;
  /** Skips a number, so that the window asks for a snapshot instead of being sent a heap. */
  leaveHole(table: PublishedTable): void;
  snapshot<T extends PublishedTable>(table: T, rows: Keyed<T>): TableSnapshot<T>;
  snapshotOf<T extends PublishedTable>(table: T, rows: Rows<T>): TableSnapshot<T>;
}

export function createDeltaStream(clock: Clock, outlet: Outlet): DeltaStream {
  const seqs = new Map<PublishedTable, number>();
  const sent = new Map<PublishedTable, Rows<PublishedTable>>();

  function send<T extends PublishedTable>(table: T, upserts: Keyed<T>, removes: readonly string[]): void {
    if (upserts.length + removes.length === 0) return;
    outlet.send('tables.delta', { table, seq: step(table), clockMs: clock.monoMs(), upserts, removes });
  }

  function step(table: PublishedTable): number {
    const seq = seqOf(table) + 1;
    seqs.set(table, seq);
    return seq;
  }

  function seqOf(table: PublishedTable): number {
    return seqs.get(table) ?? 0;
  }

  function snapshot<T extends PublishedTable>(table: T, rows: Keyed<T>): TableSnapshot<T> {
    return { table, seq: seqOf(table), clockMs: clock.monoMs(), rows };
  }

  return {
    send,
    sendDifference(table, rows) {
      const before = sent.get(table);
      sent.set(table, rows);
      const upserts = [...rows].filter(([key, row]) => !isSameRow(before?.get(key), row));
      const removes = before === undefined ? [] : [...before.keys()].filter((key) => !rows.has(key));
      send(table, upserts, removes);
    },
    leaveHole(table) {
      step(table);
      outlet.send('tables.delta', {
        table,
        seq: step(table),
        clockMs: clock.monoMs(),
        upserts: [],
        removes: [],
      });
    },
    snapshot,
    snapshotOf(table, rows) {
      sent.set(table, rows);
      return snapshot(table, [...rows]);
    },
  };
}
