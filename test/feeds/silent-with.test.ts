/** Which channels of a feed are cured together with one that is known to be dead. */
import { expect, test } from 'vitest';
import type { ChannelDescriptor } from '../../src/main/exchanges/exchange.ts';
import { ChannelRuntime } from '../../src/main/feeds/channel-runtime.ts';
import { doubtTrades, silentWith } from '../../src/main/feeds/silent-with.ts';
import { manualClock } from '../support/manual-clock.ts';

const table: ChannelDescriptor = {
  scope: 'symbol',
  budget: { softMs: 10_000, hardMs: 30_000 },
  proof: 'none',
  snapshot: true,
};
const clock = manualClock();

/** A channel that spoke last `silentMs` before now. */
function channel(topic: string, silentMs: number, descriptor: ChannelDescriptor = table) {
  const ports = { changed: () => {}, gap: () => {} };
  const options = { channel: { topic, symbol: 'X' }, descriptor, canLook: false, stallAfterMs: null };
  const runtime = new ChannelRuntime(options, clock, ports);
  runtime.hear({ kind: 'connected' });
  runtime.hear({ kind: 'subscribed', snapshotDue: false });
  runtime.note(clock.monoMs() - silentMs, clock.wallMs());
  return runtime;
}

test('tables that fell silent together with a dead channel are subscribed again with it', () => {
  clock.advance(100_000);
  const dead = channel('trade', 9_000, { ...table, proof: 'rest' });
  const book = channel('orderBookL2', 9_000);
  const all = [channel('quote', 500), book, dead, channel('margin', 9_000, { ...table, proof: 'session' })];
  expect(silentWith(dead, all, clock.monoMs())).toEqual([dead, book]);
});

test('a table with a slow rhythm of its own is not suspected for an ordinary pause', () => {
  const dead = channel('trade', 9_000, { ...table, proof: 'rest' });
  const minutes = channel('tradeBin1m', 9_000, { ...table, budget: { softMs: 75_000, hardMs: 150_000 } });
  expect(silentWith(dead, [dead, minutes], clock.monoMs())).toEqual([dead]);
});

test('trades of other symbols are doubted when they were silent too, and left alone when not', () => {
  const doubted: string[] = [];
  const named = (name: string, silentMs: number) => {
    const runtime = channel(name, silentMs, { ...table, proof: 'rest' });
    Object.assign(runtime, { desk: { doubt: () => doubted.push(name), newestId: null } });
    return runtime;
  };
  const dead = named('dead', 9_000);
  doubtTrades(dead, [dead, named('silent', 8_000), named('busy', 100)], clock.monoMs());
  expect(doubted).toEqual(['silent']);
});
