/** What a candle chart shows; prices and times here are for placing, texts are for reading. */
import type { Candle } from './candles.ts';

export interface ChartModel {
  /** Oldest first. */
  readonly candles: readonly Candle[];
  readonly intervalMs: number;
  readonly tickSize: number | null;
  readonly last: LastPrice | null;
  readonly levels: readonly ChartLevel[];
  readonly executions: readonly ChartExecution[];
  readonly gaps: readonly ChartGap[];
}

export interface LastPrice {
  readonly price: number;
  readonly text: string;
  readonly move: 'up' | 'down';
  /** It can't be trusted now, so it has no colour. */
  readonly isOld: boolean;
}

/** A price of the user's own: an entry, an order, a trigger. */
export interface ChartLevel {
  readonly id: string;
  readonly price: number;
  readonly priceText: string;
  readonly label: string;
  /** Said instead of `label` when the price is outside the view; the side of the edge is put behind it. */
  readonly name: string;
  readonly side: 'long' | 'short' | null;
}

export interface ChartExecution {
  readonly id: string;
  readonly timeMs: number;
  readonly side: 'buy' | 'sell';
}

/** A stretch in which something was lost. */
export interface ChartGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly title: string;
  readonly detail: string;
}
