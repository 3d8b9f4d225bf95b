/** Frames of Binance USD-M futures in, events and canonical rows out, exact to the digit. */
import { expect, test } from 'vitest';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { framesOf } from '../support/fixtures.ts';

function rowsOfFrame(frame: string, name: string): readonly Item[] {
  return binanceUsdm
    .parse(frame)
    .flatMap((event) => (event.kind === 'table' && event.table === name ? event.rows : []));
}

const [account = '', fill = '', algo = '', funding = '', expired = ''] = framesOf('binance-usdm/account');

test('market messages become trades of the taker, mark prices and acknowledgements', () => {
  const events = framesOf('binance-usdm/market').flatMap((frame) => binanceUsdm.parse(frame));
  expect(events).toMatchObject([
    {
      kind: 'trades',
      symbol: 'BTCUSDT',
      trades: [
        { id: '5933014', side: 'sell', price: '0.001', size: '100', time: '1970-01-02T10:17:36.785000Z' },
      ],
    },
    { kind: 'table', table: 'instrument', action: 'partial', filter: { symbol: 'BTCUSDT' } },
    { kind: 'ignored', policy: 'acknowledgement' },
    {
      kind: 'subscribed',
      channels: [
        { topic: 'trade', symbol: 'BTCUSDT' },
        { topic: 'instrument', symbol: 'BTCUSDT' },
      ],
    },
    { kind: 'refused', code: '2' },
    { kind: 'ignored', policy: 'unknown-message' },
    { kind: 'malformed' },
    { kind: 'malformed' },
  ]);
});

test('a mark price is an instrument of one base unit', () => {
  const [, frame = ''] = framesOf('binance-usdm/market');
  const [item = {}] = rowsOfFrame(frame, 'instrument');
  expect(binanceUsdm.rows.instrument(item)).toMatchObject({
    ...{ kind: 'perpetual', base: 'BTC', quote: 'USDT', settle: 'USDT', contractValue: '1', inverse: false },
    ...{ markPrice: '11794.15000000', indexPrice: '11784.62659091', fundingRate: '0.00038167' },
    nextFundingAt: '2019-07-05T06:00:00.000000Z',
  });
});

test('a dated contract has no funding', () => {
  const item = { symbol: 'BTCUSDT_261225', markPrice: '1', lastFundingRate: '', nextFundingTime: 0 };
  expect(binanceUsdm.rows.instrument(item)).toMatchObject({
    ...{ kind: 'future', base: 'BTC', quote: 'USDT', fundingRate: null, nextFundingAt: null },
  });
});

test('all channels go in one frame, and the list of what is subscribed is asked for behind it', () => {
  const channels = [
    { topic: 'trade', symbol: 'BTCUSDT' },
    { topic: 'instrument', symbol: 'ETHUSDT' },
  ];
  expect(binanceUsdm.subscribe(channels)).toEqual([
    '{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","ethusdt@markPrice@1s"],"id":1}',
    '{"method":"LIST_SUBSCRIPTIONS","id":3}',
  ]);
  expect(binanceUsdm.unsubscribe(channels.slice(0, 1))).toEqual([
    '{"method":"UNSUBSCRIBE","params":["btcusdt@aggTrade"],"id":2}',
  ]);
  expect(binanceUsdm.subscribe([])).toEqual([]);
});

test('a base address without a path leads to the market streams', () => {
  expect(binanceUsdm.address('wss://fstream.binance.com')).toBe('wss://fstream.binance.com/market/ws');
  expect(binanceUsdm.address('ws://127.0.0.1:1/ws')).toBe('ws://127.0.0.1:1/ws');
});

test('past trades are paged downward by id', () => {
  const { history } = binanceUsdm;
  const after = { id: '10', time: '2026-11-22T07:00:00.000000Z' };
  const url = (before: string | null) =>
    history.url(
      'https://x',
      'BTCUSDT',
      { after, before: before === null ? null : { ...after, id: before }, offset: 0 },
      '',
    );
  expect(url(null)).toBe('https://x/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000');
  expect(url('5000')).toBe('https://x/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=4000&limit=1000');
  expect(url('300')).toBe('https://x/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=0&limit=300');
  const answer =
    '[{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27781,"T":1498793709153,"m":true}]';
  expect(history.parse(answer)).toMatchObject([
    { id: '26129', side: 'sell', price: '0.01633102', size: '4.70443515' },
  ]);
  expect(history.parse('{"code":-1121,"msg":"Invalid symbol."}')).toBeNull();
});

test('a position of hedge mode keeps the digits of the message', () => {
  const [item = {}] = rowsOfFrame(account, 'position');
  expect(binanceUsdm.rows.position(item)).toEqual({
    ...{
      symbol: 'BTCUSDT',
      updatedAt: '2019-08-02T11:36:38.939000Z',
      side: 'long',
      size: '20',
      sizeUnit: 'base',
    },
    ...{ notional: null, entryPrice: '6563.6', breakEvenPrice: '6563.559', markPrice: null },
    ...{ liquidationPrice: null, leverage: null, marginMode: 'isolated', margin: '13200.70726908' },
    ...{ unrealisedPnl: '2850.21200', realisedPnl: null, pnlCurrency: 'USDT' },
  });
});

