import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { depthOf } from '../../src/main/tables/book.ts';
import { createCandleSeries } from '../../src/main/tables/candles.ts';
import { createMarketWatch } from '../../src/main/tables/market-watch.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { createTradeTape } from '../../src/main/tables/trade-tape.ts';
import type { Events } from '../../src/preload/contract/events.ts';
import type { CandleRow } from '../../src/preload/contract/rows.ts';
import { feedSpec, feedsDouble } from '../support/feeds-double.ts';
import { manualClock } from '../support/manual-clock.ts';
import { partial, trade } from '../support/venue-items.ts';
import { windowDouble } from '../support/window-double.ts';

describe('the book', () => {
  test('has the best of each side first and sums from there', () => {
    const depth = depthOf(
      [level('Sell', 101.5, 3), level('Buy', 99.5, 7), level('Sell', 101, 2), level('Buy', 100, 5)],
      25,
    );
    expect(depth).toEqual({
      bids: [
        ['100', '5', '5'],
        ['99.5', '7', '12'],
      ],
      asks: [
        ['101', '2', '2'],
        ['101.5', '3', '5'],
      ],
    });
  });

  test('leaves out rows that have no price yet, and levels that are too far', () => {
    const depth = depthOf([{ side: 'Buy', size: 1 }, level('Buy', 1, 1), level('Buy', 2, 1)], 1);
    expect(depth.bids).toEqual([['2', '1', '1']]);
  });
});

describe('the tape', () => {
  test('holds the newest trades and gives what is new, newest last', () => {
    const tape = createTradeTape(3);
    for (const id of [1, 2]) tape.add(trade(id), 0);
    expect(tape.takeUnseen(10).map(({ id }) => id)).toEqual(['1', '2']);
    for (const id of [3, 4]) tape.add(trade(id), 0);
    expect(tape.takeUnseen(10).map(({ id }) => id)).toEqual(['3', '4']);
    expect(tape.newest(10).map(({ id }) => id)).toEqual(['2', '3', '4']);
    expect(tape.takeUnseen(10)).toEqual([]);
  });

  test('counts live trades of the last ten seconds, not those read later', () => {
    const tape = createTradeTape(500);
    for (let ms = 0; ms < 20_000; ms += 100) tape.add(trade(ms, { backfilled: ms % 200 === 0 }), ms);
    expect(tape.perSecond(19_999)).toBe(5);
    expect(tape.perSecond(60_000)).toBe(0);
  });
});

