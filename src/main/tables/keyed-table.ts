/** A table whose rows have keys: every row is found, merged or removed in the same time, whatever the size. */
import type { Action, Item } from '../exchanges/exchange.ts';
import { isItem } from '../exchanges/fields.ts';
import { createCoverage } from './coverage.ts';
import { frozen, merged } from './frozen.ts';
import { itemKey } from './item-key.ts';
import { createKeyIndex } from './key-index.ts';
import { type Chained, createRowChains } from './row-chains.ts';
import {
  type Changed,
  countUnknown,
  isCoveredBy,
  isOfSymbol,
  newTally,
  symbolOf,
  type Table,
} from './table.ts';

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
  /** The last partial that held this row. */
  seenIn: number;
}

export function createKeyedTable({ name, keys, maxRows, ended }: KeyedTableOptions): Table {
  const index = createKeyIndex<Entry>(keys);
  // Invariant: every row is in the chain of its symbol, so that a partial never looks at other symbols' rows.
  const chains = createRowChains<Entry>();
  /** By joined key; made when someone first asks, since books of thousands of rows are never asked. */
  let byKey: Map<string, Entry> | null = null;
  /** Ended rows with the time at which trim first saw them. */
  const endedSince = new Map<Entry, number | null>();
  const coverage = createCoverage();
  let partials = 0;

  return {
    keys,
    replace(filter, rows, changed) {
      const tally = newTally();
      const symbol = symbolOf(filter);
      coverage.add(symbol);
      partials += 1;
      const covered = symbol === null ? chains.all() : chains.ofSymbol(symbol);
      if (covered.length > 0) {
        for (const row of rows) {
          const entry = isItem(row) ? index.find(row) : undefined;
          if (entry !== undefined) entry.seenIn = partials;
        }
        for (const entry of covered) {
          if (entry.seenIn !== partials && isCoveredBy(filter, entry.item)) remove(entry, changed);
        }
      }
      for (const row of rows) {
        if (isItem(row) && isOfSymbol(row, symbol) && put(index.find(row), row, 'partial', changed))
          tally.applied += 1;
        else countUnknown(tally, symbol);
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
        const entry = index.find(row);
        const symbol = symbolOf(row) ?? entry?.symbol ?? null;
        if (!coverage.includes(symbol)) tally.early += 1;
        else if (apply(action, entry, row, changed)) tally.applied += 1;
        else countUnknown(tally, symbol);
      }
      return tally;
    },

    get(key) {
      byKey ??= new Map(chains.all().map((entry) => [entry.key, entry]));
      return byKey.get(key)?.item ?? null;
    },
    find: (item) => index.find(item)?.item ?? null,
    latest: () => null,
    *rows() {
      for (const entry of chains.all()) yield [entry.key, entry.item] as const;
    },
    size: () => chains.size,
    uncover: (symbol) => coverage.remove(symbol),

    trim(nowMs, changed) {
      if (ended === null) return;
      for (const [entry, since] of endedSince) {
        if (since === null) endedSince.set(entry, nowMs);
        else if (nowMs - since >= ended.keepMs) remove(entry, changed);
      }
    },
  };

  /** False for a change of a row that is not there. */
  function apply(
    action: Exclude<Action, 'partial'>,
    entry: Entry | undefined,
    row: Item,
    changed: Changed,
  ): boolean {
    if (action === 'insert') return put(entry, row, action, changed);
    if (entry === undefined) return false;
    if (action === 'update') update(entry, row, changed);
    else remove(entry, changed);
    return true;
  }

  /** False for a row without its keys, which could never be found again. */
  function put(known: Entry | undefined, row: Item, action: Action, changed: Changed): boolean {
    const entry = known ?? newEntry(row);
    if (entry === null) return false;
    if (known !== undefined) replaceItem(known, frozen(row));
    noteEnd(entry);
    changed({ table: name, action, symbol: entry.symbol, key: entry.key, item: entry.item });
    if (chains.size > maxRows && chains.oldest !== null) remove(chains.oldest, changed);
    return true;
  }

  function newEntry(row: Item): Entry | null {
    const key = itemKey(keys, row);
    if (key === null) return null;
    const entry: Entry = {
      key,
      symbol: symbolOf(row),
      item: frozen(row),
      seenIn: partials,
      older: null,
      newer: null,
      previousOfSymbol: null,
      nextOfSymbol: null,
    };
    index.add(entry);
    chains.add(entry);
    byKey?.set(key, entry);
    return entry;
  }

  function update(entry: Entry, row: Item, changed: Changed): void {
    replaceItem(entry, merged(entry.item, row));
    noteEnd(entry);
    changed({ table: name, action: 'update', symbol: entry.symbol, key: entry.key, item: entry.item });
  }

  function remove(entry: Entry, changed: Changed): void {
    index.remove(entry);
    chains.remove(entry);
    byKey?.delete(entry.key);
    endedSince.delete(entry);
    changed({ table: name, action: 'delete', symbol: entry.symbol, key: entry.key, item: entry.item });
  }

  function replaceItem(entry: Entry, item: Item): void {
    const symbol = symbolOf(item);
    if (symbol !== entry.symbol) {
      chains.leaveSymbol(entry);
      entry.symbol = symbol;
      chains.joinSymbol(entry);
    }
    entry.item = item;
  }

  function noteEnd(entry: Entry): void {
    if (ended === null) return;
    if (!ended.is(entry.item)) endedSince.delete(entry);
    else if (!endedSince.has(entry)) endedSince.set(entry, null);
  }
}
