/** Connections within what a venue allows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionBudget } from '../../src/main/feeds/connection-budget.ts';

/** A second longer than the hour, since timers may be late. */
const stretchMs = 3_601_000;
const hourly = { count: 3, perMs: 3_600_000 };

test('the first connections start at once, later ones when the venue has room again', () => {
  const budget = connectionBudget(hourly);
  for (const atMs of [0, 10_000, 20_000]) expect(budget.book(atMs, atMs)).toBe(atMs);
  expect(budget.book(30_000, 30_000)).toBe(stretchMs);
  expect(budget.book(30_000, 30_000)).toBe(stretchMs + 10_000);
});

test('a booking that is given back serves the next', () => {
  const budget = connectionBudget({ count: 1, perMs: 3_600_000 });
  expect(budget.book(0, 0)).toBe(0);
  const second = budget.book(0, 0);
  expect(second).toBe(stretchMs);
  budget.cancel(second);
  expect(budget.book(0, 0)).toBe(stretchMs);
});

test('a connection that is planned for later leaves room until then', () => {
  const budget = connectionBudget({ count: 1, perMs: 3_600_000 });
  expect(budget.book(2 * stretchMs, 0)).toBe(2 * stretchMs);
  expect(budget.book(0, 0)).toBe(0);
  expect(budget.book(0, 0)).toBe(stretchMs);
});

test('what the venue says is left counts when it is less', () => {
  const budget = connectionBudget(hourly);
  budget.noteLeft(1, 0);
  expect(budget.book(0, 0)).toBe(0);
  expect(budget.book(0, 0)).toBe(stretchMs);
  budget.noteLeft(500, 0);
  expect(budget.book(0, 0)).toBe(stretchMs);
});

test('no stretch of time ever holds more connections than the venue allows', () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 900 })), {
    minLength: 1,
    maxLength: 100,
  });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 8 }), (waits, count) => {
      const budget = connectionBudget({ count, perMs: 1_000 });
      let now = 0;
      const starts = waits.map(([passed, wait]) => {
        now += passed;
        const booked = budget.book(now + wait, now);
        expect(booked).toBeGreaterThanOrEqual(now + wait);
        return booked;
      });
      for (const from of starts) {
        const within = starts.filter((start) => start >= from && start < from + 1_000);
        expect(within.length).toBeLessThanOrEqual(count);
      }
    }),
  );
});
