/** How much a store keeps, and what it takes for a closed order. */
import { digitsOf } from '../exchanges/exact-json.ts';
import type { Item } from '../exchanges/exchange.ts';

export interface TableOptions {
  /** Keys that replace the partial's, e.g. `quote` by `symbol` to keep only the newest. */
  readonly keys?: ReadonlyMap<string, readonly string[]>;
  /** Rows kept per symbol in a table without keys; default 200. */
  readonly ringRows?: number;
  readonly ringRowsByTable?: ReadonlyMap<string, number>;
  /** Newest rows kept in a table with keys; tables not named here are never cut. */
  readonly keyedRows?: ReadonlyMap<string, number>;
  /** Time for which a closed order stays; default 15 minutes. */
  readonly closedOrderMs?: number;
  readonly isClosedOrder?: (item: Item) => boolean;
}

export const defaultRingRows = 200;

/** These only ever grow: the venue inserts and does not delete. */
export const defaultKeyedRows: ReadonlyMap<string, number> = new Map([
  ['execution', 5_000],
  ['transact', 5_000],
  ['funding', 1_000],
  ['settlement', 1_000],
  ['insurance', 1_000],
  ['announcement', 500],
  ['publicNotifications', 500],
  ['privateNotifications', 500],
  ['chat', 500],
]);

// A filled order can be reopened by an amendment within a minute, so it has to outlive that.
export const defaultClosedOrderMs = 15 * 60_000;

/** Nothing is left to fill. */
export function hasNothingLeft(item: Item): boolean {
  const left = digitsOf(item.leavesQty);
  return left !== null && Number(left) <= 0;
}
