/** A table whose rows have keys: every row is found, merged or removed in the same time, whatever the size. */
import type { Action, Item } from '../exchanges/exchange.ts';
import { isItem } from '../exchanges/fields.ts';
import { createCoverage } from './coverage.ts';
import { frozen, merged } from './frozen.ts';
import { itemKey } from './item-key.ts';
import { type Chained, createSymbolGroups } from './symbol-groups.ts';
import { type Changed, countUnknown, isCoveredBy, newTally, symbolOf, type Table } from './table.ts';

export interface KeyedTableOptions {
  readonly name: string;
  readonly keys: readonly string[];
  /** Newest rows kept. */
  readonly maxRows: number;
  /** Rows that end: dropped when they have been ended for `keepMs`. */
  readonly ended: { readonly is: (item: Item) => boolean; readonly keepMs: number } | null;
}

interface Entry extends Chained<Entry> {
  readonly key: string;
  symbol: string | null;
  item: Item;
}

export function createKeyedTable({ name, keys, maxRows, ended }: KeyedTableOptions): Table {
  const entries = new Map<string, Entry>();
  // Invariant: every entry is in the group of its symbol, so that a partial never looks at other symbols' rows.
  const groups = createSymbolGroups<Entry>();
  /** Ended rows with the time at which trim first saw them. */
  const endedSince = new Map<Entry, number | null>();
  const coverage = createCoverage();

  return {
    keys,
    replace(filter, rows, changed) {
      const tally = newTally();
      const symbol = symbolOf(filter);
      coverage.add(symbol);
      const rowKeys = rows.map((row) => (isItem(row) ? itemKey(keys, row) : null));
      const covered = symbol === null ? [...entries.values()] : groups.rowsOf(symbol);
      if (covered.length > 0) {
        const kept = new Set(rowKeys);
        for (const entry of covered) {
          if (!kept.has(entry.key) && isCoveredBy(filter, entry.item)) remove(entry, changed);
        }
      }
      rows.forEach((row, at) => {
        const key = rowKeys[at] ?? null;
        if (key === null || !isItem(row)) {
          countUnknown(tally, symbol);
        } else {
          put(key, row, 'partial', changed);
          tally.applied += 1;
        }
      });
      return tally;
    },

    change(action, rows, changed) {
      const tally = newTally();
      for (const row of rows) {
        if (!isItem(row)) {
          countUnknown(tally, null);
          continue;
        }
        const key = itemKey(keys, row);
        const entry = key === null ? undefined : entries.get(key);
        const symbol = symbolOf(row) ?? entry?.symbol ?? null;
        if (!coverage.includes(symbol)) {
          tally.early += 1;
          continue;
        }
        if (key === null || (entry === undefined && action !== 'insert')) {
          countUnknown(tally, symbol);
          continue;
        }
        if (action === 'insert') put(key, row, action, changed);
        else if (entry !== undefined && action === 'update') update(entry, row, changed);
        else if (entry !== undefined) remove(entry, changed);
        tally.applied += 1;
      }
      return tally;
    },

    get: (key) => entries.get(key)?.item ?? null,
    latest: () => null,
    *rows() {
      for (const entry of entries.values()) yield [entry.key, entry.item] as const;
    },
    size: () => entries.size,
    uncover: (symbol) => coverage.remove(symbol),

    trim(nowMs, changed) {
      if (ended === null) return;
      for (const [entry, since] of endedSince) {
        if (since === null) endedSince.set(entry, nowMs);
        else if (nowMs - since >= ended.keepMs) remove(entry, changed);
      }
    },
  };

  function put(key: string, row: Item, action: Action, changed: Changed): void {
    const item = frozen(row);
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { key, symbol: symbolOf(item), item, previous: null, next: null };
      entries.set(key, entry);
      groups.join(entry);
    } else {
      replaceItem(entry, item);
    }
    noteEnd(entry);
    changed({ table: name, action, symbol: entry.symbol, key, item });
    if (entries.size > maxRows) dropOldest(changed);
  }

  function update(entry: Entry, row: Item, changed: Changed): void {
    replaceItem(entry, merged(entry.item, row));
    noteEnd(entry);
    changed({ table: name, action: 'update', symbol: entry.symbol, key: entry.key, item: entry.item });
  }

  function remove(entry: Entry, changed: Changed): void {
    entries.delete(entry.key);
    groups.leave(entry);
    endedSince.delete(entry);
    changed({ table: name, action: 'delete', symbol: entry.symbol, key: entry.key, item: entry.item });
  }

  function replaceItem(entry: Entry, item: Item): void {
    const symbol = symbolOf(item);
    if (symbol !== entry.symbol) {
      groups.leave(entry);
      entry.symbol = symbol;
      groups.join(entry);
    }
    entry.item = item;
  }

  function noteEnd(entry: Entry): void {
    if (ended === null) return;
    if (!ended.is(entry.item)) endedSince.delete(entry);
    else if (!endedSince.has(entry)) endedSince.set(entry, null);
  }

  function dropOldest(changed: Changed): void {
    for (const oldest of entries.values()) {
      remove(oldest, changed);
      return;
    }
  }
}
