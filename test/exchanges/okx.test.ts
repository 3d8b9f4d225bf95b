/** OKX: every message becomes what it says, to the digit. */
import { describe, expect, test } from 'vitest';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { okx } from '../../src/main/exchanges/okx.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { framesOf } from '../support/fixtures.ts';

const source = { exchange: okx, venue: 'okx', account: 'main' };

function only(frame: string) {
  const events = okx.parse(frame);
  expect(events).toHaveLength(1);
  return events[0];
}

function error(code: string, msg: string) {
  return only(JSON.stringify({ event: 'error', code, msg, connId: 'a4d3ae55' }));
}

describe('public messages', () => {
  const events = framesOf('okx/feed').flatMap((frame) => okx.parse(frame));

  test('each fixture is one known message', () => {
    expect(events.map(({ kind }) => kind)).toEqual([
      'trades',
      'subscribed',
      'refused',
      'notice',
      'pong',
      'table',
      'table',
    ]);
  });

  test('a trade keeps its digits and the side of the taker', () => {
    expect(events[0]).toMatchObject({
      symbol: 'BTC-USDT',
      trades: [
        {
          id: '674510826',
          side: 'buy',
          price: '95634.9',
          size: '0.00011186',
          time: '2025-02-24T10:56:01.685000Z',
        },
      ],
    });
  });

  test('an announced upgrade is a reason to connect again before it comes', () => {
    expect(events[3]).toMatchObject({ kind: 'notice', reconnect: true });
  });

  test('an unknown instrument is refused alone', () => {
    const said = "Wrong URL or channel:trades,instId:BTC-USDTX doesn't exist.";
    expect(error('60018', said)).toMatchObject({
      kind: 'refused',
      channels: [{ topic: 'trade', symbol: 'BTC-USDTX' }],
      code: '60018',
    });
  });

  test('tickers and best offers replace those of their instrument', () => {
    expect(events[5]).toMatchObject({
      table: 'instrument',
      action: 'partial',
      filter: { symbol: 'BTC-USDT' },
    });
    const [ticker, quote] = events.slice(5).flatMap((event) => (event.kind === 'table' ? event.rows : []));
    expect(canonicalRow(source, 'instrument', ticker ?? {}, 0, null)).toMatchObject({
      kind: 'spot',
      base: 'BTC',
      quote: 'USDT',
      lastPrice: '95634.9',
      volume24h: '5432.10',
    });
    expect(canonicalRow(source, 'quote', quote ?? {}, 0, null)).toMatchObject({
      bidPrice: '95634.9',
      bidSize: '1.20',
      askPrice: '95635',
      askSize: '0.50',
    });
  });

  test.each([
    'x',
    '[]',
    '"text"',
    '{"arg":{"channel":"trades","instId":"A"},"data":{}}',
    '{"arg":{"channel":"trades","instId":"A"},"data":[{"instId":"A","px":"1"}]}',
    '{"arg":{"channel":"tickers"},"data":[{}]}',
    '{"arg":{"channel":"orders"},"data":[{"state":"live"}]}',
    '{"arg":{"channel":"positions"},"data":[{"pos":"1"}]}',
  ])('%s is malformed', (frame) => {
    expect(only(frame)).toMatchObject({ kind: 'malformed' });
  });

  test('one frame a channel subscribes', () => {
    expect(okx.subscribe([{ topic: 'trade', symbol: 'BTC-USDT' }])).toEqual([
      '{"op":"subscribe","args":[{"channel":"trades","instId":"BTC-USDT"}]}',
    ]);
  });
});

