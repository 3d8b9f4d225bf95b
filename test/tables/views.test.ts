/** Canonical rows: whose they are, when they came, and what is derived where the venue is silent. */
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { canonicalRow, isCanonical } from '../../src/main/tables/views.ts';

const source = { exchange: bitmex, venue: 'practice', account: 'demo' };
const receivedMs = Date.UTC(2026, 10, 22, 7, 0, 0, 123) + 0.456;

const store = createTableStore();
store.apply(
  {
    kind: 'table',
    table: 'instrument',
    action: 'partial',
    keys: ['symbol'],
    filter: {},
    rows: [
      {
        symbol: 'XBTUSD',
        typ: 'FFWCSX',
        isInverse: true,
        multiplier: -100_000_000,
        settlCurrency: 'XBt',
        quoteCurrency: 'USD',
      },
      {
        symbol: 'SOLUSDT',
        typ: 'FFWCSX',
        isInverse: false,
        underlyingToPositionMultiplier: 10_000,
        settlCurrency: 'USDt',
        quoteCurrency: 'USDT',
      },
    ],
  },
  () => {},
);
const context = { instrument: (symbol: string) => store.get('instrument', symbol) };

test('a row says whose it is and when it came', () => {
  expect(canonicalRow(source, 'quote', { symbol: 'XBTUSD', bidPrice: 1 }, receivedMs, context)).toMatchObject(
    {
      venue: 'practice',
      account: 'demo',
      symbol: 'XBTUSD',
      bidPrice: '1',
      receivedAt: expect.stringMatching(/^2026-11-22T07:00:00\.1234\d\dZ$/),
    },
  );
});

test('what the venue says is not derived again', () => {
  const item = {
    symbol: 'XBTUSD',
    currency: 'XBt',
    currentQty: 400,
    foreignNotional: -401,
    unrealisedPnl: -1559,
    markPrice: 43772,
    avgEntryPrice: 43846.7643,
  };
  expect(canonicalRow(source, 'position', item, receivedMs, context)).toMatchObject({
    notional: '401',
    unrealisedPnl: '-0.00001559',
  });
});

test('what it says in part is kept, and only the rest derived', () => {
  const item = { symbol: 'XBTUSD', currency: 'XBt', currentQty: -100_000, foreignNotional: 99_999 };
  const prices = { markPrice: 40_000, avgEntryPrice: 50_000 };
  expect(canonicalRow(source, 'position', { ...item, ...prices }, receivedMs, context)).toMatchObject({
    notional: '99999',
    unrealisedPnl: '0.5',
  });
});

test('what it leaves out is derived from the instrument', () => {
  const inverse = {
    symbol: 'XBTUSD',
    currency: 'XBt',
    currentQty: -100_000,
    markPrice: 40_000,
    avgEntryPrice: 50_000,
  };
  expect(canonicalRow(source, 'position', inverse, receivedMs, context)).toMatchObject({
    notional: '100000',
    unrealisedPnl: '0.5',
  });
  const linear = {
    symbol: 'SOLUSDT',
    currency: 'USDt',
    currentQty: 250_000,
    markPrice: 190,
    avgEntryPrice: 188.4,
  };
  expect(canonicalRow(source, 'position', linear, receivedMs, context)).toMatchObject({
    notional: '4750',
    unrealisedPnl: '40',
  });
  expect(canonicalRow(source, 'position', linear, receivedMs, null)).toMatchObject({
    notional: null,
    unrealisedPnl: null,
  });
  const unknown = { ...linear, symbol: 'NOPE' };
  expect(canonicalRow(source, 'position', unknown, receivedMs, context)).toMatchObject({ notional: null });
});

test('the margin ratio follows from maintenance margin and equity', () => {
  const item = { currency: 'XBt', marginBalance: 200_000_000, maintMargin: 50_000_000 };
  expect(canonicalRow(source, 'margin', item, receivedMs, context)).toMatchObject({ marginRatio: '0.25' });
  expect(canonicalRow(source, 'margin', { currency: 'XBt' }, receivedMs, context)).toMatchObject({
    marginRatio: null,
  });
});

test('orders, executions, instruments and minutes pass through', () => {
  expect(canonicalRow(source, 'order', { orderID: 'a' }, receivedMs, context)).toMatchObject({
    id: 'a',
    venue: 'practice',
  });
  expect(
    canonicalRow(source, 'execution', { execID: 'a', execType: 'Funding' }, receivedMs, context),
  ).toMatchObject({ id: 'a' });
  expect(canonicalRow(source, 'instrument', { symbol: 'A' }, receivedMs, context)).toMatchObject({
    symbol: 'A',
  });
  const minute = { symbol: 'A', timestamp: '2026-11-22T07:00:00.000Z', close: 1.5 };
  expect(canonicalRow(source, 'tradeBin1m', minute, receivedMs, context)).toMatchObject({ close: '1.5' });
});

test('an item that is no such row, and a venue without such rows, give none', () => {
  expect(canonicalRow(source, 'execution', { execID: 'a', execType: 'New' }, receivedMs, context)).toBeNull();
  expect(canonicalRow({ ...source, exchange: coinbase }, 'quote', {}, receivedMs, context)).toBeNull();
});

test('tables with a canonical row are known by name', () => {
  expect(['position', 'tradeBin1m', 'orderBookL2', 'constructor', '__proto__'].map(isCanonical)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('a position whose size cannot be read is a row without what follows from it, and not a flat one', () => {
  const unread = { symbol: 'XBTUSD', currentQty: 'many', avgEntryPrice: 1, markPrice: 2 };
  expect(canonicalRow(source, 'position', unread, 0, context)).toMatchObject({
    ...{ side: null, size: null, notional: null, unrealisedPnl: null, entryPrice: '1', markPrice: '2' },
  });
});

test('rows that could not be told apart are none', () => {
  expect(canonicalRow(source, 'order', { symbol: 'XBTUSD' }, 0, null)).toBeNull();
  expect(canonicalRow(source, 'execution', { execType: 'Trade' }, 0, null)).toBeNull();
});
