/** Connections within what a venue allows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionBudget } from '../../src/main/feeds/connection-budget.ts';

const hourly = { count: 60, perMs: 3_600_000 };

test('the first connections start at once, later ones when the venue has room again', () => {
  const budget = connectionBudget(hourly, 0);
  for (let feed = 0; feed < 60; feed += 1) expect(budget.book(0)).toBe(0);
  expect(budget.book(0)).toBe(60_000);
  expect(budget.book(0)).toBe(120_000);
  expect(budget.book(120_000)).toBe(60_000);
});

test('a booking that is given back serves the next', () => {
  const budget = connectionBudget({ count: 1, perMs: 1_000 }, 0);
  expect(budget.book(0)).toBe(0);
  expect(budget.book(0)).toBe(1_000);
  budget.cancel();
  expect(budget.book(0)).toBe(1_000);
});

test('what the venue says is left counts when it is less', () => {
  const budget = connectionBudget(hourly, 0);
  budget.noteLeft(1, 0);
  expect(budget.book(0)).toBe(0);
  expect(budget.book(0)).toBe(60_000);
  budget.noteLeft(500, 0);
  expect(budget.book(0)).toBe(120_000);
});

test('no stretch of time ever holds more connections than two full budgets', () => {
  const steps = fc.array(fc.nat({ max: 400_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(steps, (waits) => {
      const budget = connectionBudget(hourly, 0);
      let now = 0;
      const starts = waits.map((wait) => {
        now += wait;
        return now + budget.book(now);
      });
      for (const from of starts) {
        const within = starts.filter((start) => start >= from && start < from + hourly.perMs);
        // A bucket lets its fill through at once and refills meanwhile.
        expect(within.length).toBeLessThanOrEqual(2 * hourly.count);
      }
    }),
  );
});
