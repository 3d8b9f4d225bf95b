/** Subscriptions within what a venue allows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FramePacer } from '../../src/main/feeds/frame-pacer.ts';
import { manualClock } from '../support/manual-clock.ts';

function bench(limit?: { readonly count: number; readonly perMs: number }) {
  const clock = manualClock();
  const sent: { readonly atMs: number; readonly frame: string }[] = [];
  const pacer = new FramePacer(limit, clock, (frame) => sent.push({ atMs: clock.monoMs(), frame }));
  return { clock, sent, pacer };
}

const frames = Array.from({ length: 30 }, (_, index) => `frame ${index}`);

test('the first ones go at once, and all of them where the venue sets no limit', () => {
  const few = bench({ count: 5, perMs: 1_000 });
  few.pacer.send(frames.slice(0, 3));
  expect(few.sent).toHaveLength(3);
  const all = bench();
  all.pacer.send(frames);
  expect(all.sent).toHaveLength(30);
});

test('what waits when the connection ends is not sent on the next', () => {
  const { clock, sent, pacer } = bench({ count: 2, perMs: 1_000 });
  pacer.send(frames);
  pacer.stop();
  clock.advance(60_000);
  expect(sent).toHaveLength(1);
});

test('what is held back during a rest goes out after it, and then the rest is told to be over', () => {
  const { clock, sent, pacer } = bench({ count: 2, perMs: 1_000 });
  const told: { readonly atMs: number; readonly hasSent: boolean; readonly sent: number }[] = [];
  pacer.send(frames.slice(0, 3));
  pacer.rest(5_000, (hasSent) => told.push({ atMs: clock.monoMs(), hasSent, sent: sent.length }));
  pacer.send(frames.slice(3, 4));
  clock.advance(4_999);
  expect(sent.map(({ frame }) => frame)).toEqual(['frame 0']);
  clock.advance(60_000);
  expect(sent.map(({ frame }) => frame)).toEqual(frames.slice(0, 4));
  expect(told).toEqual([{ atMs: sent.at(-1)?.atMs, hasSent: true, sent: 4 }]);
});

test('however often a rest is asked for, it is told once, when the one that ends last is over', () => {
  const { clock, sent, pacer } = bench();
  const told: string[] = [];
  pacer.rest(8_000, () => told.push('first'));
  clock.advance(1_000);
  for (const name of ['second', 'third']) {
    pacer.rest(2_000, (hasSent) => told.push(`${name} at ${clock.monoMs()}, ${hasSent ? 'sent' : 'idle'}`));
  }
  clock.advance(60_000);
  expect(told).toEqual(['third at 8000, idle']);
  pacer.send(frames.slice(0, 1));
  expect(sent).toHaveLength(1);
});

test('nothing comes of a rest whose connection is gone', () => {
  const { clock, sent, pacer } = bench({ count: 2, perMs: 1_000 });
  pacer.send(frames);
  pacer.rest(5_000, () => sent.push({ atMs: 0, frame: 'over' }));
  pacer.stop();
  expect(clock.pending).toBe(0);
  clock.advance(60_000);
  expect(sent).toHaveLength(1);
});

const anyStep = fc.record({
  waitMs: fc.nat({ max: 1_500 }),
  frames: fc.nat({ max: 6 }),
  restMs: fc.option(fc.nat({ max: 4_000 }), { nil: null }),
});

test('whatever is sent and whenever it rests: all of it in its order, never in a rest, never too much in a second', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (steps, count) => {
      const { clock, sent, pacer } = bench({ count, perMs: 1_000 });
      const rests: { readonly fromMs: number; readonly untilMs: number; readonly sentBefore: number }[] = [];
      let made = 0;
      let told = 0;
      for (const step of steps) {
        clock.advance(step.waitMs);
        pacer.send(Array.from({ length: step.frames }, () => `frame ${made++}`));
        const { restMs } = step;
        if (restMs === null) continue;
        const fromMs = clock.monoMs();
        rests.push({ fromMs, untilMs: fromMs + restMs, sentBefore: sent.length });
        pacer.rest(restMs, () => {
          told += 1;
        });
      }
      clock.advance(600_000);
      expect(sent.map(({ frame }) => frame)).toEqual(Array.from({ length: made }, (_, at) => `frame ${at}`));
      for (const { untilMs, sentBefore } of rests) {
        for (const { atMs } of sent.slice(sentBefore)) expect(atMs).toBeGreaterThanOrEqual(untilMs);
      }
      for (const { atMs: from } of sent) {
        expect(sent.filter(({ atMs }) => atMs >= from && atMs < from + 1_000).length).toBeLessThanOrEqual(
          count,
        );
      }
      if (rests.length > 0) expect(told).toBeGreaterThan(0);
      expect(told).toBeLessThanOrEqual(rests.length);
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 200 },
  );
});
