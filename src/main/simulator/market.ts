/** The whole practice market as a pure stepper: prices, every symbol, indices, marks, funding, bins. */

import { pastTrades, walkBack } from './history.ts';
import { fundingInterval, fundingIntervalMs, type InstrumentRow, indexRow } from './instrument-row.ts';
import { type Contract, contracts, indices, roundTo } from './instruments.ts';
import { createPrices } from './prices.ts';
import { createRing, type Ring } from './ring.ts';
import { createRng } from './rng.ts';
import { createSymbolMarket, type OwnFill, type SymbolMarket } from './symbol-market.ts';
import type { Surroundings } from './ticker.ts';
import type { Row, VenueEvent } from './venue-event.ts';

export interface FundingDue {
  readonly symbol: string;
  readonly rate: number;
  readonly markPrice: number;
}

export interface Market {
  readonly symbols: ReadonlyMap<string, SymbolMarket>;
  readonly indexRows: ReadonlyMap<string, InstrumentRow>;
  readonly indexTrades: ReadonlyMap<string, Ring<Row>>;
  readonly funding: Ring<Row>;
  readonly steps: number;
  /** Symbols whose mark price was set in this step. */
  readonly marked: readonly SymbolMarket[];
  /** Begins a step at this wall time; returns what hit the account's orders. */
  move(nowMs: number): readonly OwnFill[];
  /** Funding that the account must settle in this step. */
  fundingDue(): readonly FundingDue[];
  /** Ends the step; returns the symbols whose book changed. */
  publish(out: VenueEvent[]): readonly string[];
}

/** Prices of an instrument row go out this often, in steps; the mark less often than a busy last price. */
const busyEvery = 6;
const calmEvery = 16;
const markEvery = 10;
const indexEvery = 20;
const zeroGuid = '00000000-0000-0000-0000-000000000000';

