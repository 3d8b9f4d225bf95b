/**
 * What the name of a Deribit instrument says: coin, what it is quoted and settled in, and its kind.
 * https://docs.deribit.com/articles/deribit-quickstart#naming, read 2026-11-24
 */

export interface DeribitContract {
  readonly kind: 'spot' | 'perpetual' | 'future' | 'option';
  readonly base: string;
  readonly quote: string;
  /** What profits are paid in. */
  readonly settle: string;
  /** Its size is in the quote currency, which is US dollars. */
  readonly inverse: boolean;
}

/** null for combinations of several, and for anything else that is not named so. */
export function contractOfSymbol(symbol: string): DeribitContract | null {
  const [pair = '', date, strike, type, ...rest] = symbol.split('-');
  const [base = '', stable, ...more] = pair.split('_');
  if (base === '' || more.length > 0 || rest.length > 0) return null;
  if (date === undefined) {
    return stable === undefined
      ? null
      : { kind: 'spot', base, quote: stable, settle: stable, inverse: false };
  }
  const kind = strike === undefined ? (date === 'PERPETUAL' ? 'perpetual' : 'future') : 'option';
  if (kind !== 'perpetual' && !/^\d{1,2}[A-Z]{3}\d\d$/.test(date)) return null;
  if (kind === 'option' && type !== 'C' && type !== 'P') return null;
  if (stable !== undefined) return { kind, base, quote: stable, settle: stable, inverse: false };
  // Options on a coin are priced in the coin, futures in US dollars; both are paid in the coin.
  if (kind === 'option') return { kind, base, quote: base, settle: base, inverse: false };
  return { kind, base, quote: 'USD', settle: base, inverse: true };
}
