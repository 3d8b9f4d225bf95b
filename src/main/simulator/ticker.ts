/** Keeps one contract's instrument row: last price, touch, mark, 24 hours and open interest. */
import type { Rate } from './funding.ts';
import {
  changeOf24h,
  contractRow,
  type InstrumentRow,
  markFields,
  openInterestFields,
  touchFields,
  volumeFields,
} from './instrument-row.ts';
import { type Contract, priceOf, roundTo } from './instruments.ts';
import type { Rng } from './rng.ts';
import type { TradeRow } from './trade-row.ts';
import { changedFields } from './venue-event.ts';

/** What a step brings from outside the symbol. */
export interface Surroundings {
  readonly timestamp: string;
  readonly fairPrice: number;
  readonly indexPrice: number;
  /** Values quanto contracts. */
  readonly xbtPrice: number;
  readonly heat: number;
  readonly untilFundingMs: number;
}

export interface Touch {
  readonly bidTick: number;
  readonly askTick: number;
}

export interface Ticker {
  readonly row: InstrumentRow;
  readonly markPrice: number;
  count(trade: TradeRow): void;
  endMinute(): void;
  /** Each returns the fields that changed, which are in `row` from then on. */
  refreshPrices(around: Surroundings, touch: Touch): Record<string, unknown> | null;
  refreshMark(around: Surroundings): Record<string, unknown> | null;
  setFunding(rate: Rate, at: string): Record<string, unknown>;
}

/** Mean of a skewed size over its typical one, and trades in a flock. */
const meanOverTypical = 1.83;
const flock = 1.33;

export function createTicker(
  contract: Contract,
  first: Surroundings,
  touch: Touch,
  range: { readonly high: number; readonly low: number },
  lastTrade: TradeRow,
  rng: Rng,
): Ticker {
  const minuteVolume = contract.tradesPerSecond * flock * contract.tradeSize * meanOverTypical * 60;
  let lastPrice = lastTrade.price;
  let lastTickDirection = lastTrade.tickDirection;
  let previous = roundTo(lastPrice * Math.exp(rng.normal() * 0.012), contract.decimals);
  let volume = roundLots(minuteVolume * 1440 * rng.between(0.8, 1.2));
  let openInterest = contract.openInterest;
  let fundingRate = 0;
  const row: InstrumentRow = {
    ...contractRow(contract),
    prevPrice24h: previous,
    highPrice: range.high,
    lowPrice: range.low,
    timestamp: first.timestamp,
  };
  refreshPrices(first, touch);
  refreshMark(first);

  function roundLots(size: number): number {
    return Math.round(size / contract.lotSize) * contract.lotSize;
  }

  function apply(fields: Record<string, unknown>, timestamp: string): Record<string, unknown> | null {
    const changes = changedFields(row, fields);
    if (changes === null) return null;
    Object.assign(row, changes);
    row.timestamp = timestamp;
    return changes;
  }

  function refreshPrices(around: Surroundings, now: Touch): Record<string, unknown> | null {
    const fields = {
      ...changeOf24h(lastPrice, previous),
      lastTickDirection,
      prevPrice24h: previous,
      highPrice: Math.max(row.highPrice as number, lastPrice),
      lowPrice: Math.min(row.lowPrice as number, lastPrice),
      ...touchFields(contract, now.bidTick, now.askTick),
      ...volumeFields(contract, volume, lastPrice, around.xbtPrice),
    };
    return apply(fields, around.timestamp);
  }

  function refreshMark(around: Surroundings): Record<string, unknown> | null {
    const mark = markFields(contract, around.indexPrice, fundingRate, around.untilFundingMs);
    const interest = openInterestFields(contract, openInterest, mark.markPrice);
    return apply({ ...mark, ...interest }, around.timestamp);
  }

  return {
    row,
    refreshPrices,
    refreshMark,
    get markPrice() {
      return row.markPrice as number;
    },
    count(trade) {
      lastPrice = trade.price;
      lastTickDirection = trade.tickDirection;
      volume += trade.size;
      // Comes back to where it started, so that days of trading neither drain nor inflate it.
      const pull = (contract.openInterest - openInterest) / contract.openInterest;
      openInterest += roundLots(trade.size * (rng.between(-1, 1) + pull * 5));
    },
    endMinute() {
      volume = Math.max(0, volume - roundLots(minuteVolume));
      previous = roundTo(previous * Math.exp(rng.normal() * 0.0002), contract.decimals);
    },
    setFunding(rate, at) {
      fundingRate = rate.now;
      const fields = { fundingRate: rate.now, indicativeFundingRate: rate.next, fundingTimestamp: at };
      Object.assign(row, fields);
      return fields;
    },
  };
}

/** The day's extremes as far as the bins know them, with the first price inside. */
export function rangeOf(
  contract: Contract,
  bins: readonly { high: number; low: number }[],
  tick: number,
  rng: Rng,
) {
  const price = priceOf(contract, tick);
  const high = bins.reduce((found, bin) => Math.max(found, bin.high), price);
  const low = bins.reduce((found, bin) => Math.min(found, bin.low), price);
  return {
    high: roundTo(high * (1 + rng.between(0, 0.004)), contract.decimals),
    low: roundTo(low * (1 - rng.between(0, 0.004)), contract.decimals),
  };
}
