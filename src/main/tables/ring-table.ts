/** A table without keys: the newest rows of each symbol, in the order they came. */
import type { Item } from '../exchanges/exchange.ts';
import { isItem } from '../exchanges/fields.ts';
import { createCoverage } from './coverage.ts';
import { frozen } from './frozen.ts';
import {
  type Changed,
  countUnknown,
  isCoveredBy,
  isOfSymbol,
  newTally,
  symbolOf,
  type Table,
} from './table.ts';

interface Ring {
  readonly symbol: string | null;
  /** Row number `n` is at `n % maxRows`. */
  readonly items: Item[];
  /** Rows below this number were replaced by a partial. */
  first: number;
  next: number;
}

export function createRingTable(name: string, maxRows: number): Table {
  const rings = new Map<string, Ring>();
  const coverage = createCoverage();

  return {
    keys: [],
    // What a partial replaces here is not announced: rows of a ring are events that have passed, they leave
    // it silently anyway when it is full, and without keys nobody could tell which one is meant.
    replace(filter, rows, changed) {
      const tally = newTally();
      const symbol = symbolOf(filter);
      coverage.add(symbol);
      for (const ring of rings.values()) {
        if (symbol === null || ring.symbol === symbol) clear(ring, filter);
      }
      for (const row of rows) {
        if (!isItem(row) || !isOfSymbol(row, symbol)) {
          countUnknown(tally, symbol);
          continue;
        }
        push(row, 'partial', changed);
        tally.applied += 1;
      }
      return tally;
    },

    change(action, rows, changed) {
      const tally = newTally();
      for (const row of rows) {
        const symbol = isItem(row) ? symbolOf(row) : null;
        if (!coverage.includes(symbol)) {
          tally.early += 1;
        } else if (action !== 'insert' || !isItem(row)) {
          countUnknown(tally, symbol);
        } else {
          push(row, action, changed);
          tally.applied += 1;
        }
      }
      return tally;
    },

    get(key) {
      const bar = key.lastIndexOf('|');
      const ring = rings.get(key.slice(0, bar));
      const number = Number(key.slice(bar + 1));
      if (ring === undefined || !(number >= oldest(ring) && number < ring.next)) return null;
      return ring.items[number % maxRows] ?? null;
    },

    find: () => null,
    latest(symbol) {
      const ring = rings.get(symbol ?? '');
      return ring === undefined || ring.next === ring.first
        ? null
        : (ring.items[(ring.next - 1) % maxRows] ?? null);
    },

    *rows() {
      for (const ring of rings.values()) {
        for (let number = oldest(ring); number < ring.next; number += 1) {
          const item = ring.items[number % maxRows];
          if (item !== undefined) yield [keyOf(ring, number), item] as const;
        }
      }
    },

    size() {
      let rows = 0;
      for (const ring of rings.values()) rows += ring.next - oldest(ring);
      return rows;
    },

    uncover: (symbol) => coverage.remove(symbol),
    trim() {},
  };

  function push(row: Item, action: 'partial' | 'insert', changed: Changed): void {
    const symbol = symbolOf(row);
    let ring = rings.get(symbol ?? '');
    if (ring === undefined) {
      ring = { symbol, items: [], first: 0, next: 0 };
      rings.set(symbol ?? '', ring);
    }
    const item = frozen(row);
    add(ring, item);
    changed({ table: name, action, symbol, key: keyOf(ring, ring.next - 1), item });
  }

  function oldest(ring: Ring): number {
    return Math.max(ring.first, ring.next - maxRows);
  }

  // Numbers go on, so that a key never comes back for another row.
  function clear(ring: Ring, filter: Item): void {
    const kept: Item[] = [];
    for (let number = oldest(ring); number < ring.next; number += 1) {
      const item = ring.items[number % maxRows];
      if (item !== undefined && !isCoveredBy(filter, item)) kept.push(item);
    }
    ring.first = ring.next;
    for (const item of kept) add(ring, item);
  }

  function add(ring: Ring, item: Item): void {
    ring.items[ring.next % maxRows] = item;
    ring.next += 1;
  }
}

function keyOf(ring: Ring, number: number): string {
  return `${ring.symbol ?? ''}|${number}`;
}
