/** The merged tables of one feed. */
import type { Action, FeedEvent, Item } from '../exchanges/exchange.ts';

export type TableEvent = Extract<FeedEvent, { kind: 'table' }>;

/** One row that changed. Items are immutable; for a delete, `item` is the row as it was. */
export interface RowChange {
  readonly table: string;
  readonly action: Action;
  readonly symbol: string | null;
  /** The row's key fields joined to one string, unique in its table; rings count up. */
  readonly key: string;
  readonly item: Item;
}

/** What became of one table event; `unknown` and `early` count rows, and name their symbols. */
export interface Applied {
  readonly applied: number;
  /** Rows dropped because no partial has covered them yet. */
  readonly early: number;
  /** Updates and deletes of rows the table does not hold: a gap, and a reason to resynchronise. */
  readonly unknown: number;
  readonly unknownSymbols: readonly (string | null)[];
}

export interface TableStore {
  /** Applies in O(1) per row; `changed` is called once per row, in order. */
  apply(event: TableEvent, changed: (change: RowChange) => void): Applied;
  get(table: string, key: string): Item | null;
  /** The key fields of a row as an object; `{}` in a table without keys. */
  keyFields(table: string, item: Item): Readonly<Record<string, unknown>>;
  /** Newest row of a ring (a table without keys) for a symbol. */
  latest(table: string, symbol: string | null): Item | null;
  rows(table: string): Iterable<readonly [key: string, item: Item]>;
  size(table: string): number;
  /** Names of tables that have had a partial. */
  tables(): readonly string[];
  /** Forgets that a channel was covered, so that deltas wait for its next partial. Rows stay readable. */
  invalidate(table: string, symbol: string | null): void;
}
