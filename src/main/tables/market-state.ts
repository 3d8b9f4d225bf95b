/** What is kept of one public market, watched or not: its newest trades, its candles, its gaps. */
import type { Gap } from '../../preload/contract/health.ts';
import type { MarketUpdate } from '../../preload/contract/views.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { type CandleSeries, createCandleSeries } from './candles.ts';
import { createTradeTape, type TradeTape } from './trade-tape.ts';

export interface MarketState {
  readonly feed: FeedSpec;
  readonly symbol: string;
  readonly tape: TradeTape;
  readonly candles: CandleSeries;
  gaps: readonly Gap[];
  gapsChanged: boolean;
  /** The history over REST has been asked for. */
  hasAsked: boolean;
}

const tapeCapacity = 500;
const tradesSent = 200;
const maxGaps = 50;

export function createMarketState(feed: FeedSpec, symbol: string): MarketState {
  return {
    feed,
    symbol,
    tape: createTradeTape(tapeCapacity),
    candles: createCandleSeries(),
    gaps: [],
    gapsChanged: false,
    hasAsked: false,
  };
}

export function addGap(market: MarketState, gap: Gap): void {
  market.gaps = [...market.gaps, gap].slice(-maxGaps);
  market.gapsChanged = true;
}

/** Everything that is known, for a window that starts to look. */
export function wholeMarket(market: MarketState, nowMs: number): MarketUpdate {
  market.tape.takeUnseen(0);
  market.candles.takeChanged();
  market.gapsChanged = false;
  return {
    ...frame(market, nowMs),
    reset: true,
    trades: market.tape.newest(tradesSent),
    candles: market.candles.all(),
    gaps: market.gaps,
  };
}

/** What came since the last time; `gaps` is complete when any is new, else empty. */
export function marketChanges(market: MarketState, nowMs: number): MarketUpdate {
  const gaps = market.gapsChanged ? market.gaps : [];
  market.gapsChanged = false;
  return {
    ...frame(market, nowMs),
    reset: false,
    trades: market.tape.takeUnseen(tradesSent),
    candles: market.candles.takeChanged(),
    gaps,
  };
}

function frame(market: MarketState, nowMs: number) {
  return {
    venue: market.feed.venue,
    symbol: market.symbol,
    clockMs: nowMs,
    tradesPerSecond: market.tape.perSecond(nowMs),
    candlesBuilt: market.candles.isBuilt,
    depth: null,
  };
}
