/** A venue that says that it is asked too fast. */
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { bitmexAcks, partial, welcome } from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { feedBench } from '../support/feed-bench.ts';
import { manualClock } from '../support/manual-clock.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';

const bench = feedBench();

/** The clock is moved by hand, so that no answer to a ping can come in time. */
const patient: Exchange = {
  ...bitmex,
  ping: { ...bitmex.ping, idleMs: 600_000 },
  transportStaleMs: 600_000,
};
const tooFast = JSON.stringify({ status: 429, error: 'Rate limit exceeded', meta: { retryAfter: 20 } });

/** Answers the first subscriptions with haste, and gives what was subscribed, in its order. */
function serve(hasty: number, times: number): readonly string[] {
  const asked: string[] = [];
  const { venue } = bench();
  venue.onConnect = (client) => client.send(welcome);
  venue.onText = (client, text) => {
    if (!text.includes('"subscribe"')) {
      client.send(...bitmexAcks(text));
      return;
    }
    const names: string[] = JSON.parse(text).args;
    asked.push(...names);
    client.send(...(asked.length <= hasty ? Array(times).fill(tooFast) : accept(text, names)));
  };
  return asked;
}

function accept(text: string, names: readonly string[]): readonly string[] {
  return [...bitmexAcks(text), ...names.map((name) => partial('trade', [], name.split(':')[1] ?? '', []))];
}

function refusals(feed: OpenedFeed): number {
  return feed.log.filter((line) => line.includes('Rate limit exceeded')).length;
}

test('twenty refusals for haste lead to one new subscription, after the time the venue asked for', async () => {
  const asked = serve(1, 20);
  const clock = manualClock();
  const feed = bench().open({ exchange: patient, channels: ['trade:XBTUSD'], clock });
  clock.advance(1);
  await eventually('refused', () => refusals(feed) === 20);
  clock.advance(20_000);
  await eventually('live', () => feed.stateOf('trade:XBTUSD') === 'live');
  clock.advance(6_000);
  // What had been sent until now is there before the answer to this.
  bench().venue.clients[0]?.send(tooFast);
  await eventually('read', () => refusals(feed) === 21);
  expect(asked).toEqual(['trade:XBTUSD', 'trade:XBTUSD']);
  expect(bench().venue.clients).toHaveLength(1);
});

test('subscriptions that wait for their turn wait for longer then, and only what was refused is asked for again', async () => {
  const names = ['trade:XBTUSD', 'trade:ETHUSD', 'trade:SOLUSD'];
  const asked = serve(1, 1);
  const clock = manualClock();
  const exchange: Exchange = { ...patient, limits: { ...bitmex.limits, frames: { count: 2, perMs: 1_000 } } };
  const feed = bench().open({ exchange, channels: names, clock });
  clock.advance(1);
  await eventually('refused', () => refusals(feed) === 1);
  clock.advance(19_900);
  bench().venue.clients[0]?.send(JSON.stringify({ info: 'nothing came before this' }));
  await eventually('read', () => feed.status().counters.frames === 3);
  expect(asked).toEqual(names.slice(0, 1));
  clock.advance(4_000);
  await eventually('the others', () => asked.length === 3);
  await eventually('live', () => names.slice(1).every((name) => feed.stateOf(name) === 'live'));
  clock.advance(6_000);
  await eventually('live as well', () => names.every((name) => feed.stateOf(name) === 'live'));
  expect(asked).toEqual([...names, 'trade:XBTUSD']);
});

test('of the time the venue asked for, what is left counts when it closes', async () => {
  serve(1, 1);
  const clock = manualClock();
  const feed = bench().open({ exchange: patient, channels: ['trade:XBTUSD'], clock });
  clock.advance(1);
  await eventually('refused', () => refusals(feed) === 1);
  clock.advance(15_000);
  bench().venue.clients[0]?.close(1000);
  await eventually('down', () => feed.status().state === 'down');
  expect((feed.status().retryAtMs ?? 0) - clock.monoMs()).toBe(5_000);
});
