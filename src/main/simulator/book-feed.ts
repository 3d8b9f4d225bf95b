/** Order book tables: what each subscriber's view of a book was, and the rows that bring it up to date. */

import type { Level } from './book.ts';
import { bookDepth } from './flow.ts';
import { type Contract, priceOf } from './instruments.ts';
import type { SymbolMarket } from './symbol-market.ts';
import type { Row, Side, VenueEvent } from './venue-event.ts';

export interface BookFeed {
  /** The view as the next change continues it. */
  snapshot(table: BookTable, market: SymbolMarket, timestamp: string): Row[];
  /** Called at the end of every step in which the book changed; unwanted views are forgotten. */
  publish(
    market: SymbolMarket,
    timestamp: string,
    wanted: (table: BookTable, symbol: string) => boolean,
    out: VenueEvent[],
  ): void;
}

export const bookTables = ['orderBookL2_25', 'orderBookL2', 'orderBook10'] as const;
export type BookTable = (typeof bookTables)[number];

const depths: Readonly<Record<BookTable, number>> = {
  orderBookL2_25: 25,
  // Deeper than any book here.
  orderBookL2: bookDepth * 4,
  orderBook10: 10,
};

interface View {
  readonly Buy: SeenLevel[];
  readonly Sell: SeenLevel[];
}
type SeenLevel = readonly [tick: number, size: number];

export function createBookFeed(): BookFeed {
  const views = new Map<string, View>();

  function look(table: BookTable, market: SymbolMarket): View {
    const seen = (levels: readonly Level[]): SeenLevel[] =>
      levels.slice(0, depths[table]).map((level) => [level.tick, level.size]);
    return { Buy: seen(market.book.bids), Sell: seen(market.book.asks) };
  }

  return {
    snapshot(table, market, timestamp) {
      const { contract } = market;
      const key = `${table}:${contract.symbol}`;
      const view = views.get(key) ?? look(table, market);
      views.set(key, view);
      if (table === 'orderBook10') return [tenLevels(contract, view, timestamp)];
      const asks = view.Sell.toReversed().map((level) => fullRow(contract, 'Sell', level, timestamp));
      return [...asks, ...view.Buy.map((level) => fullRow(contract, 'Buy', level, timestamp))];
    },
    publish(market, timestamp, wanted, out) {
      const { contract } = market;
      const { symbol } = contract;
      for (const table of bookTables) {
        const key = `${table}:${symbol}`;
        const before = views.get(key);
        if (before === undefined) continue;
        if (!wanted(table, symbol)) {
          views.delete(key);
          continue;
        }
        const after = look(table, market);
        views.set(key, after);
        const changes: Changes = { delete: [], update: [], insert: [] };
        compare(contract, 'Sell', before.Sell, after.Sell, timestamp, changes);
        compare(contract, 'Buy', before.Buy, after.Buy, timestamp, changes);
        if (table === 'orderBook10') {
          if (changes.delete.length + changes.update.length + changes.insert.length === 0) continue;
          out.push({ table, action: 'update', symbol, rows: [tenLevels(contract, after, timestamp)] });
          continue;
        }
        for (const action of ['delete', 'update', 'insert'] as const) {
          if (changes[action].length > 0) out.push({ table, action, symbol, rows: changes[action] });
        }
      }
    },
  };
}

type Changes = Record<'delete' | 'update' | 'insert', Row[]>;

/** Both lists are best first; one walk finds what left, changed and came. */
function compare(
  contract: Contract,
  side: Side,
  before: readonly SeenLevel[],
  after: readonly SeenLevel[],
  timestamp: string,
  changes: Changes,
): void {
  let old = 0;
  let now = 0;
  for (;;) {
    const was = before[old];
    const is = after[now];
    if (was === undefined && is === undefined) return;
    const order =
      was === undefined ? 1 : is === undefined ? -1 : side === 'Buy' ? is[0] - was[0] : was[0] - is[0];
    if (was !== undefined && is !== undefined && was[0] === is[0]) {
      if (was[1] !== is[1]) {
        changes.update.push({ ...identity(contract, side, is[0]), size: is[1], timestamp });
      }
      old += 1;
      now += 1;
    } else if (is !== undefined && order > 0) {
      changes.insert.push(fullRow(contract, side, is, timestamp));
      now += 1;
    } else if (was !== undefined) {
      changes.delete.push({ ...identity(contract, side, was[0]), timestamp });
      old += 1;
    }
  }
}

/** BitMEX makes a level's id from the symbol's number and the price, so that ids fall as prices rise. */
function identity(contract: Contract, side: Side, tick: number) {
  return { symbol: contract.symbol, id: contract.bookIndex * 100_000_000 - tick, side };
}

function fullRow(contract: Contract, side: Side, [tick, size]: SeenLevel, timestamp: string): Row {
  return { ...identity(contract, side, tick), size, price: priceOf(contract, tick), timestamp };
}

function tenLevels(contract: Contract, view: View, timestamp: string): Row {
  const pairs = (levels: readonly SeenLevel[]) =>
    levels.slice(0, 10).map(([tick, size]) => [priceOf(contract, tick), size]);
  return { symbol: contract.symbol, bids: pairs(view.Buy), asks: pairs(view.Sell), timestamp };
}
