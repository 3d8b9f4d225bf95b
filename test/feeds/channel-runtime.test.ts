/** What a channel learns of its rhythm, and what it must not. */
import { expect, test } from 'vitest';
import { ChannelRuntime } from '../../src/main/feeds/channel-runtime.ts';
import { manualClock } from '../support/manual-clock.ts';

/** A channel of trades that has spoken once a second for five minutes and then was silent for one. */
function silenced() {
  const clock = manualClock();
  const descriptor = {
    scope: 'symbol',
    budget: { softMs: 10_000, hardMs: 30_000 },
    proof: 'heartbeat-trade-id',
  } as const;
  const options = {
    channel: { topic: 'trade', symbol: 'X' },
    descriptor,
    canLook: false,
    stallAfterMs: null,
  };
  const runtime = new ChannelRuntime(options, clock, { changed: () => {}, gap: () => {} });
  runtime.hear({ kind: 'connected' });
  runtime.hear({ kind: 'subscribed', snapshotDue: false });
  for (let second = 0; second < 300; second += 1) {
    clock.advance(1_000);
    runtime.note(clock.monoMs(), clock.wallMs());
  }
  runtime.check();
  const before = runtime.status().budget;
  clock.advance(60_000);
  runtime.check();
  return {
    runtime,
    before,
    speak() {
      runtime.note(clock.monoMs(), clock.wallMs());
      clock.advance(1_000);
      runtime.check();
      return runtime.status().budget;
    },
  };
}

test('a silence in which trades were lost does not make the channel more patient', () => {
  const { runtime, before, speak } = silenced();
  runtime.lose('stall');
  runtime.settle(42);
  expect(before.hardMs).toBeLessThan(30_000);
  expect(speak()).toEqual(before);
});

test('a silence in which nothing was missed does', () => {
  const { runtime, speak } = silenced();
  runtime.lose('stall');
  runtime.settle(0);
  expect(speak().hardMs).toBeGreaterThan(100_000);
});
