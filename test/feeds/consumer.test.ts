/** Feeds over real sockets against a local server that answers as each test decides. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import {
  bitmexAcks,
  bitmexTrade,
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
import { type FeedSetup, type OpenedFeed, openFeed } from '../support/opened-feed.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';
import { until } from '../support/until.ts';

let venue: ScriptedVenue;
let feeds: OpenedFeed[];
beforeEach(async () => {
  venue = await startScriptedVenue();
  feeds = [];
});
afterEach(async () => {
  for (const feed of feeds) await feed.supervisor.closeAll();
  await venue.close();
});

function open(setup: Omit<FeedSetup, 'endpoint'>): OpenedFeed {
  const feed = openFeed({ ...setup, endpoint: venue.url });
  feeds.push(feed);
  return feed;
}

/** A BitMEX server with one book of two levels, which every subscription gets. */
function serveBook(): void {
  venue.onConnect = (client) => client.send(welcome);
  venue.onText = (client, text) => {
    client.send(...bitmexAcks(text));
    if (text.includes('"subscribe"')) {
      client.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(1, 10), level(2, 20)]));
    }
  };
}

function serveCoinbase(newestId: () => number): void {
  venue.onText = (client, text) => {
    if (!text.includes('"subscribe"')) return;
    client.send(coinbaseAck('BTC-USD'), lastMatch(newestId()));
  };
}

const book = { exchange: bitmex, channels: ['orderBookL2:XBTUSD'] };
const matches = { exchange: coinbase, channels: ['trade:BTC-USD'] };

describe('every close code reconnects', () => {
  test.each([1000, 1001, 1006, 1011, 1012])('%i', async (code) => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const first = venue.clients[0];
    if (code === 1006) first?.cut();
    else first?.close(code, 'told so');
    await until(
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

describe('a loss', () => {
  test('is marked before the fresh snapshot, and the channel is live after it', async () => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const from = feed.story.length;
    venue.clients[0]?.cut();
    await until('live again', () => feed.story.slice(from).includes('live'));
    expect(feed.story.slice(from).map((step) => step.split(' ')[0])).toEqual([
      ...['down', 'connecting', 'gap', 'partial', 'partial', 'live'],
    ]);
  });

  test('drops what comes before the snapshot, and counts it', async () => {
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      client.send(...bitmexAcks(text), change('orderBookL2', 'update', { ...level(1, 5) }));
      client.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(1, 10)]));
    };
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    const { frames, applied, dropped } = feed.status().counters;
    expect(dropped).toEqual({ 'before-partial': 1 });
    expect(frames).toBe(applied + 1);
    expect(feed.rows.map((row) => row.item.size)).toEqual([10]);
  });
});