test('a position over REST has its notional, liquidation price and leverage', () => {
  // https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Position-Information-V2
  const item = {
    ...{ symbol: 'BTCUSDT', positionAmt: '0.001', entryPrice: '22185.2', breakEvenPrice: '0.0' },
    ...{ markPrice: '21123.05052574', unRealizedProfit: '-1.06214947', liquidationPrice: '19731.45529116' },
    ...{
      leverage: '4',
      marginType: 'cross',
      isolatedWallet: '0',
      positionSide: 'LONG',
      notional: '21.12305052',
    },
    updateTime: 1655217461579,
  };
  expect(binanceUsdm.rows.position(item)).toMatchObject({
    ...{ side: 'long', size: '0.001', notional: '21.12305052', liquidationPrice: '19731.45529116' },
    ...{
      leverage: '4',
      marginMode: 'cross',
      margin: null,
      unrealisedPnl: '-1.06214947',
      breakEvenPrice: null,
    },
  });
  const short = { ...item, positionAmt: '-0.001', notional: '-21.12305052' };
  expect(binanceUsdm.rows.position(short)).toMatchObject({
    side: 'short',
    size: '-0.001',
    notional: '21.12305052',
  });
});

test('a fill is an order and an execution', () => {
  const [order = {}] = rowsOfFrame(fill, 'order');
  const [execution = {}] = rowsOfFrame(fill, 'execution');
  expect(binanceUsdm.rows.order(order)).toEqual({
    ...{
      symbol: 'BTCUSDT',
      updatedAt: '2019-09-19T07:51:05.651000Z',
      id: '8886774',
      clientId: 'TEST',
      side: 'buy',
    },
    ...{
      type: 'limit',
      price: '7100.50',
      triggerPrice: null,
      size: '0.001',
      filled: '0.001',
      remaining: '0',
    },
    ...{ averagePrice: '7100.50', status: 'partially-filled', timeInForce: 'GTC', reduceOnly: false },
    ...{ postOnly: false, createdAt: null },
  });
  expect(binanceUsdm.rows.execution(execution)).toEqual({
    ...{ symbol: 'BTCUSDT', updatedAt: '2019-09-19T07:51:05.651000Z', id: '12345678', orderId: '8886774' },
    ...{
      kind: 'trade',
      side: 'buy',
      price: '7100.50',
      size: '0.001',
      fee: '0.01000000',
      feeCurrency: 'USDT',
    },
    ...{ liquidity: 'maker', realisedPnl: '12.34' },
  });
});

test.each([
  ['autoclose-1596107620040000020', 'liquidation'],
  ['adl_autoclose', 'adl'],
  ['settlement_autoclose-1', 'settlement'],
])('an order named %s is a %s', (name, kind) => {
  const [execution = {}] = rowsOfFrame(fill.replace('"c":"TEST"', `"c":"${name}"`), 'execution');
  expect(binanceUsdm.rows.execution(execution).kind).toBe(kind);
});

test('a condition is an untriggered order under a number of its own', () => {
  const [order = {}] = rowsOfFrame(algo, 'order');
  expect(binanceUsdm.rows.order(order)).toMatchObject({
    ...{ id: 'algo-2148719', clientId: 'Q5xaq5EGKgXXa0fD7fs0Ip', side: 'sell', type: 'take-profit' },
    ...{
      price: '750',
      triggerPrice: '750',
      size: '0.01',
      filled: '0',
      remaining: '0.01',
      status: 'untriggered',
    },
    createdAt: '2025-06-21T14:22:22.297000Z',
  });
  const over = (algoStatus: string, actualPrice = '0.00000') =>
    binanceUsdm.rows.order({ ...order, algoStatus, actualPrice }).status;
  expect(over('TRIGGERED')).toBe('expired');
  expect(over('FINISHED')).toBe('cancelled');
  expect(over('FINISHED', '751.2')).toBe('filled');
});

test('a funding without a symbol is read over REST, where what is received is a negative fee', () => {
  expect(binanceUsdm.parse(funding).map(({ kind }) => kind)).toEqual(['table', 'unread']);
  const item = {
    ...{ symbol: 'BTCUSDT', incomeType: 'FUNDING_FEE', income: '1.12345677', asset: 'USDT', id: 'funding-9' },
    time: 1570608000000,
  };
  expect(binanceUsdm.rows.execution(item)).toMatchObject({
    ...{ id: 'funding-9', kind: 'funding', fee: '-1.12345677', feeCurrency: 'USDT', side: null, price: null },
  });
  expect(binanceUsdm.rows.execution({ ...item, income: '-1.12345677' }).fee).toBe('1.12345677');
});

test('an expired listen key asks for a new connection', () => {
  expect(binanceUsdm.parse(expired)).toEqual([
    { kind: 'notice', message: 'the listen key has expired', reconnect: true },
  ]);
});

test('nothing in a frame makes the rows fail', () => {
  for (const view of Object.values(binanceUsdm.rows)) expect(() => view({})).not.toThrow();
});
