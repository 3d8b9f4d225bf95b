/** Kraken Futures on documented frames: what they say, exact to the digit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedEvent, Item } from '../../src/main/exchanges/exchange.ts';
import { krakenFutures } from '../../src/main/exchanges/kraken-futures.ts';
import { amount } from '../../src/main/exchanges/kraken-futures-rows.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { kept } from '../support/account-life.ts';
import { framesOf } from '../support/fixtures.ts';

const market = framesOf('kraken-futures/market').flatMap((frame) => krakenFutures.parse(frame));
const account = framesOf('kraken-futures/account').flatMap((frame) => krakenFutures.parse(frame));
const source = { exchange: krakenFutures, venue: 'kraken-futures', account: 'main' };

function itemsOf(events: readonly FeedEvent[], table: string): readonly Item[] {
  return events.flatMap((event) => (event.kind === 'table' && event.table === table ? event.rows : []));
}

describe('a market', () => {
  test('trades with the taker’s side, past ones in the order of time', () => {
    const trades = market.filter((event) => event.kind === 'trades');
    expect(
      trades.map(({ action, trades: list }) => [action, list.map(({ item: _, ...one }) => one)]),
    ).toEqual([
      [
        'partial',
        [
          {
            ...{ symbol: 'PI_XBTUSD', id: '45ee9737-1877-4682-bc68-e4ef818ef88a', side: 'buy' },
            ...{ price: '34891', size: '9643', time: '2021-02-02T12:40:56.839000Z' },
          },
          {
            ...{ symbol: 'PI_XBTUSD', id: 'caa9c653-420b-4c24-a9f1-462a054d86f1', side: 'sell' },
            ...{ price: '34893.50', size: '440', time: '2021-02-02T12:40:57.781000Z' },
          },
        ],
      ],
      [
        'insert',
        [
          {
            ...{ symbol: 'PI_XBTUSD', id: '05af78ac-a774-478c-a50c-8b9c234e071e', side: 'sell' },
            ...{ price: '34969.5', size: '15000', time: '2021-02-02T11:45:17.519000Z' },
          },
        ],
      ],
    ]);
  });

  test('has an instrument and a quote', () => {
    const [ticker] = itemsOf(market, 'instrument');
    expect(ticker && canonicalRow(source, 'instrument', ticker, 0, null)).toMatchObject({
      ...{ symbol: 'PI_XBTUSD', kind: 'perpetual', base: 'XBT', quote: 'USD', settle: 'XBT', inverse: true },
      ...{ lastPrice: '34852', markPrice: '34844.25', indexPrice: '34803.45', openInterest: '107706940' },
      ...{ fundingRate: '0.000135046879166667', nextFundingAt: '2021-02-02T16:00:00.000000Z', state: 'open' },
    });
    const [quote] = itemsOf(market, 'quote');
    expect(quote && canonicalRow(source, 'quote', quote, 0, null)).toMatchObject({
      ...{ symbol: 'PI_XBTUSD', bidPrice: '34932.0', askPrice: '34949.5' },
    });
  });

  test('tells of everything else what it is', () => {
    expect(market.filter(({ kind }) => kind !== 'trades' && kind !== 'table')).toEqual([
      { kind: 'ignored', policy: 'greeting' },
      { kind: 'subscribed', channels: [{ topic: 'instrument', symbol: 'PI_XBTUSD' }] },
      { kind: 'ignored', policy: 'heartbeat' },
      { kind: 'notice', message: "Couldn't subscribe to invalid feed", reconnect: false },
      { kind: 'notice', message: 'Invalid product id', reconnect: false },
      {
        ...{ kind: 'refused', channels: [{ topic: 'trade', symbol: 'PI_NOPE' }] },
        ...{ code: 'subscribed_failed', message: 'Invalid product id' },
      },
      { kind: 'rate-limited', retryAfterMs: null, message: 'Rate limit exceeded' },
      {
        ...{ kind: 'refused', channels: null, code: 'alert', cause: 'permission' },
        message: 'Failed to subscribe to authenticated feed',
      },
    ]);
  });

  test.each([
    '',
    '7',
    '{"feed":"trade"}',
    '{"feed":"trade_snapshot","product_id":"PI_XBTUSD","trades":7}',
    '{"feed":"ticker"}',
    '{"feed":"open_positions","positions":[{}]}',
    '{"feed":"open_orders"}',
    '{"feed":"fills_snapshot","fills":7}',
    '{"feed":"balances"}',
    '{"event":"challenge"}',
    // Signed, it would be the proof of an order over REST.
    '{"event":"challenge","message":"orderType=mkt&symbol=PI_XBTUSD&side=buy&size=1/api/v3/sendorder"}',
  ])('what cannot be read is malformed: %s', (frame) => {
    expect(krakenFutures.parse(frame)).toMatchObject([{ kind: 'malformed' }]);
  });

  test('is subscribed to one by one', () => {
    const channels = [
      { topic: 'trade', symbol: 'PF_XBTUSD' },
      { topic: 'quote', symbol: 'FI_XBTUSD_261225' },
    ];
    expect(krakenFutures.subscribe(channels).map((frame) => JSON.parse(frame))).toEqual([
      { event: 'subscribe', feed: 'trade', product_ids: ['PF_XBTUSD'] },
      { event: 'subscribe', feed: 'ticker_lite', product_ids: ['FI_XBTUSD_261225'] },
    ]);
    for (const { symbol } of channels) expect(symbol).toMatch(krakenFutures.symbolPattern);
  });

  test('past trades come newest first, and leave in the order of time', () => {
    const execution = (uid: string, timestamp: number, direction: string) => ({
      uid: `event-${uid}`,
      timestamp,
      event: {
        Execution: {
          execution: {
            ...{ uid, timestamp, quantity: '1234.56789', price: '1234.50' },
            takerOrder: { tradeable: 'PF_XBTUSD', direction },
          },
        },
      },
    });
    const elements = [execution('b', 1604937694001, 'Buy'), execution('a', 1604937694000, 'Sell')];
    const trades = krakenFutures.history.parse(JSON.stringify({ elements, len: 2 }));
    expect(trades?.map(({ item: _, ...trade }) => trade)).toEqual([
      {
        ...{ symbol: 'PF_XBTUSD', id: 'a', side: 'sell', price: '1234.50', size: '1234.56789' },
        time: '2020-11-09T16:01:34.000000Z',
      },
      {
        ...{ symbol: 'PF_XBTUSD', id: 'b', side: 'buy', price: '1234.50', size: '1234.56789' },
        time: '2020-11-09T16:01:34.001000Z',
      },
    ]);
    for (const answer of ['', '{}', '{"elements":[{}]}']) {
      expect(krakenFutures.history.parse(answer)).toBeNull();
    }
    expect(krakenFutures.history.newestUrl('http://r', 'PF_XBTUSD')).toBe(
      'http://r/api/history/v3/market/PF_XBTUSD/executions?sort=desc&count=1',
    );
  });
});

describe('an account', () => {
  test('has positions in coins and in dollars, worth what the venue documents', () => {
    const rows = itemsOf(account, 'position').map((item) => canonicalRow(source, 'position', item, 0, null));
    expect(rows).toMatchObject([
      {
        ...{ symbol: 'PI_XRPUSD', side: 'long', size: '500.0', sizeUnit: 'contracts', notional: '500.0' },
        ...{ unrealisedPnl: '-239.6506683474764', pnlCurrency: 'XRP', liquidationPrice: null },
        ...{ entryPrice: '0.3985', markPrice: '0.4925844', marginMode: null, margin: '101.5054475943615' },
      },
      {
        ...{ symbol: 'PF_XBTUSD', side: 'long', size: '0.04', sizeUnit: 'base', pnlCurrency: 'USD' },
        ...{ notional: '1196.0324498554944', unrealisedPnl: '119.56244985549435' },
        ...{ liquidationPrice: '9572.804662403718', updatedAt: '2023-06-21T21:40:25.330000Z' },
      },
    ]);
    // Profits of both kinds by hand; the documented inverse one has the sign of a short.
    expect(0.04 * (29900.81124638736 - 26911.75)).toBeCloseTo(119.56244985549435, 10);
    expect(500 / 0.3985 - 500 / 0.4925844).toBeCloseTo(239.6506683474764, 2);
  });

  test('has orders of every kind', () => {
    const rows = itemsOf(account, 'order').map((item) => canonicalRow(source, 'order', item, 0, null));
    expect(rows).toMatchObject([
      { type: 'stop-limit', price: '34900', triggerPrice: '13789', status: 'untriggered', side: 'sell' },
      { type: 'trailing-stop', price: null, triggerPrice: '3200.1', size: '12', status: 'untriggered' },
      { type: 'limit', price: '35058.0', triggerPrice: null, status: 'new', remaining: '1000' },
      { side: 'buy', status: 'rejected', size: '102', remaining: '0' },
      { id: '660c6b23-8007-48c1-a7c9-4893f4572e8c', status: 'cancelled' },
    ]);
  });

  test.each([
    ['full_fill', 1, 'filled'],
    ['contract_expired', 0, 'expired'],
    ['liquidation', 0, 'cancelled'],
    ['ioc_order_failed_because_it_would_not_be_executed', 0, 'rejected'],
    ['ioc_order_failed_because_it_would_not_be_executed', 1, 'cancelled'],
    ['something_new', 0, 'cancelled'],
  ])('an order that ends by %s after a fill of %d is %s', (reason, filled, status) => {
    expect(krakenFutures.rows.order({ is_cancel: true, reason, filled })).toMatchObject({ status });
  });

  test('is told of old fills twice: as new rows, and as what REST left out', () => {
    const events = account.filter((event) => event.kind === 'table' && event.table === 'execution');
    expect(events.map((event) => event.kind === 'table' && event.action)).toEqual(['insert', 'update']);
    const log = (entry: object) => krakenFutures.parse(JSON.stringify({ feed: 'account_log', ...entry }));
    expect(log({ new_entry: { info: 'futures trade' } })).toEqual([
      { kind: 'ignored', policy: 'no-funding' },
    ]);
    expect(log({})).toMatchObject([{ kind: 'malformed' }]);
    const [fill] = itemsOf(account, 'execution');
    expect(fill && canonicalRow(source, 'execution', fill, 0, null)).toMatchObject({
      ...{ fee: '-0.00009142857', feeCurrency: 'BTC', liquidity: 'maker', side: 'buy', size: '5000.0' },
    });
  });

  test('has one row a currency of each wallet, the dollar’s with what backs all', () => {
    const rows = itemsOf(account, 'margin').map((item) => canonicalRow(source, 'margin', item, 0, null));
    expect(rows).toMatchObject([
      { currency: 'USDT', walletBalance: '4997.5012493753', equity: '4997.5012493753', initialMargin: '0' },
      { currency: 'XBT', walletBalance: '0.1285407184' },
      {
        ...{ currency: 'XBT', walletBalance: '1.2', equity: '1.25', maintenanceMargin: '0.025' },
        marginRatio: '0.02',
      },
      { currency: 'XBT', walletBalance: '0.1', equity: '0.1', maintenanceMargin: '0', available: '0.1' },
      {
        ...{ currency: 'USD', walletBalance: '0', equity: '120', initialMargin: '21.5' },
        ...{ maintenanceMargin: '10.0', marginRatio: '0.001' },
      },
    ]);
  });

  test('is read over REST into rows of the same keys', () => {
    const answer = {
      result: 'success',
      serverTime: '2016-02-25T09:45:53.818Z',
      accounts: {
        cash: { type: 'cashAccount', balances: { usdt: '4997.5012493753', xbt: '0.12854072' } },
        f_xbtusd: { type: 'unknown' },
        fv_xrpxbt: { type: 'marginAccount', currency: 'xbt', balances: { xbt: '0' } },
        fi_xbtusd: {
          ...{ type: 'marginAccount', currency: 'xbt', balances: { xbt: '1.2', FI_XBTUSD_171215: '50000' } },
          ...{ auxiliary: { af: 1.2, pv: 1.25, pnl: 0.05 }, marginRequirements: { im: 0.05, mm: 0.025 } },
        },
        flex: {
          ...{ type: 'multiCollateralMarginAccount', currencies: { XBT: { quantity: 0.1, available: 0.1 } } },
          ...{
            initialMarginWithOrders: 21.5,
            maintenanceMargin: 10,
            totalUnrealized: 120,
            marginEquity: 10_000,
          },
        },
      },
    };
    const { tables } = krakenFutures.account;
    const [read] = tables.margin.reads();
    const rows = read?.parse(JSON.stringify(answer))?.rows ?? [];
    const facts = (items: readonly Item[]) =>
      items.map((item) => [item.wallet, item.currency, tables.margin.facts(item)]);
    expect(facts(rows)).toEqual(facts(itemsOf(account, 'margin')));
  });
});

test('what is closed stays closed, except for a stop that goes on', () => {
  const { isOlder } = krakenFutures.account.tables.order;
  const open = { is_cancel: false, last_update_time: 5, filled: 1 };
  expect(isOlder(open, open)).toBe(false);
  expect(isOlder({ ...open, last_update_time: 4 }, open)).toBe(true);
  expect(isOlder({ ...open, filled: 0 }, open)).toBe(true);
  expect(isOlder({ ...open, last_update_time: 9 }, { ...open, is_cancel: true })).toBe(true);
  const triggered = { ...open, is_cancel: true, reason: 'stop_order_triggered' };
  expect(isOlder({ ...open, reason: 'limit_order_from_stop' }, triggered)).toBe(false);
  expect(isOlder({ is_cancel: true, reason: 'cancelled_by_user' }, open)).toBe(false);
});

test('an order that was cancelled by its id keeps what was known of it', () => {
  const store = createTableStore();
  const rows = [{ order_id: '1', symbol: 'PF_XBTUSD', qty: 2, filled: 1, is_cancel: false }];
  const keys = ['order_id'];
  store.apply({ kind: 'table', table: 'order', action: 'partial', keys, filter: {}, rows }, () => {});
  const frame = '{"feed":"open_orders","order_id":"1","is_cancel":true,"reason":"cancelled_by_user"}';
  for (const event of krakenFutures.parse(frame)) if (event.kind === 'table') store.apply(event, () => {});
  const [item] = [...store.rows('order')].map(([, one]) => one);
  expect(item && canonicalRow(source, 'order', item, 0, null)).toMatchObject({
    ...{ status: 'cancelled', size: '3', filled: '1', remaining: '0' },
  });
});

test('the states of an order end in the same row in whatever order they arrive', () => {
  const { order } = krakenFutures.account.tables;
  const states = [
    { is_cancel: false, last_update_time: 1, qty: 5, filled: 0 },
    { is_cancel: false, last_update_time: 2, qty: 4, filled: 1 },
    { is_cancel: false, last_update_time: 2, qty: 3, filled: 2 },
    { is_cancel: true, last_update_time: 3, qty: 0, filled: 5, reason: 'full_fill' },
  ];
  const last = states.at(-1);
  fc.assert(
    fc.property(fc.shuffledSubarray([...states, ...states], { minLength: 8 }), (arriving) => {
      expect(kept(order, arriving)).toEqual(last);
    }),
  );
});

test('an acknowledgement that names no feed is of none', () => {
  expect(krakenFutures.parse('{"event":"subscribed"}')).toEqual([{ kind: 'subscribed', channels: [] }]);
});

test('margins that no digits can write are unknown, not none', () => {
  const wallet = { wallet: 'flex', currency: 'USD', balance: 1 };
  const huge = { ...wallet, maintenance_margin: 1e200, margin_equity: 1e-200 };
  expect(krakenFutures.rows.margin(huge).marginRatio).toBeNull();
  const unreadable = { ...wallet, maintenance_margin: 'much', initial_margin: null };
  expect(krakenFutures.rows.margin(unreadable)).toMatchObject({
    maintenanceMargin: null,
    initialMargin: null,
  });
  expect(krakenFutures.rows.margin(wallet)).toMatchObject({ maintenanceMargin: '0', initialMargin: '0' });
});

test('only what a double can have written is rounded as one', () => {
  expect(amount(0.860_000_000_000_000_1)).toBe('0.86');
  expect(amount('123456789012345678901234567890')).toBe('123456789012345678901234567890');
});
