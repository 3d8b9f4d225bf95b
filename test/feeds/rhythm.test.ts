import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { rulesFor } from '../../src/main/feeds/health-rules.ts';
import {
  beat,
  fittedBudget,
  interrupted,
  noRhythm,
  type Rhythm,
  stillQuiet,
} from '../../src/main/feeds/rhythm.ts';

const base = { softMs: 10_000, hardMs: 30_000 };

test('a channel without a known rhythm keeps its descriptor’s budget', () => {
  expect(fittedBudget(noRhythm, base)).toEqual(base);
  expect(fittedBudget(beat(noRhythm, 5), base)).toEqual(base);
});

test('a liquid channel gets a short budget once it was watched long enough', () => {
  expect(fittedBudget(regular(100, 0, 39_000), base)).toEqual(base);
  expect(fittedBudget(regular(100, 0, 41_000), base)).toEqual({ softMs: 10_000 / 3, hardMs: 10_000 });
});

test('a burst after the start does not make an illiquid channel look liquid', () => {
  expect(fittedBudget(regular(60, 0, 3_000), base)).toEqual(base);
});

test('an illiquid channel gets minutes, and never more than ten times its descriptor’s budget', () => {
  const slow = fittedBudget(regular(40_000, 0, 4_000_000), base);
  expect(slow.hardMs).toBeGreaterThan(200_000);
  expect(fittedBudget(regular(400_000, 0, 40_000_000), base).hardMs).toBe(300_000);
});

test('ten trades of one order count as one event', () => {
  let rhythm: Rhythm = noRhythm;
  for (let atMs = 0; atMs < 300_000; atMs += 5_000) {
    for (let trade = 0; trade < 10; trade += 1) rhythm = beat(rhythm, atMs + trade);
  }
  expect(Math.exp(rhythm.logUpper)).toBeCloseTo(5_000, -2);
});

test('inside a burst nothing is allocated', () => {
  const rhythm = beat(beat(noRhythm, 0), 1_000);
  expect(beat(rhythm, 1_010)).toBe(rhythm);
});

test('a gap that was an interruption teaches nothing', () => {
  const rhythm = interrupted(regular(1_000, 0, 100_000));
  const after = beat(rhythm, 900_000);
  expect(after.gaps).toBe(rhythm.gaps);
  expect(fittedBudget(after, base)).toEqual(fittedBudget(rhythm, base));
});

test('a long silence that was proven quiet widens the budget, and is forgotten with time', () => {
  const calm = regular(1_000, 0, 100_000);
  const surprised = beat(calm, 160_000);
  expect(fittedBudget(surprised, base).hardMs).toBeGreaterThan(2 * 60_000);
  const forgotten = regular(1_000, 160_000, 160_000 + 3 * 3_600_000, surprised);
  expect(fittedBudget(forgotten, base).hardMs).toBeLessThan(30_000);
});

test('a silence that is proven quiet and goes on is asked about ever more rarely, within the bounds', () => {
  const soft = (silentMs: number) => fittedBudget(stillQuiet(noRhythm, silentMs, silentMs), base).softMs;
  expect(soft(1_000)).toBe(10_000);
  expect(soft(16_000)).toBe(20_000);
  expect(soft(3_600_000)).toBe(100_000);
});

test('the estimate follows the 95th percentile of a market that trades at random', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 300, max: 20_000 }), (seed, meanMs) => {
      const random = seeded(seed);
      let rhythm: Rhythm = noRhythm;
      let nowMs = 0;
      for (let count = 0; count < 3_000; count += 1) {
        nowMs += 50 - Math.log(1 - random()) * meanMs;
        rhythm = beat(rhythm, nowMs);
      }
      const ratio = Math.exp(rhythm.logUpper) / (50 + 3 * meanMs);
      expect(ratio).toBeGreaterThan(0.4);
      expect(ratio).toBeLessThan(2.5);
    }),
    { numRuns: 30 },
  );
});

test('whatever the rhythm, the budget stays within its bounds and late comes before stalled', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 200 }),
      fc.record({
        softMs: fc.integer({ min: 100, max: 60_000 }),
        factor: fc.double({ min: 1.3, max: 10, noNaN: true }),
      }),
      (gaps, shape) => {
        const own = { softMs: shape.softMs, hardMs: shape.softMs * shape.factor };
        let rhythm: Rhythm = noRhythm;
        let nowMs = 0;
        for (const gap of gaps) {
          nowMs += gap;
          rhythm = beat(rhythm, nowMs);
        }
        const budget = fittedBudget(rhythm, own);
        expect(budget.softMs).toBeLessThan(budget.hardMs);
        expect(budget.hardMs).toBeGreaterThanOrEqual(Math.min(own.hardMs, Math.max(6_000, own.hardMs / 3)));
        expect(budget.hardMs).toBeLessThanOrEqual(Math.max(own.hardMs, Math.min(own.hardMs * 10, 600_000)));
      },
    ),
    { numRuns: 300 },
  );
});

test('a stall budget ordered by the user is fixed, whatever the rhythm', () => {
  const rules = rulesFor(
    { scope: 'symbol', budget: base, proof: 'rest' },
    { canLook: true, rhythm: regular(40_000, 0, 4_000_000), stallAfterMs: 3_000 },
  );
  expect(rules).toMatchObject({ softMs: 1_000, hardMs: 3_000, proof: 'rest', canLook: true });
});

test('a candle that fails to come is missed within its own budget, however regular they were', () => {
  const descriptor = { scope: 'symbol', budget: { softMs: 75_000, hardMs: 150_000 }, proof: 'none' } as const;
  const sources = { canLook: false, rhythm: regular(60_000, 0, 4_000_000), stallAfterMs: null };
  expect(rulesFor(descriptor, sources).hardMs).toBeGreaterThan(300_000);
  expect(rulesFor({ ...descriptor, isTimed: true }, sources)).toMatchObject(descriptor.budget);
  expect(bitmex.channels.tradeBin1m).toMatchObject({ ...descriptor, isTimed: true });
});

test('the budget of a private channel is for its session and keeps no market’s rhythm', () => {
  const rules = rulesFor(
    { scope: 'account', budget: base, proof: 'session' },
    { canLook: true, rhythm: regular(100, 0, 100_000), stallAfterMs: 3_000 },
  );
  expect(rules).toMatchObject({ ...base, compareAfterMs: 10_000 });
});

function regular(everyMs: number, fromMs: number, toMs: number, before: Rhythm = noRhythm): Rhythm {
  let rhythm = before;
  for (let atMs = fromMs; atMs <= toMs; atMs += everyMs) rhythm = beat(rhythm, atMs);
  return rhythm;
}

function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