export function createMarket(seed: number, startMs: number, historyMinutes: number): Market {
  const rng = createRng(seed, 'market');
  const prices = createPrices(createRng(seed, 'prices'));
  const start = new Date(startMs).toISOString();
  // Soon, so that a session sees it, and on a round minute as funding is.
  let fundingAt = Math.ceil((startMs + 120_000) / 300_000) * 300_000;
  let minute = Math.floor(startMs / 60_000) * 60_000;
  let now = startMs;
  let steps = 0;
  let marked: SymbolMarket[] = [];
  let due: FundingDue[] = [];
  const events: VenueEvent[] = [];

  const symbols = createSymbols();
  const all = [...symbols.values()];
  const rates = new Map(all.map((market) => [market.contract.symbol, drawRate()]));
  const funding = createRing<Row>(200);
  const indexRows = new Map<string, InstrumentRow>();
  const indexTrades = new Map<string, Ring<Row>>();
  for (const index of indices) {
    const price = roundTo(prices.fair(index.underlying), index.decimals);
    const row = indexRow(index, price, roundTo(price * Math.exp(rng.normal() * 0.012), index.decimals));
    indexRows.set(index.symbol, { ...row, timestamp: start });
    indexTrades.set(index.symbol, createRing<Row>(500));
  }
  for (const market of all) {
    for (const back of [3, 2, 1]) recordFunding(market, fundingAt - back * fundingIntervalMs, drawRate());
    announceFunding(market, start);
  }

  function drawRate(): number {
    return roundTo(Math.max(-0.0003, Math.min(0.0004, 0.0001 + rng.normal() * 0.00006)), 6);
  }

  function around(contract: Contract, timestamp: string): Surroundings {
    return {
      timestamp,
      fairPrice: prices.fair(contract.underlying),
      indexPrice: prices.fair(contract.underlying),
      xbtPrice: prices.fair('XBT'),
      heat: prices.heat,
      untilFundingMs: fundingAt - now,
    };
  }

  function createSymbols(): Map<string, SymbolMarket> {
    const fromMs = minute - historyMinutes * 60_000;
    const past = walkBack(prices.fair, startMs - fromMs, createRng(seed, 'past'));
    return new Map(
      contracts.map((contract) => {
        const path = past.get(contract.underlying) ?? new Float64Array(2);
        const own = createRng(seed, `past/${contract.symbol}`);
        const trades = pastTrades(contract, path, startMs, fromMs, startMs, own);
        const itsRng = createRng(seed, contract.symbol);
        return [contract.symbol, createSymbolMarket(contract, around(contract, start), trades, itsRng)];
      }),
    );
  }

  function recordFunding(market: SymbolMarket, atMs: number, rate: number): Row {
    const row = {
      timestamp: new Date(atMs).toISOString(),
      symbol: market.contract.symbol,
      fundingInterval,
      fundingRate: rate,
      fundingRateDaily: roundTo(rate * (86_400_000 / fundingIntervalMs), 6),
    };
    funding.push(row);
    return row;
  }

  /** The rate that is due next becomes known one interval ahead. */
  function announceFunding(market: SymbolMarket, timestamp: string): void {
    const { symbol } = market.contract;
    const fields = market.ticker.setFunding(
      rates.get(symbol) ?? 0,
      nextRate(symbol),
      new Date(fundingAt).toISOString(),
    );
    events.push({ table: 'instrument', action: 'update', symbol, rows: [{ symbol, ...fields, timestamp }] });
  }

  function nextRate(symbol: string): number {
    const rate = drawRate();
    rates.set(symbol, rate);
    return rate;
  }

  function payFunding(timestamp: string): void {
    const paidAt = fundingAt;
    while (fundingAt <= now) fundingAt += fundingIntervalMs;
    for (const market of all) {
      const { symbol } = market.contract;
      const { fundingRate, markPrice } = market.ticker;
      due.push({ symbol, rate: fundingRate, markPrice });
      const row = recordFunding(market, paidAt, fundingRate);
      events.push({ table: 'funding', action: 'insert', symbol, rows: [row] });
      announceFunding(market, timestamp);
    }
  }

  /** A clock that jumped over many minutes gets the empty bins of one day at most. */
  function endMinutes(): void {
    const current = Math.floor(now / 60_000) * 60_000;
    minute = Math.max(minute, current - 1440 * 60_000);
    for (; minute < current; minute += 60_000) {
      for (const market of all) {
        const { symbol } = market.contract;
        for (const { size, bin } of market.bins.close(minute + 60_000)) {
          events.push({ table: `tradeBin${size}`, action: 'insert', symbol, rows: [bin] });
          const quote = { ...market.quote, timestamp: bin.timestamp };
          events.push({ table: `quoteBin${size}`, action: 'insert', symbol, rows: [quote] });
        }
        market.ticker.endMinute();
      }
    }
    minute = current;
  }

  function publishInstrument(
    market: SymbolMarket,
    offset: number,
    timestamp: string,
    out: VenueEvent[],
  ): void {
    const every = market.contract.tradesPerSecond > 1 ? busyEvery : calmEvery;
    const pricesDue = (steps + offset) % every === 0;
    if (!pricesDue && !markChanges.has(market)) return;
    const here = around(market.contract, timestamp);
    const { symbol } = market.contract;
    const changes = pricesDue ? market.ticker.refreshPrices(here, market.touch) : null;
    const markChange = markChanges.get(market) ?? null;
    if (changes === null && markChange === null) return;
    out.push({
      table: 'instrument',
      action: 'update',
      symbol,
      rows: [{ symbol, ...changes, ...markChange, timestamp }],
    });
  }

  function publishIndices(timestamp: string, out: VenueEvent[]): void {
    for (const index of indices) {
      const row = indexRows.get(index.symbol);
      const before = row?.lastPrice;
      const price = roundTo(prices.fair(index.underlying), index.decimals);
      if (row === undefined || typeof before !== 'number' || before === price) continue;
      const lastTickDirection = price > before ? 'PlusTick' : 'MinusTick';
      const lastChangePcnt = roundTo(price / Number(row.prevPrice24h) - 1, 4);
      const fields = { lastPrice: price, lastTickDirection, lastChangePcnt, markPrice: price, timestamp };
      Object.assign(row, fields);
      const { symbol } = index;
      // An index is not traded; BitMEX announces its price as a trade of nothing (size 0, zero guid).
      const trade = {
        timestamp,
        symbol,
        side: price > before ? 'Buy' : 'Sell',
        size: 0,
        price,
        tickDirection: lastTickDirection,
        trdMatchID: zeroGuid,
        grossValue: null,
        homeNotional: null,
        foreignNotional: null,
        trdType: 'Regular',
      };
      indexTrades.get(symbol)?.push(trade);
      out.push({ table: 'instrument', action: 'update', symbol, rows: [{ symbol, ...fields }] });
      out.push({ table: 'trade', action: 'insert', symbol, rows: [trade] });
    }
  }

  const markChanges = new Map<SymbolMarket, Record<string, unknown> | null>();
  let timestamp = start;
  events.length = 0;

  return {
    symbols,
    indexRows,
    indexTrades,
    funding,
    get steps() {
      return steps;
    },
    get marked() {
      return marked;
    },
    move(nowMs) {
      steps += 1;
      now = nowMs;
      timestamp = new Date(nowMs).toISOString();
      due = [];
      markChanges.clear();
      prices.step();
      endMinutes();
      const fills: OwnFill[] = [];
      for (const market of all) fills.push(...market.move(around(market.contract, timestamp)));
      marked = all.filter((_, offset) => (steps + offset) % markEvery === 0);
      for (const market of marked) {
        markChanges.set(market, market.ticker.refreshMark(around(market.contract, timestamp)));
      }
      if (now >= fundingAt) payFunding(timestamp);
      return fills;
    },
    fundingDue: () => due,
    publish(out) {
      out.push(...events);
      events.length = 0;
      const moved: string[] = [];
      all.forEach((market, offset) => {
        if (market.publish(out)) moved.push(market.contract.symbol);
        publishInstrument(market, offset, timestamp, out);
      });
      if (steps % indexEvery === 0) publishIndices(timestamp, out);
      return moved;
    },
  };
}
