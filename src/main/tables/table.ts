/** What the two kinds of table have in common, and how they count what became of rows. */
import type { Action, Item } from '../exchanges/exchange.ts';
import type { Applied, RowChange } from './table-store.ts';

export type Changed = (change: RowChange) => void;

export interface Table {
  readonly keys: readonly string[];
  /** A partial: its rows take the place of what its filter covers. */
  replace(filter: Item, rows: readonly unknown[], changed: Changed): Applied;
  change(action: Exclude<Action, 'partial'>, rows: readonly unknown[], changed: Changed): Applied;
  get(key: string): Item | null;
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
  unknownSymbols: (string | null)[];
}

export function newTally(): Tally {
  return { applied: 0, early: 0, unknown: 0, unknownSymbols: [] };
}

export function countUnknown(tally: Tally, symbol: string | null): void {
  tally.unknown += 1;
  if (!tally.unknownSymbols.includes(symbol)) tally.unknownSymbols.push(symbol);
}

export function symbolOf(item: Item): string | null {
  return typeof item.symbol === 'string' && item.symbol !== '' ? item.symbol : null;
}