describe('past trades', () => {
  const row = (tradeId: string, sz: string, ts = '1000', px = '5') => ({
    ...{ instId: 'BTC-USDT', side: 'buy', sz, px, tradeId, ts },
  });

  test('are added up as the stream adds them up, to the last digit', () => {
    const data = [
      row('9', '1', '2000'),
      row('8', '0.10'),
      row('7', '0.00000001'),
      row('6', '2', '1000', '4'),
    ];
    const trades = okx.history.parse(JSON.stringify({ code: '0', data }));
    expect(trades?.map(({ id, size }) => `${id} ${size}`)).toEqual(['6 2', '8 0.10000001', '9 1']);
  });

  test('are asked for from the edge of the hole, all parts of the edge included', () => {
    const edge = { id: '900719925474099312', time: '2026-11-24T00:00:00.000000Z' };
    const window = { after: { ...edge, id: '1' }, before: edge, offset: 0 };
    expect(okx.history.url('http://x', 'BTC-USDT', window)).toBe(
      'http://x/api/v5/market/history-trades?instId=BTC-USDT&type=1&after=900719925474099313&limit=100',
    );
  });
});

describe('account messages', () => {
  const events = framesOf('okx/account').flatMap((frame) => okx.parse(frame));
  const rowsIn = (table: string): readonly Item[] =>
    events.flatMap((event) => (event.kind === 'table' && event.table === table ? event.rows : []));

  test('each fixture is known; an order that was filled is an execution too', () => {
    expect(events.map((event) => (event.kind === 'table' ? event.table : event.kind))).toEqual([
      'authenticated',
      'refused',
      'order',
      'execution',
      'position',
      'margin',
      'subscribed',
      'notice',
      'rate-limited',
      'unread',
      'ignored',
    ]);
    expect(events[6]).toMatchObject({
      channels: [
        { topic: 'order', symbol: null },
        { topic: 'execution', symbol: null },
      ],
    });
  });

  test('a position in contracts, with the figures of the documentation', () => {
    expect(canonicalRow(source, 'position', rowsIn('position')[0] ?? {}, 0, null)).toMatchObject({
      symbol: 'XRP-USDT-SWAP',
      side: 'long',
      size: '1',
      sizeUnit: 'contracts',
      notional: '52.68620388000001',
      entryPrice: '0.52668',
      markPrice: '0.52692',
      liquidationPrice: '0.3287514731020614',
      leverage: '3',
      marginMode: 'cross',
      margin: '17.564000000000004',
      unrealisedPnl: '0.0240000000000018',
      pnlCurrency: 'USDT',
      updatedAt: '2023-08-27T15:50:44.408000Z',
    });
  });

  test('an order and its only fill', () => {
    expect(canonicalRow(source, 'order', rowsIn('order')[0] ?? {}, 0, null)).toMatchObject({
      id: '2497956918703120384',
      clientId: '001BTCUSDT20250106001',
      type: 'market',
      price: null,
      size: '0.03',
      filled: '0.03',
      remaining: '0',
      averagePrice: '103698.9',
      status: 'filled',
      reduceOnly: false,
      postOnly: false,
    });
    expect(canonicalRow(source, 'execution', rowsIn('execution')[0] ?? {}, 0, null)).toMatchObject({
      id: '1518905529',
      orderId: '2497956918703120384',
      kind: 'trade',
      price: '103698.9',
      size: '0.03',
      fee: '0.021776769',
      feeCurrency: 'USDT',
      liquidity: 'maker',
      updatedAt: '2025-05-11T07:08:37.402000Z',
    });
  });

  test('a balance', () => {
    expect(canonicalRow(source, 'margin', rowsIn('margin')[0] ?? {}, 0, null)).toMatchObject({
      currency: 'USDT',
      walletBalance: '100.52768569797846',
      equity: '100.52768569797846',
      available: '100.52768569797846',
    });
  });

  test.each([
    // Of its own where currencies stand alone, of the whole account where they stand in for each other.
    [{ eq: '100', mmr: '0.5' }, '0.005'],
    [{ eq: '100', mmr: '', accountMgnRatio: '8' }, '0.125'],
    [{ eq: '100', mmr: '', accountMgnRatio: '69.00363001456147' }, '0.01449199121537483325'],
    [{ eq: '100', mmr: '', accountMgnRatio: '' }, null],
  ])('a balance %j has the margin ratio %s', (item, marginRatio) => {
    expect(canonicalRow(source, 'margin', item, 0, null)).toMatchObject({ marginRatio });
  });

  test.each([
    ['net', '-3', 'SWAP', 'short', '-3'],
    ['net', '3', 'SWAP', 'long', '3'],
    ['short', '3', 'FUTURES', 'short', '-3'],
    ['long', '3', 'OPTION', 'long', '3'],
    ['net', '0', 'SWAP', 'flat', '0'],
  ])('a position %s of %s %s is %s', (posSide, pos, instType, side, size) => {
    const item = { instId: 'BTC-USD-SWAP', posId: '1', posSide, pos, instType };
    expect(canonicalRow(source, 'position', item, 0, null)).toMatchObject({ side, size });
  });

  test('an isolated inverse position is worth its dollars and pays in its coin', () => {
    const item = {
      ...{ instId: 'BTC-USD-SWAP', instType: 'SWAP', posSide: 'net', pos: '-50', mgnMode: 'isolated' },
      ...{ margin: '0.01', imr: '', notionalUsd: '5000', upl: '-0.00012', ccy: 'BTC' },
    };
    expect(canonicalRow(source, 'position', item, 0, null)).toMatchObject({
      notional: '5000',
      marginMode: 'isolated',
      margin: '0.01',
      unrealisedPnl: '-0.00012',
      pnlCurrency: 'BTC',
    });
  });

  test('a borrowed short of a margin pair is as large as what is owed', () => {
    const item = {
      ...{ instId: 'BTC-USDT', instType: 'MARGIN', posSide: 'net', pos: '900.5', posCcy: 'USDT' },
      liab: '-0.01',
    };
    expect(canonicalRow(source, 'position', item, 0, null)).toMatchObject({ side: 'short', size: '-0.01' });
  });

  test.each([
    [{ category: 'full_liquidation' }, 'liquidation'],
    [{ category: 'adl' }, 'adl'],
    [{ category: 'delivery' }, 'settlement'],
    [{ subType: '104' }, 'liquidation'],
    [{ subType: '125' }, 'adl'],
    [{ subType: '112' }, 'settlement'],
    [{ subType: '1' }, 'trade'],
    [{}, 'trade'],
  ])('an execution %j is a %s', (item, kind) => {
    expect(canonicalRow(source, 'execution', { tradeId: '1', ...item }, 0, null)).toMatchObject({ kind });
  });

  test.each([
    ['post_only', 'limit', 'GTC', true],
    ['fok', 'limit', 'FOK', false],
    ['optimal_limit_ioc', 'market', 'IOC', false],
    ['something_new', 'something-new', null, false],
  ])('an order of type %s is a %s order, %s', (ordType, type, timeInForce, postOnly) => {
    expect(canonicalRow(source, 'order', { ordId: '1', ordType }, 0, null)).toMatchObject({
      type,
      timeInForce,
      postOnly,
    });
  });

  test.each([
    ['60005', 'key'],
    ['60031', 'key'],
    ['60007', 'secret'],
    ['60024', 'secret'],
    ['60006', 'clock'],
    ['50110', 'address'],
    ['50120', 'permission'],
  ])('a login refused with %s is about the %s', (code, cause) => {
    expect(error(code, 'no')).toMatchObject({ kind: 'refused', channels: null, cause });
  });

  test('a limit and a venue in trouble are waited for; anything else is only told', () => {
    expect(error('60014', 'Requests too frequent')).toMatchObject({ kind: 'rate-limited' });
    expect(error('63999', 'Internal error')).toMatchObject({ kind: 'rate-limited' });
    expect(error('99999', 'What')).toMatchObject({ kind: 'notice', reconnect: false });
  });
});
