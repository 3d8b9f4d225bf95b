/** BitMEX items as canonical rows, on recorded items. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { framesOf } from '../support/fixtures.ts';

const { rows } = bitmex;

/** The rows of a table as the fixtures send them, in order. */
function itemsOf(table: string): readonly Item[] {
  return framesOf('bitmex/market', 'bitmex/account')
    .flatMap((frame) => bitmex.parse(frame))
    .flatMap((event) => (event.kind === 'table' && event.table === table ? event.rows : []));
}

function first(table: string): Item {
  const [item] = itemsOf(table);
  if (item === undefined) throw new Error(`no fixture for ${table}`);
  return item;
}

describe('positions', () => {
  test('a long position of 400 XBTUSD, money in XBT', () => {
    expect(rows.position(first('position'))).toEqual({
      symbol: 'XBTUSD',
      updatedAt: '2023-12-07T00:09:00.709000Z',
      side: 'long',
      size: '400',
      sizeUnit: 'contracts',
      notional: '400',
      entryPrice: '43846.7643',
      breakEvenPrice: '43880',
      markPrice: '43772',
      liquidationPrice: '20976',
      leverage: '100',
      marginMode: 'cross',
      margin: '0.00011376',
      unrealisedPnl: '-0.00001559',
      realisedPnl: '-0.00000684',
      pnlCurrency: 'XBT',
    });
  });

  test('a short one is negative, an isolated one says so, an empty one is flat', () => {
    const item = first('position');
    expect(rows.position({ ...item, currentQty: -250 })).toMatchObject({ side: 'short', size: '-250' });
    expect(rows.position({ ...item, crossMargin: false })).toMatchObject({ marginMode: 'isolated' });
    expect(rows.position({ ...item, currentQty: 0, avgEntryPrice: null })).toMatchObject({
      side: 'flat',
      size: '0',
      entryPrice: null,
    });
  });

  test('tether is counted in millionths', () => {
    const item = { symbol: 'XBTUSDT', currency: 'USDt', currentQty: 1000, unrealisedPnl: -12_345_678 };
    expect(rows.position(item)).toMatchObject({ unrealisedPnl: '-12.345678', pnlCurrency: 'USDT' });
  });
});

describe('orders', () => {
  const resting = first('order');

  test('a resting limit order', () => {
    expect(rows.order(resting)).toEqual({
      symbol: 'XBTUSD',
      updatedAt: '2019-08-26T13:16:49.182000Z',
      id: 'b9193d01-35e5-3f14-a025-8abef4c005d2',
      clientId: null,
      side: 'sell',
      type: 'limit',
      price: '10330.5',
      triggerPrice: null,
      size: '100000',
      filled: '0',
      remaining: '100000',
      averagePrice: null,
      status: 'new',
      timeInForce: 'GTC',
      reduceOnly: false,
      postOnly: false,
      createdAt: '2019-08-26T13:16:49.182000Z',
    });
  });

  test('the recorded life of an order: new, working, partly filled', () => {
    const store = createTableStore();
    const statuses: unknown[] = [];
    for (const frame of framesOf('bitmex/account')) {
      for (const event of bitmex.parse(frame)) {
        if (event.kind !== 'table') continue;
        store.apply(event, ({ table, key, item }) => {
          if (table === 'order' && key.startsWith('b9193d01')) statuses.push(rows.order(item));
        });
      }
    }
    expect(statuses).toMatchObject([
      { status: 'new', filled: '0' },
      { status: 'new', filled: '0' },
      { status: 'partially-filled', filled: '7754', remaining: '92246', averagePrice: '10330.5' },
    ]);
  });

  test.each([
    [{ ordStatus: 'Filled', leavesQty: 0, cumQty: 100000 }, 'filled'],
    [{ ordStatus: 'Canceled' }, 'cancelled'],
    [{ ordStatus: 'Rejected' }, 'rejected'],
    [{ ordStatus: 'Expired' }, 'expired'],
    [{ ordStatus: 'DoneForDay' }, 'expired'],
    [{ ordStatus: 'PendingNew' }, 'pending'],
    [{ ordStatus: 'PendingCancel' }, 'new'],
    [{ ordStatus: 'PendingReplace', cumQty: 5 }, 'partially-filled'],
    [{ ordStatus: 'Stopped' }, 'new'],
    [{ ordType: 'Stop', stopPx: 9000 }, 'untriggered'],
    [{ ordType: 'LimitIfTouched', stopPx: 9000 }, 'untriggered'],
    [{ ordType: 'StopLimit', stopPx: 9000, triggered: 'StopOrderTriggered' }, 'new'],
    [{ ordStatus: 'SomethingNew' }, null],
    [{ ordStatus: null }, null],
  ])('%j is %s', (change, status) => {
    expect(rows.order({ ...resting, ...change }).status).toBe(status);
  });

  test.each([
    ['Market', 'market'],
    ['StopLimit', 'stop-limit'],
    ['MarketIfTouched', 'market-if-touched'],
    ['Pegged', 'pegged'],
  ])('the type %s is %s', (ordType, type) => {
    expect(rows.order({ ...resting, ordType }).type).toBe(type);
  });

  test.each([
    ['ImmediateOrCancel', 'IOC'],
    ['FillOrKill', 'FOK'],
    ['Day', 'DAY'],
    ['AtTheClose', 'AtTheClose'],
  ])('the time in force %s is %s', (word, timeInForce) => {
    expect(rows.order({ ...resting, timeInForce: word }).timeInForce).toBe(timeInForce);
  });

  test.each([
    ['ParticipateDoNotInitiate', true, false],
    ['ReduceOnly', false, true],
    ['Close,LastPrice', false, true],
    ['ParticipateDoNotInitiate,ReduceOnly', true, true],
    [undefined, null, null],
  ])('the instructions %s: post only %s, reduce only %s', (execInst, postOnly, reduceOnly) => {
    expect(rows.order({ ...resting, execInst })).toMatchObject({ postOnly, reduceOnly });
  });
});

