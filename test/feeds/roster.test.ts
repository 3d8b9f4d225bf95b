/** Channels that come and go on an open feed; the others notice nothing. */
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { parseChannelName } from '../../src/main/exchanges/exchange.ts';
import {
  bitmexAcks,
  bitmexTrade,
  change,
  level,
  match,
  partial,
  welcome,
} from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { book, feedBench, matches, serveBook, serveCoinbase } from '../support/feed-bench.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';
import type { ScriptedVenue } from '../support/scripted-venue.ts';

const bench = feedBench();
const trades = parseChannelName('trade:XBTUSD');
const bookKeys = ['symbol', 'id', 'side'];

/** Gives every subscription what it asks for: two levels of a book, or the trades so far, which are none. */
function serve(venue: ScriptedVenue): void {
  venue.onConnect = (client) => client.send(welcome);
  venue.onText = (client, text) => {
    client.send(...bitmexAcks(text));
    if (!text.includes('"subscribe"')) return;
    for (const name of argsOf(text)) {
      const { topic, symbol } = parseChannelName(name);
      if (topic === 'trade') client.send(partial('trade', [], symbol ?? '', []));
      else client.send(partial(topic, bookKeys, symbol ?? '', levels(symbol ?? '')));
    }
  };
}

function levels(symbol: string) {
  return [level(1, 10), level(2, 20)].map((row) => ({ ...row, symbol }));
}

function argsOf(text: string): readonly string[] {
  const request: { args: string[] } = JSON.parse(text);
  return request.args;
}

/** What was asked on one connection, without pings. */
function asked(venue: ScriptedVenue, connection = 0): readonly string[] {
  return (venue.clients[connection]?.received ?? [])
    .filter((text) => text.startsWith('{'))
    .flatMap((text) => {
      const { op, args }: { op: string; args: string[] } = JSON.parse(text);
      return args.map((name) => `${op} ${name}`);
    });
}

function names(feed: OpenedFeed): readonly string[] {
  return feed.status().channels.map(({ channel }) => `${channel.topic}:${channel.symbol}`);
}

function rowsOf(feed: OpenedFeed, table: string): readonly string[] {
  return [...(feed.supervisor.store('test')?.rows(table) ?? [])].map(([key]) => key);
}

test('a channel that is added is subscribed on the open connection, and the others keep state and rows', async () => {
  const { venue, open } = bench();
  serve(venue);
  const feed = open(book);
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  const rowsBefore = rowsOf(feed, 'orderBookL2');
  const statesBefore = feed.states.length;
  feed.supervisor.addChannels('test', [trades]);
  await eventually('trades live', () => feed.stateOf('trade:XBTUSD') === 'live');
  venue.clients[0]?.send(change('trade', 'insert', bitmexTrade(1)));
  await eventually('a trade', () => feed.trades.length === 1);
  expect(venue.clients).toHaveLength(1);
  expect(asked(venue)).toEqual(['subscribe orderBookL2:XBTUSD', 'subscribe trade:XBTUSD']);
  expect(rowsOf(feed, 'orderBookL2')).toEqual(rowsBefore);
  expect(feed.states.slice(statesBefore)).toEqual(['trade:XBTUSD connecting', 'trade:XBTUSD live']);
});

