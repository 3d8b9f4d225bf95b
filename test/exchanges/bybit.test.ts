/** Bybit on documented frames: what they say, exact to the digit. */
import { describe, expect, test } from 'vitest';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import { categoryAt, contractOfSymbol } from '../../src/main/exchanges/bybit-symbols.ts';
import type { FeedEvent, Item } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { framesOf } from '../support/fixtures.ts';

const session = framesOf('bybit/session');
const market = framesOf('bybit/market');
const accounts = framesOf('bybit/account');
const source = { exchange: bybit, venue: 'bybit', account: 'main' };

function parse(frame: object | string): readonly FeedEvent[] {
  return bybit.parse(typeof frame === 'string' ? frame : JSON.stringify(frame));
}

function itemOf(table: string): Item {
  for (const event of accounts.flatMap(parse)) {
    const [row] = event.kind === 'table' && event.table === table ? event.rows : [];
    if (row !== undefined) return row;
  }
  throw new Error(`no ${table} in the fixture`);
}

describe('the session', () => {
  test('is told by request ids, codes and words', () => {
    expect(session.flatMap(parse)).toEqual([
      {
        kind: 'subscribed',
        channels: [
          { topic: 'trade', symbol: 'BTCUSDT' },
          { topic: 'quote', symbol: 'BTCUSDT' },
        ],
      },
      {
        kind: 'refused',
        channels: [{ topic: 'trade', symbol: 'NOPE' }],
        code: 'error',
        message: 'Invalid topic: publicTrade.NOPE',
      },
      { kind: 'pong' },
      { kind: 'pong' },
      { kind: 'authenticated' },
      { kind: 'refused', channels: null, code: '10003', message: 'Invalid apikey', cause: 'key' },
      { kind: 'refused', channels: null, code: 'error', message: 'Params Error', cause: 'clock' },
    ]);
  });

  test.each([
    ['error:verify signature fail', 'secret'],
    ['request expired', 'clock'],
    ['Your api key has expired.', 'expired'],
    ['Permission denied', 'permission'],
    ['api_key is not valid', 'key'],
    ["Unmatched IP, please check your API key's bound IP addresses.", 'address'],
    ['Too many visits. Exceeded the API Rate Limit.', 'rate-limit'],
    ['something else', 'other'],
  ])('a login that fails with "%s" is a matter of %s', (words, cause) => {
    expect(parse({ op: 'auth', success: false, ret_msg: words })).toMatchObject([{ kind: 'refused', cause }]);
  });

  test('a server that does not repeat the id can only have acknowledged the account', () => {
    expect(parse({ success: true, ret_msg: '', op: 'subscribe' })).toEqual([
      {
        kind: 'subscribed',
        channels: ['position', 'order', 'execution', 'margin'].map((topic) => ({ topic, symbol: null })),
      },
    ]);
  });

  test.each(['', '{', 'null', '[]', '{"topic":"publicTrade.X","data":[{}]}', '{"topic":"wallet","data":7}'])(
    'what cannot be read is malformed: %s',
    (frame) => {
      expect(parse(frame)).toMatchObject([{ kind: 'malformed' }]);
    },
  );

  test('subscribes by symbol, and all of an account at once', () => {
    const channels = [
      { topic: 'trade', symbol: 'BTCUSDT' },
      { topic: 'quote', symbol: 'BTCUSDT' },
      { topic: 'orderBookL2_25', symbol: 'ETHUSDT' },
      { topic: 'order', symbol: null },
      { topic: 'margin', symbol: null },
    ];
    expect(bybit.subscribe(channels).map((frame) => JSON.parse(frame))).toEqual([
      {
        req_id: 'trade:BTCUSDT,quote:BTCUSDT',
        op: 'subscribe',
        args: ['publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT'],
      },
      { req_id: 'orderBookL2_25:ETHUSDT', op: 'subscribe', args: ['orderbook.50.ETHUSDT'] },
      { req_id: 'order,margin', op: 'subscribe', args: ['order', 'wallet'] },
    ]);
    expect(bybit.unsubscribe([])).toEqual([]);
  });
});

