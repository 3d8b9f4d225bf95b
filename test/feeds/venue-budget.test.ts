/** Connections within what a venue allows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { venueBudget } from '../../src/main/feeds/venue-budget.ts';

/** A second longer than the hour, since timers may be late. */
const stretchMs = 3_601_000;
/** Two at once, and another every half an hour. */
const hourly = { count: 3, perMs: 3_600_000 };
const everyMs = stretchMs / 2;

test('half of what the venue allows starts at once, and the rest comes back one by one', () => {
  const budget = venueBudget(hourly);
  for (const atMs of [0, 10_000]) expect(budget.book(atMs, atMs)).toBe(atMs);
  expect(budget.book(30_000, 30_000)).toBe(everyMs);
  expect(budget.book(30_000, 30_000)).toBe(2 * everyMs);
});

test('a feed that used up its share of a minute waits for seconds, not for the minute to end', () => {
  const budget = venueBudget({ count: 20, perMs: 60_000 });
  for (let count = 0; count < 10; count += 1) budget.book(0, 0);
  expect(budget.book(1_000, 1_000)).toBeLessThan(6_000);
});

test('a booking that is given back serves the next', () => {
  const budget = venueBudget({ count: 1, perMs: 3_600_000 });
  expect(budget.book(0, 0)).toBe(0);
  const second = budget.book(0, 0);
  expect(second).toBe(stretchMs);
  budget.cancel(second);
  expect(budget.book(0, 0)).toBe(stretchMs);
});

test('a connection that is planned for later leaves room until then', () => {
  const budget = venueBudget({ count: 1, perMs: 3_600_000 });
  expect(budget.book(2 * stretchMs, 0)).toBe(2 * stretchMs);
  expect(budget.book(0, 0)).toBe(0);
  expect(budget.book(0, 0)).toBe(stretchMs);
  expect(budget.book(0, 0)).toBe(3 * stretchMs);
});

test('what the venue says is left counts when it is less', () => {
  const budget = venueBudget(hourly);
  budget.noteLeft(1, 0);
  expect(budget.book(0, 0)).toBe(0);
  expect(budget.book(0, 0)).toBe(everyMs);
  budget.noteLeft(500, 0);
  expect(budget.book(0, 0)).toBe(2 * everyMs);
});

test('no stretch of time ever holds more connections than the venue allows, and what is free is known before', () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 900 }), fc.boolean()), {
    minLength: 1,
    maxLength: 100,
  });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 8 }), (waits, count) => {
      const budget = venueBudget({ count, perMs: 1_000 });
      let now = 0;
      const starts: number[] = [];
      for (const [passed, wait, isGivenUp] of waits) {
        now += passed;
        const free = budget.freeMs(now + wait, now);
        const booked = budget.book(now + wait, now);
        expect(booked).toBe(free);
        expect(booked).toBeGreaterThanOrEqual(now + wait);
        if (isGivenUp && booked > now) budget.cancel(booked);
        else starts.push(booked);
      }
      for (const from of starts) {
        const within = starts.filter((start) => start >= from && start < from + 1_000);
        expect(within.length).toBeLessThanOrEqual(count);
      }
    }),
    { numRuns: 300 },
  );
});
