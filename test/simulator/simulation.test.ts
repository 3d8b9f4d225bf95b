import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createBookFeed } from '../../src/main/simulator/book-feed.ts';
import { contracts, roundTo } from '../../src/main/simulator/instruments.ts';
import { createSimulation, type Simulation } from '../../src/main/simulator/simulation.ts';
import type { Row, VenueEvent } from '../../src/main/simulator/venue-event.ts';

// Thousands of steps take seconds when the machine is busy.
vi.setConfig({ testTimeout: 30_000 });

const start = Date.UTC(2026, 10, 24, 14, 32, 7, 123);

function run(simulation: Simulation, steps: number, from = start): VenueEvent[] {
  const events: VenueEvent[] = [];
  for (let step = 1; step <= steps; step++) events.push(...simulation.step(from + step * 50).events);
  return events;
}

/** A row without its times. */
function timeless(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !/time|listing/i.test(name)));
}

test('the same seed, start and number of steps give the same bytes', () => {
  const one = JSON.stringify(run(createSimulation(11, start, 20), 1_500));
  const two = JSON.stringify(run(createSimulation(11, start, 20), 1_500));
  expect(two).toBe(one);
  expect(JSON.stringify(run(createSimulation(12, start, 20), 1_500))).not.toBe(one);
});

test('at another time of day the same seed trades, quotes and orders the same', () => {
  const later = start + 7_654_321;
  const told = (events: readonly VenueEvent[]) =>
    events
      .filter(({ table }) => ['trade', 'quote', 'order'].includes(table))
      .map(({ table, action, rows }) => ({ table, action, rows: rows.map(timeless) }));
  const one = told(run(createSimulation(5, start, 20), 2_400));
  const two = told(run(createSimulation(5, later, 20), 2_400, later));
  expect(one.length).toBeGreaterThan(2_000);
  expect(two).toEqual(one);
});

test('orders, executions, positions, wallets and margins agree at every step', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const simulation = createSimulation(seed, start, 5);
      const { account } = simulation;
      const bought = new Map<string, number>();
      const filled = new Map<string, number>();
      const cash = new Map<string, number>();
      const count = (rows: readonly Row[]) => {
        for (const row of rows) {
          const signed = Number(row.lastQty) * (row.side === 'Buy' ? 1 : -1);
          const currency = String(row.settlCurrency);
          cash.set(currency, (cash.get(currency) ?? 0) - Number(row.execComm));
          if (row.execType !== 'Trade') continue;
          bought.set(String(row.symbol), (bought.get(String(row.symbol)) ?? 0) + signed);
          filled.set(String(row.orderID), (filled.get(String(row.orderID)) ?? 0) + Number(row.lastQty));
          cash.set(currency, (cash.get(currency) ?? 0) - Number(row.execCost));
        }
      };
      const deposit = (rows: readonly Row[]) => {
        for (const row of rows) {
          cash.set(String(row.currency), (cash.get(String(row.currency)) ?? 0) + Number(row.amount));
        }
      };
      deposit(account.transactions.newest(100));
      count(account.executions.newest(100));
      for (let step = 1; step <= 2_500; step++) {
        // Slow enough that a run meets the funding.
        const { events } = simulation.step(start + step * 250);
        for (const event of events) {
          if (event.table === 'execution') count(event.rows);
          if (event.table === 'transact') deposit(event.rows);
        }
        if (step % 50 !== 0) continue;
        for (const margin of account.board.rows('margin')) {
          const held = account.board.rows('position').filter((row) => row.currency === margin.currency);
          const openCost = held.reduce((sum, row) => sum + Number(row.unrealisedCost), 0);
          const unrealised = held.reduce((sum, row) => sum + Number(row.unrealisedPnl), 0);
          expect(margin.walletBalance).toBe((cash.get(String(margin.currency)) ?? 0) + openCost);
          expect(margin.unrealisedPnl).toBe(unrealised);
          expect(margin.marginBalance).toBe(Number(margin.walletBalance) + unrealised);
        }
        for (const row of account.board.rows('position')) {
          expect(row.currentQty).toBe(bought.get(String(row.symbol)) ?? 0);
          expect(Number(row.markValue) - Number(row.unrealisedCost)).toBe(row.unrealisedPnl);
        }
        for (const { row } of account.orders) {
          expect(row.cumQty).toBe(filled.get(row.orderID) ?? 0);
          if (row.ordStatus !== 'Canceled') expect(row.cumQty + row.leavesQty).toBe(row.orderQty);
          expect(row.avgPx === null).toBe(row.cumQty === 0);
        }
      }
    }),
    { numRuns: 2 },
  );
});

