/** The whole practice market as a pure stepper: prices, every symbol, indices, marks, funding and bins. */
import { createFunding, type Funding } from './funding.ts';
import { createIndexMarket, type IndexMarket } from './index-market.ts';
import { type Contract, contracts } from './instruments.ts';
import type { Past } from './past.ts';
import type { Prices } from './prices.ts';
import { createRng } from './rng.ts';
import { createSymbolMarket, type OwnFill, type SymbolMarket } from './symbol-market.ts';
import type { Surroundings } from './ticker.ts';
import type { VenueEvent } from './venue-event.ts';

export interface FundingDue {
  readonly symbol: string;
  readonly rate: number;
  readonly markPrice: number;
}

export interface Market {
  readonly symbols: ReadonlyMap<string, SymbolMarket>;
  readonly indices: IndexMarket;
  readonly funding: Funding;
  readonly steps: number;
  /** Symbols whose mark price was set in this step. */
  readonly marked: readonly SymbolMarket[];
  /** Funding that the account must settle in this step. */
  readonly fundingDue: readonly FundingDue[];
  /** Begins a step at this wall time; returns what hit the account's orders. */
  move(nowMs: number): readonly OwnFill[];
  /** Ends the step; returns the symbols whose book changed. */
  publish(out: VenueEvent[]): readonly string[];
}

/** How often an instrument row goes out, in steps. */
const busyEvery = 6;
const calmEvery = 16;
const markEvery = 10;
const indexEvery = 20;
const minuteMs = 60_000;

/** Pauses between symbols: printing the past of one takes a while. */
export function* createMarket(
  seed: number,
  startMs: number,
  prices: Prices,
  past: Past,
): Generator<undefined, Market> {
  const start = new Date(startMs).toISOString();
  const funding = createFunding(contracts, startMs, createRng(seed, 'funding'));
  const indices = createIndexMarket(prices, start, createRng(seed, 'indices'));
  let minute = Math.floor(startMs / minuteMs) * minuteMs;
  let now = startMs;
  let timestamp = start;
  let steps = 0;
  const symbols = new Map<string, SymbolMarket>();
  for (const contract of contracts) {
    yield;
    const trades = past.get(contract.symbol) ?? [];
    symbols.set(contract.symbol, createSymbolMarket(contract, around(contract), startMs, trades, seed));
  }
  const all = [...symbols.values()];
  for (const market of all) announceFunding(market);
  let marked: SymbolMarket[] = [];
  let fundingDue: FundingDue[] = [];
  let events: VenueEvent[] = [];
  let markChanges = new Map<SymbolMarket, Record<string, unknown> | null>();

  function around(contract: Contract): Surroundings {
    const fair = prices.fair(contract.underlying);
    return {
      timestamp,
      fairPrice: fair,
      indexPrice: fair,
      xbtPrice: prices.fair('XBT'),
      heat: prices.heat,
      untilFundingMs: funding.dueAtMs - now,
    };
  }

  function announceFunding(market: SymbolMarket): Record<string, unknown> {
    return market.ticker.setFunding(funding.rate(market.contract.symbol), funding.dueAt);
  }

  function payFunding(): void {
    fundingDue = all.map(({ contract: { symbol }, ticker }) => ({
      symbol,
      rate: funding.rate(symbol).now,
      markPrice: ticker.markPrice,
    }));
    for (const row of funding.settle(now)) {
      events.push({ table: 'funding', action: 'insert', symbol: String(row.symbol), rows: [row] });
    }
    for (const market of all) {
      const { symbol } = market.contract;
      const row = { symbol, ...announceFunding(market), timestamp };
      events.push({ table: 'instrument', action: 'update', symbol, rows: [row] });
    }
  }

  function endMinutes(): void {
    const current = Math.floor(now / minuteMs) * minuteMs;
    // A clock that jumped ahead gets the empty bins of one day at most; one that was set back, none twice.
    minute = Math.max(minute, current - 1440 * minuteMs);
    for (; minute < current; minute += minuteMs) {
      for (const market of all) {
        const { symbol } = market.contract;
        for (const { size, bin } of market.bins.close(minute + minuteMs)) {
          events.push({ table: `tradeBin${size}`, action: 'insert', symbol, rows: [bin] });
          const quote = { ...market.quote, timestamp: bin.timestamp };
          events.push({ table: `quoteBin${size}`, action: 'insert', symbol, rows: [quote] });
        }
        market.ticker.endMinute();
      }
    }
  }

  function publishInstrument(market: SymbolMarket, offset: number, out: VenueEvent[]): void {
    const every = market.contract.tradesPerSecond > 1 ? busyEvery : calmEvery;
    const { symbol } = market.contract;
    const pricesDue = (steps + offset) % every === 0;
    const changes = pricesDue ? market.ticker.refreshPrices(around(market.contract), market.touch) : null;
    const markChange = markChanges.get(market) ?? null;
    if (changes === null && markChange === null) return;
    const row = { symbol, ...changes, ...markChange, timestamp };
    out.push({ table: 'instrument', action: 'update', symbol, rows: [row] });
  }

  return {
    symbols,
    indices,
    funding,
    get steps() {
      return steps;
    },
    get marked() {
      return marked;
    },
    get fundingDue() {
      return fundingDue;
    },
    move(nowMs) {
      steps += 1;
      now = nowMs;
      timestamp = new Date(nowMs).toISOString();
      prices.step();
      endMinutes();
      const fills: OwnFill[] = [];
      for (const market of all) fills.push(...market.move(around(market.contract)));
      marked = all.filter((_, offset) => (steps + offset) % markEvery === 0);
      markChanges = new Map(
        marked.map((market) => [market, market.ticker.refreshMark(around(market.contract))]),
      );
      fundingDue = [];
      if (now >= funding.dueAtMs) payFunding();
      return fills;
    },
    publish(out) {
      out.push(...events);
      events = [];
      const moved: string[] = [];
      all.forEach((market, offset) => {
        if (market.publish(out)) moved.push(market.contract.symbol);
        publishInstrument(market, offset, out);
      });
      if (steps % indexEvery === 0) indices.publish(timestamp, out);
      return moved;
    },
  };
}
