import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CandleRow } from '../../../src/preload/contract/rows.ts';
import { canFill, joinCandles, mergeMinutes, minuteCandle } from '../../../src/renderer/charts/candles.ts';

const dayMs = Date.UTC(2026, 10, 24);

function minute(index: number, parts: Partial<CandleRow> = {}): CandleRow {
  const end = new Date(dayMs + (index + 1) * 60_000).toISOString().replace('Z', '000Z');
  return {
    venue: 'practice',
    account: null,
    symbol: 'XBTUSD',
    updatedAt: end,
    receivedAt: end,
    open: '100.0',
    high: '101.5',
    low: '99.5',
    close: '100.5',
    volume: '0.1',
    trades: 3,
    vwap: null,
    time: end,
    ...parts,
  };
}

test('a minute starts a minute before the time that its bin carries', () => {
  expect(minuteCandle(minute(5))?.startMs).toBe(dayMs + 5 * 60_000);
});

test('a minute without prices, or with a time that is none, is no candle', () => {
  expect(minuteCandle(minute(1, { open: null }))).toBeNull();
  expect(minuteCandle(minute(1, { time: 'yesterday' }))).toBeNull();
});

test('five minutes join into one candle that keeps the digits of its extremes', () => {
  const rows = [
    minute(0, { open: '10.10', high: '12.0', low: '10.0', close: '11.0', volume: '0.1' }),
    minute(1, { open: '11.0', high: '15.50', low: '11.0', close: '14.0', volume: '0.2' }),
    minute(4, { open: '14.0', high: '14.5', low: '9.750', close: '10.00', volume: '0.3' }),
  ];
  const joined = joinCandles(mergeMinutes([], rows, 100), 300_000);
  expect(joined).toHaveLength(1);
  expect(joined[0]?.startMs).toBe(dayMs);
  expect(joined[0]?.text).toEqual({
    open: '10.10',
    high: '15.50',
    low: '9.750',
    close: '10.00',
    volumes: ['0.1', '0.2', '0.3'],
  });
});

test('hours without a minute make no candle: nothing is joined over a hole', () => {
  const known = mergeMinutes([], [minute(0), minute(200)], 1000);
  const hours = joinCandles(known, 3_600_000).map((candle) => (candle.startMs - dayMs) / 3_600_000);
  expect(hours).toEqual([0, 3]);
});

test('a changed minute replaces the one that is known, and the oldest leave at the limit', () => {
  const known = mergeMinutes([], [minute(0), minute(1), minute(2)], 3);
  const next = mergeMinutes(known, [minute(2, { close: '99.0' }), minute(3)], 3);
  expect(next.map((candle) => candle.text.close)).toEqual(['100.5', '99.0', '100.5']);
  expect(next[0]?.startMs).toBe(dayMs + 60_000);
});

test('the same array comes back when nothing changed', () => {
  const known = mergeMinutes([], [minute(0)], 3);
  expect(mergeMinutes(known, [], 3)).toBe(known);
  expect(mergeMinutes(known, [minute(1, { low: null })], 3)).toBe(known);
});

test('only intervals that the history fills are offered', () => {
  const hour = mergeMinutes(
    [],
    Array.from({ length: 60 }, (_, index) => minute(index)),
    100,
  );
  expect(canFill(hour, 60_000)).toBe(true);
  expect(canFill(hour, 300_000)).toBe(true);
  expect(canFill(hour, 3_600_000)).toBe(false);
  expect(canFill([], 300_000)).toBe(false);
});

test('minutes stay in order and unique in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 10 })), (batches) => {
      let known: ReturnType<typeof mergeMinutes> = [];
      for (const batch of batches)
        known = mergeMinutes(
          known,
          batch.map((index) => minute(index)),
          1000,
        );
      const starts = known.map((candle) => candle.startMs);
      expect(starts).toEqual(
        [...new Set(batches.flat())].sort((a, b) => a - b).map((at) => dayMs + at * 60_000),
      );
    }),
  );
});