describe('candles', () => {
  test('are built from trades, stamped with the end of their minute', () => {
    const series = createCandleSeries();
    series.addTrade(at('07:00:01', '100', '2'));
    series.addTrade(at('07:00:59', '90.5', '1'));
    series.addTrade(at('07:01:00', '95', '1'));
    expect(series.all()).toMatchObject([
      {
        time: '2026-11-22T07:01:00.000000Z',
        open: '100',
        high: '100',
        low: '90.5',
        close: '90.5',
        volume: '3',
        trades: 2,
      },
      { time: '2026-11-22T07:02:00.000000Z', open: '95', close: '95', volume: '1', trades: 1 },
    ]);
    // (2 × 100 + 90.5) ÷ 3.
    expect(Number(series.all()[0]?.vwap)).toBeCloseTo(96.8333333, 6);
    expect(series.isBuilt).toBe(true);
  });

  test('give way to the venue’s own, and what comes late does not change those', () => {
    const series = createCandleSeries();
    series.addTrade(at('07:00:01', '100', '2'));
    series.setVenue(candle('07:01', '101'));
    series.addTrade(at('07:00:30', '500', '2'));
    series.addTrade(at('07:01:30', '102', '1'));
    expect(series.all()).toMatchObject([
      { time: '2026-11-22T07:01:00.000000Z', close: '101', high: '101' },
      { time: '2026-11-22T07:02:00.000000Z', close: '102' },
    ]);
    expect(series.isBuilt).toBe(false);
  });

  test('say only what changed, oldest first', () => {
    const series = createCandleSeries();
    for (const minute of ['07:03', '07:01', '07:02']) series.setVenue(candle(minute, '1'));
    expect(series.takeChanged().map(({ time }) => time.slice(11, 16))).toEqual(['07:01', '07:02', '07:03']);
    expect(series.takeChanged()).toEqual([]);
    series.addTrade(at('07:03:10', '5', '1'));
    expect(series.takeChanged().map(({ time }) => time.slice(11, 16))).toEqual(['07:04']);
  });

  test('keep the newest 1,500 minutes', () => {
    const series = createCandleSeries();
    for (let minute = 0; minute < 1600; minute++) {
      const time = new Date(Date.UTC(2026, 10, 22, 0, minute)).toISOString().replace('Z', '000Z');
      series.setVenue({ ...candle('07:00', '1'), time });
    }
    expect(series.all()).toHaveLength(1500);
    expect(series.all()[0]?.time).toBe('2026-11-22T01:40:00.000000Z');
  });

  test('of any trades in any order equal those added up by hand', () => {
    const trades = fc.array(
      fc.record({
        second: fc.integer({ min: 0, max: 179 }),
        price: fc.integer({ min: 1, max: 10_000 }),
        size: fc.integer({ min: 1, max: 100 }),
        look: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(trades, (list) => {
        const series = createCandleSeries();
        for (const { second, price, size, look } of list) {
          series.addTrade(at(clockText(second), String(price), String(size)));
          if (look) series.takeChanged();
        }
        for (const minute of [0, 1, 2]) {
          const mine = list.filter(({ second }) => Math.floor(second / 60) === minute);
          const row = series.all().find(({ time }) => time.slice(11, 16) === `07:0${minute + 1}`);
          if (mine.length === 0) {
            expect(row).toBeUndefined();
            continue;
          }
          const inOrder = mine.toSorted((a, b) => a.second - b.second);
          expect(row).toMatchObject({
            open: String(inOrder[0]?.price),
            close: String(inOrder.at(-1)?.price),
            high: String(Math.max(...mine.map(({ price }) => price))),
            low: String(Math.min(...mine.map(({ price }) => price))),
            volume: String(mine.reduce((sum, { size }) => sum + size, 0)),
            trades: mine.length,
          });
        }
      }),
    );
  });
});

describe('the market being watched', () => {
  test('starts with what is known, and goes on with what is new', async () => {
    const { watch, clock, updates, feed } = await started();
    for (const id of [1, 2, 3]) watch.listener.trade?.(feed, trade(id), {});
    const first = watch.watch('practice', 'XBTUSD');
    expect(first).toMatchObject({ reset: true, candlesBuilt: true, depth: null });
    expect(first?.trades.map(({ id }) => id)).toEqual(['1', '2', '3']);
    watch.listener.trade?.(feed, trade(4), {});
    clock.advance(100);
    expect(updates()).toMatchObject([{ reset: false, trades: [{ id: '4' }], candles: [{ trades: 4 }] }]);
  });

  test('is told at most ten times a second, however fast it trades', async () => {
    const { watch, clock, updates, feed } = await started();
    watch.watch('practice', 'XBTUSD');
    for (let id = 0; id < 5000; id++) {
      watch.listener.trade?.(feed, trade(id), {});
      if (id % 5 === 0) clock.advance(1);
    }
    expect(updates().length).toBeGreaterThan(8);
    expect(updates().length).toBeLessThanOrEqual(12);
    expect(Math.max(...updates().map(({ trades }) => trades.length))).toBe(200);
  });

  test('of other markets nothing is told', async () => {
    const { watch, clock, updates, feed } = await started();
    watch.watch('practice', 'XBTUSD');
    watch.listener.trade?.(feed, trade(1, { symbol: 'ETHUSD' }), {});
    clock.advance(500);
    expect(updates()).toEqual([]);
    expect(watch.watch('practice', 'NOSUCH')).toBeNull();
    expect(watch.watch('gemini', 'BTCUSD')).toBeNull();
  });

  test('has its book read along once somebody stays, and no longer than they do', async () => {
    const { watch, clock, feed, feeds, updates } = await started();
    watch.watch('practice', 'ETHUSD');
    clock.advance(100);
    watch.watch('practice', 'XBTUSD');
    clock.advance(300);
    expect(feeds.calls).toEqual(['add practice/public orderBookL2_25:XBTUSD']);
    const store = createTableStore();
    const rows = [level('Buy', 100, 5), level('Sell', 101, 2)];
    store.apply(partial('orderBookL2_25', ['symbol', 'id', 'side'], rows), (row) =>
      watch.listener.row?.(feed, row, 0, store),
    );
    clock.advance(100);
    expect(updates().at(-1)?.depth).toMatchObject({ bids: [['100', '5', '5']], asks: [['101', '2', '2']] });
    watch.watch('practice', 'ETHUSD');
    expect(feeds.calls.at(-1)).toBe('remove practice/public orderBookL2_25:XBTUSD');
    clock.advance(300);
    watch.unwatch();
    expect(feeds.calls.slice(-2)).toEqual([
      'add practice/public orderBookL2_25:ETHUSD',
      'remove practice/public orderBookL2_25:ETHUSD',
    ]);
  });

  test('has no book at a venue that offers none', async () => {
    const { watch, clock, feeds } = await started();
    feeds.open(feedSpec('coinbase', null, [{ topic: 'trade', symbol: 'BTC-USD' }]));
    feeds.calls.length = 0;
    expect(watch.watch('coinbase', 'BTC-USD')).toMatchObject({ reset: true });
    clock.advance(1000);
    expect(feeds.calls).toEqual([]);
  });

  test('gets the candles that the venue keeps, once', async () => {
    const { watch, clock, updates, asked } = await started([binItem('06:59', 1), binItem('07:00', 2)]);
    watch.watch('practice', 'XBTUSD');
    await Promise.resolve();
    clock.advance(100);
    expect(updates()[0]?.candles.map(({ close }) => close)).toEqual(['1', '2']);
    watch.watch('practice', 'ETHUSD');
    watch.watch('practice', 'XBTUSD');
    expect(asked).toEqual(['XBTUSD', 'ETHUSD']);
  });

  test('shows a gap of its trades, and no other', async () => {
    const { watch, clock, updates, feed } = await started();
    watch.watch('practice', 'XBTUSD');
    const gap = {
      venue: 'practice',
      account: null,
      kind: 'sequence',
      from: null,
      to: null,
      missed: 3,
      time: '',
    } as const;
    watch.listener.gap?.(feed, { ...gap, channel: 'trade:XBTUSD' });
    watch.listener.gap?.(feed, { ...gap, channel: 'quote:XBTUSD' });
    clock.advance(100);
    expect(updates().map(({ gaps }) => gaps.length)).toEqual([1]);
  });

  test('is sent whole again after the window was away', async () => {
    const { watch, clock, updates, feed, window } = await started();
    watch.watch('practice', 'XBTUSD');
    window.setOpen(false);
    for (let id = 0; id < 1000; id++) watch.listener.trade?.(feed, trade(id), {});
    clock.advance(5000);
    window.setOpen(true);
    watch.resume();
    clock.advance(100);
    expect(updates()).toHaveLength(1);
    expect(updates()[0]).toMatchObject({ reset: true });
    expect(updates()[0]?.trades).toHaveLength(200);
  });
});

async function started(history: readonly Item[] | null = null) {
  const clock = manualClock();
  const feeds = feedsDouble();
  const symbols = ['XBTUSD', 'ETHUSD'];
  const feed = feedSpec(
    'practice',
    null,
    symbols.map((symbol) => ({ topic: 'trade', symbol })),
  );
  feeds.open(feed);
  feeds.calls.length = 0;
  feeds.opened.length = 0;
  const window = windowDouble(() => {
    throw new Error('no snapshot here');
  });
  const asked: string[] = [];
  const watch = createMarketWatch({
    clock,
    outlet: window,
    feeds: () => feeds,
    loadCandles: async (_feed, symbol) => {
      asked.push(symbol);
      return history;
    },
  });
  const updates = () =>
    window.events.flatMap(({ name, event }) =>
      name === 'market.update' ? [event as Events['market.update']] : [],
    );
  return { clock, feeds, feed, window, watch, updates, asked };
}

function level(side: 'Buy' | 'Sell', price: number, size: number) {
  return { symbol: 'XBTUSD', id: price, side, price, size };
}

function at(time: string, price: string, size: string) {
  return trade(0, { time: `2026-11-22T${time}.000000Z`, price, size });
}

function clockText(second: number): string {
  return `07:0${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`;
}

function binItem(minute: string, close: number): Item {
  return {
    symbol: 'XBTUSD',
    timestamp: `2026-11-22T${minute}:00.000Z`,
    open: 1,
    high: 9,
    low: 1,
    close,
    volume: 1,
  };
}

function candle(minute: string, price: string): CandleRow {
  return {
    venue: 'practice',
    account: null,
    symbol: 'XBTUSD',
    updatedAt: null,
    receivedAt: '2026-11-22T07:00:00.000000Z',
    open: price,
    high: price,
    low: price,
    close: price,
    volume: '1',
    trades: 1,
    vwap: null,
    time: `2026-11-22T${minute}:00.000000Z`,
  };
}
