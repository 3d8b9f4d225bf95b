/** Frames of Binance spot in, events and canonical rows out, exact to the digit. */
import { expect, test } from 'vitest';
import { binance } from '../../src/main/exchanges/binance.ts';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { binanceKey, binanceSecret } from '../support/binance-server.ts';
import { framesOf } from '../support/fixtures.ts';

function rowsOfFrame(frame: string, name: string): readonly Item[] {
  return binance
    .parse(frame)
    .flatMap((event) => (event.kind === 'table' && event.table === name ? event.rows : []));
}

const [fill = '', balances = ''] = framesOf('binance/account');

test('market messages become trades of the taker, quotes and tickers', () => {
  const events = framesOf('binance/feed').flatMap((frame) => binance.parse(frame));
  expect(events).toMatchObject([
    {
      kind: 'trades',
      trades: [
        { id: '12345', side: 'sell', price: '0.001', size: '100', time: '2022-12-31T19:43:02.136000Z' },
      ],
    },
    { kind: 'table', table: 'quote', action: 'partial', filter: { symbol: 'BNBUSDT' } },
    { kind: 'table', table: 'instrument', action: 'partial', filter: { symbol: 'BNBBTC' } },
    { kind: 'ignored', policy: 'acknowledgement' },
    {
      kind: 'subscribed',
      channels: [
        { topic: 'trade', symbol: 'BNBBTC' },
        { topic: 'quote', symbol: 'BNBBTC' },
      ],
    },
    { kind: 'notice', reconnect: true },
    { kind: 'refused', channels: null, code: '2' },
    { kind: 'malformed' },
    { kind: 'malformed' },
    { kind: 'malformed' },
  ]);
});

test('quotes and tickers keep their digits', () => {
  const [, quote = '', ticker = ''] = framesOf('binance/feed');
  const [quoted = {}] = rowsOfFrame(quote, 'quote');
  expect(binance.rows.quote(quoted)).toEqual({
    ...{ symbol: 'BNBUSDT', updatedAt: null, bidPrice: '25.35190000', bidSize: '31.21000000' },
    ...{ askPrice: '25.36520000', askSize: '40.66000000' },
  });
  const [item = {}] = rowsOfFrame(ticker, 'instrument');
  expect(binance.rows.instrument(item)).toMatchObject({
    ...{ kind: 'spot', base: 'BNB', quote: 'BTC', lastPrice: '0.0025', volume24h: '10000' },
  });
  expect(binance.price24hAgo(item)).toBe('0.0010');
});

test.each([
  ['ETHUSDT', 'ETH', 'USDT'],
  ['USDCUSDT', 'USDC', 'USDT'],
  ['BTCTUSD', 'BTC', 'TUSD'],
  ['XTUSDT', 'XT', 'USDT'],
  ['WHATEVER', null, null],
])('%s is of %s in %s', (symbol, base, quote) => {
  expect(binance.rows.instrument({ symbol })).toMatchObject({ base, quote });
});

test('a fill is an order and an execution', () => {
  const [order = {}] = rowsOfFrame(fill, 'order');
  const [execution = {}] = rowsOfFrame(fill, 'execution');
  expect(binance.rows.order(order)).toEqual({
    ...{ symbol: 'ETHUSDT', updatedAt: '2024-03-05T16:00:01.000000Z', id: '12345678', clientId: 'x-1' },
    ...{ side: 'buy', type: 'limit', price: '2500.00000000', triggerPrice: null, size: '1.00000000' },
    ...{ filled: '1.00000000', remaining: '0', averagePrice: null, status: 'filled', timeInForce: 'GTC' },
    ...{ reduceOnly: null, postOnly: false, createdAt: '2024-03-05T16:00:00.000000Z' },
  });
  expect(binance.rows.execution(execution)).toEqual({
    ...{ symbol: 'ETHUSDT', updatedAt: '2024-03-05T16:00:01.000000Z', id: '98765432', orderId: '12345678' },
    ...{ kind: 'trade', side: 'buy', price: '2500.00000000', size: '1.00000000', fee: '0.00100000' },
    ...{ feeCurrency: 'ETH', liquidity: 'maker', realisedPnl: null },
  });
});

