import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedSpec } from '../../src/main/feeds/feed-events.ts';
import { createPublisher } from '../../src/main/tables/publisher.ts';
import { accountTables, marketTables } from '../../src/main/tables/row-tables.ts';
import { createTableStore, type TableEvent, type TableStore } from '../../src/main/tables/table-store.ts';
import type { Events } from '../../src/preload/contract/events.ts';
import type { OrderView, PositionView, PublishedTable } from '../../src/preload/contract/views.ts';
import { feedSpec, feedStatus, feedsDouble } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';
import { change, margin, order, partial, position, trade, xbtusd, xbtusdt } from '../support/venue-items.ts';
import { windowDouble } from '../support/window-double.ts';

const rowTables = [...accountTables, ...marketTables];

describe('account tables', () => {
  test('go out on the next tick, all changes of one tick in one delta', () => {
    const { demo, clock, deltas } = started();
    demo(partial('order', ['orderID'], [order, { ...order, orderID: 'a2' }]));
    demo(
      change('order', 'update', { orderID: 'a1', cumQty: 40, leavesQty: 60, ordStatus: 'PartiallyFilled' }),
    );
    expect(deltas('order')).toEqual([]);
    clock.advance(0);
    expect(deltas('order')).toMatchObject([
      {
        seq: 1,
        upserts: [
          ['practice/demo/a1', { filled: '40' }],
          ['practice/demo/a2', { filled: '0' }],
        ],
      },
    ]);
  });

  test('go out before the market data of the same tick', () => {
    const { demo, shared, clock, window } = started();
    shared(partial('instrument', ['symbol'], [xbtusd]));
    demo(partial('position', ['account', 'symbol'], [position]));
    clock.advance(0);
    expect(tablesOf(window.events)).toEqual(['position', 'instrument']);
  });

  test('of a burst go out at most once a frame of the screen', () => {
    const { demo, clock, deltas } = started();
    demo(partial('order', ['orderID'], [order]));
    for (let count = 1; count <= 1000; count++) {
      demo(change('order', 'update', { orderID: 'a1', cumQty: count }));
      clock.advance(1);
    }
    clock.advance(16);
    expect(deltas('order').length).toBeLessThanOrEqual(1000 / 16 + 2);
    expect(deltas('order').at(-1)?.upserts[0]?.[1]).toMatchObject({ filled: '1000' });
  });
});

describe('a price that a market takes over from the feed kept for accounts', () => {
  test.each(['its channel', 'the whole feed'])('never goes out as missing when %s leaves', (what) => {
    const { clock, window, publisher, feeds, deltas } = started();
    const market = feedSpec('bitmex', null, [{ topic: 'instrument', symbol: 'XBTUSD' }]);
    const prices = { ...market, id: 'bitmex/prices/realtime' };
    const account = feedSpec('bitmex', 'main');
    const [of, ofPrices] = [createTableStore(), createTableStore()];
    feeds.set(feedStatus(market));
    feeds.store = (id) => (id === market.id ? of : id === prices.id ? ofPrices : null);
    const feed = (spec: FeedSpec, store: TableStore) => (event: TableEvent) =>
      store.apply(event, (changed) => publisher.listener.row?.(spec, changed, 0, store));
    feed(account, createTableStore())(partial('order', ['orderID'], [{ ...order, price: 50_000 }]));
    feed(market, of)(partial('instrument', ['symbol'], [xbtusd]));
    feed(prices, ofPrices)(partial('instrument', ['symbol'], [{ ...xbtusd, markPrice: 80_000 }]));
    clock.advance(1000);
    expect(orderOf(window)?.derived.markDistance).toBe('-37.5');
    if (what === 'its channel') {
      ofPrices.drop('instrument', 'XBTUSD', (gone) => publisher.listener.row?.(prices, gone, 0, ofPrices));
    } else publisher.forget(prices.id);
    clock.advance(1000);
    expect(orderOf(window)?.derived.markDistance).toBe('-50');
    const shown = [...deltas('order'), ...deltas('instrument')];
    expect(shown.flatMap(({ removes }) => removes)).toEqual([]);

    publisher.forget(market.id);
    clock.advance(1000);
    expect(orderOf(window)?.derived.markDistance).toBeNull();
  });
});