describe('a damaged table', () => {
  test.each(['update', 'delete'] as const)(
    '%s of an unknown row: gap, then a fresh snapshot',
    async (action) => {
      serveBook();
      const feed = open(book);
      await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
      venue.clients[0]?.send(change('orderBookL2', action, level(99, 1)));
      await until(
        'whole again',
        () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
      );
      expect(feed.gaps).toMatchObject([{ kind: 'unknown-row', channel: 'orderBookL2:XBTUSD' }]);
      expect(feed.states.slice(2)).toEqual(['orderBookL2:XBTUSD resyncing', 'orderBookL2:XBTUSD live']);
      expect(feed.supervisor.store('test')?.size('orderBookL2')).toBe(2);
      expect(venue.clients[0]?.received.filter((text) => text.includes('subscribe'))).toHaveLength(3);
      expect(feed.status().counters).toMatchObject({
        resyncs: 1,
        reconnects: 0,
        dropped: { 'unknown-row': 1 },
      });
    },
  );

  test('a venue that breaks its tables all the time is not stormed with subscriptions', async () => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    for (let times = 0; times < 50; times += 1) {
      venue.clients[0]?.send(change('orderBookL2', 'update', level(99, 1)));
    }
    await until('all counted', () => feed.status().counters.frames >= 53);
    expect(feed.status().counters.resyncs).toBe(1);
    expect(feed.status().counters.gaps).toBeLessThanOrEqual(2);
  });

  test.each([
    ['truncated JSON', '{"table":"orderBookL2","action":"upd', 'malformed'],
    ['no JSON at all', 'Service Unavailable', 'malformed'],
  ])('%s is counted, marked and survived', async (_name, text, policy) => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.send(text);
    await until('whole again', () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live');
    expect(feed.gaps).toMatchObject([{ kind: 'malformed' }]);
    expect(feed.status().counters.dropped).toEqual({ [policy]: 1 });
    expect(venue.clients).toHaveLength(1);
  });

  test('a binary frame is counted, marked and survived', async () => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.sendBinary(Buffer.from([1, 2, 3]));
    await until('whole again', () => feed.gaps.length === 1 && feed.stateOf('orderBookL2:XBTUSD') === 'live');
    expect(feed.status().counters.dropped).toEqual({ binary: 1 });
  });

  test('a frame of 20 MB costs the connection and no more', async () => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.send('x'.repeat(20_000_000));
    await until(
      'live again',
      () => venue.clients.length === 2 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.gaps).toMatchObject([{ kind: 'malformed' }]);
    expect(feed.status().counters.dropped).toEqual({ oversized: 1 });
    expect(feed.reasons.join()).toContain('size limit');
  });

  test('bytes that are no WebSocket frame cost the connection and no more', async () => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.sendRaw(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x00, 0x12]));
    await until(
      'live again',
      () => venue.clients.length === 2 && feed.stateOf('orderBookL2:XBTUSD') === 'live',
    );
    expect(feed.status().counters.dropped).toEqual({ garbled: 1 });
  });

  test('a second snapshot that no longer holds a row announces its end', async () => {
    serveBook();
    const feed = open(book);
    await until('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
    venue.clients[0]?.send(partial('orderBookL2', ['symbol', 'id', 'side'], 'XBTUSD', [level(2, 25)]));
    await until('replaced', () => feed.rows.length === 4);
    expect(feed.rows.slice(2).map((row) => [row.action, row.item.id])).toEqual([
      ['delete', 1],
      ['partial', 2],
    ]);
    expect(feed.gaps).toEqual([]);
  });
});

describe('counted trades', () => {
  test('a hole is marked with its size and filled over REST before what came after it', async () => {
    serveCoinbase(() => 100);
    let answer: (body: string) => void = () => {};
    venue.onRest = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const feed = open({ ...matches, rest: venue.rest });
    await until('subscribed', () => feed.status().channels[0]?.reason.includes('subscribed'));
    venue.clients[0]?.send(match(101), match(105), match(106));
    await until('asked', () => venue.restRequests.length === 1);
    venue.clients[0]?.send(match(107));
    await until('all frames', () => feed.status().counters.frames === 6);
    expect(feed.trades.map((trade) => trade.id)).toEqual(['101']);
    answer(JSON.stringify([104, 103, 102, 101, 100].map(coinbaseTrade)));
    await until('filled', () => feed.trades.length === 7);
    expect(venue.restRequests).toEqual(['/products/BTC-USD/trades?limit=1000&after=105']);
    expect(feed.trades.map((trade) => [trade.id, trade.backfilled])).toEqual([
      ...[
        ['101', false],
        ['102', true],
        ['103', true],
        ['104', true],
      ],
      ...[
        ['105', false],
        ['106', false],
        ['107', false],
      ],
    ]);
    expect(feed.gaps).toMatchObject([{ kind: 'sequence', missed: 3, channel: 'trade:BTC-USD' }]);
    expect(feed.gaps[0]?.from).toBe('2026-01-01T00:01:41.000000Z');
    expect(feed.gaps[0]?.to).toBe('2026-01-01T00:01:45.000000Z');
    expect(feed.refills).toMatchObject([{ refilled: 3, shortfall: null }]);
    expect(feed.stateOf('trade:BTC-USD')).toBe('live');
  });

  test('without REST the hole is marked and the stream goes on', async () => {
    serveCoinbase(() => 100);
    const feed = open(matches);
    await until('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101), match(105));
    await until('both', () => feed.trades.length === 2);
    expect(feed.gaps).toMatchObject([{ kind: 'sequence', missed: 3 }]);
  });

  test('a REST that fails leaves the hole and lets the stream go on', async () => {
    serveCoinbase(() => 100);
    venue.onRest = () => ({ status: 500 });
    const feed = open({ ...matches, rest: venue.rest });
    await until('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101), match(105));
    await until('released', () => feed.trades.length === 2);
    expect(feed.refills).toMatchObject([{ refilled: 0, shortfall: 'HTTP 500' }]);
  });

  test('a reconnect fills exactly what the newest trade shows to be missing', async () => {
    let newest = 100;
    serveCoinbase(() => newest);
    venue.onRest = () => JSON.stringify([103, 102, 101, 100].map(coinbaseTrade));
    const feed = open({ ...matches, rest: venue.rest });
    await until('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101));
    await until('one', () => feed.trades.length === 1);
    newest = 103;
    venue.clients[0]?.close(1012);
    await until('refilled', () => feed.refills.length === 1);
    venue.clients[1]?.send(match(104), match(104), match(103));
    await until('counted', () => feed.status().counters.dropped.duplicate === 2);
    expect(feed.trades.map((trade) => trade.id)).toEqual(['101', '102', '103', '104']);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 2 }]);
  });

  test('a reconnect during which nothing was traded says that nothing was missed', async () => {
    serveCoinbase(() => 101);
    const feed = open(matches);
    await until('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(102));
    await until('one', () => feed.trades.length === 1);
    serveCoinbase(() => 102);
    venue.clients[0]?.cut();
    await until('marked', () => feed.gaps.length === 1);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 0 }]);
  });

  test('a malformed frame is marked, and the count shows that nothing was lost', async () => {
    serveCoinbase(() => 100);
    const feed = open(matches);
    await until('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101), '{"type":"match","trade_id":10', match(102));
    await until('both', () => feed.trades.length === 2);
    expect(feed.gaps).toMatchObject([{ kind: 'malformed', missed: null }]);
    expect(venue.clients[0]?.received).toHaveLength(1);
  });
});

