/** Every venue id there is, and the dialect of those that are supported. */
import { binance } from './binance.ts';
import { binanceUsdm } from './binance-usdm.ts';
import { bitmex } from './bitmex.ts';
import { bybit } from './bybit.ts';
import { coinbase } from './coinbase.ts';
import { deribit } from './deribit.ts';
import type { Exchange } from './exchange.ts';
import { kraken } from './kraken.ts';
import { krakenFutures } from './kraken-futures.ts';
import { okx } from './okx.ts';
import { poloniex } from './poloniex.ts';

/** Fixed: settings, recordings and scripts hold these words. */
export const venueIds = [
  'practice',
  'bitmex',
  'coinbase',
  'coinbase-advanced',
  'poloniex',
  'kraken',
  'kraken-futures',
  'binance',
  'binance-usdm',
  'okx',
  'bybit',
  'deribit',
  'bitfinex',
  'bitstamp',
  'gemini',
  'hyperliquid',
] as const;

export type VenueId = (typeof venueIds)[number];

const exchanges: { readonly [Id in VenueId]?: Exchange } = {
  // The practice venue is a server of our own that speaks the BitMEX dialect under its own name.
  // It gives connections back sooner, since faults that are tried on it cost many.
  practice: {
    ...bitmex,
    id: 'practice',
    name: 'Practice venue',
    limits: { ...bitmex.limits, connections: { count: 60, perMs: 60_000 } },
  },
  binance,
  'binance-usdm': binanceUsdm,
  bitmex,
  bybit,
  coinbase,
  deribit,
  kraken,
  'kraken-futures': krakenFutures,
  okx,
  poloniex,
};

/** A server of our own on which adding an account can be tried; no list and no command names it. */
export const practiceBybit: Exchange = { ...bybit, id: 'practice-bybit', name: 'Practice Bybit' };

/** Those that Vigil speaks, in the order in which they are shown. */
export const supportedVenues: readonly VenueId[] = venueIds.filter((id) => exchanges[id] !== undefined);

export type VenueLookup =
  | { readonly kind: 'supported'; readonly exchange: Exchange }
  /** A venue that Vigil knows by name and does not speak yet. */
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

export function findVenue(id: string): VenueLookup {
  if (id === practiceBybit.id) return { kind: 'supported', exchange: practiceBybit };
  const known = venueIds.find((name) => name === id);
  const names = supportedVenues.join(', ');
  if (known === undefined) {
    return { kind: 'unknown', message: `There is no venue "${id}". Choose one of: ${names}.` };
  }
  const exchange = exchanges[known];
  return exchange === undefined
    ? { kind: 'unsupported', message: `Vigil does not support ${id} yet. Choose one of: ${names}.` }
    : { kind: 'supported', exchange };
}
