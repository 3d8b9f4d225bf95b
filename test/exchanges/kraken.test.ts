/** Kraken on documented frames: what they say, exact to the digit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedEvent, Item } from '../../src/main/exchanges/exchange.ts';
import { kraken } from '../../src/main/exchanges/kraken.ts';
import { krakenCause } from '../../src/main/exchanges/kraken-messages.ts';
import { isoOfSeconds } from '../../src/main/exchanges/kraken-reads.ts';
import { assetOf, oldPairOf, pairOf } from '../../src/main/exchanges/kraken-symbols.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { kept } from '../support/account-life.ts';
import { framesOf } from '../support/fixtures.ts';

const market = framesOf('kraken/market').flatMap((frame) => kraken.parse(frame));
const account = framesOf('kraken/account').flatMap((frame) => kraken.parse(frame));
const source = { exchange: kraken, venue: 'kraken', account: 'main' };

function itemsOf(events: readonly FeedEvent[], table: string): readonly Item[] {
  return events.flatMap((event) => (event.kind === 'table' && event.table === table ? event.rows : []));
}

describe('a market', () => {
  test('trades with the taker’s side, past ones in the order of their ids', () => {
    const trades = market.filter((event) => event.kind === 'trades');
    expect(
      trades.map(({ action, trades: list }) => [action, list.map(({ item: _, ...one }) => one)]),
    ).toEqual([
      [
        'partial',
        [
          {
            ...{ symbol: 'MATIC/USD', id: '4665845', side: 'sell', price: '0.5140', size: '1136.19677815' },
            time: '2023-09-25T07:48:30.102040Z',
          },
          {
            ...{ symbol: 'MATIC/USD', id: '4665846', side: 'buy', price: '0.5147', size: '6423.46326' },
            time: '2023-09-25T07:48:36.925533Z',
          },
        ],
      ],
      [
        'insert',
        [
          {
            ...{ symbol: 'BTC/USD', id: '10218208', side: 'buy', price: '105944.20', size: '0.00027625' },
            time: '2023-10-06T17:35:55.440295Z',
          },
        ],
      ],
    ]);
  });

  test('has an instrument and a quote of one ticker', () => {
    const [ticker] = itemsOf(market, 'instrument');
    expect(ticker && canonicalRow(source, 'instrument', ticker, 0, null)).toMatchObject({
      ...{ symbol: 'ALGO/USD', kind: 'spot', base: 'ALGO', quote: 'USD', lastPrice: '0.10035' },
      volume24h: '997038.98383185',
    });
    expect(ticker && kraken.price24hAgo(ticker)).toBe('0.10052');
    const [quote] = itemsOf(market, 'quote');
    expect(quote && canonicalRow(source, 'quote', quote, 0, null)).toMatchObject({
      ...{ bidPrice: '0.10025', bidSize: '740.0', askPrice: '0.10036', askSize: '1361.44813783' },
    });
  });

  test('tells of everything else what it is', () => {
    expect(market.filter(({ kind }) => kind !== 'trades' && kind !== 'table')).toEqual([
      { kind: 'ignored', policy: 'greeting' },
      { kind: 'notice', message: 'the system is in status maintenance', reconnect: false },
      { kind: 'subscribed', channels: [{ topic: 'trade', symbol: 'BTC/USD' }] },
      {
        kind: 'subscribed',
        channels: [
          { topic: 'instrument', symbol: 'ALGO/USD' },
          { topic: 'quote', symbol: 'ALGO/USD' },
        ],
      },
      {
        ...{ kind: 'refused', code: 'refused', message: 'Currency pair not supported NOPE/USD' },
        channels: [{ topic: 'trade', symbol: 'NOPE/USD' }],
      },
      {
        kind: 'subscribed',
        channels: [
          { topic: 'instrument', symbol: 'ALGO/USD' },
          { topic: 'quote', symbol: 'ALGO/USD' },
        ],
      },
      { kind: 'unsubscribed', channels: [{ topic: 'trade', symbol: 'BTC/USD' }] },
      { kind: 'rate-limited', retryAfterMs: null, message: 'Exceeded msg rate limit' },
      { kind: 'ignored', policy: 'heartbeat' },
      { kind: 'pong' },
    ]);
  });

  test.each([
    '',
    '7',
    '{"channel":"trade"}',
    '{"channel":"trade","data":[{}]}',
    '{"channel":"ticker","data":[{}]}',
    '{"channel":"ticker"}',
    '{"channel":"executions"}',
    '{"channel":"executions","data":[{}]}',
    '{"channel":"executions","data":[{"order_id":"O","exec_type":"trade"}]}',
    '{"channel":"balances","data":[{}]}',
  ])('what cannot be read is malformed: %s', (frame) => {
    expect(kraken.parse(frame)).toMatchObject([{ kind: 'malformed' }]);
  });

  test('is subscribed to by channel, and a ticker that serves two topics goes on', () => {
    const channels = [
      { topic: 'trade', symbol: 'BTC/USD' },
      { topic: 'instrument', symbol: 'BTC/USD' },
      { topic: 'quote', symbol: 'BTC/USD' },
      { topic: 'quote', symbol: 'ETH/EUR' },
    ];
    expect(kraken.subscribe(channels).map((frame) => JSON.parse(frame))).toEqual([
      { method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'], snapshot: true }, req_id: 1 },
      {
        ...{ method: 'subscribe', req_id: 2 },
        params: { channel: 'ticker', symbol: ['BTC/USD', 'ETH/EUR'], event_trigger: 'bbo', snapshot: true },
      },
    ]);
    expect(kraken.unsubscribe(channels).map((frame) => JSON.parse(frame))).toEqual([
      { method: 'unsubscribe', params: { channel: 'trade', symbol: ['BTC/USD'] }, req_id: 1 },
    ]);
    for (const { symbol } of channels) expect(symbol).toMatch(kraken.symbolPattern);
  });

  test('past trades keep the digits of their seconds', () => {
    const answer =
      '{"error":[],"result":{"XXBTZUSD":[["30243.40000","0.34507674",1688669597.8277369,"b","m","",61044952],' +
      '["30243.30000","0.00376960",1688669598.2804112,"s","l","",61044953]],"last":"1688671969993150842"}}';
    expect(kraken.history.parse(answer)?.map(({ item: _, ...trade }) => trade)).toEqual([
      {
        ...{ symbol: null, id: '61044952', side: 'buy', price: '30243.40000', size: '0.34507674' },
        time: '2023-07-06T18:53:17.827736Z',
      },
      {
        ...{ symbol: null, id: '61044953', side: 'sell', price: '30243.30000', size: '0.00376960' },
        time: '2023-07-06T18:53:18.280411Z',
      },
    ]);
    for (const wrong of ['', '{"error":["EQuery:Unknown asset pair"]}', '{"error":[],"result":{"X":[[]]}}']) {
      expect(kraken.history.parse(wrong)).toBeNull();
    }
    expect(kraken.history.newestUrl('http://r', 'DOGE/USD')).toBe(
      'http://r/0/public/Trades?pair=XDGUSD&count=1',
    );
  });
});

describe('an account', () => {
  test('has orders whose reports add up, and executions', () => {
    const store = createTableStore();
    const keys = ['order_id'];
    store.apply({ kind: 'table', table: 'order', action: 'partial', keys, filter: {}, rows: [] }, () => {});
    for (const event of account) {
      if (event.kind === 'table' && event.table === 'order') store.apply(event, () => {});
    }
    const [order] = [...store.rows('order')].map(([, item]) => item);
    expect(order && canonicalRow(source, 'order', order, 0, null)).toMatchObject({
      ...{ id: 'OK4GJX-KSTLS-7DZZO5', clientId: '3', symbol: 'BTC/USD', side: 'sell', type: 'limit' },
      ...{ price: '26500.0', triggerPrice: null, size: '0.005', filled: '0.005', remaining: '0' },
      // As the venue says, though nothing is left: the report of its end follows.
      ...{ status: 'partially-filled', averagePrice: '26599.9', createdAt: '2023-09-22T10:33:05.709950Z' },
    });
    const [execution] = itemsOf(account, 'execution');
    expect(execution && canonicalRow(source, 'execution', execution, 0, null)).toMatchObject({
      ...{ id: 'TGBB7L-HT5LX-J3BZ4A', kind: 'trade', side: 'sell', price: '26599.9', size: '0.005' },
      ...{ fee: '0.3458', feeCurrency: 'USD', liquidity: 'taker', updatedAt: '2023-09-22T10:33:05.709993Z' },
    });
  });

  test('has balances over all wallets', () => {
    const rows = itemsOf(account, 'margin').map((item) => canonicalRow(source, 'margin', item, 0, null));
    expect(rows).toMatchObject([
      { currency: 'BTC', walletBalance: '1.2' },
      { currency: 'MATIC', walletBalance: '500' },
      { currency: 'BTC', walletBalance: '0.02', updatedAt: '2023-09-22T10:23:42.925034Z' },
    ]);
    const [read] = kraken.account.tables.margin.reads();
    const answer = {
      error: [],
      result: {
        XXBT: { balance: '1.0000000000', hold_trade: '0.2500000000' },
        'XBT.F': { balance: '0.2000000000', hold_trade: '0' },
        ZUSD: { balance: 25435.21, hold_trade: 8249.76, credit: '10', credit_used: '5' },
      },
    };
    expect(read?.parse(JSON.stringify(answer))?.rows).toEqual([
      { asset: 'BTC', balance: '1.2', available: '0.75' },
      { asset: 'USD', balance: '25435.21', available: '17190.45' },
    ]);
  });

  test('is acknowledged, refused, and asked to connect again', () => {
    const channels = ['order', 'execution', 'position'].map((topic) => ({ topic, symbol: null }));
    expect(account.filter(({ kind }) => kind !== 'table' && kind !== 'counted')).toEqual([
      { kind: 'subscribed', channels },
      { kind: 'notice', message: 'ESession:Invalid session', reconnect: true },
      {
        ...{ kind: 'refused', channels, code: 'refused', cause: 'permission' },
        message: 'EAccount:Invalid permissions',
      },
    ]);
  });

  test('a trade on margin has its position read', () => {
    const data = [{ order_id: 'O', exec_id: 'T', exec_type: 'trade', margin_borrow: true }];
    const events = kraken.parse(JSON.stringify({ channel: 'executions', type: 'update', data }));
    expect(events.at(-1)).toEqual({ kind: 'unread', table: 'position' });
  });
});

test('filled never shrinks, what is closed stays closed, and microseconds count', () => {
  const { isOlder } = kraken.account.tables.order;
  const have = { order_status: 'partially_filled', cum_qty: 2, timestamp: '2023-09-22T10:33:05.709982Z' };
  expect(isOlder(have, have)).toBe(false);
  expect(isOlder({ ...have, timestamp: '2023-09-22T10:33:05.709981Z' }, have)).toBe(true);
  expect(isOlder({ ...have, cum_qty: 1, timestamp: '2023-09-22T10:33:06.000000Z' }, have)).toBe(true);
  expect(isOlder({ order_status: 'filled', timestamp: '2023-09-22T10:33:05.709983Z' }, have)).toBe(false);
  const closed = { ...have, order_status: 'canceled' };
  expect(isOlder({ ...have, timestamp: '2023-09-22T10:33:06.000000Z' }, closed)).toBe(true);
});

test('words that are no time date nothing: they make no row newer or older', () => {
  const { isOlder, timeMs } = kraken.account.tables.order;
  const have = { order_status: 'new', cum_qty: 0, timestamp: '2023-09-22T10:33:05.709982Z' };
  for (const timestamp of ['order 7', '2023-02-30T10:33:05Z', '22 Sep 2023', 5, undefined]) {
    expect(timeMs({ timestamp })).toBeNull();
    expect([isOlder({ ...have, timestamp }, have), isOlder(have, { ...have, timestamp })]).toEqual([
      false,
      false,
    ]);
  }
  expect(timeMs(have)).toBe(Date.UTC(2023, 8, 22, 10, 33, 5, 709));
});

test.each([
  ['EAPI:Invalid key', 'key'],
  ['EAPI:Invalid signature', 'secret'],
  ['EAPI:Invalid nonce', 'clock'],
  ['EGeneral:Permission denied', 'permission'],
  ['EAPI:Rate limit exceeded', 'rate-limit'],
  ['EGeneral:Temporary lockout', 'rate-limit'],
  ['EGeneral:Too many requests', 'rate-limit'],
  ['EService:Unavailable', 'busy'],
  ['EGeneral:Internal error', 'busy'],
  ['EQuery:Unknown asset pair', 'other'],
])('%s is a matter of %s', (words, cause) => {
  expect(krakenCause(words)).toBe(cause);
});

test.each([
  ['XXBTZUSD', 'BTC/USD'],
  ['XETHXXBT', 'ETH/BTC'],
  ['XBTUSD', 'BTC/USD'],
  ['XBTUSDT', 'BTC/USDT'],
  ['XDGUSD', 'DOGE/USD'],
  ['ADAEUR', 'ADA/EUR'],
  ['XBT/USD', 'BTC/USD'],
  ['UNKNOWN', 'UNKNOWN'],
])('the pair %s is %s', (old, pair) => {
  expect(pairOf(old)).toBe(pair);
});

test('assets have one name, whatever they are lent to', () => {
  expect(['ZUSD', 'XXBT', 'XBT.F', 'XXDG', 'DOT28.S', 'ETH2.S', 'USDT', 'ADA'].map(assetOf)).toEqual([
    ...['USD', 'BTC', 'BTC', 'DOGE', 'DOT', 'ETH', 'USDT', 'ADA'],
  ]);
  expect(oldPairOf('BTC/EUR')).toBe('XBTEUR');
});

test('the states of an order end in the same row in whatever order they arrive', () => {
  const { order } = kraken.account.tables;
  const at = (step: number) => `2023-09-22T10:33:05.70995${step}Z`;
  const states = [
    { order_status: 'pending_new', cum_qty: 0, timestamp: at(0) },
    { order_status: 'new', cum_qty: 0, timestamp: at(1) },
    { order_status: 'partially_filled', cum_qty: 1, timestamp: at(2) },
    { order_status: 'partially_filled', cum_qty: 2, timestamp: at(2) },
    { order_status: 'canceled', cum_qty: 2, timestamp: at(3) },
  ];
  const last = states.at(-1);
  fc.assert(
    fc.property(fc.shuffledSubarray([...states, ...states], { minLength: 10 }), (arriving) => {
      expect(kept(order, arriving)).toEqual(last);
    }),
  );
});

test('a position of which more is closed than there was turns round, and shows no two signs', () => {
  const item = { symbol: 'BTC/USD', type: 'sell', vol: '1', vol_closed: '5' };
  expect(canonicalRow(source, 'position', item, 0, null)).toMatchObject({ side: 'long', size: '4' });
});

test('seconds beyond the calendar are no time', () => {
  expect([isoOfSeconds(8e12), isoOfSeconds(-0.5), isoOfSeconds('1732522504.1234')]).toEqual([
    ...[null, null, '2024-11-25T08:15:04.123400Z'],
  ]);
});
