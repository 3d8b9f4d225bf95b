import { expect, test } from 'vitest';
import { createFlushes } from '../../../src/renderer/store/frames.ts';

const frameMs = 1000 / 60;

/** A screen of sixty frames a second whose time a test moves. */
function screen() {
  let nowMs = 0;
  let asked: ((nowMs: number) => void)[] = [];
  const flushes = createFlushes((onFrame) => asked.push(onFrame));
  return {
    schedule: flushes.schedule,
    get nowMs() {
      return nowMs;
    },
    get isIdle() {
      return asked.length === 0;
    },
    frame() {
      nowMs += frameMs;
      const due = asked;
      asked = [];
      for (const onFrame of due) onFrame(nowMs);
    },
  };
}

test('what changed is painted in the next frame, once', () => {
  const view = screen();
  const painted: string[] = [];
  const flush = () => painted.push('market');
  for (let change = 0; change < 50; change += 1) view.schedule(flush, false);
  view.frame();
  view.frame();
  expect(painted).toEqual(['market']);
  expect(view.isIdle).toBe(true);
});

test('a table that always changes is painted at most ten times a second, give or take a frame', () => {
  const view = screen();
  let painted = 0;
  const flush = () => {
    painted += 1;
  };
  for (let frames = 0; frames < 600; frames += 1) {
    view.schedule(flush, false);
    view.frame();
  }
  expect(painted).toBeGreaterThanOrEqual(100);
  expect(painted).toBeLessThanOrEqual(120);
});

test('a delta of main never waits for the one before it, although it comes a little early', () => {
  const view = screen();
  const waits: number[] = [];
  let sentMs = 0;
  const flush = () => waits.push(view.nowMs - sentMs);
  for (let sent = 0; sent < 200; sent += 1) {
    // A tenth of a second, sometimes as much as seven milliseconds less on the way.
    sentMs = 100 * sent - (sent % 8);
    while (view.nowMs < sentMs) view.frame();
    view.schedule(flush, false);
    view.frame();
  }
  expect(waits).toHaveLength(200);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2 * frameMs);
});

test('no table waits for another, and a state waits for nothing', () => {
  const view = screen();
  const painted: string[] = [];
  const market = () => painted.push('market');
  const feeds = () => painted.push('feeds');
  view.schedule(market, false);
  view.frame();
  view.schedule(feeds, false);
  view.frame();
  expect(painted).toEqual(['market', 'feeds']);
  view.schedule(market, false);
  view.frame();
  expect(painted).toHaveLength(2);
  view.schedule(market, true);
  view.schedule(market, false);
  view.frame();
  expect(painted).toEqual(['market', 'feeds', 'market']);
});