test('what rests in the books is what the open orders say', () => {
  const simulation = createSimulation(21, start, 5);
  for (let step = 1; step <= 4_000; step++) {
    simulation.step(start + step * 50);
    if (step % 100 !== 0) continue;
    for (const [symbol, { book }] of simulation.market.symbols) {
      const inBook = [...book.bids, ...book.asks]
        .filter((level) => level.own > 0)
        .map((l) => [l.tick, l.own]);
      const ordered = simulation.account
        .openOrders(symbol)
        .filter((order) => order.tick !== null)
        .map((order) => [order.tick, order.row.leavesQty]);
      expect(inBook.toSorted()).toEqual(ordered.toSorted());
    }
  }
});

test('every fill of a resting order is part of a public trade at its price', () => {
  const events = run(createSimulation(33, start, 5), 6_000);
  const trades = new Map(
    events
      .filter((event) => event.table === 'trade')
      .flatMap((event) => event.rows.map((row) => [row.trdMatchID, row])),
  );
  const fills = events.filter((event) => event.table === 'execution').flatMap((event) => event.rows);
  const matches = fills.filter((row) => row.execType === 'Trade');
  expect(matches.length).toBeGreaterThan(10);
  for (const fill of matches) {
    const trade = trades.get(fill.trdMatchID);
    expect(trade?.price).toBe(fill.lastPx);
    expect(Number(trade?.size)).toBeGreaterThanOrEqual(Number(fill.lastQty));
    const isMaker = fill.lastLiquidityInd === 'AddedLiquidity';
    expect(trade?.side === fill.side).toBe(!isMaker);
  }
});

test('the account stays alive and its orders few for an hour of any market', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const simulation = createSimulation(seed, start, 5);
      for (let step = 1; step <= 6_000; step++) {
        simulation.step(start + step * 600);
        if (step % 300 !== 0) continue;
        const open = simulation.account.orders.filter((order) => order.row.leavesQty > 0);
        expect(open.length).toBeLessThanOrEqual(14);
        expect(simulation.account.orders.length).toBeLessThanOrEqual(420);
        for (const row of simulation.account.board.rows('margin')) {
          expect(Number(row.marginBalance)).toBeGreaterThan(0);
          expect(Number(row.availableMargin)).toBeGreaterThan(0);
        }
        for (const row of simulation.account.board.rows('position')) {
          if (row.liquidationPrice === null) continue;
          const distance = Math.abs(Number(row.liquidationPrice) / Number(row.markPrice) - 1);
          expect(distance).toBeGreaterThan(0.05);
        }
      }
    }),
    { numRuns: 2 },
  );
});

test('the account trades, cancels, amends and triggers stops', () => {
  const events = run(createSimulation(8, start, 5), 12_000);
  const updates = events
    .filter(({ table, action }) => table === 'order' && action === 'update')
    .flatMap((e) => e.rows);
  const seen = (fits: (row: Row) => boolean) => expect(updates.some(fits)).toBe(true);
  seen((row) => row.ordStatus === 'PartiallyFilled');
  seen((row) => row.ordStatus === 'Filled');
  seen((row) => row.ordStatus === 'Canceled');
  seen((row) => row.triggered === 'StopOrderTriggered');
  seen((row) => row.price !== undefined);
  for (const row of updates) {
    for (const key of ['orderID', 'clOrdID', 'account', 'symbol', 'timestamp'])
      expect(row[key]).toBeDefined();
  }
});

test('book deltas lead from one snapshot to the next', () => {
  const simulation = createSimulation(4, start, 0);
  const feed = createBookFeed();
  const market = simulation.market.symbols.get('XBTUSD');
  if (market === undefined) throw new Error('XBTUSD is not listed.');
  const now = new Date(start).toISOString();
  for (const table of ['orderBookL2_25', 'orderBookL2'] as const) {
    const rows = new Map(feed.snapshot(table, market, now).map((row) => [`${row.side}${row.id}`, row]));
    for (let step = 1; step <= 1_500; step++) {
      simulation.step(start + step * 50);
      const out: VenueEvent[] = [];
      feed.publish(market, now, () => true, out);
      for (const event of out.filter((one) => one.table === table)) {
        for (const row of event.rows) {
          const key = `${row.side}${row.id}`;
          expect(rows.has(key)).toBe(event.action !== 'insert');
          if (event.action === 'delete') rows.delete(key);
          else rows.set(key, { ...rows.get(key), ...row });
        }
      }
    }
    const held = [...rows.values()].map((row) => [row.side, row.price, row.size]).toSorted();
    const live = feed.snapshot(table, market, now).map((row) => [row.side, row.price, row.size]);
    expect(held).toEqual(live.toSorted());
    const buys = [...rows.values()].filter((row) => row.side === 'Buy').map((row) => Number(row.price));
    expect(Math.max(...buys)).toBe(market.quote.bidPrice);
  }
});

