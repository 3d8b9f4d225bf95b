/** Waiting before the next attempt. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, defaultBackoff, retryAfterMs } from '../../src/main/feeds/backoff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('without a wish of the venue', () => {
  test('the wait is anywhere between nothing and a bound that doubles up to the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, random) => {
        const wait = backoffMs(failures, null, () => random);
        const bound = Math.min(defaultBackoff.capMs, defaultBackoff.baseMs * 2 ** (failures - 1));
        expect(wait).toBeCloseTo(random * bound, 6);
        expect(wait).toBeLessThanOrEqual(defaultBackoff.capMs);
      }),
    );
  });

  test('no chance makes a later wait bound smaller than an earlier one', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => backoffMs(failures, null, () => 1));
    expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});

test('Retry-After is never undercut, and jitter comes on top', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.nat({ max: 3_600_000 }),
      chance,
      (failures, asked, random) => {
        const wait = backoffMs(failures, asked, () => random);
        expect(wait).toBeGreaterThanOrEqual(asked);
        expect(wait).toBeLessThanOrEqual(asked + defaultBackoff.baseMs);
      },
    ),
  );
});

describe('the Retry-After header', () => {
  const now = Date.parse('2026-11-22T07:00:00Z');
  test.each([
    ['5', 5_000],
    [' 1.5 ', 1_500],
    ['Sun, 22 Nov 2026 07:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 06:00:00 GMT', 0],
    ['soon', null],
    ['5 minutes', null],
    ['2026-11-22', null],
    ['', null],
    [undefined, null],
    [null, null],
  ])('%j', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