describe('a market', () => {
  const store = createTableStore();
  const trades = market.flatMap(parse).flatMap((event) => (event.kind === 'trades' ? event.trades : []));

  test('trades with the taker’s side and the digits sent', () => {
    expect(trades.map(({ item: _, ...trade }) => trade)).toEqual([
      {
        ...{ symbol: 'BTCUSDT', id: '20f43950-d8dd-5b31-9112-a178eb6023af', side: 'buy' },
        ...{ price: '16578.50', size: '0.001', time: '2022-12-29T09:01:26.865000Z' },
      },
      {
        ...{ symbol: 'BTCUSD', id: '20f43950-d8dd-5b31-9112-a178eb6023b0', side: 'sell' },
        ...{ price: '16578.50', size: '100', time: '2022-12-29T09:01:26.865000Z' },
      },
      {
        ...{ symbol: 'BTCUSD', id: '20f43950-d8dd-5b31-9112-a178eb6023b1', side: 'buy' },
        ...{ price: '16579.00', size: '2500', time: '2022-12-29T09:01:26.866000Z' },
      },
    ]);
  });

  test('has an instrument that goes on with what has changed, a quote and a book', () => {
    const linear = market.filter((frame) => !frame.includes('usdIndexPrice'));
    for (const event of linear.flatMap(parse)) if (event.kind === 'table') store.apply(event, () => {});
    const [instrument] = [...store.rows('instrument')].map(([, item]) => item);
    expect(instrument && canonicalRow(source, 'instrument', instrument, 0, null)).toMatchObject({
      ...{ symbol: 'BTCUSDT', kind: 'perpetual', base: 'BTC', quote: 'USDT', settle: 'USDT', inverse: false },
      ...{ lastPrice: '17216.50', markPrice: '17217.40', indexPrice: '17227.36', fundingRate: '-0.000212' },
      ...{ nextFundingAt: '2023-01-09T16:00:00.000000Z', volume24h: '91705.276', contractValue: '1' },
      updatedAt: '2023-01-09T14:01:01.786000Z',
    });
    expect(instrument && bybit.price24hAgo(instrument)).toBe('16926.50');
    const [quote] = [...store.rows('quote')].map(([, item]) => item);
    expect(quote && canonicalRow(source, 'quote', quote, 0, null)).toMatchObject({
      ...{ bidPrice: '16493.50', bidSize: '0.006', askPrice: '16611.00', askSize: '0.029' },
    });
    const levels = [...store.rows('orderBookL2_25')].map(([, { side, price, size }]) => [side, price, size]);
    expect(levels).toEqual([
      ['Buy', '16493.00', '0.120'],
      ['Sell', '16611.00', '0.029'],
      ['Sell', '16612.00', '0.213'],
      ['Sell', '16611.50', '0.700'],
    ]);
  });

  test('of spot is told by a ticker without a mark', () => {
    const [spot] = market.filter((frame) => frame.includes('usdIndexPrice')).flatMap(parse);
    const item = spot?.kind === 'table' ? spot.rows[0] : undefined;
    expect(item && canonicalRow(source, 'instrument', item, 0, null)).toMatchObject({
      ...{ kind: 'spot', lastPrice: '21109.77', indexPrice: '21120.2400136', markPrice: null },
    });
  });

  test.each([
    ['wss://stream.bybit.com/v5/public', 'BTCUSDT', 'wss://stream.bybit.com/v5/public/linear', 'linear'],
    ['wss://stream.bybit.com/v5/public', 'BTCUSD', 'wss://stream.bybit.com/v5/public/inverse', 'inverse'],
    ['ws://127.0.0.1:1/v5/public/spot', 'BTCUSDT', 'ws://127.0.0.1:1/v5/public/spot', 'spot'],
    ['ws://127.0.0.1:1/', 'BTCUSDT', 'ws://127.0.0.1:1/', 'linear'],
  ])('at %s, %s is served by %s', (endpoint, symbol, address, category) => {
    expect(bybit.address(endpoint, [{ topic: 'trade', symbol }])).toBe(address);
    expect(categoryAt(endpoint, symbol)).toBe(category);
    expect(bybit.history.newestUrl('http://r', symbol, endpoint)).toBe(
      `http://r/v5/market/recent-trade?category=${category}&symbol=${symbol}&limit=1`,
    );
  });

  test.each([
    ['BTCUSDT', 'BTC', 'USDT', 'USDT', true],
    ['1000PEPEUSDT', '1000PEPE', 'USDT', 'USDT', true],
    ['BTCPERP', 'BTC', 'USDC', 'USDC', true],
    ['BTC-27DEC26', 'BTC', 'USDC', 'USDC', false],
    ['BTCUSDT-27DEC26', 'BTC', 'USDT', 'USDT', false],
    ['BTCUSD', 'BTC', 'USD', 'BTC', true],
    ['ETHUSDZ26', 'ETH', 'USD', 'ETH', false],
    ['ETH-30DEC22-1400-C', 'ETH', 'USDC', 'USDC', false],
    ['BTC-30DEC26-90000-P-USDT', 'BTC', 'USDT', 'USDT', false],
  ])('%s is %s in %s, settled in %s', (symbol, base, quote, settle, isPerpetual) => {
    expect(symbol).toMatch(bybit.symbolPattern);
    expect(contractOfSymbol(symbol)).toEqual({ base, quote, settle, isPerpetual });
  });

  test('past trades come newest first, and leave in the order of time', () => {
    const list = [
      {
        execId: '2',
        symbol: 'BTCUSDT',
        price: '16618.49',
        size: '0.00012',
        side: 'Buy',
        time: '1672052955759',
      },
      {
        execId: '1',
        symbol: 'BTCUSDT',
        price: '16618.50',
        size: '0.00010',
        side: 'Sell',
        time: '1672052955758',
      },
    ];
    const answer = JSON.stringify({ retCode: 0, retMsg: 'OK', result: { category: 'spot', list }, time: 1 });
    expect(bybit.history.parse(answer)?.map(({ id, price }) => [id, price])).toEqual([
      ['1', '16618.50'],
      ['2', '16618.49'],
    ]);
    for (const bad of ['', '{}', '[]', '{"result":{"list":[{}]}}'])
      expect(bybit.history.parse(bad)).toBeNull();
  });

  test('past minutes are candles stamped with their end, without the one that is still open', () => {
    const list = [
      ['1670608860000', '17071', '17073', '17027', '17055.5', '268611', '15.74462667'],
      ['1670608800000', '17071.5', '17071.5', '17061', '17071', '4177', '0.24469757'],
    ];
    const answer = JSON.stringify({
      retCode: 0,
      result: { symbol: 'BTCUSD', category: 'inverse', list },
      time: 1,
    });
    const [item, ...others] = bybit.candles.parse(answer) ?? [];
    expect(others).toEqual([]);
    expect(item && canonicalRow(source, 'tradeBin1m', item, 0, null)).toMatchObject({
      ...{ symbol: 'BTCUSD', open: '17071.5', high: '17071.5', low: '17061', close: '17071', volume: '4177' },
      time: '2022-12-09T18:01:00.000000Z',
    });
    expect(bybit.candles.parse('{}')).toBeNull();
  });
});