describe('market tables', () => {
  test('go out at most ten times a second, with the newest of each row', () => {
    const { shared, clock, deltas } = started();
    shared(partial('instrument', ['symbol'], [xbtusd]));
    for (let count = 1; count <= 1000; count++) {
      shared(change('instrument', 'update', { symbol: 'XBTUSD', lastPrice: 100_000 + count }));
      clock.advance(1);
    }
    clock.advance(100);
    expect(deltas('instrument').length).toBeGreaterThan(9);
    expect(deltas('instrument').length).toBeLessThanOrEqual(12);
    expect(deltas('instrument').at(-1)?.upserts).toHaveLength(1);
    expect(deltas('instrument').at(-1)?.upserts[0]?.[1]).toMatchObject({ lastPrice: '101000' });
  });

  test('hold only the rows that changed', () => {
    const { shared, clock, deltas } = started();
    const many = Array.from({ length: 500 }, (_, count) => ({ ...xbtusd, symbol: `XBT${count}` }));
    shared(partial('instrument', ['symbol'], many));
    clock.advance(200);
    shared(change('instrument', 'update', { symbol: 'XBT250', lastPrice: 5 }));
    clock.advance(200);
    expect(
      deltas('instrument')
        .at(-1)
        ?.upserts.map(([key]) => key),
    ).toEqual(['practice//XBT250']);
  });

  test('show one row a symbol for a venue that sends every quote as a row of its own', () => {
    const { shared, clock, window } = started();
    const quote = { symbol: 'XBTUSD', timestamp: '2026-11-22T07:00:00.000Z', bidSize: 1, askSize: 1 };
    shared(partial('quote', [], [{ ...quote, bidPrice: 1, askPrice: 2 }]));
    for (let count = 0; count < 500; count++)
      shared(change('quote', 'insert', { ...quote, bidPrice: count }));
    clock.advance(100);
    expect(Object.keys(window.rows('quote'))).toEqual(['practice//XBTUSD']);
    expect(window.rows('quote')['practice//XBTUSD']).toMatchObject({ bidPrice: '499' });
  });

  test('have a last price of each symbol of a venue that sends trades only', () => {
    const { publisher, clock, window } = started();
    const coinbase = feedSpec('coinbase', null);
    publisher.listener.trade?.(
      coinbase,
      trade(1, { venue: 'coinbase', symbol: 'BTC-USD', price: '9314.78' }),
      {},
    );
    clock.advance(100);
    expect(window.rows('instrument')).toMatchObject({
      'coinbase//BTC-USD': { lastPrice: '9314.78', markPrice: null, derived: { change24hPercent: null } },
    });
  });
});

describe('a mark that moves', () => {
  test('moves what is derived from it, and only that', () => {
    const { demo, shared, clock, deltas } = started();
    shared(partial('instrument', ['symbol'], [xbtusd, { ...xbtusd, symbol: 'ETHUSD', underlying: 'ETH' }]));
    demo(partial('order', ['orderID'], [order, { ...order, orderID: 'e1', symbol: 'ETHUSD' }]));
    clock.advance(200);
    const before = deltas('order').length;
    shared(change('instrument', 'update', { symbol: 'XBTUSD', markPrice: 190_000 }));
    clock.advance(200);
    expect(deltas('order').slice(before)).toMatchObject([
      { upserts: [['practice/demo/a1', { derived: { markDistance: '-50' } }]] },
    ]);
  });

  test('shows money in the display currency, and anew when that is changed', () => {
    const { demo, shared, clock, window, publisher, setCurrency } = started();
    shared(partial('instrument', ['symbol'], [xbtusd, xbtusdt]));
    demo(partial('position', ['account', 'symbol'], [position]));
    clock.advance(200);
    const key = 'practice/demo/7/XBTUSD';
    const shown = () => Object.values(window.rows('position'))[0] as PositionView;
    expect(Object.keys(window.rows('position')), key).toHaveLength(1);
    expect(shown().derived).toMatchObject({
      liquidationDistance: '20',
      notionalDisplay: '10000',
      unrealisedPnlDisplay: '416.667',
    });
    setCurrency('BTC');
    publisher.currencyChanged();
    clock.advance(200);
    expect(shown().derived).toMatchObject({ notionalDisplay: '0.1', unrealisedPnlDisplay: '0.00416667' });
    setCurrency('EUR');
    publisher.currencyChanged();
    clock.advance(200);
    expect(shown().derived).toMatchObject({ notionalDisplay: null, unrealisedPnlDisplay: null });
  });
});

