/** Reads single fields of the items of Binance, and tells the older of two. */
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { idOf, text, timeMs } from './fields.ts';

/** Symbol and number of a row as one word, whatever the venue has put there. */
export function nameOf(symbol: unknown, id: unknown): string {
  return `${text(symbol) ?? ''} ${idOf(id)}`;
}

export function updateTimeOf({ updateTime }: Item): number | null {
  const ms = timeMs(updateTime);
  return ms !== null && ms > 0 ? ms : null;
}

export function isOlderByTime(got: Item, have: Item): boolean {
  return (updateTimeOf(got) ?? 0) < (updateTimeOf(have) ?? 0);
}

/** Several changes can share a millisecond: what is filled never shrinks, and what is closed stays closed. */
export function isOlderOrder(got: Item, have: Item, isClosed: (order: Item) => boolean): boolean {
  const byTime = (updateTimeOf(got) ?? 0) - (updateTimeOf(have) ?? 0);
  if (byTime !== 0) return byTime < 0;
  const byFill = Number(digitsOf(got.executedQty) ?? 0) - Number(digitsOf(have.executedQty) ?? 0);
  if (byFill !== 0) return byFill < 0;
  return isClosed(have) && !isClosed(got);
}
