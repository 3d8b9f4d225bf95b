/** A public feed of Bybit from address to rows, over a real socket. */
import { expect, test } from 'vitest';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import { startAccountServer } from '../support/account-server.ts';
import { eventually } from '../support/eventually.ts';
import { framesOf } from '../support/fixtures.ts';
import { openFeed } from '../support/opened-feed.ts';

const frames = framesOf('bybit/market').filter(
  (frame) => frame.includes('"BTCUSDT"') && !frame.includes('usdIndexPrice'),
);

test('is served at the address of its kind of market, and fills what it missed from REST', async () => {
  const list = ['2', '1'].map((execId) => ({
    ...{ execId, symbol: 'BTCUSDT', price: '16578.40', size: '0.002', side: 'Sell' },
    time: String(1672304486866 + Number(execId)),
  }));
  const server = await startAccountServer({
    answer: () => ({ body: { retCode: 0, retMsg: 'OK', result: { category: 'linear', list }, time: 1 } }),
    text(client, text) {
      const { op, req_id, args } = JSON.parse(text);
      if (op === 'ping') client.send({ success: true, ret_msg: 'pong', op });
      if (op !== 'subscribe') return;
      client.send({ success: true, ret_msg: '', conn_id: '1', req_id, op });
      for (const frame of frames) {
        if (args.some((topic: string) => frame.includes(`"topic":"${topic}"`))) client.send(frame);
      }
    },
  });
  const feed = openFeed({
    exchange: bybit,
    endpoint: `${server.ws}/v5/public`,
    rest: server.rest,
    channels: ['trade', 'instrument', 'quote', 'orderBookL2_25'].map((topic) => `${topic}:BTCUSDT`),
  });
  try {
    await eventually('live', () => feed.status().channels.every(({ state }) => state === 'live'));
    expect(server.clients[0]?.target).toBe('/v5/public/linear');
    expect(feed.trades.map(({ id, side }) => [id, side])).toEqual([
      ['20f43950-d8dd-5b31-9112-a178eb6023af', 'buy'],
    ]);
    expect(feed.gaps).toEqual([]);
    server.clients[0]?.cut();
    await eventually('refilled', () => feed.refills.length === 1);
    expect(server.requests[0]?.target).toBe(
      '/v5/market/recent-trade?category=linear&symbol=BTCUSDT&limit=1000',
    );
    expect(feed.trades.filter(({ backfilled }) => backfilled).map(({ id }) => id)).toEqual(['1', '2']);
  } finally {
    await feed.supervisor.closeAll();
    await server.close();
  }
});