describe('trades without a count', () => {
  function serveTrades(snapshot: () => readonly number[]): void {
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      client.send(...bitmexAcks(text));
      if (!text.includes('"subscribe"')) return;
      client.send(
        partial(
          'trade',
          [],
          'XBTUSD',
          snapshot().map((n) => bitmexTrade(n)),
        ),
      );
    };
  }
  const trades = { exchange: bitmex, channels: ['trade:XBTUSD'] };

  test('a snapshot that joins what we had proves what was missed', async () => {
    let newest = [1, 2];
    serveTrades(() => newest);
    const feed = open(trades);
    await until('snapshot', () => feed.trades.length === 2);
    newest = [2, 3, 4];
    venue.clients[0]?.cut();
    await until('second snapshot', () => feed.trades.length === 4);
    expect(feed.trades.map((trade) => trade.backfilled)).toEqual([true, true, true, true]);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 2 }]);
  });

  test('a snapshot that does not join is filled over REST, each trade once and in order', async () => {
    let newest = [1];
    serveTrades(() => newest);
    venue.onRest = () => JSON.stringify([1, 2, 3, 4, 5].map((n) => bitmexTrade(n)));
    const feed = open({ ...trades, rest: venue.rest });
    await until('snapshot', () => feed.trades.length === 1);
    venue.clients[0]?.send(change('trade', 'insert', bitmexTrade(2)));
    await until('live trade', () => feed.trades.length === 2);
    newest = [5];
    venue.clients[0]?.cut();
    await until('filled', () => feed.refills.length === 1);
    venue.clients[1]?.send(change('trade', 'insert', bitmexTrade(6)));
    await until('live', () => feed.trades.length === 6);
    expect(feed.trades.map((trade) => Number(trade.id.slice(-3)))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(feed.trades.map((trade) => trade.backfilled)).toEqual([true, false, true, true, true, false]);
    expect(feed.states.slice(-2)).toEqual(['trade:XBTUSD resyncing', 'trade:XBTUSD live']);
  });

  test('inserts before the snapshot are dropped and counted', async () => {
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      if (!text.includes('subscribe')) return;
      client.send(change('trade', 'insert', bitmexTrade(9)), ...bitmexAcks(text));
      client.send(partial('trade', [], 'XBTUSD', [bitmexTrade(10)]));
    };
    const feed = open(trades);
    await until('snapshot', () => feed.trades.length === 1);
    expect(feed.trades[0]?.id).toContain('10');
    expect(feed.status().counters.dropped).toEqual({ 'before-partial': 1 });
  });
});

