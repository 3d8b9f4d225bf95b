/** Our own time: fine, never backwards, and honest about jumps. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fineWallClock, isoMicros } from '../../src/main/feeds/clock.ts';
import { clockSkew } from '../../src/main/feeds/clock-skew.ts';
import { timeJump } from '../../src/main/feeds/time-watch.ts';

test('microseconds have six digits', () => {
  expect(isoMicros(Date.UTC(2026, 10, 22, 7, 0, 0) + 123.4567)).toBe('2026-11-22T07:00:00.123456Z');
  expect(isoMicros(0)).toBe('1970-01-01T00:00:00.000000Z');
});

describe('the fine wall clock', () => {
  test('grows within a millisecond and stays near the system clock', () => {
    const steps = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(steps, (waits) => {
        let mono = 1_000;
        const real = () => 1_700_000_000_000 + mono;
        const wall = fineWallClock(
          () => Math.floor(real()),
          () => mono,
        );
        let last = 0;
        for (const wait of waits) {
          mono += wait;
          const now = wall();
          expect(now).toBeGreaterThanOrEqual(last);
          expect(Math.abs(now - real())).toBeLessThan(6);
          last = now;
        }
      }),
    );
  });

  test.each([3_600_000, -3_600_000])('follows a clock that was set by %i ms', (jump) => {
    let offset = 0;
    const wall = fineWallClock(
      () => 1_700_000_000_000 + offset,
      () => 0,
    );
    const before = wall();
    offset = jump;
    expect(wall() - before).toBe(jump);
  });
});

describe('the skew of a venue’s clock', () => {
  test('is what most of the last measurements agree on, so that a wrong one does not count', () => {
    const skew = clockSkew();
    expect(skew.skewMs).toBeNull();
    for (const late of [0, 10, 5, 30_000, 0]) skew.measure(100_000 + late, 1_000, 1_200);
    expect(skew.skewMs).toBe(98_905);
  });

  test('is nothing when the way there explains it all', () => {
    const skew = clockSkew();
    // Written at the very end of a slow connection.
    skew.measure(1_195, 1_000, 1_200);
    expect(skew.skewMs).toBe(0);
  });

  test('is measured by the second of a Date header where that is all there is, and finer by anything else', () => {
    const skew = clockSkew();
    skew.measureDate(60_000, 1_000, 1_200);
    expect(skew.skewMs).toBe(59_400);
    skew.measure(60_300, 1_000, 1_020);
    expect(skew.skewMs).toBe(59_290);
    skew.measureDate(60_000, 1_000, 1_200);
    expect(skew.skewMs).toBe(59_290);
    skew.forget();
    expect(skew.skewMs).toBeNull();
  });

  test('follows a clock that was set, once most measurements say so', () => {
    const skew = clockSkew();
    for (let look = 0; look < 9; look += 1) skew.measure(5_000, 1_000, 1_010);
    for (let look = 0; look < 9; look += 1) skew.measure(90_000, 1_000, 1_010);
    expect(skew.skewMs).toBe(88_995);
  });

  test('of any clock behind any line is off by half the quickest answer at most', () => {
    const answers = fc.array(
      fc.record({ there: fc.integer({ min: 0, max: 500 }), back: fc.integer({ min: 0, max: 500 }) }),
      { minLength: 1, maxLength: 9 },
    );
    fc.assert(
      fc.property(answers, fc.integer({ min: -100_000, max: 100_000 }), (list, trueMs) => {
        const skew = clockSkew();
        for (const { there, back } of list) skew.measure(1_000 + there + trueMs, 1_000, 1_000 + there + back);
        const quickest = Math.min(...list.map(({ there, back }) => there + back));
        // A skew within the way itself is called none.
        const allowed = skew.skewMs === 0 ? quickest : quickest / 2;
        expect(Math.abs((skew.skewMs ?? Number.NaN) - trueMs)).toBeLessThanOrEqual(allowed);
      }),
    );
  });
});

describe('two looks at the clocks', () => {
  const before = { monoMs: 0, wallMs: 0 };
  test.each([
    ['two seconds that passed', { monoMs: 2_000, wallMs: 2_000 }, null],
    ['a busy event loop', { monoMs: 12_000, wallMs: 12_001 }, null],
    ['sleep on which the monotonic clock stood still', { monoMs: 2_000, wallMs: 602_000 }, 'sleep'],
    ['sleep on which it ran on', { monoMs: 602_000, wallMs: 602_000 }, 'sleep'],
    ['a clock that was put back', { monoMs: 2_000, wallMs: -58_000 }, 'clock-jump'],
    ['a clock that was put forward a little', { monoMs: 2_000, wallMs: 7_000 }, 'clock-jump'],
  ])('%s', (_name, now, expected) => {
    expect(timeJump(before, now)).toBe(expected);
  });
});
