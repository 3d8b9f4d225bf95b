/** Feeds side by side: one that fails costs the others nothing. */
import { expect, test } from 'vitest';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { Consumer } from '../../src/main/feeds/consumer.ts';
import type { ChannelChange, FeedSpec } from '../../src/main/feeds/feed-events.ts';
import type { FeedItem } from '../../src/main/feeds/item-queue.ts';
import { createSupervisor } from '../../src/main/feeds/supervisor.ts';
import { venueBudget } from '../../src/main/feeds/venue-budget.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { coinbaseAck, match } from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { feedBench, matches, serveCoinbase } from '../support/feed-bench.ts';
import { manualClock } from '../support/manual-clock.ts';

const bench = feedBench();

function spec(id: string, endpoint: string, exchange: Exchange = coinbase): FeedSpec {
  const channels = [{ topic: 'trade', symbol: 'BTC-USD' }];
  return { id, venue: 'coinbase', exchange, account: null, endpoint, rest: null, channels, signer: null };
}

const plain = { clock: systemClock, random: () => 0, fetch, createStore: createTableStore };

test('an exception in one feed restarts that feed alone, and says so', async () => {
  const { venue } = bench();
  serveCoinbase(venue, () => 1);
  let isBroken = true;
  const broken: Exchange = {
    ...coinbase,
    parse(text) {
      if (isBroken && text.includes('"match"')) throw new Error('a broken invariant');
      return coinbase.parse(text);
    },
  };
  const log: string[] = [];
  const supervisor = createSupervisor({ ...plain, log: (_level, message) => log.push(message) });
  supervisor.open(spec('good', venue.url));
  supervisor.open(spec('bad', venue.url, broken));
  await eventually(
    'both subscribed',
    () => venue.clients.filter((one) => one.received.length === 1).length === 2,
  );
  for (const client of venue.clients) client.send(match(2));
  await eventually('the bad one connects anew', () => venue.clients.length === 3);
  isBroken = false;
  await eventually('subscribed again', () => venue.clients[2]?.received.length === 1);
  venue.clients[2]?.send(match(3));
  const feed = (id: string) => supervisor.status().find((one) => one.spec.id === id);
  await eventually('live', () => feed('bad')?.state === 'live' && feed('good')?.state === 'live');
  expect(feed('good')?.counters).toMatchObject({ reconnects: 0, trades: 1 });
  expect(feed('bad')?.counters.reconnects).toBe(1);
  expect(log.join('\n')).toContain('a broken invariant');
  await supervisor.closeAll();
  expect(supervisor.status()).toEqual([]);
});

test('a listener that fails keeps neither the others nor the feed from going on', async () => {
  const { venue } = bench();
  serveCoinbase(venue, () => 1);
  const heard: string[] = [];
  const listener = {
    trade() {
      throw new Error('a bug in a listener');
    },
  };
  const supervisor = createSupervisor({ ...plain, listener });
  const stop = supervisor.listen({ trade: (_feed, { id }) => heard.push(id) });
  supervisor.open(spec('one', venue.url));
  await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
  venue.clients[0]?.send(match(2));
  await eventually('heard', () => heard.length === 1);
  stop();
  venue.clients[0]?.send(match(3));
  await eventually('counted', () => supervisor.status()[0]?.counters.trades === 2);
  expect(heard).toEqual(['2']);
  expect(supervisor.status()[0]?.counters.reconnects).toBe(0);
  await supervisor.closeAll();
});

test('feeds of one address share its connections, of which half may come at once', async () => {
  const { venue } = bench();
  const scarce: Exchange = {
    ...coinbase,
    limits: { ...coinbase.limits, connections: { count: 4, perMs: 600_000 } },
  };
  const supervisor = createSupervisor(plain);
  for (const id of ['one', 'two', 'three']) supervisor.open(spec(id, venue.url, scarce));
  await eventually('two connected', () => venue.clients.length === 2);
  venue.clients[0]?.cut();
  await eventually('held back', () => supervisor.status()[0]?.state === 'down');
  expect(supervisor.status()[0]?.reason).toContain('allows no more connections');
  expect(venue.upgradesMs).toHaveLength(2);
  await supervisor.closeAll();
});

