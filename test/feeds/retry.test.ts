/** The plan for the next connection of one feed. */
import { expect, test } from 'vitest';
import { Retry } from '../../src/main/feeds/retry.ts';
import { venueBudget } from '../../src/main/feeds/venue-budget.ts';
import { manualClock } from '../support/manual-clock.ts';

function build(count = 1_000) {
  const clock = manualClock();
  const budget = venueBudget({ count, perMs: 3_600_000 });
  const opened: number[] = [];
  const retry = new Retry({ clock, budget, random: () => 1, open: () => opened.push(clock.monoMs()) });
  return { clock, budget, opened, retry };
}

/** Waits after each of these many failures, when every attempt fails at once. */
function waits(retry: Retry, clock: ReturnType<typeof manualClock>, failures: number): number[] {
  return Array.from({ length: failures }, () => {
    const waitMs = retry.afterFailure(null).retryAtMs - clock.monoMs();
    clock.advance(waitMs);
    return waitMs;
  });
}

test('a server that refuses everybody is asked ever more rarely', () => {
  const { clock, opened, retry } = build();
  expect(waits(retry, clock, 9)).toEqual([
    ...[500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000],
  ]);
  expect(opened).toHaveLength(9);
});

test('good data on a connection that held makes the next wait short again', () => {
  const { clock, retry } = build();
  waits(retry, clock, 6);
  retry.succeeded();
  expect(waits(retry, clock, 1)).toEqual([500]);
});

test('a server that serves everybody for a moment and hangs up is not hammered', () => {
  const { clock, retry } = build();
  waits(retry, clock, 8);
  retry.soften();
  expect(waits(retry, clock, 2)).toEqual([8_000, 16_000]);
});

test("the venue's budget holds an attempt back, and the plan says so", () => {
  const { clock, retry } = build(1);
  expect(retry.soon(0)).toEqual({ retryAtMs: 0, isHeldBack: false });
  clock.advance(0);
  expect(retry.afterFailure(null)).toEqual({ retryAtMs: 3_601_000, isHeldBack: true });
});

test('of several times that the venue asked us to stay away, the one that ends last counts', () => {
  const { clock, retry } = build();
  retry.stayAway(20_000);
  clock.advance(5_000);
  retry.stayAway(1_000);
  expect(retry.afterFailure(null).retryAtMs).toBe(20_500);
  clock.advance(15_000);
  expect(retry.afterFailure(null).retryAtMs).toBe(21_000);
});

test('a plan that is given up costs nothing of the budget', () => {
  const { clock, opened, retry } = build(1);
  retry.soon(0);
  retry.cancel();
  expect(retry.isPlanned).toBe(false);
  expect(retry.soon(0).isHeldBack).toBe(false);
  clock.advance(1);
  expect(opened).toHaveLength(1);
});
