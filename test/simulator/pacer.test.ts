import { expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import { startPacer } from '../../src/main/simulator/pacer.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { manualClock } from '../support/manual-clock.ts';
import { connect } from './practice-client.ts';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 20_000 });

/** The wall times of all steps. */
function paced(speed: number) {
  const clock = manualClock(1_000_000);
  const times: number[] = [];
  const pacer = startPacer(clock, speed, (next) => {
    for (let at = next(); at !== null; at = next()) times.push(at);
  });
  return { clock, times, pacer };
}

test('real time is twenty steps a second, and their times are the wall clock', () => {
  const { clock, times } = paced(1);
  clock.advance(1_000);
  expect(times).toHaveLength(20);
  expect(times[0]).toBe(1_000_050);
  expect(times.at(-1)).toBe(1_001_000);
});

test('a higher speed makes more steps in the same time', () => {
  const { clock, times } = paced(50);
  clock.advance(1_000);
  expect(times).toHaveLength(1_000);
  expect(times.at(-1)).toBe(1_001_000);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('what a late timer brings is as old as its message, not as the timer', () => {
  const clock = manualClock(1_000_000);
  const late: Clock = { ...clock, after: (ms, run) => clock.after(ms + 37, run) };
  const ages: number[] = [];
  startPacer(late, 1, (next) => {
    let last = Number.NaN;
    for (let at = next(); at !== null; at = next()) last = at;
    ages.push(clock.wallMs() - last);
  });
  clock.advance(2_000);
  expect(ages.length).toBeGreaterThan(10);
  expect(new Set(ages)).toEqual(new Set([0]));
});

test('after a sleep the market goes on instead of racing', () => {
  const clock = manualClock(1_000_000);
  let asleep = false;
  const times: number[] = [];
  const pacer = startPacer(clock, 1, (next) => {
    if (asleep) return;
    for (let at = next(); at !== null; at = next()) times.push(at);
  });
  clock.advance(1_000);
  asleep = true;
  clock.advance(60_000);
  asleep = false;
  times.length = 0;
  clock.advance(50);
  expect(times.length).toBeLessThanOrEqual(12);
  expect(times.at(-1)).toBe(1_061_050);
  expect(pacer.skipped).toBeGreaterThan(1_100);
});

test('times never go back by a little, and follow a clock that was set back by much', () => {
  const { clock, times } = paced(1);
  clock.advance(1_000);
  clock.setWall(1_000_500);
  clock.advance(100);
  expect(times.slice(-2)).toEqual([1_001_000, 1_001_000]);
  clock.setWall(500_000);
  clock.advance(50);
  expect(times.at(-1)).toBe(500_050);
});

test('a closed pacer has no timer left', () => {
  const { clock, pacer } = paced(1);
  pacer.close();
  expect(clock.pending).toBe(0);
});

test('one client gets many thousand frames a second, and the process stays free', async () => {
  const venue = await startPracticeVenue({ seed: 1, speed: 400, historyMinutes: 1 }, systemClock);
  const topics = 'instrument,trade,quote,orderBookL2_25';
  const client = await connect(`${venue.wsUrl}?subscribe=${topics}`);
  await client.partial('orderBookL2_25');
  const startMs = performance.now();
  const before = client.texts.length;
  let worstMs = 0;
  for (let lastMs = startMs; performance.now() - startMs < 800; ) {
    await new Promise((resolve) => setImmediate(resolve));
    worstMs = Math.max(worstMs, performance.now() - lastMs);
    lastMs = performance.now();
  }
  const perSecond = Math.round((client.texts.length - before) / ((performance.now() - startMs) / 1000));
  // A figure for the reader: a busy machine must not fail the test.
  console.log(
    `practice venue: ${perSecond} frames/s parsed by one client, longest turn ${worstMs.toFixed(0)} ms`,
  );
  await client.close();
  await venue.close();
  expect(perSecond).toBeGreaterThan(0);
});
