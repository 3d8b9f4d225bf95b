/** One symbol of the practice market: its book, trades, quote, bins and instrument row. */
import { type Bins, createBins } from './bins.ts';
import { addSize, type Book, levelsOf, type Print, takeOthers, withdrawOwn } from './book.ts';
import { createBook, moveBook, refillBook } from './flow.ts';
import type { InstrumentRow } from './instrument-row.ts';
import { type Contract, priceOf } from './instruments.ts';
import type { PastTrade } from './past.ts';
import { createRing, type Ring } from './ring.ts';
import { createRng } from './rng.ts';
import { createTicker, rangeOf, type Surroundings, type Ticker, type Touch } from './ticker.ts';
import { createTradePrinter, type TradeRow } from './trade-row.ts';
import type { Row, Side, VenueEvent } from './venue-event.ts';

/** A part of the account's resting order that the crowd traded with. */
export interface OwnFill {
  readonly symbol: string;
  /** Of the account's order. */
  readonly side: Side;
  readonly tick: number;
  readonly quantity: number;
  readonly trade: TradeRow;
}

export interface SymbolMarket {
  readonly contract: Contract;
  readonly book: Book;
  readonly bins: Bins;
  readonly ticker: Ticker;
  readonly trades: Ring<TradeRow>;
  readonly row: InstrumentRow;
  readonly quote: Row;
  readonly lastTick: number;
  readonly touch: Touch;
  /** Starts a step with what the crowd does; returns what hit the account's orders. */
  move(around: Surroundings): readonly OwnFill[];
  rest(side: Side, tick: number, quantity: number): void;
  withdraw(side: Side, tick: number, quantity: number): void;
  take(side: Side, quantity: number): readonly TradeRow[];
  /** Ends a step: its trades and its quote. True when the book changed. */
  publish(out: VenueEvent[]): boolean;
}

/**
 * A quarter of an hour of a market's trades, of the past at first, so that memory does not grow for hours;
 * older ones are only in the bins.
 */
const keptSeconds = 900;
const fewestTrades = 400;

export function createSymbolMarket(
  contract: Contract,
  first: Surroundings,
  startMs: number,
  past: readonly PastTrade[],
  seed: number,
): SymbolMarket {
  const rng = createRng(seed, contract.symbol);
  // The past and the clock must not disturb what the crowd does after the start.
  const pastIds = createRng(seed, `ids/${contract.symbol}`);
  const tickerRng = createRng(seed, `ticker/${contract.symbol}`);
  const book = createBook(contract, fairTick(first), rng);
  const printer = createTradePrinter(contract, past[0]?.tick ?? Math.round(fairTick(first)));
  const bins = createBins(contract, priceOf(contract, printer.lastTick));
  const trades = createRing<TradeRow>(keptTrades(contract));
  let around = first;
  let moved = true;
  let fresh: TradeRow[] = [];
  let newest = printPast();
  const range = rangeOf(contract, bins.newest('1m', 1440), printer.lastTick, tickerRng);
  const ticker = createTicker(contract, first, touch(), range, newest, tickerRng);
  let quote = quoteNow();

  function fairTick(at: Surroundings): number {
    return (at.fairPrice * (1 + contract.premium)) / contract.tickSize;
  }

  /** Fills trades and bins with what happened before the start; one more trade ends it at today's price. */
  function printPast(): TradeRow {
    const firstAge = past[0]?.ageMs ?? 0;
    let minute = Math.floor((startMs - firstAge) / 60_000) * 60_000;
    past.forEach((trade, at) => {
      const atMs = startMs - trade.ageMs;
      for (; minute + 60_000 <= atMs; minute += 60_000) bins.close(minute + 60_000);
      if (at >= past.length - keptTrades(contract)) keep(trade, atMs);
      else bins.add(printer.value(trade, first.xbtPrice));
    });
    const startMinute = Math.floor(startMs / 60_000) * 60_000;
    for (; minute < startMinute; minute += 60_000) bins.close(minute + 60_000);
    const tick = book.asks[0]?.tick ?? printer.lastTick;
    return keep({ side: 'Buy', tick, size: contract.lotSize }, startMs);
  }

  function keep(match: Omit<PastTrade, 'ageMs'>, atMs: number): TradeRow {
    const row = printer.print(match, pastIds.guid(), new Date(atMs).toISOString(), first.xbtPrice);
    bins.add(row);
    trades.push(row);
    return row;
  }

  function touch(): Touch {
    return {
      bidTick: book.bids[0]?.tick ?? printer.lastTick - 1,
      askTick: book.asks[0]?.tick ?? printer.lastTick + 1,
    };
  }

  function quoteNow() {
    const bid = book.bids[0] ?? { tick: printer.lastTick - 1, size: 0 };
    const ask = book.asks[0] ?? { tick: printer.lastTick + 1, size: 0 };
    return {
      timestamp: around.timestamp,
      symbol: contract.symbol,
      bidSize: bid.size,
      bidPrice: priceOf(contract, bid.tick),
      askPrice: priceOf(contract, ask.tick),
      askSize: ask.size,
    };
  }

  function print(match: Print): TradeRow {
    newest = printer.print(match, rng.guid(), around.timestamp, around.xbtPrice);
    fresh.push(newest);
    trades.push(newest);
    bins.add(newest);
    ticker.count(newest);
    return newest;
  }

  return {
    contract,
    book,
    bins,
    ticker,
    trades,
    row: ticker.row,
    get quote() {
      return quote;
    },
    get lastTick() {
      return printer.lastTick;
    },
    get touch() {
      return touch();
    },
    move(next) {
      around = next;
      const prints = moveBook(book, contract, fairTick(next), next.heat, rng);
      if (prints === null) return [];
      moved = true;
      const fills: OwnFill[] = [];
      for (const match of prints) {
        const trade = print(match);
        if (match.own === 0) continue;
        const side = match.side === 'Buy' ? 'Sell' : 'Buy';
        fills.push({ symbol: contract.symbol, side, tick: match.tick, quantity: match.own, trade });
      }
      return fills;
    },
    rest(side, tick, quantity) {
      moved = true;
      addSize(book, side, tick, quantity, quantity);
    },
    withdraw(side, tick, quantity) {
      moved = true;
      withdrawOwn(book, side, tick, quantity);
    },
    take(side, quantity) {
      moved = true;
      const matches = takeOthers(book, side, quantity);
      refillBook(book, contract, rng);
      return matches.map(print);
    },
    publish(out) {
      const { symbol } = contract;
      if (fresh.length > 0) {
        out.push({ table: 'trade', action: 'insert', symbol, rows: fresh });
        fresh = [];
      }
      if (!moved) return false;
      moved = false;
      const now = quoteNow();
      if (
        now.bidPrice !== quote.bidPrice ||
        now.askPrice !== quote.askPrice ||
        now.bidSize !== quote.bidSize ||
        now.askSize !== quote.askSize
      ) {
        quote = now;
        out.push({ table: 'quote', action: 'insert', symbol, rows: [now] });
      }
      return true;
    },
  };
}

/** True when an order of this side at this price would trade at once. */
export function wouldCross(market: SymbolMarket, side: Side, tick: number): boolean {
  const opposite = levelsOf(market.book, side === 'Buy' ? 'Sell' : 'Buy')[0];
  return opposite !== undefined && (side === 'Buy' ? tick >= opposite.tick : tick <= opposite.tick);
}

function keptTrades({ tradesPerSecond }: Contract): number {
  return Math.max(fewestTrades, Math.ceil(tradesPerSecond * keptSeconds));
}