test('a connection that serves some channels is not given up for a silent one before another can be had', async () => {
  const { venue, open } = bench();
  venue.onText = (client, text) => {
    if (text.includes('"subscribe"')) client.send(coinbaseAck('BTC-USD', 'ETH-USD'));
  };
  const exchange: Exchange = {
    ...coinbase,
    limits: { ...coinbase.limits, connections: { count: 2, perMs: 120_000 } },
  };
  const clock = fastClock(20);
  const channels = ['trade:BTC-USD', 'trade:ETH-USD'];
  const feed = open({ exchange, channels, clock, stallAfterMs: 4_000 });
  await eventually('subscribed', () => (venue.clients[0]?.received.length ?? 0) >= 2);
  let newest = 0;
  const trading = clock.every(500, () => {
    newest += 1;
    for (const client of venue.clients) client.send(match(newest));
  });
  await eventually('stalled', () => feed.stateOf('trade:ETH-USD') === 'stalled');
  const stalledMs = clock.monoMs();
  await eventually('time for two connections', () => clock.monoMs() > stalledMs + 20_000);
  expect(venue.upgradesMs).toHaveLength(1);
  expect(feed.states.filter((state) => state === 'trade:BTC-USD down')).toEqual([]);
  await eventually('as soon as one can be had', () => venue.upgradesMs.length === 2);
  trading();
});

test('an address that is none is refused at once and not tried again', () => {
  const clock = manualClock();
  const reasons: string[] = [];
  const listener = {
    channel: (_feed: FeedSpec, { state, reason }: ChannelChange) => {
      if (state === 'refused') reasons.push(reason);
    },
  };
  const supervisor = createSupervisor({ ...plain, clock, listener });
  supervisor.open(spec('one', 'nonsense:'));
  clock.advance(600_000);
  expect(reasons).toEqual(['nonsense: is no WebSocket address; it must start with ws:// or wss://']);
  void supervisor.closeAll();
  expect(clock.pending).toBe(0);
});

test('a computer that slept connects anew once, without an alarm', async () => {
  const { venue, open } = bench();
  serveCoinbase(venue, () => 1);
  const feed = open(matches);
  await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
  venue.clients[0]?.send(match(2));
  await eventually('live', () => feed.stateOf('trade:BTC-USD') === 'live');
  const before = feed.states.length;
  feed.supervisor.wake();
  await eventually('subscribed again', () => venue.clients[1]?.received.length === 1);
  venue.clients[1]?.send(match(3));
  await eventually('live again', () => feed.stateOf('trade:BTC-USD') === 'live');
  expect(feed.states.slice(before)).toEqual(['trade:BTC-USD connecting', 'trade:BTC-USD live']);
  expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 0 }]);
});

test('a consumer is an async iterator that ends with it', async () => {
  const { venue } = bench();
  serveCoinbase(venue, () => 1);
  const out = { row() {}, trade() {}, channel() {}, gap() {}, refill() {} };
  const budget = venueBudget(coinbase.limits.connections);
  const consumer = new Consumer(spec('one', venue.url), {
    ...{ clock: systemClock, random: () => 0, fetch, log: () => {}, budget, out },
    ...{ store: createTableStore(), stallAfterMs: null, guard: (run: () => void) => run() },
  });
  consumer.start();
  const read: FeedItem[] = [];
  const reading = (async () => {
    for await (const one of consumer) read.push(one);
  })();
  await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
  venue.clients[0]?.send(match(2));
  await eventually('read', () => read.length === 1);
  expect(read[0]).toMatchObject({
    symbol: 'BTC-USD',
    table: 'trade',
    action: 'insert',
    item: { trade_id: 2 },
  });
  await consumer.close();
  await reading;
});

test('while reading is paused nothing comes and nothing is called stalled', async () => {
  const { venue, open } = bench();
  serveCoinbase(venue, () => 1);
  const feed = open({ ...matches, stallAfterMs: 100 });
  await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
  venue.clients[0]?.send(match(2));
  await eventually('live', () => feed.trades.length === 1);
  feed.supervisor.setPaused(true);
  venue.clients[0]?.send(match(3));
  const start = performance.now();
  await eventually('time passes', () => performance.now() > start + 500);
  expect(feed.trades).toHaveLength(1);
  expect(feed.states).not.toContain('trade:BTC-USD stalled');
  feed.supervisor.setPaused(false);
  await eventually('read on', () => feed.trades.length === 2);
});
