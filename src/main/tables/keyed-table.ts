/** A table whose rows have keys: every row is found, merged or removed in the same time, whatever the size. */
import { digitsOf } from '../exchanges/exact-json.ts';
import type { Action, Item } from '../exchanges/exchange.ts';
import { isItem } from '../exchanges/fields.ts';
import { createCoverage } from './coverage.ts';
import { frozen, merged } from './frozen.ts';
import { itemKey } from './item-key.ts';
import { type Changed, countUnknown, newTally, symbolOf, type Table } from './table.ts';

export interface KeyedTableOptions {
  readonly name: string;
  readonly keys: readonly string[];
  /** Newest rows kept. */
  readonly maxRows: number;
  /** Rows that end: dropped when they have been ended for `keepMs`. */
  readonly ended: { readonly is: (item: Item) => boolean; readonly keepMs: number } | null;
}

interface Entry {
  readonly key: string;
  symbol: string | null;
  item: Item;
}

export function createKeyedTable({ name, keys, maxRows, ended }: KeyedTableOptions): Table {
  const entries = new Map<string, Entry>();
  // Invariant: holds exactly the entries of each symbol, so that a partial never looks at other symbols' rows.
  const bySymbol = new Map<string | null, Set<Entry>>();
  /** Ended rows with the time at which trim first saw them. */
  const endedSince = new Map<Entry, number | null>();
  const coverage = createCoverage();

  return {
    keys,
    replace(filter, rows, changed) {
      const tally = newTally();
      const symbol = symbolOf(filter);
      coverage.add(symbol);
      const keyOf = new Map<Item, string>();
      const kept = new Set<string>();
      for (const row of rows) {
        const key = isItem(row) ? itemKey(keys, row) : null;
        if (key === null || !isItem(row)) {
          countUnknown(tally, symbol);
          continue;
        }
        keyOf.set(row, key);
        kept.add(key);
      }
      const covered = symbol === null ? entries.values() : (bySymbol.get(symbol) ?? []);
      for (const entry of covered) {
        if (!kept.has(entry.key) && matches(entry.item, filter)) remove(entry, changed);
      }
      for (const [row, key] of keyOf) {
        put(key, row, 'partial', changed);
        tally.applied += 1;
      }
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
      entry = { key, symbol: symbolOf(item), item };
      entries.set(key, entry);
      join(entry);
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
    leave(entry);
    endedSince.delete(entry);
    changed({ table: name, action: 'delete', symbol: entry.symbol, key: entry.key, item: entry.item });
  }

  function replaceItem(entry: Entry, item: Item): void {
    const symbol = symbolOf(item);
    if (symbol !== entry.symbol) {
      leave(entry);
      entry.symbol = symbol;
      join(entry);
    }
    entry.item = item;
  }

  function join(entry: Entry): void {
    const group = bySymbol.get(entry.symbol);
    if (group === undefined) bySymbol.set(entry.symbol, new Set([entry]));
    else group.add(entry);
  }

  function leave(entry: Entry): void {
    const group = bySymbol.get(entry.symbol);
    group?.delete(entry);
    if (group?.size === 0) bySymbol.delete(entry.symbol);
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

// The symbol has been seen to. A row that does not have a field of the filter cannot contradict it.
function matches(item: Item, filter: Item): boolean {
  for (const name of Object.keys(filter)) {
    const value = item[name];
    if (name !== 'symbol' && value !== undefined && !sameValue(value, filter[name])) return false;
  }
  return true;
}

function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const digits = digitsOf(left);
  return digits !== null && digits === digitsOf(right);
}
