/** Trades that were missed: marked, filled in, each once and in order. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import {
  bitmexAcks,
  bitmexTrade,
  change,
  coinbaseTrade,
  match,
  partial,
  welcome,
} from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { feedBench, matches, serveCoinbase } from '../support/feed-bench.ts';
import type { ScriptedVenue } from '../support/scripted-venue.ts';

const bench = feedBench();

describe('counted trades', () => {
  test('a hole is marked with its size and filled over REST before what came after it', async () => {
    const { venue, open } = bench();
    serveCoinbase(venue, () => 100);
    let answer: (body: string) => void = () => {};
    venue.onRest = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const feed = open({ ...matches, rest: venue.rest });
    await eventually('subscribed', () => feed.status().channels[0]?.reason.includes('subscribed'));
    venue.clients[0]?.send(match(101), match(105), match(106));
    await eventually('asked', () => venue.restRequests.length === 1);
    venue.clients[0]?.send(match(107));
    await eventually('all frames', () => feed.status().counters.frames === 6);
    expect(feed.trades.map((trade) => trade.id)).toEqual(['101']);
    answer(JSON.stringify([104, 103, 102, 101, 100].map(coinbaseTrade)));
    await eventually('filled', () => feed.trades.length === 7);
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
    const { venue, open } = bench();
    serveCoinbase(venue, () => 100);
    const feed = open(matches);
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101), match(105));
    await eventually('both', () => feed.trades.length === 2);
    expect(feed.gaps).toMatchObject([{ kind: 'sequence', missed: 3 }]);
  });

  test('a REST that fails leaves the hole and lets the stream go on', async () => {
    const { venue, open } = bench();
    serveCoinbase(venue, () => 100);
    venue.onRest = () => ({ status: 500 });
    const feed = open({ ...matches, rest: venue.rest });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101), match(105));
    await eventually('released', () => feed.trades.length === 2);
    expect(feed.refills).toMatchObject([{ refilled: 0, shortfall: 'HTTP 500' }]);
  });

  test('a reconnect fills exactly what the newest trade shows to be missing', async () => {
    const { venue, open } = bench();
    let newest = 100;
    serveCoinbase(venue, () => newest);
    venue.onRest = () => JSON.stringify([103, 102, 101, 100].map(coinbaseTrade));
    const feed = open({ ...matches, rest: venue.rest });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101));
    await eventually('one', () => feed.trades.length === 1);
    newest = 103;
    venue.clients[0]?.close(1012);
    await eventually('refilled', () => feed.refills.length === 1);
    venue.clients[1]?.send(match(104), match(104), match(103));
    await eventually('counted', () => feed.status().counters.dropped.duplicate === 2);
    expect(feed.trades.map((trade) => trade.id)).toEqual(['101', '102', '103', '104']);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 2 }]);
  });

  test('a reconnect during which nothing was traded says that nothing was missed', async () => {
    const { venue, open } = bench();
    serveCoinbase(venue, () => 101);
    const feed = open(matches);
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(102));
    await eventually('one', () => feed.trades.length === 1);
    serveCoinbase(venue, () => 102);
    venue.clients[0]?.cut();
    await eventually('marked', () => feed.gaps.length === 1);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 0 }]);
  });

  test('a malformed frame is marked, and the count shows that nothing was lost', async () => {
    const { venue, open } = bench();
    serveCoinbase(venue, () => 100);
    const feed = open(matches);
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(101), '{"type":"match","trade_id":10', match(102));
    await eventually('both', () => feed.trades.length === 2);
    expect(feed.gaps).toMatchObject([{ kind: 'malformed', missed: null }]);
    expect(venue.clients[0]?.received).toHaveLength(1);
  });
});

describe('trades without a count', () => {
  function serveTrades(venue: ScriptedVenue, snapshot: () => readonly number[]): void {
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
    const { venue, open } = bench();
    let newest = [1, 2];
    serveTrades(venue, () => newest);
    const feed = open(trades);
    await eventually('snapshot', () => feed.trades.length === 2);
    newest = [2, 3, 4];
    venue.clients[0]?.cut();
    await eventually('second snapshot', () => feed.trades.length === 4);
    expect(feed.trades.map((trade) => trade.backfilled)).toEqual([true, true, true, true]);
    expect(feed.gaps).toMatchObject([{ kind: 'disconnect', missed: 2 }]);
  });

  test('a snapshot that does not join is filled over REST, each trade once and in order', async () => {
    const { venue, open } = bench();
    let newest = [1];
    serveTrades(venue, () => newest);
    venue.onRest = () => JSON.stringify([1, 2, 3, 4, 5].map((n) => bitmexTrade(n)));
    const feed = open({ ...trades, rest: venue.rest });
    await eventually('snapshot', () => feed.trades.length === 1);
    venue.clients[0]?.send(change('trade', 'insert', bitmexTrade(2)));
    await eventually('live trade', () => feed.trades.length === 2);
    newest = [5];
    venue.clients[0]?.cut();
    await eventually('filled', () => feed.refills.length === 1);
    venue.clients[1]?.send(change('trade', 'insert', bitmexTrade(6)));
    await eventually('live', () => feed.trades.length === 6);
    expect(feed.trades.map((trade) => Number(trade.id.slice(-3)))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(feed.trades.map((trade) => trade.backfilled)).toEqual([true, false, true, true, true, false]);
    expect(feed.states.slice(-2)).toEqual(['trade:XBTUSD resyncing', 'trade:XBTUSD live']);
  });

  test('inserts before the snapshot are dropped and counted', async () => {
    const { venue, open } = bench();
    venue.onConnect = (client) => client.send(welcome);
    venue.onText = (client, text) => {
      if (!text.includes('subscribe')) return;
      client.send(change('trade', 'insert', bitmexTrade(9)), ...bitmexAcks(text));
      client.send(partial('trade', [], 'XBTUSD', [bitmexTrade(10)]));
    };
    const feed = open(trades);
    await eventually('snapshot', () => feed.trades.length === 1);
    expect(feed.trades[0]?.id).toContain('10');
    expect(feed.status().counters.dropped).toEqual({ 'before-partial': 1 });
  });
});