describe('rows of an account', () => {
  test('a position, one-way, cross and linear', () => {
    const item = { marginMode: 'REGULAR_MARGIN', unifiedMarginStatus: 5, ...itemOf('position') };
    expect(canonicalRow(source, 'position', item, 0, null)).toEqual({
      ...{ venue: 'bybit', account: 'main', receivedAt: '1970-01-01T00:00:00.000000Z', symbol: 'ETHUSDT' },
      ...{ updatedAt: '2025-11-03T19:45:25.472000Z', side: 'short', size: '-0.01', sizeUnit: 'base' },
      ...{ notional: '36.42075', entryPrice: '3641.075', breakEvenPrice: null, markPrice: '3641.33' },
      ...{ liquidationPrice: '51764.83003276', leverage: '30', marginMode: 'cross', margin: '1.23480936' },
      ...{ unrealisedPnl: '-0.00255', realisedPnl: '0.0094814', pnlCurrency: 'USDT' },
    });
  });

  test('both sides of a hedge, isolated and inverse, from REST', () => {
    const rest = {
      ...{
        category: 'inverse',
        symbol: 'BTCUSD',
        tradeMode: 1,
        avgPrice: '28000.5',
        breakEvenPrice: '28010',
      },
      ...{ positionValue: '0.00714285', positionBalance: '0.0008', positionIM: '0.0007', markPrice: '28000' },
      ...{ leverage: '10', liqPrice: '', unrealisedPnl: '-0.0001', curRealisedPnl: '', updatedTime: '0' },
    };
    const long = canonicalRow(
      source,
      'position',
      { ...rest, positionIdx: 1, side: 'Buy', size: '200' },
      0,
      null,
    );
    const short = canonicalRow(
      source,
      'position',
      { ...rest, positionIdx: 2, side: 'Sell', size: '100' },
      0,
      null,
    );
    expect(long).toMatchObject({
      ...{ side: 'long', size: '200', sizeUnit: 'contracts', notional: '200', entryPrice: '28000.5' },
      ...{ breakEvenPrice: '28010', marginMode: 'isolated', margin: '0.0008', pnlCurrency: 'BTC' },
      ...{ liquidationPrice: null, realisedPnl: null, updatedAt: null },
    });
    expect(short).toMatchObject({ side: 'short', size: '-100', notional: '100' });
    const store = createTableStore();
    const rows = [1, 2].map((positionIdx) => ({ ...rest, positionIdx }));
    const { keys } = bybit.account.tables.position;
    store.apply({ kind: 'table', table: 'position', action: 'partial', keys, filter: {}, rows }, () => {});
    expect(store.size('position')).toBe(2);
    const empty = { ...itemOf('position'), side: '', size: '0' };
    expect(canonicalRow(source, 'position', empty, 0, null)).toMatchObject({ side: 'flat', size: '0' });
  });

  test('an order', () => {
    expect(canonicalRow(source, 'order', itemOf('order'), 0, null)).toMatchObject({
      ...{
        id: '5cf98598-39a7-459e-97bf-76ca765ee020',
        clientId: null,
        symbol: 'ETH-30DEC22-1400-C',
        side: 'sell',
      },
      ...{ type: 'market', price: '72.5', triggerPrice: null, size: '1', filled: '1', remaining: '0' },
      ...{ averagePrice: '75', status: 'filled', timeInForce: 'IOC', reduceOnly: false, postOnly: false },
      ...{ createdAt: '2022-12-30T01:37:42.444000Z', updatedAt: '2022-12-30T01:37:42.457000Z' },
    });
  });

  test.each([
    [{ orderStatus: 'Untriggered', stopOrderType: 'Stop', orderType: 'Limit' }, 'untriggered', 'stop-limit'],
    [
      { orderStatus: 'Triggered', stopOrderType: 'TakeProfit', orderType: 'Market' },
      'pending',
      'take-profit',
    ],
    [{ orderStatus: 'PartiallyFilledCanceled', orderType: 'Limit' }, 'cancelled', 'limit'],
    [{ orderStatus: 'Deactivated', orderType: 'Limit' }, 'cancelled', 'limit'],
    [{ orderStatus: 'PartiallyFilled', orderType: 'Limit' }, 'partially-filled', 'limit'],
    [{ orderStatus: 'Rejected', orderType: 'Limit' }, 'rejected', 'limit'],
    [{ orderStatus: 'Soon', orderType: 'Limit' }, null, 'limit'],
  ])('%j is %s and a %s', (item, status, type) => {
    expect(canonicalRow(source, 'order', { orderId: '1', ...item }, 0, null)).toMatchObject({ status, type });
  });

  test('a post-only order says so, apart from its time', () => {
    const row = canonicalRow(source, 'order', { orderId: '1', timeInForce: 'PostOnly', price: '0' }, 0, null);
    expect(row).toMatchObject({ timeInForce: 'GTC', postOnly: true, price: null });
  });

  test('an execution', () => {
    expect(canonicalRow(source, 'execution', itemOf('execution'), 0, null)).toMatchObject({
      ...{ id: '0ab1bdf7-4219-438b-b30a-32ec863018f7', orderId: '9aac161b-8ed6-450d-9cab-c5cc67c21784' },
      ...{
        kind: 'trade',
        side: 'sell',
        price: '95900.1',
        size: '0.5',
        fee: '26.3725275',
        feeCurrency: 'USDT',
      },
      ...{ liquidity: 'taker', realisedPnl: '0.05', updatedAt: '2025-05-03T11:06:40.353000Z' },
    });
  });

  test.each([
    [{ execType: 'AdlTrade' }, 'adl'],
    [{ execType: 'Trade', createType: 'CreateByAdl_PassThrough' }, 'adl'],
    [{ execType: 'BustTrade' }, 'liquidation'],
    [{ execType: 'Trade', createType: 'CreateByLiq' }, 'liquidation'],
    [{ execType: 'Funding' }, 'funding'],
    [{ execType: 'Delivery' }, 'settlement'],
    [{ execType: 'BlockTrade' }, 'trade'],
  ])('%j is %s', (item, kind) => {
    const row = canonicalRow(
      source,
      'execution',
      { ...item, execId: '1', symbol: 'BTCUSD', category: 'inverse' },
      0,
      null,
    );
    expect(row).toMatchObject({ kind, feeCurrency: 'BTC' });
  });

  test('a wallet is one row a coin, with the ratio of the whole account', () => {
    expect(canonicalRow(source, 'margin', itemOf('margin'), 0, null)).toMatchObject({
      ...{
        currency: 'BTC',
        equity: '0.00102964',
        walletBalance: '0.00102964',
        marginRatio: '0',
        symbol: null,
      },
      updatedAt: '2023-11-15T07:52:02.104000Z',
    });
  });
});

