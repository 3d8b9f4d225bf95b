/** A public feed of OKX over a real socket: a lost line, and the trades that were missed meanwhile. */
import { afterEach, expect, test } from 'vitest';
import { okx } from '../../src/main/exchanges/okx.ts';
import { eventually } from '../support/eventually.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';

let venue: ScriptedVenue;
let feed: OpenedFeed;

afterEach(async () => {
  await feed.supervisor.closeAll();
  await venue.close();
});

const row = (tradeId: string, sz: string, ts: string) => ({
  ...{ instId: 'BTC-USDT', tradeId, px: '95634.90', sz, side: 'buy', ts },
});

function pushed(tradeId: string, sz: string, ts: string, count: string): string {
  const arg = { channel: 'trades', instId: 'BTC-USDT' };
  return JSON.stringify({ arg, data: [{ ...row(tradeId, sz, ts), count }] });
}

test('what was missed is added up as the stream adds it up, and no part of it counts twice', async () => {
  venue = await startScriptedVenue();
  venue.onText = (client, text) => {
    if (text === 'ping') {
      client.send('pong');
      return;
    }
    const { op, args } = JSON.parse(text);
    if (op !== 'subscribe') return;
    client.send(JSON.stringify({ event: 'subscribe', arg: args[0], connId: 'a4d3ae55' }));
    // Two fills of one order before the cut, and two of another behind it.
    client.send(client.number === 1 ? pushed('12', '0.3', '2000', '2') : pushed('18', '0.70', '5000', '2'));
  };
  const past = [
    row('18', '0.5', '5000'),
    row('17', '0.20', '5000'),
    row('16', '0.00000001', '4000'),
    row('15', '1.5', '4000'),
    row('14', '2', '3000'),
    row('13', '1', '2500'),
    row('12', '0.2', '2000'),
    row('11', '0.1', '2000'),
  ];
  venue.onRest = (path) => {
    const { pathname, searchParams } = new URL(path, venue.rest);
    if (pathname === '/api/v5/market/trades')
      return JSON.stringify({ code: '0', msg: '', data: past.slice(0, 1) });
    const after = Number(searchParams.get('after') ?? 99);
    // Pages of three: shorter than an order may be long.
    const data = past.filter(({ tradeId }) => Number(tradeId) < after).slice(0, 3);
    return JSON.stringify({ code: '0', msg: '', data });
  };
  feed = openFeed({ exchange: okx, endpoint: venue.url, rest: venue.rest, channels: ['trade:BTC-USDT'] });
  await eventually('the first trade', () => feed.trades.length === 1);
  venue.clients[0]?.cut();
  await eventually('all trades', () => feed.trades.length >= 5);
  expect(feed.trades.map(({ id, size, backfilled }) => `${id} ${size} ${backfilled}`)).toEqual([
    '12 0.3 false',
    '13 1 true',
    '14 2 true',
    '16 1.50000001 true',
    '18 0.70 false',
  ]);
  expect(feed.gaps).toMatchObject([{ kind: 'disconnect' }]);
});
