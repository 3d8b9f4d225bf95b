/** A public feed of Deribit over a real socket: subscription, a hole in the sequence, and what fills it. */
import { afterEach, expect, test } from 'vitest';
import { deribit } from '../../src/main/exchanges/deribit.ts';
import { eventually } from '../support/eventually.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';

let venue: ScriptedVenue;
let feed: OpenedFeed;

afterEach(async () => {
  await feed.supervisor.closeAll();
  await venue.close();
});

function trade(trade_seq: number) {
  const at = { timestamp: 1_765_531_356_000 + trade_seq, instrument_name: 'BTC-PERPETUAL' };
  return { ...at, trade_seq, trade_id: `4${trade_seq}`, price: 92294.5, amount: 10.5, direction: 'sell' };
}

function pushed(trade_seq: number): string {
  const params = { channel: 'trades.BTC-PERPETUAL.100ms', data: [trade(trade_seq)] };
  return JSON.stringify({ jsonrpc: '2.0', method: 'subscription', params });
}

test('trades that are missing in the sequence are read again, and an unknown instrument is refused', async () => {
  venue = await startScriptedVenue();
  venue.onText = (client, text) => {
    const { id, method, params } = JSON.parse(text);
    if (method !== 'public/subscribe') return;
    const result = params.channels.filter((name: string) => name.includes('BTC-PERPETUAL'));
    client.send(JSON.stringify({ jsonrpc: '2.0', id, result }), pushed(5), pushed(8));
  };
  venue.onRest = (path) => {
    const { pathname, searchParams } = new URL(path, venue.rest);
    expect(pathname).toBe('/api/v2/public/get_last_trades_by_instrument');
    const [from, to] = [Number(searchParams.get('start_seq')), Number(searchParams.get('end_seq') ?? 8)];
    const trades = [8, 7, 6, 5].filter((seq) => seq >= from && seq <= to).map(trade);
    return JSON.stringify({ jsonrpc: '2.0', result: { trades, has_more: false } });
  };
  feed = openFeed({
    exchange: deribit,
    endpoint: venue.url,
    rest: venue.rest,
    channels: ['trade:BTC-PERPETUAL', 'trade:NO-SUCH'],
  });
  await eventually('all trades', () => feed.trades.length === 4);
  expect(feed.trades.map(({ id, backfilled, price, size }) => ({ id, backfilled, price, size }))).toEqual([
    { id: '5', backfilled: false, price: '92294.5', size: '10.5' },
    { id: '6', backfilled: true, price: '92294.5', size: '10.5' },
    { id: '7', backfilled: true, price: '92294.5', size: '10.5' },
    { id: '8', backfilled: false, price: '92294.5', size: '10.5' },
  ]);
  expect(feed.gaps).toMatchObject([{ kind: 'sequence', missed: 2 }]);
  expect(feed.stateOf('trade:NO-SUCH')).toBe('refused');
});