test('minute bins hold exactly the trades of their minute', () => {
  const simulation = createSimulation(9, start, 5);
  const events = run(simulation, 20 * 130);
  const trades = events.filter((event) => event.table === 'trade').flatMap((event) => event.rows);
  const bins = events.filter((event) => event.table === 'tradeBin1m').flatMap((event) => event.rows);
  // The first bin began before the start.
  const second = bins.filter((bin) => bin.timestamp === '2026-11-24T14:34:00.000Z');
  expect(second).toHaveLength(contracts.length);
  for (const bin of second) {
    const own = trades.filter(
      (trade) =>
        trade.symbol === bin.symbol &&
        String(trade.timestamp) >= '2026-11-24T14:33:00.000Z' &&
        String(trade.timestamp) < '2026-11-24T14:34:00.000Z',
    );
    expect(bin.trades).toBe(own.length);
    expect(bin.volume).toBe(own.reduce((sum, trade) => sum + Number(trade.size), 0));
    if (own.length === 0) continue;
    expect(bin.close).toBe(own.at(-1)?.price);
    expect(bin.high).toBe(Math.max(Number(bin.open), ...own.map((trade) => Number(trade.price))));
    expect(roundTo(Number(bin.homeNotional), 4)).toBe(
      roundTo(
        own.reduce((sum, trade) => sum + Number(trade.homeNotional), 0),
        4,
      ),
    );
  }
});

test('the past fills as many minutes as asked, without a hole, up to the start', () => {
  const bins = createSimulation(9, start, 90).market.symbols.get('SOLUSDT')?.bins.newest('1m', 1_000) ?? [];
  expect(bins.length).toBeGreaterThanOrEqual(90);
  bins.forEach((bin, at) => {
    const next = bins[at + 1];
    if (next === undefined) return;
    expect(Date.parse(next.timestamp) - Date.parse(bin.timestamp)).toBe(60_000);
    expect(next.open).toBe(bin.close);
  });
  expect(bins.at(-1)?.timestamp).toBe('2026-11-24T14:32:00.000Z');
});

test('funding is paid at its time by every position, and announced for the next', () => {
  const simulation = createSimulation(2, start, 5);
  const due = '2026-11-24T14:35:00.000Z';
  expect(simulation.market.symbols.get('XBTUSD')?.row.fundingTimestamp).toBe(due);
  const events = run(simulation, 20 * 180);
  const paid = events.filter(({ table }) => table === 'execution').flatMap((event) => event.rows);
  const funding = paid.filter((row) => row.execType === 'Funding');
  expect(funding.map((row) => row.symbol)).toEqual(expect.arrayContaining(['XBTUSD', 'ETHUSDT', 'SOLUSDT']));
  for (const row of funding) {
    const long = row.symbol !== 'ETHUSDT' && row.symbol !== 'XRPUSDT';
    if (long) expect(Math.sign(Number(row.execComm))).toBe(Math.sign(Number(row.commission)));
    expect(Math.abs(Number(row.execComm))).toBe(
      Math.round(Math.abs(Number(row.execCost)) * Math.abs(Number(row.commission))),
    );
  }
  expect(simulation.market.symbols.get('XBTUSD')?.row.fundingTimestamp).toBe('2026-11-24T15:35:00.000Z');
});

test('a new user finds three positions, four orders and recent fills near known prices', () => {
  const simulation = createSimulation(1, start, 240);
  const positions = simulation.account.board.rows('position');
  expect(positions.map((row) => row.symbol)).toEqual(['XBTUSD', 'ETHUSDT', 'SOLUSDT']);
  expect(positions.map((row) => Math.sign(Number(row.currentQty)))).toEqual([1, -1, 1]);
  expect(new Set(positions.map((row) => row.crossMargin))).toEqual(new Set([true, false]));
  expect(simulation.account.orders.filter((order) => order.row.leavesQty > 0)).toHaveLength(4);
  expect(simulation.account.executions.size).toBeGreaterThanOrEqual(6);
  const mark = Number(simulation.market.symbols.get('XBTUSD')?.row.markPrice);
  expect(Math.abs(mark / 97_411 - 1)).toBeLessThan(0.01);
});