test('a spot price goes on converting as it moves, and no longer when its market is gone', () => {
  const { demo, shared, clock, window, publisher } = started();
  const { markPrice: _, ...spot } = { ...xbtusd, symbol: 'XBT_USD', typ: 'IFXXXP', lastPrice: 100_000 };
  shared(partial('instrument', ['symbol'], [spot]));
  demo(partial('position', ['account', 'symbol'], [position]));
  const shown = () =>
    (Object.values(window.rows('position'))[0] as PositionView).derived.unrealisedPnlDisplay;
  clock.advance(200);
  expect(shown()).toBe('416.667');
  shared(change('instrument', 'update', { symbol: 'XBT_USD', lastPrice: 200_000 }));
  clock.advance(200);
  expect(shown()).toBe('833.334');
  shared(change('instrument', 'delete', { symbol: 'XBT_USD' }));
  clock.advance(200);
  expect(shown()).toBeNull();
  expect(window.rows('position')).toEqual(Object.fromEntries(publisher.snapshot('position').rows));
});

test('another market of the same pair takes over when the one that converted is gone', () => {
  const { demo, shared, clock, window, publisher } = started();
  const solusd = { ...xbtusd, symbol: 'SOLUSD', underlying: 'SOL', settlCurrency: 'SOL', markPrice: 200 };
  shared(partial('instrument', ['symbol'], [solusd, { ...solusd, symbol: 'SOLUSD2', markPrice: 201 }]));
  demo(partial('position', ['account', 'symbol'], [{ ...position, currency: 'SOL', unrealisedPnl: 2 }]));
  const shown = () =>
    (Object.values(window.rows('position'))[0] as PositionView).derived.unrealisedPnlDisplay;
  clock.advance(200);
  expect(shown()).toBe('400');
  shared(change('instrument', 'delete', { symbol: 'SOLUSD' }));
  clock.advance(200);
  expect(shown()).toBe('402');
  expect(window.rows('position')).toEqual(Object.fromEntries(publisher.snapshot('position').rows));
});

test('a position whose size cannot be read stays in the window, counts as open, and makes sums unknown', () => {
  const { demo, shared, clock, window, publisher } = started();
  shared(partial('instrument', ['symbol'], [xbtusd]));
  demo(partial('margin', ['account', 'currency'], [margin]));
  const { unrealisedPnl: _, ...unread } = { ...position, symbol: 'ETHUSD', currentQty: 'many' };
  demo(partial('position', ['account', 'symbol'], [position, unread]));
  clock.advance(600);
  expect(Object.values(window.rows('position'))).toMatchObject([
    { symbol: 'XBTUSD', size: '10000' },
    { symbol: 'ETHUSD', size: null, side: null, derived: { unrealisedPnlDisplay: null } },
  ]);
  expect(publisher.openCounts('practice', 'demo')).toEqual({ positions: 2, orders: 0 });
  const total = [...publisher.totals()].find(({ account }) => account === 'demo');
  expect(total).toMatchObject({
    ...{ equity: '100000', unrealisedPnl: null },
    unknown: { equity: null, unrealisedPnl: 'ETHUSD' },
  });
});

test('a quanto position is worth what its settlement currency is', () => {
  const { demo, shared, clock, window } = started();
  const quanto = { ...xbtusd, symbol: 'ETHUSD', underlying: 'ETH', isInverse: false, isQuanto: true };
  shared(partial('instrument', ['symbol'], [xbtusd, { ...quanto, multiplier: 100, markPrice: 500 }]));
  const { foreignNotional: _, ...held } = { ...position, symbol: 'ETHUSD', markPrice: 500 };
  demo(partial('position', ['account', 'symbol'], [held]));
  clock.advance(200);
  // 10,000 contracts x 0.000001 XBT x 500 are 5 XBT, at 100,000 dollars each.
  expect(Object.values(window.rows('position'))).toMatchObject([
    { notional: null, derived: { notionalDisplay: '500000' } },
  ]);
});