describe('a refusal', () => {
  test('of one channel leaves the others alone', async () => {
    venue.onText = (client, text) => {
      if (text.includes('NOPE')) {
        const reason = 'NOPE-USD is not a valid product';
        client.send(JSON.stringify({ type: 'error', message: 'Failed to subscribe', reason }));
      } else client.send(coinbaseAck('BTC-USD'), lastMatch(1), match(2));
    };
    const feed = open({ exchange: coinbase, channels: ['trade:BTC-USD', 'trade:NOPE-USD'] });
    await until('both said', () => feed.trades.length === 1 && feed.stateOf('trade:NOPE-USD') === 'refused');
    expect(feed.stateOf('trade:BTC-USD')).toBe('live');
    expect(feed.reasons.join()).toContain('NOPE-USD is not a valid product');
  });

  test('of the key waits for the user, and a reconnect by the user signs anew', async () => {
    const signatures: string[] = [];
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      if (!text.includes('authKeyExpires')) return;
      signatures.push(text);
      const request = JSON.parse(text);
      client.send(JSON.stringify({ status: 401, error: 'Invalid API Key.', meta: {}, request }));
    };
    const signer = { keyId: 'key', hmacSha256Hex: (text: string) => `signed ${text}` };
    const feed = open({ exchange: bitmex, channels: ['position'], signer });
    await until('refused', () => feed.stateOf('position') === 'refused');
    expect(feed.reasons.at(-1)).toBe('Invalid API Key.');
    expect(venue.clients).toHaveLength(1);
    feed.supervisor.reconnect('test');
    await until('tried again', () => signatures.length === 2 && feed.stateOf('position') === 'refused');
    expect(signatures[0]).toContain('signed GET/realtime');
  });

  test.each([401, 403])('of the upgrade with HTTP %i waits for the user', async (status) => {
    venue.refusals.push({ status });
    const feed = open(matches);
    await until('refused', () => feed.stateOf('trade:BTC-USD') === 'refused');
    expect(feed.reasons.at(-1)).toContain(`HTTP ${status}`);
    expect(venue.upgradesMs).toHaveLength(1);
  });

  test.each([429, 503])(
    'of the upgrade with HTTP %i is tried again, not before Retry-After',
    async (status) => {
      venue.refusals.push({ status, retryAfter: '1' }, { status, retryAfter: '0' });
      serveCoinbase(() => 1);
      const feed = open(matches);
      await until('let in', () => venue.clients.length === 1);
      const [first = 0, second = 0] = venue.upgradesMs;
      expect(second - first).toBeGreaterThanOrEqual(995);
      expect(feed.states).toContain('trade:BTC-USD down');
      expect(feed.reasons.join()).toContain(`HTTP ${status}`);
    },
  );
});

describe('private channels', () => {
  test('log in before they subscribe, with the time of the venue', async () => {
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
    const signer = { keyId: 'key', hmacSha256Hex: () => 'signature' };
    const feed = open({ exchange: bitmex, channels: ['position'], signer });
    await until('live', () => feed.stateOf('position') === 'live');
    expect(order).toEqual(['authKeyExpires', 'subscribe']);
    expect(feed.status().clockSkewMs).toBeGreaterThan(3_500_000);
  });
});

describe('heartbeats', () => {
  test('that name a trade we never got bring a new subscription, and the trades', async () => {
    let newest = 100;
    serveCoinbase(() => newest);
    venue.onRest = () => JSON.stringify([102, 101, 100].map(coinbaseTrade));
    const feed = open({ ...matches, rest: venue.rest });
    await until('subscribed', () => venue.clients[0]?.received.length === 1);
    newest = 102;
    venue.clients[0]?.send(heartbeat(102));
    await until('stalled', () => feed.states.includes('trade:BTC-USD stalled'));
    await until('refilled', () => feed.refills.length === 1);
    expect(feed.trades.map((trade) => trade.id)).toEqual(['101', '102']);
    expect(feed.gaps).toMatchObject([{ kind: 'stall', missed: 2 }]);
    expect(venue.clients).toHaveLength(1);
  });
});
