import { expect, test } from 'vitest';
import type { Gap } from '../../../../src/preload/contract/health.ts';
import type { ExecutionRow, TradeRow } from '../../../../src/preload/contract/rows.ts';
import type { OrderView, PositionView } from '../../../../src/preload/contract/views.ts';
import {
  chartGaps,
  executionMarks,
  orderLevels,
  positionLevels,
} from '../../../../src/renderer/views/market/own-marks.ts';

const digits = { pricePlaces: 1, sizePlaces: 3 };
const words = { nameOf: () => '', isOld: () => false };
const base = {
  venue: 'practice',
  account: 'demo',
  symbol: 'XBTUSD',
  updatedAt: '2026-11-24T12:00:00.000000Z',
  receivedAt: '2026-11-24T12:00:00.100000Z',
};

const position: PositionView = {
  ...base,
  side: 'short',
  size: '-1.25',
  sizeUnit: 'base',
  notional: '121773',
  entryPrice: '98940.2',
  breakEvenPrice: null,
  markPrice: '97418.7',
  liquidationPrice: '118204.5',
  leverage: '5',
  marginMode: 'isolated',
  margin: null,
  unrealisedPnl: '1901.88',
  realisedPnl: null,
  pnlCurrency: 'USDT',
  derived: { liquidationDistance: '21.3', notionalDisplay: null, unrealisedPnlDisplay: null },
};

const order: OrderView = {
  ...base,
  id: 'o1',
  clientId: null,
  side: 'buy',
  type: 'limit',
  price: '97050',
  triggerPrice: null,
  size: '0.5',
  filled: '0.12',
  remaining: '0.38',
  averagePrice: null,
  status: 'partially-filled',
  timeInForce: 'GTC',
  reduceOnly: null,
  postOnly: null,
  createdAt: null,
  derived: { markDistance: null, closedMs: null },
};

test('a position is a level at its entry with its profit, and one at its liquidation price', () => {
  const levels = positionLevels([position], digits, words);
  expect(levels.map((level) => [level.price, level.label])).toEqual([
    [98940.2, 'Short 1.250 from 98,940.2: +1,901.88 USDT'],
    [118204.5, 'Liquidation of short'],
  ]);
  expect(levels[1]?.name).toBe('Liquidation of short at 118,204.5');
});

test('a position of unknown size keeps its levels, without a side', () => {
  const levels = positionLevels([{ ...position, side: null, size: null }], digits, words);
  expect(levels.map((level) => [level.label, level.side])).toEqual([
    ['Position of unknown size from 98,940.2: +1,901.88 USDT', null],
    ['Liquidation of position', null],
  ]);
});

test('a flat position and a closed order leave no level', () => {
  expect(positionLevels([{ ...position, side: 'flat' }], digits, words)).toEqual([]);
  expect(orderLevels([{ ...order, derived: { markDistance: null, closedMs: 5 } }], digits, words)).toEqual(
    [],
  );
});

test('an order says its side, its size and what is filled', () => {
  const [level] = orderLevels([order], digits, words);
  expect(level).toMatchObject({ label: 'Buy 0.500, 0.120 filled', priceText: '97,050.0', side: 'long' });
});

test('a stop stands at its trigger', () => {
  const stop = { ...order, type: 'stop-limit', side: 'sell' as const, triggerPrice: '97400', filled: '0' };
  const [level] = orderLevels([stop], digits, words);
  expect(level).toMatchObject({ label: 'Stop limit sell 0.500', price: 97400, side: 'short' });
});

test('levels of an account that can’t be trusted say that they are old', () => {
  const [level] = orderLevels([order], digits, { nameOf: () => 'main: ', isOld: () => true });
  expect(level?.label).toBe('main: Buy 0.500, 0.120 filled, old');
});

test('funding is no mark on the chart', () => {
  const execution: ExecutionRow = {
    ...base,
    id: 'e1',
    orderId: null,
    kind: 'trade',
    side: 'sell',
    price: '1',
    size: '1',
    fee: null,
    feeCurrency: null,
    liquidity: null,
    realisedPnl: null,
  };
  const marks = executionMarks([execution, { ...execution, id: 'e2', kind: 'funding' }]);
  expect(marks).toEqual([{ id: 'e1', timeMs: Date.UTC(2026, 10, 24, 12), side: 'sell' }]);
});

test('a gap says when and what was lost; one that was refilled in full leaves no mark', () => {
  const gap: Gap = {
    venue: 'practice',
    account: null,
    channel: 'trade:XBTUSD',
    kind: 'disconnect',
    from: '2026-11-24T14:18:00.000000Z',
    to: '2026-11-24T14:20:00.000000Z',
    missed: 2,
    time: '2026-11-24T14:20:00.000000Z',
  };
  const refilled = (id: string): TradeRow => ({
    venue: 'practice',
    symbol: 'XBTUSD',
    id,
    side: 'buy',
    price: '1',
    size: '1',
    time: '2026-11-24T14:19:00.000000Z',
    receivedAt: '2026-11-24T14:20:01.000000Z',
    backfilled: true,
  });
  expect(chartGaps([gap], [refilled('a')])).toMatchObject([
    { title: '14:18 to 14:20', detail: '1 trade lost' },
  ]);
  expect(chartGaps([gap], [refilled('a'), refilled('b')])).toEqual([]);
  const uncounted = { ...gap, missed: null };
  expect(chartGaps([uncounted], [])).toMatchObject([{ detail: 'trades may be lost' }]);
  expect(chartGaps([uncounted], [refilled('a')])).toMatchObject([{ detail: '1 trade refilled' }]);
  expect(chartGaps([{ ...gap, channel: 'orderBookL2:XBTUSD' }], [])).toEqual([]);
});