describe('a closed order', () => {
  test('stays for fifteen minutes with the time of its end, then leaves', () => {
    const { demo, clock, window } = started();
    demo(partial('order', ['orderID'], [order]));
    clock.advance(1000);
    demo(change('order', 'update', { orderID: 'a1', cumQty: 100, leavesQty: 0, ordStatus: 'Filled' }));
    clock.advance(1000);
    expect(orderOf(window)).toMatchObject({ status: 'filled', derived: { closedMs: 1000 } });
    clock.advance(14 * 60_000);
    expect(orderOf(window)).toBeDefined();
    clock.advance(2 * 60_000);
    expect(orderOf(window)).toBeUndefined();
  });

  test('that the venue dropped while open stays too, and nobody claims to know how it ended', () => {
    const { demo, clock, window } = started();
    demo(partial('order', ['orderID'], [order]));
    clock.advance(1000);
    demo(change('order', 'delete', { orderID: 'a1' }));
    clock.advance(1000);
    expect(orderOf(window)).toMatchObject({ status: null, derived: { closedMs: 1000 } });
  });

  test('that the venue opens again is open again', () => {
    const { demo, clock, window } = started();
    demo(partial('order', ['orderID'], [order]));
    demo(change('order', 'update', { orderID: 'a1', ordStatus: 'Canceled', leavesQty: 0 }));
    clock.advance(1000);
    demo(change('order', 'update', { orderID: 'a1', ordStatus: 'New', leavesQty: 100 }));
    clock.advance(1000);
    expect(orderOf(window)).toMatchObject({ status: 'new', derived: { closedMs: null } });
  });
});

describe('a hidden window', () => {
  test('is sent nothing, and what changed when it shows again', () => {
    const { demo, shared, clock, window, publisher } = started();
    window.setOpen(false);
    demo(partial('order', ['orderID'], [order]));
    shared(partial('instrument', ['symbol'], [xbtusd]));
    clock.advance(60_000);
    window.setOpen(true);
    publisher.resume();
    clock.advance(100);
    expect(orderOf(window)).toMatchObject({ derived: { markDistance: '-5' } });
    expect(window.snapshots).toBe(0);
  });

  test('asks for a snapshot when more changed than is worth keeping', () => {
    const { shared, clock, window, publisher } = started();
    const many = Array.from({ length: 3000 }, (_, count) => ({ ...xbtusd, symbol: `XBT${count}` }));
    window.setOpen(false);
    shared(partial('instrument', ['symbol'], many));
    clock.advance(60_000);
    window.setOpen(true);
    publisher.resume();
    clock.advance(100);
    expect(window.snapshots).toBe(1);
    expect(Object.keys(window.rows('instrument'))).toHaveLength(3000);
  });
});

describe('a row', () => {
  test('shows the venue’s own object and the fields that changed last', () => {
    const { demo, clock, publisher } = started();
    demo(partial('order', ['orderID'], [order]));
    demo(change('order', 'update', { orderID: 'a1', cumQty: 40, leavesQty: 60 }));
    clock.advance(0);
    const raw = publisher.raw('order', 'practice/demo/a1');
    expect(JSON.parse(raw?.json ?? '')).toEqual({ ...order, cumQty: 40, leavesQty: 60 });
    expect(raw?.changed).toEqual(['cumQty', 'leavesQty']);
    expect(publisher.raw('order', 'practice/demo/none')).toBeNull();
    expect(publisher.raw('feed', 'practice/public')).toBeNull();
  });

  test('of the same key in two accounts is two rows', () => {
    const { demo, clock, window, publisher } = started();
    const second = feeder(publisher, feedSpec('practice', 'de/mo'));
    demo(partial('order', ['orderID'], [order]));
    second(partial('order', ['orderID'], [order]));
    clock.advance(0);
    expect(Object.keys(window.rows('order'))).toHaveLength(2);
  });

  test('leaves when its feed is closed for good', () => {
    const { demo, clock, window, publisher } = started();
    demo(partial('order', ['orderID'], [order]));
    demo(partial('margin', ['account', 'currency'], [margin]));
    clock.advance(1000);
    publisher.forget('practice/demo');
    clock.advance(1000);
    for (const table of ['order', 'margin', 'total'] as const) expect(window.rows(table)).toEqual({});
  });
});

test('any interleaving of changes, snapshots, waiting and hiding ends with the rows of a fresh snapshot', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { demo, shared, clock, window, publisher } = started();
      for (const table of rowTables) window.load(table);
      for (const { kind, event, ms, table } of steps) {
        if (kind === 'account') demo(event);
        else if (kind === 'market') shared(event);
        else if (kind === 'wait') clock.advance(ms);
        else if (kind === 'load') window.load(table);
        else if (kind === 'forget') publisher.forget('practice/demo');
        else if (kind === 'hide') window.setOpen(false);
        else {
          window.setOpen(true);
          publisher.resume();
        }
      }
      window.setOpen(true);
      publisher.resume();
      clock.advance(1000);
      for (const name of rowTables) {
        const followed = window.rows(name);
        expect(followed).toEqual(Object.fromEntries(publisher.snapshot(name).rows));
      }
    }),
    { numRuns: 200 },
  );
});

