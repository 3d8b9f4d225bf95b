/** One symbol's order book: levels best first, in whole ticks, with the account's own share of each level. */
import type { Side } from './venue-event.ts';

export interface Level {
  readonly tick: number;
  /** Invariant: size ≥ own + ahead. */
  size: number;
  /** What rests here for the account. */
  own: number;
  /** What must trade before the account's share does. */
  ahead: number;
}

export interface Book {
  readonly bids: Level[];
  readonly asks: Level[];
}

/** One match. `side` is the taker's; `own` is the part that the account had resting. */
export interface Print {
  readonly side: Side;
  readonly tick: number;
  readonly size: number;
  readonly own: number;
}

/** The levels on which orders of this side rest. */
export function levelsOf(book: Book, side: Side): Level[] {
  return side === 'Buy' ? book.bids : book.asks;
}

/** Adds `size` at a price, behind what is there. */
export function addSize(book: Book, side: Side, tick: number, size: number, own = 0): Level {
  const levels = levelsOf(book, side);
  const at = placeFor(levels, side, tick);
  const there = levels[at];
  if (there !== undefined && there.tick === tick) {
    if (own > 0) there.ahead = there.size - there.own;
    there.size += size;
    there.own += own;
    return there;
  }
  const level = { tick, size, own, ahead: 0 };
  levels.splice(at, 0, level);
  return level;
}

/** Takes the account's share out of a level, and the level with it when nothing is left. */
export function withdrawOwn(book: Book, side: Side, tick: number, quantity: number): void {
  const levels = levelsOf(book, side);
  const at = placeFor(levels, side, tick);
  const level = levels[at];
  if (level === undefined || level.tick !== tick) return;
  level.size -= quantity;
  level.own -= quantity;
  if (level.own === 0) level.ahead = 0;
  if (level.size <= 0) levels.splice(at, 1);
}

/** Changes what others have at a level; their part never falls below what is ahead of nothing. */
export function resizeOthers(level: Level, others: number): void {
  level.size = level.own + others;
  level.ahead = Math.min(level.ahead, others);
}

/** Trades against one level: first what is ahead of the account, then the account, then the rest. */
export function hitLevel(levels: Level[], at: number, taker: Side, quantity: number): Print | null {
  const level = levels[at];
  if (level === undefined || quantity <= 0) return null;
  const size = Math.min(quantity, level.size);
  const before = Math.min(level.ahead, size);
  const own = Math.min(level.own, size - before);
  level.size -= size;
  level.ahead -= before;
  level.own -= own;
  if (level.own === 0) level.ahead = 0;
  if (level.size === 0) levels.splice(at, 1);
  return { side: taker, tick: level.tick, size, own };
}

/** A market order of the account: walks the book and leaves the account's own orders alone. */
export function takeOthers(book: Book, taker: Side, quantity: number): Print[] {
  const levels = levelsOf(book, taker === 'Buy' ? 'Sell' : 'Buy');
  const prints: Print[] = [];
  let left = quantity;
  let at = 0;
  while (left > 0) {
    const level = levels[at];
    if (level === undefined) break;
    const size = Math.min(left, level.size - level.own);
    if (size === 0) {
      at += 1;
      continue;
    }
    left -= size;
    level.size -= size;
    level.ahead = Math.min(level.ahead, level.size - level.own);
    prints.push({ side: taker, tick: level.tick, size, own: 0 });
    if (level.size === 0) levels.splice(at, 1);
    else at += 1;
  }
  return prints;
}

/** Where a price belongs: the index of its level, or the one before which it would be put. */
function placeFor(levels: readonly Level[], side: Side, tick: number): number {
  let at = 0;
  for (const level of levels) {
    if (side === 'Buy' ? level.tick <= tick : level.tick >= tick) return at;
    at += 1;
  }
  return at;
}