test('what is locked counts, to the last digit', () => {
  const [item = {}] = rowsOfFrame(balances, 'margin');
  expect(binance.rows.margin(item)).toMatchObject({ currency: 'ETH', walletBalance: '10000' });
  const row = { asset: 'PEPE', free: '123456789012345678.00000001', locked: '0.00000002' };
  expect(binance.rows.margin(row)).toMatchObject({
    ...{ walletBalance: '123456789012345678.00000003', available: '123456789012345678.00000001' },
  });
});

test('a stop order waits until it works', () => {
  const stop = { status: 'NEW', stopPrice: '2400.0', isWorking: false, type: 'STOP_LOSS_LIMIT' };
  expect(binance.rows.order(stop)).toMatchObject({
    ...{ status: 'untriggered', type: 'stop-loss-limit', triggerPrice: '2400.0' },
  });
  expect(binance.rows.order({ ...stop, isWorking: true }).status).toBe('new');
});

test('account messages that carry no row say what follows from them', () => {
  const events = framesOf('binance/account')
    .slice(2)
    .flatMap((frame) => binance.parse(frame));
  expect(events).toMatchObject([
    { kind: 'ignored', policy: 'balance-change' },
    { kind: 'notice', reconnect: true },
    { kind: 'authenticated' },
    { kind: 'refused', channels: null, code: '-1022', cause: 'secret' },
    { kind: 'refused', channels: null, code: '-1021', cause: 'clock' },
    { kind: 'unread', table: 'margin' },
    { kind: 'ignored', policy: 'order-list' },
  ]);
});

test('the login is signed over its parameters in the order of their names', () => {
  const login = {
    ...{ signer: textSigner(binanceKey, binanceSecret), nowMs: 1747385641636, nonce: 1, token: null },
    challenge: null,
  };
  const { id, method, params } = JSON.parse(binance.account.authenticate(login));
  expect({ id, method }).toEqual({ id: 'login', method: 'userDataStream.subscribe.signature' });
  const payload = `apiKey=${binanceKey}&recvWindow=5000&timestamp=1747385641636`;
  expect(params).toEqual({
    ...{ apiKey: binanceKey, recvWindow: 5000, timestamp: 1747385641636 },
    signature: login.signer.hmacSha256Hex(payload),
  });
});

test('past trades are paged downward by id', () => {
  const { history } = binance;
  const mark = { id: '5000', time: '2026-11-22T07:00:00.000000Z' };
  expect(history.url('https://x', 'BNBBTC', { after: mark, before: mark, offset: 0 }, '')).toBe(
    'https://x/api/v3/historicalTrades?symbol=BNBBTC&fromId=4000&limit=1000',
  );
  const answer =
    '[{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","time":1499865549590,"isBuyerMaker":true,"isBestMatch":true}]';
  expect(history.parse(answer)).toMatchObject([
    {
      id: '28457',
      side: 'sell',
      price: '4.00000100',
      size: '12.00000000',
      time: '2017-07-12T13:19:09.590000Z',
    },
  ]);
});

test('nothing in a frame makes the rows fail', () => {
  for (const view of Object.values(binance.rows)) expect(() => view({})).not.toThrow();
});

test('open orders whose symbol is no word are read without falling over it', () => {
  const known = { sinceMs: 0, nowMs: 0, rows: () => [] };
  const [spot] = binance.account.tables.order.reads(known);
  const [usdm] = binanceUsdm.account.tables.order.reads(known);
  const answer = '[{"symbol":{"toString":"1.10"},"orderId":7}]';
  expect(spot?.parse(answer)?.rows).toMatchObject([{ orderId: '7' }]);
  expect(usdm?.parse(answer)?.rows).toMatchObject([{ orderId: '7' }]);
  const [trades] = binance.account.tables.execution.reads(known);
  expect(trades?.parse('{"balances":[{"asset":{"toString":"1.10"}}]}')?.rows).toEqual([]);
});

test('a row whose time is no time has none', () => {
  const times = [binance, binanceUsdm].map(({ account }) =>
    account.tables.execution.timeMs({ time: Number.POSITIVE_INFINITY }),
  );
  expect(times).toEqual([null, null]);
});
