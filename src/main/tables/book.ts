/** An order book as two sides of levels, best first, with running sums. Pure. */
import type { Depth, DepthLevel } from '../../preload/contract/views.ts';
import { digitsOf } from '../exchanges/exact-json.ts';
import type { Item } from '../exchanges/exchange.ts';
import { add, compare } from './decimal.ts';

interface Level {
  readonly price: string;
  readonly size: string;
}

/** From the rows of `orderBookL2` or `orderBookL2_25`; rows without a price or size are left out. */
export function depthOf(rows: Iterable<Item>, levels: number): Depth {
  const bids: Level[] = [];
  const asks: Level[] = [];
  for (const row of rows) {
    const price = digitsOf(row.price);
    const size = digitsOf(row.size);
    if (price === null || size === null) continue;
    if (row.side === 'Buy') bids.push({ price, size });
    else if (row.side === 'Sell') asks.push({ price, size });
  }
  bids.sort((a, b) => compare(b.price, a.price));
  asks.sort((a, b) => compare(a.price, b.price));
  return { bids: summed(bids.slice(0, levels)), asks: summed(asks.slice(0, levels)) };
}

function summed(levels: readonly Level[]): readonly DepthLevel[] {
  let sum = '0';
  return levels.map(({ price, size }) => {
    sum = add(sum, size);
    return [price, size, sum] as const;
  });
}
