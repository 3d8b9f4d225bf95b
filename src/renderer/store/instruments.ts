/** What tables need to know of an instrument to show its numbers: found by venue and symbol, changed rarely. */
import { useCallback, useSyncExternalStore } from 'react';
import type { InstrumentView } from '../../preload/contract/views.ts';
import { placesOf } from '../format/decimal.ts';
import { tables } from './tables.ts';

export interface InstrumentFacts {
  readonly kind: InstrumentView['kind'];
  readonly base: string | null;
  readonly quote: string | null;
  /** What profit is paid in. */
  readonly settle: string | null;
  readonly inverse: boolean;
  readonly pricePlaces: number;
  readonly sizePlaces: number;
  /** What a size in contracts is in, where one contract is one unit of it; null: contracts only. */
  readonly sizedIn: string | null;
}

const byName = new Map<string, string>();
const facts = new Map<string, { readonly from: readonly unknown[]; readonly facts: InstrumentFacts }>();
let indexed: readonly string[] = [];

/** The instrument's key in its table, or undefined while unknown. */
function instrumentKey(venue: string, symbol: string | null): string | undefined {
  if (symbol === null) return undefined;
  const keys = tables.instrument.keys();
  if (keys !== indexed) {
    indexed = keys;
    byName.clear();
    for (const key of keys) {
      const row = tables.instrument.row(key);
      if (row !== undefined) byName.set(nameOf(row.venue, row.symbol), key);
    }
  }
  return byName.get(nameOf(venue, symbol));
}

export function instrumentOf(venue: string, symbol: string | null): InstrumentView | undefined {
  const key = instrumentKey(venue, symbol);
  return key === undefined ? undefined : tables.instrument.row(key);
}

/** The same object as long as nothing in it changes. */
export function factsOf(venue: string, symbol: string | null): InstrumentFacts | null {
  const row = instrumentOf(venue, symbol);
  if (row === undefined) return null;
  const from = [
    row.kind,
    row.base,
    row.quote,
    row.settle,
    row.inverse,
    row.tickSize,
    row.lotSize,
    row.contractValue,
  ];
  const name = nameOf(venue, symbol);
  const known = facts.get(name);
  if (known?.from.every((value, index) => value === from[index])) return known.facts;
  const fresh: InstrumentFacts = {
    kind: row.kind,
    base: row.base,
    quote: row.quote,
    settle: row.settle,
    inverse: row.inverse === true,
    pricePlaces: placesOf(row.tickSize),
    sizePlaces: placesOf(row.lotSize),
    sizedIn: sizedIn(row),
  };
  facts.set(name, { from, facts: fresh });
  return fresh;
}

export function useFacts(venue: string, symbol: string | null): InstrumentFacts | null {
  const read = useCallback(() => factsOf(venue, symbol), [venue, symbol]);
  return useSyncExternalStore(tables.instrument.subscribeAll, read);
}

function sizedIn(row: InstrumentView): string | null {
  if (row.kind === 'spot') return row.base;
  if (row.contractValue === null || !/^1(\.0*)?$/.test(row.contractValue)) return null;
  return row.inverse === true ? row.quote : row.base;
}

function nameOf(venue: string, symbol: string | null): string {
  return `${venue}/${symbol ?? ''}`;
}