const symbols = fc.constantFrom('XBTUSD', 'ETHUSD', 'SOLUSD');
const price = fc.integer({ min: 1, max: 200_000 });
const orderChange = fc.record({
  id: fc.constantFrom('a1', 'a2', 'a3'),
  symbol: symbols,
  status: fc.constantFrom('New', 'PartiallyFilled', 'Filled', 'Canceled'),
  price,
});
const accountEvent: fc.Arbitrary<TableEvent> = fc.oneof(
  fc.array(orderChange, { maxLength: 3 }).map((rows) => partial('order', ['orderID'], rows.map(orderItem))),
  orderChange.map((row) => change('order', 'insert', orderItem(row))),
  orderChange.map((row) => change('order', 'update', { orderID: row.id, ordStatus: row.status })),
  orderChange.map((row) => change('order', 'delete', { orderID: row.id })),
  symbols.map((symbol) => partial('position', ['account', 'symbol'], [{ ...position, symbol }])),
  fc
    .tuple(symbols, price)
    .map(([symbol, markPrice]) => change('position', 'insert', { ...position, symbol, markPrice })),
  price.map((marginBalance) => partial('margin', ['account', 'currency'], [{ ...margin, marginBalance }])),
);
const marketEvent: fc.Arbitrary<TableEvent> = fc.oneof(
  fc.array(symbols, { maxLength: 3 }).map((names) =>
    partial(
      'instrument',
      ['symbol'],
      names.map((symbol) => ({ ...xbtusd, symbol })),
    ),
  ),
  fc
    .tuple(symbols, price)
    .map(([symbol, markPrice]) => change('instrument', 'update', { symbol, markPrice })),
  symbols.map((symbol) => partial('quote', [], [{ symbol, bidPrice: 1 }])),
  fc.tuple(symbols, price).map(([symbol, bidPrice]) => change('quote', 'insert', { symbol, bidPrice })),
);
const step = fc
  .record({
    kind: fc.constantFrom(
      'account',
      'account',
      'account',
      'market',
      'market',
      'wait',
      'wait',
      'load',
      'forget',
      'hide',
      'show',
    ),
    event: accountEvent,
    market: marketEvent,
    ms: fc.constantFrom(0, 1, 16, 50, 100, 700),
    table: fc.constantFrom(...rowTables),
  })
  .map(({ market, ...rest }) => (rest.kind === 'market' ? { ...rest, event: market } : rest));

function orderItem({
  id,
  symbol,
  status,
  price: at,
}: {
  id: string;
  symbol: string;
  status: string;
  price: number;
}) {
  return { ...order, orderID: id, symbol, ordStatus: status, price: at };
}

function started() {
  const clock = manualClock();
  let currency = 'USD';
  const window = windowDouble((table) => publisher.snapshot(table));
  const publisher = createPublisher({ clock, outlet: window, feeds: () => feeds, currency: () => currency });
  const feeds = feedsDouble();
  for (const table of [...rowTables, 'feed', 'channel', 'total'] as const) window.load(table);
  const deltas = (table: PublishedTable) =>
    window.events.flatMap(({ name, event }) => {
      const delta = event as Events['tables.delta'];
      return name === 'tables.delta' && delta.table === table ? [delta] : [];
    });
  return {
    clock,
    window,
    publisher,
    feeds,
    deltas,
    demo: feeder(publisher, feedSpec('practice', 'demo')),
    shared: feeder(publisher, feedSpec('practice', null)),
    setCurrency(next: string) {
      currency = next;
    },
  };
}

/** A feed with a store of its own, as the supervisor has it. */
function feeder(publisher: ReturnType<typeof createPublisher>, feed: FeedSpec) {
  const store = createTableStore();
  return (event: TableEvent) => {
    store.apply(event, (changed) =>
      publisher.listener.row?.(feed, changed, Date.UTC(2026, 10, 22, 7), store),
    );
  };
}

function tablesOf(events: ReturnType<typeof windowDouble>['events']) {
  return events.flatMap(({ name, event }) =>
    name === 'tables.delta' ? [(event as Events['tables.delta']).table] : [],
  );
}

function orderOf(window: ReturnType<typeof windowDouble>): OrderView | undefined {
  return Object.values(window.rows('order'))[0] as OrderView | undefined;
}
