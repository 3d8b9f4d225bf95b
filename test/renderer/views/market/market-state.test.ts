import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TradeRow } from '../../../../src/preload/contract/rows.ts';
import type { MarketUpdate } from '../../../../src/preload/contract/views.ts';
import { applyUpdate, emptyMarket } from '../../../../src/renderer/views/market/market-state.ts';

function trade(second: number, id: string, parts: Partial<TradeRow> = {}): TradeRow {
  const time = `2026-11-24T12:00:${String(second).padStart(2, '0')}.000000Z`;
  return {
    venue: 'practice',
    symbol: 'XBTUSD',
    id,
    side: 'buy',
    price: '100',
    size: '1',
    time,
    receivedAt: time,
    backfilled: false,
    ...parts,
  };
}

function update(parts: Partial<MarketUpdate>): MarketUpdate {
  return {
    venue: 'practice',
    symbol: 'XBTUSD',
    clockMs: 1,
    reset: false,
    trades: [],
    tradesPerSecond: 0,
    candles: [],
    candlesBuilt: false,
    depth: null,
    gaps: [],
    ...parts,
  };
}

test('parts that an update leaves out stay as they were', () => {
  const depth = { bids: [], asks: [] };
  const first = applyUpdate(emptyMarket, update({ trades: [trade(1, 'a')], depth }));
  const next = applyUpdate(first, update({ tradesPerSecond: 3 }));
  expect(next.trades).toBe(first.trades);
  expect(next.depth).toBe(depth);
  expect(next.tradesPerSecond).toBe(3);
});

test('a reset drops everything shown before', () => {
  const first = applyUpdate(emptyMarket, update({ trades: [trade(1, 'a')], depth: { bids: [], asks: [] } }));
  const next = applyUpdate(first, update({ reset: true, trades: [trade(2, 'b')] }));
  expect(next.trades.map((one) => one.id)).toEqual(['b']);
  expect(next.depth).toBeNull();
});

test('a refilled trade finds its place by time', () => {
  const live = update({ trades: [trade(1, 'a'), trade(5, 'd')] });
  const refill = update({
    trades: [trade(3, 'c', { backfilled: true }), trade(2, 'b', { backfilled: true })],
  });
  const state = applyUpdate(applyUpdate(emptyMarket, live), refill);
  expect(state.trades.map((one) => one.id)).toEqual(['a', 'b', 'c', 'd']);
});

test('a trade that comes twice is on the tape once', () => {
  const state = applyUpdate(
    applyUpdate(emptyMarket, update({ trades: [trade(1, 'a'), trade(1, 'b')] })),
    update({ trades: [trade(1, 'a')] }),
  );
  expect(state.trades.map((one) => one.id)).toEqual(['a', 'b']);
});

test('the last move is that of the last trade that changed the price', () => {
  const state = applyUpdate(
    emptyMarket,
    update({
      trades: [
        trade(1, 'a', { price: '101' }),
        trade(2, 'b', { price: '100.5' }),
        trade(3, 'c', { price: '100.5' }),
      ],
    }),
  );
  expect(state.lastMove).toBe('down');
});

test('a gap that is told again, with its end, replaces the one that is known', () => {
  const gap = {
    venue: 'practice',
    account: null,
    channel: 'trade:XBTUSD',
    kind: 'stall' as const,
    from: '2026-11-24T12:00:01Z',
    missed: null,
    time: '2026-11-24T12:00:09Z',
  };
  const state = applyUpdate(
    applyUpdate(emptyMarket, update({ gaps: [{ ...gap, to: null }] })),
    update({ gaps: [{ ...gap, to: '2026-11-24T12:00:09Z', missed: 4 }] }),
  );
  expect(state.gaps).toHaveLength(1);
  expect(state.gaps[0]?.missed).toBe(4);
});

test('trades are in the order of time and unique, in whatever batches they come', () => {
  const batches = fc.array(fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 12 }), { maxLength: 8 });
  fc.assert(
    fc.property(batches, (seconds) => {
      const state = seconds.reduce(
        (before, batch) =>
          applyUpdate(before, update({ trades: batch.map((second) => trade(second, `t${second}`)) })),
        emptyMarket,
      );
      const expected = [...new Set(seconds.flat())].sort((a, b) => a - b).map((second) => `t${second}`);
      expect(state.trades.map((one) => one.id)).toEqual(expected);
    }),
  );
});
