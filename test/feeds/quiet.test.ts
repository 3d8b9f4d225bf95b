/** A quiet market is told from a dead stream by what the venue itself says. */
import { describe, expect, test } from 'vitest';
import { poloniex } from '../../src/main/exchanges/poloniex.ts';
import { heartbeat, match } from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { feedBench, matches, serveCoinbase } from '../support/feed-bench.ts';
import type { ScriptedVenue } from '../support/scripted-venue.ts';

const bench = feedBench();

describe('Coinbase', () => {
  test('heartbeats that name our last trade: quiet, no alarm, no new subscription', async () => {
    const { venue, open } = bench();
    serveCoinbase(venue, () => 1);
    const feed = open({ ...matches, stallAfterMs: 600 });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(2));
    const beat = setInterval(() => venue.clients[0]?.send(heartbeat(2)), 50);
    await eventually('quiet', () => feed.stateOf('trade:BTC-USD') === 'quiet');
    const since = performance.now();
    await eventually('much more than the budget', () => performance.now() > since + 1_500);
    clearInterval(beat);
    expect(feed.states.slice(-1)).toEqual(['trade:BTC-USD quiet']);
    expect(venue.clients[0]?.received).toHaveLength(1);
    expect(feed.gaps).toEqual([]);
  });

  test('heartbeats that name 0 prove nothing: stalled, and subscribed again', async () => {
    const { venue, open } = bench();
    serveCoinbase(venue, () => 2);
    const feed = open({ ...matches, stallAfterMs: 600 });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(match(3));
    const beat = setInterval(() => venue.clients[0]?.send(heartbeat(0)), 50);
    await eventually('stalled', () => feed.states.includes('trade:BTC-USD stalled'));
    clearInterval(beat);
    await eventually('subscribed again', () =>
      venue.clients[0]?.received.some((text) => /"subscribe"/.test(text)),
    );
  });
});

describe('Poloniex', () => {
  const trades = { exchange: poloniex, channels: ['trade:BTC_USDT'] };

  function row(id: number) {
    const time = Date.UTC(2026, 0, 1) + id * 1_000;
    return {
      symbol: 'BTC_USDT',
      amount: '1',
      quantity: '0.1',
      createTime: time,
      price: '9',
      id: String(id),
      ts: time,
    };
  }
  function pushed(...ids: readonly number[]): string {
    return JSON.stringify({ channel: 'trades', data: ids.map((id) => ({ ...row(id), takerSide: 'buy' })) });
  }
  function history(...ids: readonly number[]): string {
    return JSON.stringify(ids.map((id) => ({ ...row(id), takerSide: 'BUY' })));
  }
  function serve(venue: ScriptedVenue): void {
    venue.onText = (client, text) => {
      if (text.includes('"ping"')) client.send('{"event":"pong"}');
      if (!text.includes('"subscribe"')) return;
      client.send('{"event":"subscribe","channel":"trades","symbols":["btc_usdt"]}');
    };
  }

  test('one look at the newest trade proves the market quiet', async () => {
    const { venue, open } = bench();
    serve(venue);
    venue.onRest = () => history(7);
    const feed = open({ ...trades, rest: venue.rest, stallAfterMs: 600 });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(pushed(7));
    await eventually('quiet', () => feed.stateOf('trade:BTC_USDT') === 'quiet');
    const since = performance.now();
    await eventually('much more than the budget', () => performance.now() > since + 1_500);
    expect(feed.states).not.toContain('trade:BTC_USDT stalled');
    expect(venue.restRequests[0]).toBe('/markets/BTC_USDT/trades?limit=1');
  });

  test('a look that finds a newer trade unmasks a dead stream, and the trades are read again', async () => {
    const { venue, open } = bench();
    serve(venue);
    venue.onRest = (path) => (path.includes('limit=1000') ? history(9, 8, 7) : history(9));
    const feed = open({ ...trades, rest: venue.rest, stallAfterMs: 600 });
    await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
    venue.clients[0]?.send(pushed(7));
    await eventually('stalled', () => feed.states.includes('trade:BTC_USDT stalled'));
    await eventually('read again', () => feed.trades.length === 3);
    expect(feed.trades.map((trade) => [trade.id, trade.backfilled, trade.side])).toEqual([
      ['7', false, 'buy'],
      ['8', true, 'buy'],
      ['9', true, 'buy'],
    ]);
    expect(feed.gaps).toMatchObject([{ kind: 'stall' }]);
    await eventually('well', () => ['live', 'quiet'].includes(feed.stateOf('trade:BTC_USDT')));
  });

  test('a market that never traded while we watched is quiet, not dead', async () => {
    const { venue, open } = bench();
    serve(venue);
    venue.onRest = () => history(7);
    const feed = open({ ...trades, rest: venue.rest, stallAfterMs: 2_400 });
    await eventually('quiet', () => feed.stateOf('trade:BTC_USDT') === 'quiet');
    expect(feed.states).not.toContain('trade:BTC_USDT stalled');
    expect(feed.trades).toEqual([]);
  });
});
