/** What the window knows of the market it looks at, and how main's updates change it. Pure. */
import type { Gap } from '../../../preload/contract/health.ts';
import type { TradeRow } from '../../../preload/contract/rows.ts';
import type { Depth, MarketUpdate } from '../../../preload/contract/views.ts';
import { type Candle, mergeMinutes } from '../../charts/candles.ts';

export interface MarketState {
  /** Oldest first, in the order of their venue time. */
  readonly trades: readonly TradeRow[];
  readonly tradesPerSecond: number;
  readonly minutes: readonly Candle[];
  readonly candlesBuilt: boolean;
  readonly depth: Depth | null;
  readonly gaps: readonly Gap[];
  readonly lastMove: 'up' | 'down';
}

export const emptyMarket: MarketState = {
  trades: [],
  tradesPerSecond: 0,
  minutes: [],
  candlesBuilt: false,
  depth: null,
  gaps: [],
  lastMove: 'up',
};

const mostTrades = 1000;
const mostMinutes = 6000;
const mostGaps = 200;

export function applyUpdate(before: MarketState, update: MarketUpdate): MarketState {
  const from = update.reset ? emptyMarket : before;
  const trades = mergeTrades(from.trades, update.trades);
  return {
    trades,
    tradesPerSecond: update.tradesPerSecond,
    minutes: mergeMinutes(from.minutes, update.candles, mostMinutes),
    candlesBuilt: update.candlesBuilt,
    depth: update.depth ?? from.depth,
    gaps: mergeGaps(from.gaps, update.gaps),
    lastMove: trades === from.trades ? from.lastMove : moveOf(trades, from.lastMove),
  };
}

/**
 * Live trades go to the end; refilled ones are older and find their place by time. A trade that is
 * known already is replaced, since an answer and an event may both carry it.
 */
function mergeTrades(known: readonly TradeRow[], added: readonly TradeRow[]): readonly TradeRow[] {
  if (added.length === 0) return known;
  const merged = [...known];
  for (const trade of added) {
    let index = merged.length;
    while (index > 0 && isAfter(merged[index - 1], trade)) index -= 1;
    const twin = sameMoment(merged, index, trade);
    if (twin === null) merged.splice(index, 0, trade);
    else merged[twin] = trade;
  }
  return merged.length > mostTrades ? merged.slice(merged.length - mostTrades) : merged;
}

function isAfter(known: TradeRow | undefined, trade: TradeRow): boolean {
  return known !== undefined && known.time > trade.time;
}

function sameMoment(trades: readonly TradeRow[], end: number, trade: TradeRow): number | null {
  for (let index = end - 1; index >= 0; index -= 1) {
    const known = trades[index];
    if (known === undefined || known.time !== trade.time) return null;
    if (known.id === trade.id) return index;
  }
  return null;
}

function mergeGaps(known: readonly Gap[], added: readonly Gap[]): readonly Gap[] {
  if (added.length === 0) return known;
  const merged = new Map(known.map((gap) => [gapKey(gap), gap]));
  for (const gap of added) merged.set(gapKey(gap), gap);
  return [...merged.values()].slice(-mostGaps);
}

function gapKey(gap: Gap): string {
  return [gap.channel, gap.kind, gap.from ?? gap.time].join(' ');
}

/** The direction of the last trade that changed the price. */
function moveOf(trades: readonly TradeRow[], before: 'up' | 'down'): 'up' | 'down' {
  const last = trades.at(-1);
  if (last === undefined) return before;
  for (let index = trades.length - 2; index >= 0; index -= 1) {
    const earlier = trades[index];
    if (earlier === undefined || earlier.price === last.price) continue;
    return Number(earlier.price) < Number(last.price) ? 'up' : 'down';
  }
  return before;
}