describe('executions', () => {
  const [fill, rejected] = itemsOf('execution');
  if (fill === undefined || rejected === undefined) throw new Error('no fixtures for execution');

  test('a fill with a maker rebate: what is received is negative', () => {
    expect(rows.execution(fill)).toEqual({
      symbol: 'XBTUSD',
      updatedAt: '2019-08-26T13:19:52.172000Z',
      id: '66bc1ab7-f700-56bd-ef0a-8f6ff4c4759c',
      orderId: 'b9193d01-35e5-3f14-a025-8abef4c005d2',
      kind: 'trade',
      side: 'sell',
      price: '10330.5',
      size: '500',
      fee: '-0.0000121',
      feeCurrency: 'XBT',
      liquidity: 'maker',
      realisedPnl: null,
    });
  });

  test('a rejected cancellation is no execution', () => {
    expect(rows.execution(rejected)).toBeNull();
  });

  test.each([
    [{ execType: 'Funding' }, 'funding'],
    [{ execType: 'Settlement' }, 'settlement'],
    [{ execType: 'Liquidation' }, 'liquidation'],
    [{ execType: 'Bankruptcy' }, 'liquidation'],
    [{ execType: 'Deleverage' }, 'adl'],
    [{ text: 'Deleveraging' }, 'adl'],
    [{ execType: 'SomethingNew' }, 'trade'],
  ])('%j is %s', (change, kind) => {
    expect(rows.execution({ ...fill, ...change })?.kind).toBe(kind);
  });

  test.each(['New', 'Canceled', 'Replaced', 'TriggeredOrActivatedBySystem'])(
    '%s is no execution',
    (execType) => {
      expect(rows.execution({ ...fill, execType, lastQty: null, lastPx: null })).toBeNull();
      expect(rows.execution({ ...fill, execType, lastQty: 0 })).toBeNull();
    },
  );

  test('newer rows shorten the liquidity', () => {
    expect(rows.execution({ ...fill, lastLiquidityInd: 'Added' })?.liquidity).toBe('maker');
    expect(rows.execution({ ...fill, lastLiquidityInd: 'RemovedLiquidity' })?.liquidity).toBe('taker');
    expect(rows.execution({ ...fill, lastLiquidityInd: 'Auction' })?.liquidity).toBeNull();
  });
});

test('margin in whole coins', () => {
  expect(itemsOf('margin').map((item) => rows.margin(item))).toMatchObject([
    {
      symbol: null,
      currency: 'XBT',
      walletBalance: '0.00263542',
      equity: '0.00263542',
      available: '0.00263542',
    },
    {
      currency: 'XBT',
      walletBalance: '1.0000518',
      equity: '1.0001036',
      available: '0.99994411',
      initialMargin: '0',
      maintenanceMargin: '0.00015949',
    },
  ]);
  expect(rows.margin({ currency: 'USDt', walletBalance: 1_500_000 })).toMatchObject({
    currency: 'USDT',
    walletBalance: '1.5',
  });
  expect(rows.margin({ currency: 'XBT', walletBalance: 2 })).toMatchObject({
    currency: 'XBT',
    walletBalance: '2',
  });
});

