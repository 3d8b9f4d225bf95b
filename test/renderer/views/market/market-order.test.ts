import { expect, test } from 'vitest';
import {
  type MarketSort,
  nextSort,
  orderMarkets,
  sortedBy,
  usualSort,
} from '../../../../src/renderer/views/market/market-order.ts';
import type { MarketGroup } from '../../../../src/renderer/views/market/markets.ts';
import { instrumentView } from '../../../support/views.ts';

type Prices = Readonly<Record<string, string | null>>;

const last = { column: 'last', descending: false };

test('markets are in the order of their names, numbers in them as numbers, until another is chosen', () => {
  expect(symbols(orderMarkets([group('bybit', ['B10', 'A1', 'B9'])], usualSort, none, []))).toEqual([
    ['A1', 'B9', 'B10'],
  ]);
});

test('each venue’s own are sorted by price; what has none comes last in both directions', () => {
  const groups = [group('bybit', ['A', 'B', 'C']), group('okx', ['D', 'E'])];
  const prices = { A: '100', B: '9.5', C: null, D: '2', E: '1' };
  expect(sorted(groups, last, prices)).toEqual([
    ['B', 'A', 'C'],
    ['E', 'D'],
  ]);
  expect(sorted(groups, { ...last, descending: true }, prices)).toEqual([
    ['A', 'B', 'C'],
    ['D', 'E'],
  ]);
});

test('a venue that is held keeps its order, and takes a new market in where it belongs', () => {
  const before = orderMarkets([group('bybit', ['A', 'B'])], last, instruments({ A: '1', B: '2' }), []);
  const now = [group('bybit', ['A', 'B', 'C']), group('okx', ['D', 'E'])];
  const prices = { A: '9', B: '4', C: '3', D: '2', E: '1' };
  expect(symbols(orderMarkets(now, last, instruments(prices), before))).toEqual([
    ['C', 'A', 'B'],
    ['E', 'D'],
  ]);
});

test('a head sorts by its column and turns round when it is pressed again', () => {
  const first = sortedBy('last', usualSort);
  expect([first, sortedBy('last', first), sortedBy('last', sortedBy('last', first))]).toEqual([
    last,
    { ...last, descending: true },
    last,
  ]);
});

test('the key goes through every order and begins again', () => {
  const orders = [usualSort];
  for (let step = 0; step < 6; step += 1) orders.push(nextSort(orders.at(-1) ?? usualSort));
  expect(new Set(orders.map(({ column, descending }) => `${column} ${descending}`)).size).toBe(6);
  expect(orders.at(-1)).toEqual(usualSort);
});

function group(venue: string, names: readonly string[]): MarketGroup {
  const markets = names.map((symbol) => ({ venue, symbol, instrumentKey: symbol }));
  return { venue, name: venue, practice: false, markets };
}

function sorted(groups: readonly MarketGroup[], sort: MarketSort, prices: Prices) {
  return symbols(orderMarkets(groups, sort, instruments(prices), []));
}

function instruments(prices: Prices) {
  return (key: string) => instrumentView({ symbol: key, lastPrice: prices[key] ?? null });
}

function none() {
  return undefined;
}

function symbols(groups: readonly MarketGroup[]) {
  return groups.map(({ markets }) => markets.map(({ symbol }) => symbol));
}
