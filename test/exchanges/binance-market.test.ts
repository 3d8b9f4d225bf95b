/** Real feeds of Binance's public streams against a local server that answers as the venue does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binance } from '../../src/main/exchanges/binance.ts';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { eventually } from '../support/eventually.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';

let venue: ScriptedVenue;
let feed: OpenedFeed | null = null;

beforeEach(async () => {
  venue = await startScriptedVenue();
});

afterEach(async () => {
  await feed?.supervisor.closeAll();
  feed = null;
  await venue.close();
});

/** Acknowledges, and sends these when somebody asks for what is subscribed. */
function serve(first: readonly unknown[]): void {
  const streams: string[] = [];
  venue.onText = (client, text) => {
    const { method, params, id } = JSON.parse(text);
    if (method === 'SUBSCRIBE') streams.push(...params);
    client.send(JSON.stringify({ result: method === 'LIST_SUBSCRIPTIONS' ? streams : null, id }));
    if (method === 'LIST_SUBSCRIPTIONS') client.send(...first.map((message) => JSON.stringify(message)));
  };
}

function open(exchange: Exchange, channels: readonly string[]): OpenedFeed {
  feed = openFeed({ exchange, endpoint: venue.url, rest: venue.rest, channels });
  return feed;
}

const at = () => Date.now();
const trade = (t: number) => ({
  e: 'trade',
  s: 'BTCUSDT',
  t,
  p: '97000.10',
  q: '0.00100',
  T: at(),
  m: false,
});
const aggregate = (a: number) => ({
  e: 'aggTrade',
  s: 'BTCUSDT',
  a,
  p: '97000.10',
  q: '0.001',
  T: at(),
  m: true,
});

test('spot trades, quotes and tickers become live', async () => {
  const quote = { u: 1, s: 'BTCUSDT', b: '97000.00', B: '1.5', a: '97000.10', A: '2.25' };
  const ticker = { e: '24hrTicker', E: at(), s: 'BTCUSDT', c: '97000.10', o: '95000.00', v: '1234.5' };
  serve([trade(1), quote, ticker]);
  const channels = ['trade:BTCUSDT', 'quote:BTCUSDT', 'instrument:BTCUSDT'];
  const opened = open(binance, channels);
  await eventually('live', () => channels.every((name) => opened.stateOf(name) === 'live'));
  expect(opened.trades).toMatchObject([{ id: '1', side: 'buy', price: '97000.10', size: '0.00100' }]);
  expect(venue.clients[0]?.received).toHaveLength(2);
  const newer = { ...quote, u: 2, b: '97000.05' };
  venue.clients[0]?.send(JSON.stringify(newer));
  await eventually('the next quote', () => {
    const [row] = [...(opened.supervisor.store('test')?.rows('quote') ?? [])];
    return row?.[1].bidPrice === '97000.05';
  });
  expect(opened.gaps).toEqual([]);
});

test('futures trades and mark prices become live', async () => {
  const mark = {
    e: 'markPriceUpdate',
    E: at(),
    s: 'BTCUSDT',
    p: '97000.1',
    i: '97001.2',
    r: '0.0001',
    T: at(),
  };
  serve([aggregate(10), mark]);
  const channels = ['trade:BTCUSDT', 'instrument:BTCUSDT'];
  const opened = open(binanceUsdm, channels);
  await eventually('live', () => channels.every((name) => opened.stateOf(name) === 'live'));
  expect(opened.trades).toMatchObject([{ id: '10', side: 'sell' }]);
});

test.each([
  ['spot', binance, trade, '/api/v3/historicalTrades'],
  ['futures', binanceUsdm, aggregate, '/fapi/v1/aggTrades'],
] as const)('a hole in the ids of %s is filled exactly', async (_, exchange, make, path) => {
  serve([make(1), make(2), make(6)]);
  venue.onRest = (asked) => {
    const from = Number(new URL(asked, venue.rest).searchParams.get('fromId'));
    const limit = Number(new URL(asked, venue.rest).searchParams.get('limit'));
    if (!asked.startsWith(`${path}?symbol=BTCUSDT&`)) return { status: 404 };
    const ids = Array.from({ length: 6 }, (__, index) => index + 1).filter((id) => id >= from);
    const rows = ids
      .slice(0, limit)
      .map((id) => ({ ...make(id), id, price: '97000.10', qty: '0.00100', time: at(), isBuyerMaker: true }));
    return JSON.stringify(rows);
  };
  const opened = open(exchange, ['trade:BTCUSDT']);
  await eventually('all six', () => opened.trades.length === 6);
  expect(opened.trades.filter(({ backfilled }) => backfilled).map(({ id }) => id)).toEqual(['3', '4', '5']);
});
