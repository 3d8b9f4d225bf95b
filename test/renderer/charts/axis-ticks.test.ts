import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decimalPlaces,
  grouped,
  momentLabel,
  priceTicks,
  timeTicks,
} from '../../../src/renderer/charts/axis-ticks.ts';

test('prices are ticked at round values and share the places of the market’s tick', () => {
  const labels = priceTicks(97_010, 97_260, 6, 0.5).map((tick) => tick.label);
  expect(labels).toEqual(['97,050.0', '97,100.0', '97,150.0', '97,200.0', '97,250.0']);
});

test('ticks are never finer than the market’s own', () => {
  const values = priceTicks(100, 101, 50, 0.25).map((tick) => tick.value);
  expect(values).toEqual([100, 100.25, 100.5, 100.75, 101]);
});

test('small prices keep their digits', () => {
  const labels = priceTicks(0.3915, 0.3956, 5, 0.00001).map((tick) => tick.label);
  expect(labels).toEqual(['0.39200', '0.39300', '0.39400', '0.39500']);
});

test('a range that is none has no ticks', () => {
  expect(priceTicks(5, 5, 4, null)).toEqual([]);
  expect(priceTicks(Number.NaN, 5, 4, null)).toEqual([]);
});

test('price ticks rise evenly inside the range', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
      fc.integer({ min: 2, max: 20 }),
      (low, share, most) => {
        const high = low * (1 + share);
        const ticks = priceTicks(low, high, most, null);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks) {
          expect(tick.value).toBeGreaterThanOrEqual(low * (1 - 1e-9));
          expect(tick.value).toBeLessThanOrEqual(high * (1 + 1e-9));
        }
      },
    ),
  );
});

test('a new day is named, the other moments are times', () => {
  const from = Date.UTC(2026, 10, 23, 22);
  const ticks = timeTicks(from, from + 4 * 3_600_000, 50 * 60_000);
  expect(ticks.map((tick) => tick.label)).toEqual(['22:00', '23:00', '24 Nov', '01:00', '02:00']);
  expect(ticks.map((tick) => tick.day)).toEqual([false, false, true, false, false]);
});

test('moments name their day only where it is asked for', () => {
  const ms = Date.UTC(2026, 10, 24, 14, 13);
  expect(momentLabel(ms, false)).toBe('14:13');
  expect(momentLabel(ms, true)).toBe('24 Nov 14:13');
});

test('axis numbers have thousands and a true minus', () => {
  expect(grouped(1234567.5, 2)).toBe('1,234,567.50');
  expect(grouped(-0.5, 1)).toBe('\u22120.5');
});

test('decimal places are those that a step needs', () => {
  expect([0.00001, 0.25, 0.5, 1, 20, 0].map(decimalPlaces)).toEqual([5, 2, 1, 0, 0, 0]);
});
