import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  addSize,
  type Book,
  hitLevel,
  levelsOf,
  resizeOthers,
  takeOthers,
  withdrawOwn,
} from '../../src/main/simulator/book.ts';
import { bookDepth, createBook, moveBook } from '../../src/main/simulator/flow.ts';
import { contracts } from '../../src/main/simulator/instruments.ts';
import { createRng } from '../../src/main/simulator/rng.ts';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 20_000 });

const [xbtusd] = contracts;
if (xbtusd === undefined) throw new Error('No contracts.');
const contract = xbtusd;

/** What is wrong with a book, in words; nothing when it is sound. */
function flaws(book: Book): string[] {
  const found: string[] = [];
  for (const side of ['Buy', 'Sell'] as const) {
    const levels = levelsOf(book, side);
    levels.forEach((level, at) => {
      if (level.size <= 0) found.push(`${side} ${level.tick} is empty`);
      if (level.own < 0 || level.ahead < 0) found.push(`${side} ${level.tick} has less than nothing`);
      if (level.own + level.ahead > level.size) found.push(`${side} ${level.tick} holds more than its size`);
      const next = levels[at + 1];
      if (next !== undefined && (side === 'Buy' ? level.tick <= next.tick : level.tick >= next.tick)) {
        found.push(`${side} ${next.tick} is out of order`);
      }
    });
  }
  if ((book.bids[0]?.tick ?? 0) >= (book.asks[0]?.tick ?? 1)) found.push('crossed');
  return found;
}

test('a moving book stays sorted, uncrossed and deep, whatever rests in it', () => {
  const moves = fc.array(
    fc.record({
      drift: fc.integer({ min: -40, max: 40 }),
      heat: fc.constantFrom(0.4, 1, 3, 20),
      order: fc.option(
        fc.record({ side: fc.constantFrom('Buy', 'Sell'), away: fc.integer({ min: 0, max: 300 }) }),
      ),
      take: fc.option(
        fc.record({ side: fc.constantFrom('Buy', 'Sell'), lots: fc.integer({ min: 1, max: 900 }) }),
      ),
    }),
    { minLength: 1, maxLength: 80 },
  );
  fc.assert(
    fc.property(fc.integer(), moves, (seed, steps) => {
      const rng = createRng(seed, 'book');
      const book = createBook(contract, 194_800, rng);
      const mine = new Map<string, number>();
      let fair = 194_800;
      for (const step of steps) {
        fair += step.drift;
        for (const print of moveBook(book, contract, fair, step.heat, rng) ?? []) {
          const key = `${print.side === 'Buy' ? 'Sell' : 'Buy'}${print.tick}`;
          mine.set(key, (mine.get(key) ?? 0) - print.own);
        }
        if (step.order !== null) {
          const { side, away } = step.order;
          const touch = levelsOf(book, side)[0]?.tick ?? fair;
          const tick = side === 'Buy' ? touch - away : touch + away;
          if ((mine.get(`${side}${tick}`) ?? 0) === 0) {
            addSize(book, side, tick, 500, 500);
            mine.set(`${side}${tick}`, 500);
          }
        }
        if (step.take !== null) takeOthers(book, step.take.side, step.take.lots * 100);
        expect(flaws(book)).toEqual([]);
      }
      // What the account has in the book is what it put there and what did not trade.
      for (const side of ['Buy', 'Sell'] as const) {
        for (const level of levelsOf(book, side))
          expect(level.own).toBe(mine.get(`${side}${level.tick}`) ?? 0);
      }
    }),
    { numRuns: 25 },
  );
});

test('the crowd ahead trades first, then the account, then the crowd behind', () => {
  const book: Book = { bids: [], asks: [] };
  addSize(book, 'Buy', 100, 300);
  addSize(book, 'Buy', 100, 200, 200);
  addSize(book, 'Buy', 100, 400);
  expect(hitLevel(book.bids, 0, 'Sell', 250)).toEqual({ side: 'Sell', tick: 100, size: 250, own: 0 });
  expect(hitLevel(book.bids, 0, 'Sell', 100)).toMatchObject({ size: 100, own: 50 });
  expect(hitLevel(book.bids, 0, 'Sell', 1_000)).toMatchObject({ size: 550, own: 150 });
  expect(book.bids).toEqual([]);
});

test('the crowd can leave a level, the account stays until it withdraws', () => {
  const book: Book = { bids: [], asks: [] };
  const level = addSize(book, 'Sell', 100, 300);
  addSize(book, 'Sell', 100, 200, 200);
  resizeOthers(level, 0);
  expect(level).toEqual({ tick: 100, size: 200, own: 200, ahead: 0 });
  withdrawOwn(book, 'Sell', 100, 200);
  expect(book.asks).toEqual([]);
});

test("a market order of the account passes by the account's own orders", () => {
  const book: Book = { bids: [], asks: [] };
  addSize(book, 'Sell', 100, 200, 200);
  addSize(book, 'Sell', 101, 300);
  expect(takeOthers(book, 'Buy', 250)).toEqual([{ side: 'Buy', tick: 101, size: 250, own: 0 }]);
  expect(book.asks.map((level) => level.size)).toEqual([200, 50]);
});

test('a fresh book has the declared depth on both sides', () => {
  const book = createBook(contract, 194_800, createRng(1, 'book'));
  expect(book.bids.length).toBeGreaterThanOrEqual(bookDepth);
  expect(book.asks.length).toBeGreaterThanOrEqual(bookDepth);
  expect(flaws(book)).toEqual([]);
});
