/** Subscriptions within what a venue allows. */
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

test('a venue that counts messages never gets more of them in a second than it allows, and in their order', () => {
  const { clock, sent, pacer } = bench({ count: 5, perMs: 1_000 });
  pacer.send(frames.slice(0, 20));
  clock.advance(2_000);
  pacer.send(frames.slice(20));
  clock.advance(60_000);
  expect(sent.map(({ frame }) => frame)).toEqual(frames);
  for (const { atMs: from } of sent) {
    expect(sent.filter(({ atMs }) => atMs >= from && atMs < from + 1_000).length).toBeLessThanOrEqual(5);
  }
  expect(sent.at(-1)?.atMs).toBeLessThan(15_000);
});

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
