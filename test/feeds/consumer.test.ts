/** How a feed connects, is refused, and comes back, over real sockets. */

import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { poloniex } from '../../src/main/exchanges/poloniex.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import {
  bitmexAcks,
  change,
  coinbaseAck,
  coinbaseTrade,
  heartbeat,
  lastMatch,
  level,
  match,
  partial,
  welcome,
} from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { book, feedBench, matches, serveBook, serveCoinbase } from '../support/feed-bench.ts';

const bench = feedBench();

describe('every close code reconnects', () => {
  test.each([1000, 1001, 1006, 1011, 1012])('%i', async (code) => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const first = venue.clients[0];
    if (code === 1006) first?.cut();
    else first?.close(code, 'told so');
    await eventually(
      'live again',
      () => venue.clients.length === 2 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.states).toEqual([
      'orderBookL2:XBTUSD connecting',
      'orderBookL2:XBTUSD live',
      'orderBookL2:XBTUSD down',
      'orderBookL2:XBTUSD connecting',
      'orderBookL2:XBTUSD live',
    ]);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', channel: 'orderBookL2:XBTUSD', missed: null }]);
    expect(feed.status().counters).toMatchObject({ reconnects: 1, gaps: 1 });
  });
});

test('a connection that the venue would cut at its age is renewed before', async () => {
  const { venue, open } = bench();
  serveBook(venue);
  const limits = { ...bitmex.limits, lifetimeMs: 1_000 };
  const feed = open({ ...book, exchange: { ...bitmex, limits } });
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  await eventually('a second connection', () => venue.clients.length === 2);
  const between = (venue.upgradesMs[1] ?? 0) - (venue.upgradesMs[0] ?? 0);
  expect(between).toBeGreaterThanOrEqual(890);
  expect(feed.reasons).toContain('a new connection in time: BitMEX cuts each one at a certain age');
  await eventually('live again', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
});

test('a feed of many symbols subscribes no faster than its venue allows', async () => {
  const { venue, open } = bench();
  const askedMs: number[] = [];
  venue.onText = () => askedMs.push(performance.now());
  const frames = { count: 3, perMs: 400 };
  open({
    exchange: { ...coinbase, limits: { ...coinbase.limits, frames } },
    channels: ['A-USD', 'B-USD', 'C-USD', 'D-USD', 'E-USD', 'F-USD'].map((symbol) => `trade:${symbol}`),
  });
  await eventually('all asked for', () => askedMs.length === 6);
  for (const from of askedMs) {
    const within = askedMs.filter((atMs) => atMs >= from && atMs < from + frames.perMs);
    expect(within.length).toBeLessThanOrEqual(frames.count);
  }
});

describe('a loss', () => {
  test('is marked before the fresh snapshot, and the channel is live after it', async () => {
    const { venue, open } = bench();
    serveBook(venue);
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const from = feed.story.length;
    venue.clients[0]?.cut();
    await eventually('live again', () => feed.story.slice(from).includes('live'));
    expect(feed.story.slice(from).map((step) => step.split(' ')[0])).toEqual([
      ...['down', 'connecting', 'gap', 'partial', 'partial', 'live'],
    ]);
  });

  test('drops what comes before the snapshot, and counts it', async () => {
    const { venue, open } = bench();
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      client.send(...bitmexAcks(text), change('orderBookL2', 'update', { ...level(1, 5) }));
      client.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(1, 10)]));
    };
    const feed = open(book);
    await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const { frames, applied, dropped } = feed.status().counters;
    expect(dropped).toEqual({ 'before-partial': 1 });
    expect(frames).toBe(applied + 1);
    expect(feed.rows.map((row) => row.item.size)).toEqual([10]);
  });
});