describe('the account protocol', () => {
  const signer = textSigner('key', 'secret');
  const login = { signer, nowMs: 1_700_000_000_000, nonce: 1, token: null, challenge: null };

  test('signs the login for a time ahead, in milliseconds', () => {
    expect(JSON.parse(bybit.account.authenticate(login))).toEqual({
      req_id: 'auth',
      op: 'auth',
      args: ['key', 1_700_000_010_000, signer.hmacSha256Hex('GET/realtime1700000010000')],
    });
  });

  test.each([
    ['wss://stream.bybit.com/v5/private', 'wss://stream.bybit.com/v5/private'],
    ['ws://127.0.0.1:8080', 'ws://127.0.0.1:8080/v5/private'],
    ['ws://127.0.0.1:8080/', 'ws://127.0.0.1:8080/v5/private'],
    ['ws://127.0.0.1:8080/v5/public/linear', 'ws://127.0.0.1:8080/v5/private'],
    ['ws://127.0.0.1:8080/own/path', 'ws://127.0.0.1:8080/own/path'],
  ])('finds the private stream from %s', (base, address) => {
    expect(bybit.account.address(base)).toBe(address);
  });

  test('signs time, key, window and query of a read', () => {
    const read = bybit.account.tables.position.reads()[1];
    const request = read?.request('http://r', login, 'a=b&c');
    const query = 'category=linear&settleCoin=USDT&limit=200&cursor=a%3Db%26c';
    expect(request).toEqual({
      method: 'GET',
      url: `http://r/v5/position/list?${query}`,
      headers: {
        'X-BAPI-API-KEY': 'key',
        'X-BAPI-TIMESTAMP': '1700000000000',
        'X-BAPI-RECV-WINDOW': '5000',
        'X-BAPI-SIGN': signer.hmacSha256Hex(`1700000000000key5000${query}`),
      },
      body: null,
    });
  });

  test.each([
    [200, '{"retCode":0,"retMsg":"OK","result":{}}', null],
    [200, '{"retCode":33004,"retMsg":"Your api key has expired."}', 'expired'],
    [200, '{"retCode":10010,"retMsg":"Unmatched IP"}', 'address'],
    [200, '{"retCode":10006,"retMsg":"Too many visits"}', 'rate-limit'],
    [403, '', 'rate-limit'],
    [401, '', 'key'],
    [502, '<html>', 'busy'],
    [200, 'no JSON', 'busy'],
    [200, '{"retCode":10001,"retMsg":"params error"}', 'other'],
  ])('HTTP %i with %s fails by %s', (status, body, cause) => {
    expect(bybit.account.failure(status, body)?.cause ?? null).toBe(cause);
  });

  test('reads the venue’s time in milliseconds', () => {
    const answer =
      '{"retCode":0,"result":{"timeSecond":"1688639403","timeNano":"1688639403423213947"},"time":1}';
    expect(bybit.account.time.parse(answer)).toBeCloseTo(1688639403423.214, 3);
  });

  test('of two states of an order the older one is told by time, then by what is filled, then by being open', () => {
    const { isOlder } = bybit.account.tables.order;
    const state = (updatedTime: string, cumExecQty: string, orderStatus: string): Item => ({
      ...{ updatedTime, cumExecQty, orderStatus },
    });
    expect(isOlder(state('1', '0', 'New'), state('2', '0', 'New'))).toBe(true);
    expect(isOlder(state('2', '0', 'New'), state('1', '1', 'Filled'))).toBe(false);
    expect(isOlder(state('1', '0', 'New'), state('1', '1', 'PartiallyFilled'))).toBe(true);
    expect(isOlder(state('1', '1', 'New'), state('1', '1', 'Cancelled'))).toBe(true);
    expect(isOlder(state('1', '1', 'Filled'), state('1', '1', 'Filled'))).toBe(false);
  });
});

test('a position whose direction or size is not said is open, and nobody claims to know which way', () => {
  const item = { symbol: 'BTCUSDT', positionIdx: 0, size: '5' };
  const rows = [{ ...item, side: '' }, item, { ...item, side: 'Sell', size: '-5' }, { ...item, size: '' }];
  for (const one of rows) {
    expect(canonicalRow(source, 'position', one, 0, null)).toMatchObject({ side: null, size: null });
    expect(bybit.account.tables.position.facts(one)).not.toBeNull();
  }
});

test('an answer whose id names nothing is of no channel', () => {
  expect(bybit.parse('{"success":true,"req_id":",","op":"subscribe"}')).toEqual([
    { kind: 'subscribed', channels: [] },
  ]);
});

test('rights that are no words are left out', () => {
  const result = { readOnly: 0, permissions: { Wallet: [{ toString: 1 }, 'Withdraw'] } };
  expect(bybit.account.rights.parse(JSON.stringify({ result }))?.words).toEqual(['Wallet: Withdraw']);
});