test('a channel that is removed is unsubscribed, and its rows leave with it', async () => {
  const { venue, open } = bench();
  serve(venue);
  const feed = open({ exchange: bitmex, channels: ['orderBookL2:XBTUSD', 'orderBookL2:ETHUSD'] });
  await eventually('live', () => feed.status().channels.every(({ state }) => state === 'live'));
  const rowsBefore = feed.rows.length;
  const gone = feed.supervisor.removeChannels('test', [parseChannelName('orderBookL2:ETHUSD')]);
  expect(gone).toEqual([parseChannelName('orderBookL2:ETHUSD')]);
  expect(names(feed)).toEqual(['orderBookL2:XBTUSD']);
  expect(feed.rows.slice(rowsBefore).map(({ action, symbol }) => `${action} ${symbol}`)).toEqual([
    'delete ETHUSD',
    'delete ETHUSD',
  ]);
  expect(rowsOf(feed, 'orderBookL2')).toHaveLength(2);
  await eventually('unsubscribed', () => asked(venue).includes('unsubscribe orderBookL2:ETHUSD'));
  // What the venue still sends of it is counted, and harms nobody.
  venue.clients[0]?.send(
    change('orderBookL2', 'update', { ...level(1, 99), symbol: 'ETHUSD' }),
    change('orderBookL2', 'update', level(1, 11)),
  );
  await eventually('the other goes on', () => feed.rows.some(({ item }) => item.size === 11));
  expect(feed.gaps).toEqual([]);
  expect(feed.states.filter((state) => state.startsWith('orderBookL2:ETHUSD')).at(-1)).toBe(
    'orderBookL2:ETHUSD live',
  );
  const { frames, applied, dropped } = feed.status().counters;
  expect(applied + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(frames);
});

test('a channel that comes back starts with a fresh snapshot', async () => {
  const { venue, open } = bench();
  serveBook(venue);
  const feed = open(book);
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  const channel = parseChannelName('orderBookL2:XBTUSD');
  feed.supervisor.removeChannels('test', [channel]);
  expect(feed.status().channels).toEqual([]);
  expect(rowsOf(feed, 'orderBookL2')).toEqual([]);
  feed.supervisor.addChannels('test', [channel]);
  expect(feed.stateOf('orderBookL2:XBTUSD')).toBe('connecting');
  await eventually('live again', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  expect(rowsOf(feed, 'orderBookL2')).toHaveLength(2);
  expect(venue.clients).toHaveLength(1);
});

test('a channel wanted twice is subscribed once, and leaves with the last who wanted it', async () => {
  const { venue, open } = bench();
  serve(venue);
  const feed = open(book);
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  feed.supervisor.addChannels('test', [trades]);
  feed.supervisor.addChannels('test', [trades]);
  // The user who opened the feed counts too.
  feed.supervisor.addChannels('test', [parseChannelName('orderBookL2:XBTUSD')]);
  expect(names(feed)).toEqual(['orderBookL2:XBTUSD', 'trade:XBTUSD']);
  expect(feed.supervisor.removeChannels('test', [trades])).toEqual([]);
  expect(feed.supervisor.removeChannels('test', [parseChannelName('orderBookL2:XBTUSD')])).toEqual([]);
  await eventually('trades live', () => feed.stateOf('trade:XBTUSD') === 'live');
  expect(feed.supervisor.removeChannels('test', [trades])).toEqual([trades]);
  // Given back once too often: somebody else's use is not touched by it.
  expect(feed.supervisor.removeChannels('test', [trades])).toEqual([]);
  await eventually('unsubscribed', () => asked(venue).length === 3);
  expect(asked(venue)).toEqual([
    'subscribe orderBookL2:XBTUSD',
    'subscribe trade:XBTUSD',
    'unsubscribe trade:XBTUSD',
  ]);
});

test('after a reconnect the channels of the moment are subscribed', async () => {
  const { venue, open } = bench();
  serve(venue);
  const feed = open({ exchange: bitmex, channels: ['orderBookL2:XBTUSD', 'orderBookL2:ETHUSD'] });
  await eventually('live', () => feed.status().channels.every(({ state }) => state === 'live'));
  feed.supervisor.addChannels('test', [trades]);
  feed.supervisor.removeChannels('test', [parseChannelName('orderBookL2:ETHUSD')]);
  await eventually('trades live', () => feed.stateOf('trade:XBTUSD') === 'live');
  venue.clients[0]?.cut();
  await eventually('asked again', () => asked(venue, 1).length > 0);
  expect(asked(venue, 1)).toEqual(['subscribe orderBookL2:XBTUSD', 'subscribe trade:XBTUSD']);
});

test('a channel that joins a feed that is down says so, and is live with the others', async () => {
  const { venue, open } = bench();
  serve(venue);
  venue.refusals.push(...Array.from({ length: 2 }, () => ({ status: 503, retryAfter: '1' })));
  const feed = open(book);
  await eventually('down', () => feed.stateOf('orderBookL2:XBTUSD') === 'down');
  feed.supervisor.addChannels('test', [trades]);
  expect(feed.status().channels.map(({ state }) => state)).toEqual(['down', 'down']);
  expect(feed.status().channels[1]?.reason).toBe(feed.status().channels[0]?.reason);
  feed.supervisor.reconnect('test');
  await eventually('live', () => feed.status().channels.every(({ state }) => state === 'live'), 10_000);
});

test('a feed whose channels were all refused connects for one that joins', async () => {
  const { venue, open } = bench();
  serve(venue);
  const give = venue.onText;
  venue.onText = (client, text) => {
    if (!text.includes('NOSUCH')) give(client, text);
    else client.send(JSON.stringify({ status: 400, error: 'Unknown symbol', request: JSON.parse(text) }));
  };
  const feed = open({ exchange: bitmex, channels: ['trade:NOSUCH'] });
  await eventually('refused', () => feed.stateOf('trade:NOSUCH') === 'refused');
  feed.supervisor.addChannels('test', [trades]);
  await eventually('live', () => feed.stateOf('trade:XBTUSD') === 'live');
  expect(feed.stateOf('trade:NOSUCH')).toBe('refused');
});

test('trades of a channel without snapshots are neither lost nor doubled when another joins', async () => {
  const { venue, open } = bench();
  serveCoinbase(venue, () => 1);
  const feed = open(matches);
  await eventually('subscribed', () => venue.clients[0]?.received.length === 1);
  venue.clients[0]?.send(match(2));
  feed.supervisor.addChannels('test', [parseChannelName('trade:ETH-USD')]);
  await eventually('asked', () => venue.clients[0]?.received.length === 2);
  venue.clients[0]?.send(match(3), match(1, 'ETH-USD'));
  await eventually('all trades', () => feed.trades.length === 3);
  expect(feed.trades.map(({ symbol, id }) => `${symbol} ${id}`)).toEqual([
    'BTC-USD 2',
    'BTC-USD 3',
    'ETH-USD 1',
  ]);
  expect(feed.gaps).toEqual([]);
});

test('a channel that the venue does not have is refused before anything changes', async () => {
  const { venue, open } = bench();
  serve(venue);
  const feed = open(book);
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  const wrong = [trades, parseChannelName('nonsense:XBTUSD')];
  expect(() => feed.supervisor.addChannels('test', wrong)).toThrow('has no channel nonsense:XBTUSD');
  expect(names(feed)).toEqual(['orderBookL2:XBTUSD']);
  expect(feed.supervisor.removeChannels('test', wrong)).toEqual([]);
  // A feed that is not open has no channels to come or go.
  feed.supervisor.addChannels('another', [trades]);
  expect(feed.supervisor.removeChannels('another', [trades])).toEqual([]);
});
