/** What the crowd does to one book in one step: trades, new quotes, cancelled and resized orders. */
import { addSize, type Book, hitLevel, type Level, levelsOf, type Print, resizeOthers } from './book.ts';
import type { Contract } from './instruments.ts';
import { stepMs } from './prices.ts';
import type { Rng } from './rng.ts';
import type { Side } from './venue-event.ts';

/** Levels a side that the crowd keeps filled. */
export const bookDepth = 60;

const perStep = stepMs / 1000;

/** A full book around a price. */
export function createBook(contract: Contract, fairTick: number, rng: Rng): Book {
  const book: Book = { bids: [], asks: [] };
  const middle = Math.round(fairTick);
  addSize(book, 'Buy', middle - 1, crowdSize(contract, rng));
  addSize(book, 'Sell', middle, crowdSize(contract, rng));
  refillBook(book, contract, rng);
  return book;
}

/** The trades of this step; null when nothing at all happened to the book. */
export function moveBook(
  book: Book,
  contract: Contract,
  fairTick: number,
  heat: number,
  rng: Rng,
): Print[] | null {
  const prints: Print[] = [];
  const trades = rng.chance(contract.tradesPerSecond * heat * perStep);
  const quotes = rng.chance(contract.quotesPerSecond * heat * perStep);
  const churns = rng.chance(contract.quotesPerSecond * 1.5 * heat * perStep);
  if (!trades && !quotes && !churns) return null;
  if (trades) {
    trade(book, contract, fairTick, rng, prints);
    // Takers come in flocks.
    while (rng.chance(0.25)) trade(book, contract, fairTick, rng, prints);
  }
  if (quotes) requote(book, contract, fairTick, rng, prints);
  if (churns) churn(book, contract, rng);
  refillBook(book, contract, rng);
  return prints;
}

/** Sizes are skewed: many small ones, a few very large. */
function skewedSize(contract: Contract, typical: number, rng: Rng): number {
  const size = typical * Math.exp(rng.normal() * 1.1);
  return Math.max(1, Math.round(size / contract.lotSize)) * contract.lotSize;
}

function crowdSize(contract: Contract, rng: Rng): number {
  return skewedSize(contract, contract.levelSize, rng);
}

function trade(book: Book, contract: Contract, fairTick: number, rng: Rng, prints: Print[]): void {
  const middle = ((book.bids[0]?.tick ?? fairTick) + (book.asks[0]?.tick ?? fairTick)) / 2;
  const lean = Math.max(-0.3, Math.min(0.3, (fairTick - middle) / 20));
  const taker: Side = rng.chance(0.5 + lean) ? 'Buy' : 'Sell';
  const levels = levelsOf(book, taker === 'Buy' ? 'Sell' : 'Buy');
  let left = skewedSize(contract, contract.tradeSize, rng);
  for (let walked = 0; walked < 3 && left > 0 && levels.length > 0; walked++) {
    const print = hitLevel(levels, 0, taker, left);
    if (print === null) return;
    prints.push(print);
    left -= print.size;
  }
}

/** Brings the touch to the fair price: what stands in the way trades or is cancelled, then both sides close up. */
function requote(book: Book, contract: Contract, fairTick: number, rng: Rng, prints: Print[]): void {
  const bid = Math.floor(fairTick + rng.between(-0.6, 0.6));
  const ask = bid + 1 + (rng.chance(0.15) ? rng.int(2) + 1 : 0);
  clear(book.asks, 'Buy', (level) => level.tick <= bid);
  clear(book.bids, 'Sell', (level) => level.tick >= ask);
  closeUp(book, 'Buy', bid, -1);
  closeUp(book, 'Sell', ask, 1);

  function clear(levels: Level[], taker: Side, inTheWay: (level: Level) => boolean): void {
    for (let level = levels[0]; level !== undefined && inTheWay(level); level = levels[0]) {
      // Who rests behind the account steps aside; the account itself is always traded through.
      if (level.own > 0) resizeOthers(level, Math.min(level.ahead, level.size - level.own));
      if (level.own > 0 || rng.chance(0.15)) {
        const quantity = level.own > 0 ? level.size : skewedSize(contract, contract.tradeSize, rng);
        const print = hitLevel(levels, 0, taker, quantity);
        if (print !== null) prints.push(print);
      }
      if (levels[0] === level) levels.shift();
    }
  }

  function closeUp(target: Book, side: Side, from: number, direction: 1 | -1): void {
    const best = levelsOf(target, side)[0]?.tick ?? from + direction * 6;
    for (let tick = from, added = 0; added < 6 && (best - tick) * direction > 0; tick += direction, added++) {
      if (added === 0 || rng.chance(0.85)) addSize(target, side, tick, crowdSize(contract, rng));
    }
  }
}

/** Somebody near the touch changes an order, adds one in a hole, or takes one away. */
function churn(book: Book, contract: Contract, rng: Rng): void {
  const side: Side = rng.chance(0.5) ? 'Buy' : 'Sell';
  const levels = levelsOf(book, side);
  const at = Math.min(levels.length - 1, Math.floor(rng.next() * rng.next() * 30));
  const level = levels[at];
  if (level === undefined) return;
  const outward = side === 'Buy' ? -1 : 1;
  const hole = level.tick + outward;
  if (rng.chance(0.2) && levels[at + 1]?.tick !== hole) {
    addSize(book, side, hole, crowdSize(contract, rng));
  } else if (at > 0 && level.own === 0 && rng.chance(0.15)) {
    levels.splice(at, 1);
  } else {
    resizeOthers(level, crowdSize(contract, rng));
  }
}

/** Keeps the far ends of both sides as deep as ever; the account's levels are never dropped. */
export function refillBook(book: Book, contract: Contract, rng: Rng): void {
  for (const side of sides) {
    const levels = levelsOf(book, side);
    const outward = side === 'Buy' ? -1 : 1;
    if (levels.length === 0) {
      const other = levelsOf(book, side === 'Buy' ? 'Sell' : 'Buy')[0]?.tick ?? 1000;
      addSize(book, side, other + outward, crowdSize(contract, rng));
    }
    // A side that has become too thin, or that consists of the account's far orders, grows at its outer end.
    let crowd = 0;
    let outermost = levels[0]?.tick ?? 0;
    for (const level of levels) {
      if (level.size > level.own) {
        crowd += 1;
        outermost = level.tick;
      }
    }
    for (; crowd < bookDepth; crowd++) {
      outermost += outward * (1 + rng.int(3));
      addSize(book, side, outermost, crowdSize(contract, rng));
    }
    for (let at = levels.length - 1; at >= 0 && crowd > bookDepth + 6; at--) {
      const level = levels[at];
      if (level === undefined || level.size === level.own) continue;
      if (level.own > 0) resizeOthers(level, 0);
      else levels.splice(at, 1);
      crowd -= 1;
    }
  }
}

const sides = ['Buy', 'Sell'] as const;
