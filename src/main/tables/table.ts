/** What the two kinds of table have in common, and how they count what became of rows. */
import { digitsOf } from '../exchanges/exact-json.ts';
import type { Action, Item } from '../exchanges/exchange.ts';
import type { Applied, RowChange } from './table-store.ts';

export type Changed = (change: RowChange) => void;

export interface Table {
  readonly keys: readonly string[];
  /** A partial: its rows take the place of what its filter covers. */
  replace(filter: Item, rows: readonly unknown[], changed: Changed): Applied;
  change(action: Exclude<Action, 'partial'>, rows: readonly unknown[], changed: Changed): Applied;
  get(key: string): Item | null;
  find(item: Item): Item | null;
  latest(symbol: string | null): Item | null;
  rows(): Iterable<readonly [key: string, item: Item]>;
  size(): number;
  uncover(symbol: string | null): void;
  trim(nowMs: number, changed: Changed): void;
}

export interface Tally extends Applied {
  applied: number;
  early: number;
  unknown: number;
  unknownSymbols: readonly (string | null)[];
}

export function newTally(): Tally {
  return { applied: 0, early: 0, unknown: 0, unknownSymbols: none };
}

export function countUnknown(tally: Tally, symbol: string | null): void {
  tally.unknown += 1;
  if (!tally.unknownSymbols.includes(symbol)) tally.unknownSymbols = [...tally.unknownSymbols, symbol];
}

export function symbolOf(item: Item): string | null {
  return typeof item.symbol === 'string' && item.symbol !== '' ? item.symbol : null;
}

/** Whether a row may come in a partial of this symbol; null: of all. */
export function isOfSymbol(item: Item, symbol: string | null): boolean {
  return symbol === null || item.symbol === symbol;
}

/**
 * Whether a partial's filter covers a row whose symbol it covers already. A row that does not have a field
 * of the filter cannot contradict it.
 */
export function isCoveredBy(filter: Item, item: Item): boolean {
  for (const name of Object.keys(filter)) {
    const value = item[name];
    if (name !== 'symbol' && value !== undefined && !sameValue(value, filter[name])) return false;
  }
  return true;
}

function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const digits = digitsOf(left);
  return digits !== null && digits === digitsOf(right);
}

const none: readonly never[] = [];
