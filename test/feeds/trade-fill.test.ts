/** The trades of a hole, and nothing else. */
import { expect, test } from 'vitest';
import { poloniex } from '../../src/main/exchanges/poloniex.ts';
import { fillTrades } from '../../src/main/feeds/trade-fill.ts';

function row(id: number) {
  const ms = Date.UTC(2026, 0, 1) + id * 1_000;
  const money = { amount: '13.41', quantity: '0.000537', price: '24983.89' };
  return { id: String(id), takerSide: 'BUY', ...money, createTime: ms, ts: ms };
}

test('a page of the newest trades reaches back beyond the hole, and what lies there was never missed', async () => {
  const page = JSON.stringify([9, 8, 7, 6, 5, 4, 3, 2, 1].map(row));
  const mark = (id: number) => ({
    id: String(id),
    time: new Date(row(id).ts).toISOString().replace('Z', '000Z'),
  });
  const fill = await fillTrades({
    ...{ history: poloniex.history, rest: 'http://127.0.0.1:9', endpoint: '', symbol: 'BTC_USDT' },
    ...{ after: mark(5), before: mark(9) },
    get: async () => ({ ok: true, text: page, dateMs: null }),
  });
  expect(fill.why).toBeNull();
  expect(fill.trades.map(({ id }) => id)).toEqual(['5', '6', '7', '8']);
});