describe('instruments', () => {
  const item = itemsOf('instrument').find((row) => 'typ' in row) ?? {};

  test('an inverse perpetual: one contract is one dollar', () => {
    expect(rows.instrument(item)).toEqual({
      symbol: 'XBTUSD',
      updatedAt: '2020-01-29T11:31:37.114000Z',
      kind: 'perpetual',
      base: 'XBT',
      quote: 'USD',
      settle: 'XBT',
      contractValue: '1',
      inverse: true,
      tickSize: '0.5',
      lotSize: '1',
      lastPrice: '9287',
      markPrice: '9277.2',
      indexPrice: '9276.87',
      fundingRate: '0.000597',
      nextFundingAt: '2020-01-29T12:00:00.000000Z',
      openInterest: '967826984',
      volume24h: '4491824765',
      state: 'open',
    });
  });

  test('a linear one: one contract is a part of the base currency', () => {
    const linear = {
      isInverse: false,
      isQuanto: false,
      settlCurrency: 'USDt',
      multiplier: 100,
      underlyingToPositionMultiplier: 10_000,
    };
    expect(rows.instrument({ ...item, ...linear })).toMatchObject({
      contractValue: '0.0001',
      inverse: false,
      settle: 'USDT',
    });
    expect(rows.instrument({ ...item, ...linear, underlyingToPositionMultiplier: 1 })).toMatchObject({
      contractValue: '1',
    });
    expect(rows.instrument({ ...item, ...linear, underlyingToPositionMultiplier: 3 })).toMatchObject({
      contractValue: null,
    });
    expect(rows.instrument({ ...item, ...linear, underlyingToPositionMultiplier: null })).toMatchObject({
      contractValue: null,
    });
  });

  test('a quanto one: one contract pays satoshi per point', () => {
    const quanto = { isInverse: false, isQuanto: true, settlCurrency: 'XBt', multiplier: 100 };
    expect(rows.instrument({ ...item, ...quanto })).toMatchObject({
      contractValue: '0.000001',
      inverse: false,
    });
  });

  test.each([
    ['FFWCSX', 'perpetual'],
    ['FFWCSF', 'perpetual'],
    ['FFCCSX', 'future'],
    ['FFICSX', 'future'],
    ['IFXXXP', 'spot'],
    ['MRCXXX', 'index'],
    ['OPECCS', 'option'],
    ['XYZ', null],
    [null, null],
  ])('the type %s is %s', (typ, kind) => {
    expect(rows.instrument({ ...item, typ }).kind).toBe(kind);
  });
});

test('a quote and a minute', () => {
  expect(rows.quote(first('quote'))).toEqual({
    symbol: 'XBTUSD',
    updatedAt: '2019-05-09T07:30:33.944000Z',
    bidPrice: '6063',
    bidSize: '840761',
    askPrice: '6063.5',
    askSize: '769376',
  });
  expect(rows.tradeBin1m(first('tradeBin1m'))).toEqual({
    symbol: 'XBTUSD',
    updatedAt: '2020-02-03T01:13:00.000000Z',
    open: '9395',
    high: '9395.5',
    low: '9394.5',
    close: '9395',
    volume: '839204',
    trades: 221,
    vwap: '9394.9643',
    time: '2020-02-03T01:13:00.000000Z',
  });
  expect(rows.tradeBin1m({ symbol: 'XBTUSD' })).toBeNull();
});

test('every column of every row is filled by some recorded item', () => {
  const empty: string[] = [];
  for (const [table, view] of Object.entries(rows)) {
    const made = itemsOf(table).map((item) => Object(view(item)));
    for (const column of Object.keys(made[0])) {
      if (made.every((row) => (row[column] ?? null) === null)) empty.push(`${table}.${column}`);
    }
  }
  expect(empty).toEqual([
    // No order was placed with a client id or a trigger.
    'order.clientId',
    'order.triggerPrice',
    // Not in the rows of 2019.
    'execution.realisedPnl',
    // A margin row belongs to no symbol, and its ratio is derived.
    'margin.symbol',
    'margin.marginRatio',
  ]);
});

test('nonsense in every field is null or a word, never an exception', () => {
  const nonsense: readonly unknown[] = [null, '', 'x', {}, [], Number.NaN, -1e300, true, { toString: 1 }];
  const names = new Set(Object.keys(rows).flatMap((table) => itemsOf(table).flatMap(Object.keys)));
  for (const value of nonsense) {
    const item = Object.fromEntries([...names].map((name) => [name, value]));
    for (const view of Object.values(rows)) expect(() => view(item)).not.toThrow();
  }
});
