/** Builds minute bins from trades, and longer ones from minutes, as BitMEX stamps them: with their end. */
import { type Contract, roundTo } from './instruments.ts';
import { createRing, type Ring } from './ring.ts';
import type { MatchValue } from './trade-row.ts';
import type { Row } from './venue-event.ts';

export const binSizes = { '1m': 1, '5m': 5, '1h': 60, '1d': 1440 } as const;
export type BinSize = keyof typeof binSizes;

export interface Bin extends Row {
  readonly timestamp: string;
  readonly symbol: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly trades: number;
  readonly volume: number;
  /** null without a trade. */
  readonly vwap: number | null;
  readonly lastSize: number | null;
  readonly turnover: number;
  readonly homeNotional: number;
  readonly foreignNotional: number;
}

export interface Bins {
  add(trade: MatchValue): void;
  /** Ends the minute: the new bins of every size that ends here. */
  close(endMs: number): readonly { readonly size: BinSize; readonly bin: Bin }[];
  newest(size: BinSize, count: number): Bin[];
}

const keptBins = 3000;

export function createBins(contract: Contract, firstPrice: number): Bins {
  const rings: Record<BinSize, Ring<Bin>> = {
    '1m': createRing(keptBins),
    '5m': createRing(keptBins),
    '1h': createRing(keptBins),
    '1d': createRing(keptBins),
  };
  let previousClose = firstPrice;
  let trades: MatchValue[] = [];

  return {
    add(trade) {
      trades.push(trade);
    },
    close(endMs) {
      const minute = minuteBin(contract, endMs, trades, previousClose);
      trades = [];
      previousClose = minute.close;
      const closed: { size: BinSize; bin: Bin }[] = [];
      for (const size of sizes) {
        const minutes = binSizes[size];
        if (endMs % (minutes * 60_000) !== 0) continue;
        const bin = size === '1m' ? minute : joinBins(contract, rings['1m'].newest(minutes), endMs, minutes);
        rings[size].push(bin);
        closed.push({ size, bin });
      }
      return closed;
    },
    newest: (size, count) => rings[size].newest(count),
  };
}

function minuteBin(contract: Contract, endMs: number, trades: readonly MatchValue[], before: number): Bin {
  let high = before;
  let low = before;
  let volume = 0;
  let turnover = 0;
  let home = 0;
  let foreign = 0;
  let weighted = 0;
  for (const trade of trades) {
    high = Math.max(high, trade.price);
    low = Math.min(low, trade.price);
    volume += trade.size;
    turnover += trade.grossValue;
    home += trade.homeNotional;
    foreign += trade.foreignNotional;
    weighted += trade.price * trade.size;
  }
  return {
    timestamp: new Date(endMs).toISOString(),
    symbol: contract.symbol,
    open: before,
    high,
    low,
    close: trades.at(-1)?.price ?? before,
    trades: trades.length,
    volume,
    vwap: volume === 0 ? null : roundTo(weighted / volume, contract.decimals + 3),
    lastSize: trades.at(-1)?.size ?? null,
    turnover,
    homeNotional: roundTo(home, 8),
    foreignNotional: roundTo(foreign, 6),
  };
}

/** `bins` may reach back further than the joined bin; only its own minutes count. */
function joinBins(contract: Contract, bins: readonly Bin[], endMs: number, minutes: number): Bin {
  const start = new Date(endMs - minutes * 60_000).toISOString();
  const parts = bins.filter((bin) => bin.timestamp > start);
  const sum = (read: (bin: Bin) => number) => parts.reduce((total, bin) => total + read(bin), 0);
  const volume = sum((bin) => bin.volume);
  const weighted = sum((bin) => (bin.vwap ?? 0) * bin.volume);
  const close = parts.at(-1)?.close ?? 0;
  return {
    timestamp: new Date(endMs).toISOString(),
    symbol: contract.symbol,
    open: parts[0]?.open ?? close,
    high: Math.max(...parts.map((bin) => bin.high)),
    low: Math.min(...parts.map((bin) => bin.low)),
    close,
    trades: sum((bin) => bin.trades),
    volume,
    vwap: volume === 0 ? null : roundTo(weighted / volume, contract.decimals + 3),
    lastSize: parts.findLast((bin) => bin.lastSize !== null)?.lastSize ?? null,
    turnover: sum((bin) => bin.turnover),
    homeNotional: roundTo(
      sum((bin) => bin.homeNotional),
      8,
    ),
    foreignNotional: roundTo(
      sum((bin) => bin.foreignNotional),
      6,
    ),
  };
}

const sizes = Object.keys(binSizes) as BinSize[];
