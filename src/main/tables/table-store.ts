/** The merged tables of one feed. */
import type { Action, FeedEvent, Item } from '../exchanges/exchange.ts';
import { createKeyedTable } from './keyed-table.ts';
import { createRingTable } from './ring-table.ts';
import type { Table } from './table.ts';
import {
  defaultClosedOrderMs,
  defaultKeyedRows,
  defaultRingRows,
  hasNothingLeft,
  type TableOptions,
} from './table-options.ts';

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
  /** The row that has the same keys as this one; null in a ring. */
  find(table: string, item: Item): Item | null;
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
  /** Forgets the rows of a channel, as deletes, and that they were covered; null: of every symbol. */
  drop(table: string, symbol: string | null, changed: (change: RowChange) => void): void;
  /**
   * Drops orders that have been closed for long, as deletes: a venue need not delete them itself. The caller
   * brings a monotonic time and calls this every few seconds; a closed order's age starts at the next call.
   */
  trim(nowMs: number, changed: (change: RowChange) => void): void;
}

export function createTableStore(options: TableOptions = {}): TableStore {
  const tables = new Map<string, Table>();
  return {
    apply(event, changed) {
      if (event.action !== 'partial') {
        const table = tables.get(event.table);
        return table === undefined ? allEarly(event) : table.change(event.action, event.rows, changed);
      }
      const keys = options.keys?.get(event.table) ?? event.keys ?? [];
      let table = tables.get(event.table);
      if (table === undefined || !isSameList(table.keys, keys)) {
        // Other keys than before: what was kept under the old ones is of no use.
        table?.replace({}, [], changed);
        table = createTable(event.table, keys, options);
        tables.set(event.table, table);
      }
      return table.replace(event.filter ?? {}, event.rows, changed);
    },
    get: (table, key) => tables.get(table)?.get(key) ?? null,
    find: (table, item) => tables.get(table)?.find(item) ?? null,
    keyFields(table, item) {
      const names = tables.get(table)?.keys ?? [];
      return Object.fromEntries(names.map((name) => [name, Object.hasOwn(item, name) ? item[name] : null]));
    },
    latest: (table, symbol) => tables.get(table)?.latest(symbol) ?? null,
    rows: (table) => tables.get(table)?.rows() ?? [],
    size: (table) => tables.get(table)?.size() ?? 0,
    tables: () => [...tables.keys()],
    invalidate: (table, symbol) => tables.get(table)?.uncover(symbol),
    drop(name, symbol, changed) {
      const table = tables.get(name);
      table?.replace(symbol === null ? {} : { symbol }, [], changed);
      table?.uncover(symbol);
    },
    trim(nowMs, changed) {
      for (const table of tables.values()) table.trim(nowMs, changed);
    },
  };
}

function createTable(name: string, keys: readonly string[], options: TableOptions): Table {
  if (keys.length === 0) {
    return createRingTable(name, options.ringRowsByTable?.get(name) ?? options.ringRows ?? defaultRingRows);
  }
  return createKeyedTable({
    name,
    keys,
    maxRows: (options.keyedRows ?? defaultKeyedRows).get(name) ?? Number.POSITIVE_INFINITY,
    ended:
      name === 'order'
        ? {
            is: options.isClosedOrder ?? hasNothingLeft,
            keepMs: options.closedOrderMs ?? defaultClosedOrderMs,
          }
        : null,
  });
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}

function allEarly(event: TableEvent): Applied {
  return { applied: 0, early: event.rows.length, unknown: 0, unknownSymbols: [] };
}
