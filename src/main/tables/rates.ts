/** Exchange rates from a venue's own instruments, to show money of one currency in another. */
import type { Decimal, InstrumentRow } from '../../preload/contract/rows.ts';
import { divide, multiply } from './decimal.ts';

export interface Rates {
  /** True when the row changed a price that conversions may use. */
  note(row: InstrumentRow): boolean;
  /** A price that nobody keeps up to date is none; true when conversions may have used it. */
  forget(venue: string, symbol: string): boolean;
  /** The same money in another currency; null where the venue has no price that leads there. */
  convert(venue: string, amount: Decimal, from: string, to: string): Decimal | null;
  /** The symbols whose prices `convert` uses for these two currencies. */
  symbolsUsed(venue: string, from: string, to: string): readonly string[];
  /** The currencies that `convert` takes for dollars between these two, without a price. */
  takenForDollars(venue: string, from: string, to: string): readonly string[];
}

interface Price {
  readonly price: Decimal;
  readonly symbol: string;
  readonly rank: number;
}

/** A step from one currency to the next: multiply by the price, divide by it, or take one for the other. */
type Step =
  | { readonly price: Price; readonly isInverse: boolean }
  | { readonly price: null; readonly dollar: string };

/** `dollars`: what stands for the dollar at a venue that has no market in it. */
export function createRates(dollars: (venue: string) => readonly string[] = () => []): Rates {
  const venues = new Map<string, Map<string, Price>>();

  function step(venue: string, from: string, to: string): Step | null {
    const prices = venues.get(venue);
    const straight = prices?.get(pairName(from, to));
    if (straight !== undefined) return { price: straight, isInverse: false };
    const inverse = prices?.get(pairName(to, from));
    if (inverse !== undefined) return { price: inverse, isInverse: true };
    const dollar = from === 'USD' ? to : to === 'USD' ? from : null;
    return dollar !== null && dollars(venue).includes(dollar) ? { price: null, dollar } : null;
  }

  /** The shortest way of at most so many prices; a coin may need three: to a stablecoin, bitcoin and dollars. */
  function way(venue: string, from: string, to: string, most: number): readonly Step[] | null {
    const direct = step(venue, from, to);
    if (direct !== null || most === 1) return direct === null ? null : [direct];
    for (const pivot of pivots) {
      const first = step(venue, from, pivot);
      const rest = first === null ? null : way(venue, pivot, to, most - 1);
      if (first !== null && rest !== null) return [first, ...rest];
    }
    return null;
  }

  function path(venue: string, from: string, to: string): readonly Step[] | null {
    return from === to ? [] : (way(venue, from, to, 2) ?? way(venue, from, to, 3));
  }

  return {
    note(row) {
      const price = row.markPrice ?? row.lastPrice;
      if (row.base === null || row.quote === null || row.symbol === null || price === null) return false;
      const rank = row.kind === 'perpetual' ? 2 : row.kind === 'spot' ? 1 : 0;
      if (rank === 0 || !hasValue.test(price)) return false;
      const prices = venues.get(row.venue) ?? new Map<string, Price>();
      venues.set(row.venue, prices);
      const pair = pairName(money(row.base), money(row.quote));
      const before = prices.get(pair);
      if (before !== undefined && before.symbol !== row.symbol && before.rank >= rank) return false;
      if (before?.symbol === row.symbol && before.price === price) return false;
      prices.set(pair, { price, symbol: row.symbol, rank });
      return true;
    },
    forget(venue, symbol) {
      const prices = venues.get(venue);
      let isForgotten = false;
      for (const [pair, price] of prices ?? []) {
        if (price.symbol === symbol) isForgotten = prices?.delete(pair) ?? false;
      }
      return isForgotten;
    },
    convert(venue, amount, from, to) {
      const steps = path(venue, money(from), money(to));
      if (steps === null) return null;
      return steps.reduce((sum, one) => {
        if (one.price === null) return sum;
        return one.isInverse ? divide(sum, one.price.price) : multiply(sum, one.price.price);
      }, amount);
    },
    symbolsUsed(venue, from, to) {
      return path(venue, money(from), money(to))?.flatMap(({ price }) => price?.symbol ?? []) ?? [];
    },
    takenForDollars(venue, from, to) {
      const steps = path(venue, money(from), money(to)) ?? [];
      return steps.flatMap((one) => (one.price === null ? [one.dollar] : []));
    },
  };
}

/** One name per money: some venues call bitcoin XBT. */
function money(currency: string): string {
  return currency === 'XBT' ? 'BTC' : currency;
}

/** Money that others are converted through; the price of anything else moves nothing but itself. */
export function isMoney(currency: string | null): boolean {
  return currency !== null && (money(currency) === 'EUR' || pivots.includes(money(currency)));
}

function pairName(base: string, quote: string): string {
  return `${base}/${quote}`;
}

const pivots = ['BTC', 'USD', 'USDT', 'USDC'];
// A price of nothing but zeros would make a division by zero.
const hasValue = /[1-9]/;
