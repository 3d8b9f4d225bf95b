/** The order book as it is shown: prices joined into steps, sums from the best price on. Pure. */
import type { Depth, DepthLevel } from '../../../preload/contract/views.ts';
import { difference, sumExact, toStep } from '../../format/exact-sum.ts';

export interface DepthRow {
  readonly price: string;
  readonly size: string;
  readonly sum: string;
  /** The sum as a share of the longest one on screen, 0 to 1. */
  readonly share: number;
}

export interface DepthRows {
  /** Best first. */
  readonly asks: readonly DepthRow[];
  readonly bids: readonly DepthRow[];
  /** null unless both sides have a price. */
  readonly spread: string | null;
  /** The best bid is at or above the best ask. */
  readonly isCrossed: boolean;
}

/** `most`: so many levels of each side are shown. */
export function depthRows(
  depth: Depth,
  step: string | null,
  most: { readonly asks: number; readonly bids: number },
): DepthRows {
  const asks = joined(depth.asks, step, 'up').slice(0, most.asks);
  const bids = joined(depth.bids, step, 'down').slice(0, most.bids);
  const longest = Math.max(Number(asks.at(-1)?.[2] ?? 0), Number(bids.at(-1)?.[2] ?? 0));
  const bestAsk = depth.asks[0]?.[0];
  const bestBid = depth.bids[0]?.[0];
  const spread = bestAsk === undefined || bestBid === undefined ? null : difference(bestAsk, bestBid);
  return {
    asks: asks.map((level) => row(level, longest)),
    bids: bids.map((level) => row(level, longest)),
    spread,
    isCrossed: spread !== null && (spread.startsWith('-') || Number(spread) === 0),
  };
}

/** Steps worth offering for a tick: the tick itself and coarser round ones. */
export function depthSteps(tickSize: string | null): readonly string[] {
  if (tickSize === null || !(Number(tickSize) > 0)) return [];
  return [1, 2, 5, 10, 50, 100].map((times) => sumExact(Array.from({ length: times }, () => tickSize)));
}

/** An ask belongs to the next step up and a bid to the next one down, so that no step looks better than it is. */
function joined(
  levels: readonly DepthLevel[],
  step: string | null,
  side: 'up' | 'down',
): readonly DepthLevel[] {
  if (step === null) return levels;
  const steps = new Map<string, { sizes: string[]; sum: string }>();
  for (const [price, size, sum] of levels) {
    const at = toStep(price, step, side);
    const known = steps.get(at);
    if (known === undefined) steps.set(at, { sizes: [size], sum });
    else {
      known.sizes.push(size);
      known.sum = sum;
    }
  }
  return [...steps].map(([price, { sizes, sum }]) => [price, sumExact(sizes), sum] as const);
}

function row([price, size, sum]: DepthLevel, longest: number): DepthRow {
  return { price, size, sum, share: longest > 0 ? Number(sum) / longest : 0 };
}