describe('a refusal', () => {
  test('of one channel leaves the others alone', async () => {
    const { venue, open } = bench();
    venue.onText = (client, text) => {
      if (text.includes('NOPE')) {
        const reason = 'NOPE-USD is not a valid product';
        client.send(JSON.stringify({ type: 'error', message: 'Failed to subscribe', reason }));
      } else client.send(coinbaseAck('BTC-USD'), lastMatch(1), match(2));
    };
    const feed = open({ exchange: coinbase, channels: ['trade:BTC-USD', 'trade:NOPE-USD'] });
    await eventually(
      'both said',
      () => feed.trades.length === 1 && feed.stateOf('trade:NOPE-USD') === 'refused',
    );
    expect(feed.stateOf('trade:BTC-USD')).toBe('live');
    expect(feed.reasons.join()).toContain('NOPE-USD is not a valid product');
  });

  test('of the key waits for the user, and a reconnect by the user signs anew', async () => {
    const { venue, open } = bench();
    const signatures: string[] = [];
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      if (!text.includes('authKeyExpires')) return;
      signatures.push(text);
      const request = JSON.parse(text);
      client.send(JSON.stringify({ status: 401, error: 'Invalid API Key.', meta: {}, request }));
    };
    const signer = { ...textSigner('key', 'secret'), hmacSha256Hex: (text: string) => `signed ${text}` };
    const feed = open({ exchange: bitmex, channels: ['position'], signer });
    await eventually('refused', () => feed.stateOf('position') === 'refused');
    expect(feed.reasons.at(-1)).toBe(
      'BitMEX does not know this key: it was deleted, disabled or belongs to another environment. Enter a new key. (BitMEX says: Invalid API Key.)',
    );
    expect(venue.clients).toHaveLength(1);
    feed.supervisor.reconnect('test');
    await eventually('tried again', () => signatures.length === 2 && feed.stateOf('position') === 'refused');
    expect(signatures[0]).toContain('signed GET/realtime');
  });

  test.each([401, 403])('of the upgrade with HTTP %i waits for the user', async (status) => {
    const { venue, open } = bench();
    venue.refusals.push({ status });
    const feed = open(matches);
    await eventually('refused', () => feed.stateOf('trade:BTC-USD') === 'refused');
    expect(feed.reasons.at(-1)).toContain(`HTTP ${status}`);
    expect(venue.upgradesMs).toHaveLength(1);
  });

  test.each([429, 503])(
    'of the upgrade with HTTP %i is tried again, not before Retry-After',
    async (status) => {
      const { venue, open } = bench();
      venue.refusals.push({ status, retryAfter: '1' }, { status, retryAfter: '0' });
      serveCoinbase(venue, () => 1);
      const feed = open(matches);
      await eventually('let in', () => venue.clients.length === 1);
      const [first = 0, second = 0] = venue.upgradesMs;
      expect(second - first).toBeGreaterThanOrEqual(995);
      expect(feed.states).toContain('trade:BTC-USD down');
      expect(feed.reasons.join()).toContain(`HTTP ${status}`);
    },
  );
});

describe('private channels', () => {
  test('log in before they subscribe, with the time of the venue', async () => {
    const { venue, open } = bench();
    const order: string[] = [];
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    venue.onConnect = (client) =>
      client.send(welcome.replace(/"timestamp":"[^"]*"/, `"timestamp":"${ahead}"`));
    venue.onText = (client, text) => {
      const request = JSON.parse(text);
      order.push(request.op);
      if (request.op === 'authKeyExpires') {
        expect(request.args[1] * 1000).toBeGreaterThan(Date.parse(ahead));
        client.send(JSON.stringify({ success: true, request }));
      } else client.send(...bitmexAcks(text), partial('position', ['account', 'symbol'], 'XBTUSD', []));
    };
    const signer = textSigner('key', 'secret');
    const feed = open({ exchange: bitmex, channels: ['position'], signer });
    await eventually('live', () => feed.stateOf('position') === 'live');
    expect(order).toEqual(['authKeyExpires', 'subscribe']);
    expect(feed.status().clockSkewMs).toBeGreaterThan(3_500_000);
  });
});

test('a venue that announces its maintenance is left before it cuts the line', async () => {
  const { venue, open } = bench();
  const ack = '{"event":"subscribe","channel":"trades","symbols":["BTC_USDT"]}';
  venue.onText = (client) => {
    client.send(ack);
    if (client.number === 1) client.send('{"event":"error","message":"Platform in maintenance mode"}');
  };
  const feed = open({ exchange: poloniex, channels: ['trade:BTC_USDT'] });
  await eventually('a second connection', () => (venue.clients[1]?.received.length ?? 0) > 0);
  expect(feed.reasons).toContain('the venue says: Platform in maintenance mode');
  await eventually('the first one gone', () => venue.clients[0]?.isOpen === false);
});

test('latency is measured on the clock of the venue, however far that is off', async () => {
  const { venue, open } = bench();
  const venueNow = () => new Date(Date.now() - 60_000).toISOString();
  venue.onConnect = (client) =>
    client.send(welcome.replace(/"timestamp":"[^"]*"/, `"timestamp":"${venueNow()}"`));
  venue.onText = (client, text) => {
    const trade = {
      symbol: 'XBTUSD',
      trdMatchID: 'a',
      side: 'Buy',
      price: 1,
      size: 1,
      timestamp: venueNow(),
    };
    client.send(...bitmexAcks(text), partial('trade', [], 'XBTUSD', []), change('trade', 'insert', trade));
  };
  const feed = open({ exchange: bitmex, channels: ['trade:XBTUSD'] });
  await eventually('a figure', () => feed.status().channels[0]?.latencyMs !== null);
  expect(feed.status().channels[0]?.latencyMs).toBeLessThan(5_000);
  expect(feed.status().clockSkewMs).toBeLessThan(-50_000);
});

describe('heartbeats', () => {
  test('that name a trade we never got bring a new subscription, and the trades', async () => {
    const { venue, open } = bench();
    let newest = 100;
    serveCoinbase(venue, () => newest);
    venue.onRest = () => JSON.stringify([102, 101, 100].map(coinbaseTrade));
    const feed = open({ ...matches, rest: venue.rest });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    newest = 102;
    venue.clients[0]?.send(heartbeat(102));
    await eventually('stalled', () => feed.states.includes('trade:BTC-USD stalled'));
    await eventually('refilled', () => feed.refills.length === 1);
    expect(feed.trades.map((trade) => trade.id)).toEqual(['101', '102']);
    expect(feed.gaps).toMatchObject([{ kind: 'stall', missed: 2 }]);
    expect(venue.clients).toHaveLength(1);
  });
});
