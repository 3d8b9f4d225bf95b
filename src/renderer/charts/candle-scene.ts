/** Lays a chart out in pixels: everything the painter needs, nothing it has to decide. */
import { momentLabel, priceTicks, type TimeTick, timeTicks } from './axis-ticks.ts';
import type { Candle } from './candles.ts';
import type { ChartGap, ChartModel, LastPrice } from './chart-model.ts';
import { type LevelPlaces, placeLevels } from './place-levels.ts';
import { type Extent, indexAtX, type Viewport, xOfIndex } from './viewport.ts';

export interface SceneCandle {
  readonly candle: Candle;
  /** Middle of the slot. */
  readonly x: number;
  readonly highY: number;
  readonly lowY: number;
  readonly topY: number;
  readonly bottomY: number;
  readonly rising: boolean;
  readonly volumePx: number;
}

export interface SceneGap {
  readonly x: number;
  readonly width: number;
  readonly gap: ChartGap;
  /** Where its words fit; null where they would cover the words of a neighbour. */
  readonly words: { readonly x: number; readonly y: number } | null;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly plotWidth: number;
  readonly plotHeight: number;
  readonly bodyPx: number;
  readonly candles: readonly SceneCandle[];
  readonly priceTicks: readonly { readonly y: number; readonly label: string }[];
  readonly timeTicks: readonly { readonly x: number; readonly tick: TimeTick }[];
  readonly gaps: readonly SceneGap[];
  readonly levels: LevelPlaces;
  readonly executions: readonly {
    readonly id: string;
    readonly x: number;
    readonly y: number;
    readonly side: 'buy' | 'sell';
  }[];
  /** Outside the view its tag waits at the edge, without a line. */
  readonly last: (LastPrice & { readonly y: number; readonly isInView: boolean }) | null;
  readonly priceAt: (y: number) => number;
  readonly places: number;
}

export interface SceneSize {
  readonly width: number;
  readonly height: number;
}

export const timeAxisPx = 18;
/** Room for the line that reads a candle out. */
const headPx = 26;

export function extentOf(model: ChartModel, size: SceneSize): Extent {
  const first = model.candles[0]?.startMs ?? 0;
  // A gap that is still open carries the chart on: time without candles is seen, not skipped.
  const gapsEnd = Math.max(0, ...model.gaps.map((gap) => gap.toMs - 1));
  const last = Math.max(model.candles.at(-1)?.startMs ?? 0, gapsEnd);
  return {
    first: first / model.intervalMs,
    last: Math.floor(last / model.intervalMs),
    widthPx: Math.max(0, size.width - priceAxisPx(model)),
  };
}

export function layOut(model: ChartModel, viewport: Viewport, size: SceneSize): Scene {
  const extent = extentOf(model, size);
  const plotWidth = extent.widthPx;
  const plotHeight = Math.max(0, size.height - timeAxisPx);
  const from = indexAtX(0, viewport, extent);
  const to = indexAtX(plotWidth, viewport, extent);
  const visible = model.candles.filter((candle) => {
    const index = candle.startMs / model.intervalMs;
    return index > from - 1 && index < to;
  });
  const scale = priceScale(visible, plotHeight);
  const volumePx = Math.min(64, plotHeight * 0.11);
  const mostVolume = Math.max(...visible.map((candle) => candle.volume), 0);
  const candles = visible.map((candle): SceneCandle => {
    const rising = candle.close >= candle.open;
    return {
      candle,
      x: xOfIndex(candle.startMs / model.intervalMs, viewport, extent) + viewport.slotPx / 2,
      highY: scale.y(candle.high),
      lowY: scale.y(candle.low),
      topY: scale.y(rising ? candle.close : candle.open),
      bottomY: scale.y(rising ? candle.open : candle.close),
      rising,
      volumePx: mostVolume > 0 ? (candle.volume / mostVolume) * volumePx : 0,
    };
  });
  const xOfTime = (ms: number) => xOfIndex(ms / model.intervalMs, viewport, extent);
  const ticks = priceTicks(scale.low, scale.high, Math.max(1, plotHeight / 56), model.tickSize);
  const lastY = model.last === null ? null : clampedY(scale.y(model.last.price), plotHeight);
  return {
    ...size,
    plotWidth,
    plotHeight,
    bodyPx: Math.max(1, Math.round(viewport.slotPx * 0.68)),
    candles,
    priceTicks: ticks.map((tick) => ({ y: scale.y(tick.value), label: tick.label })),
    timeTicks: timeTicks(
      from * model.intervalMs,
      to * model.intervalMs,
      (78 / viewport.slotPx) * model.intervalMs,
    ).map((tick) => ({ x: xOfTime(tick.ms), tick })),
    gaps: placeGaps(model.gaps, candles, xOfTime, plotWidth, plotHeight),
    levels: placeLevels(model.levels, { top: headPx, bottom: plotHeight - 4, lastY, yOf: scale.y }),
    executions: placeExecutions(model, candles),
    last:
      model.last === null || lastY === null || visible.length === 0
        ? null
        : { ...model.last, y: lastY, isInView: scale.y(model.last.price) === lastY },
    priceAt: scale.price,
    places: placesOf(model),
  };
}

/** What the crosshair says about the moment under it. */
export function momentAt(x: number, model: ChartModel, viewport: Viewport, size: SceneSize): number {
  return Math.floor(indexAtX(x, viewport, extentOf(model, size))) * model.intervalMs;
}

export function momentText(startMs: number, model: ChartModel): string {
  const newest = model.candles.at(-1)?.startMs ?? startMs;
  const otherDay = Math.floor(startMs / dayMs) !== Math.floor(newest / dayMs);
  return momentLabel(startMs, otherDay || model.intervalMs >= 3_600_000);
}

function priceAxisPx(model: ChartModel): number {
  // Longer prices, such as an average entry, get a longer tag instead of a wider axis.
  const longest = Math.max(model.last?.text.length ?? 0, 8);
  return Math.ceil(longest * 6.6) + 12;
}

function placesOf(model: ChartModel): number {
  const text = model.candles.at(-1)?.text.close ?? '';
  const own = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  const tick = model.tickSize === null ? 0 : (String(model.tickSize).split('.')[1]?.length ?? 0);
  return Math.max(own, tick);
}

interface PriceScale {
  readonly low: number;
  readonly high: number;
  readonly y: (price: number) => number;
  readonly price: (y: number) => number;
}

function priceScale(visible: readonly Candle[], plotHeight: number): PriceScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const candle of visible) {
    if (candle.low < low) low = candle.low;
    if (candle.high > high) high = candle.high;
  }
  if (!(high >= low)) return { low: 0, high: 0, y: () => plotHeight / 2, price: () => Number.NaN };
  // A market that did not move at all still gets a band to sit in the middle of.
  const range = high > low ? high - low : Math.max(Math.abs(high) * 1e-4, Number.MIN_VALUE);
  const middle = (high + low) / 2;
  const top = headPx + 18;
  const usable = Math.max(1, plotHeight * 0.86 - top);
  const perPrice = usable / range;
  const y = (price: number) => top + usable / 2 - (price - middle) * perPrice;
  const price = (atY: number) => middle - (atY - top - usable / 2) / perPrice;
  return { low: price(plotHeight), high: price(0), y, price };
}

function placeGaps(
  gaps: readonly ChartGap[],
  candles: readonly SceneCandle[],
  xOfTime: (ms: number) => number,
  plotWidth: number,
  plotHeight: number,
): readonly SceneGap[] {
  let wordsUntil = Number.NEGATIVE_INFINITY;
  return [...gaps]
    .sort((a, b) => a.fromMs - b.fromMs)
    .flatMap((gap) => {
      const x = xOfTime(gap.fromMs);
      const width = Math.max(3, xOfTime(gap.toMs) - x);
      if (x > plotWidth || x + width < 0) return [];
      const half = Math.max(gap.title.length, gap.detail.length) * 3.1 + 6;
      const middle = Math.min(Math.max(x + width / 2, half), plotWidth - half);
      const fits = middle - half > wordsUntil && plotWidth > 2 * half;
      if (fits) wordsUntil = middle + half;
      return [
        { x, width, gap, words: fits ? { x: middle, y: quietY(candles, middle, half, plotHeight) } : null },
      ];
    });
}

/** The height near `x` that candles leave free: low where they are high, and high where they are low. */
function quietY(candles: readonly SceneCandle[], x: number, half: number, plotHeight: number): number {
  const near = candles.filter((candle) => Math.abs(candle.x - x) < half);
  const mean =
    near.reduce((sum, candle) => sum + (candle.highY + candle.lowY) / 2, 0) / Math.max(1, near.length);
  return mean < plotHeight * 0.45 ? plotHeight * 0.7 : plotHeight * 0.2;
}

function placeExecutions(model: ChartModel, candles: readonly SceneCandle[]): Scene['executions'] {
  const byStart = new Map(candles.map((candle) => [candle.candle.startMs, candle]));
  const taken = new Set<string>();
  return model.executions.flatMap((execution) => {
    const startMs = Math.floor(execution.timeMs / model.intervalMs) * model.intervalMs;
    const candle = byStart.get(startMs);
    const place = `${startMs} ${execution.side}`;
    // Many fills of one side in one candle are one mark; the line above the chart counts them.
    if (candle === undefined || taken.has(place)) return [];
    taken.add(place);
    const y = execution.side === 'buy' ? candle.lowY + 5 : candle.highY - 5;
    return [{ id: execution.id, x: candle.x, y, side: execution.side }];
  });
}

function clampedY(y: number, plotHeight: number): number {
  return Math.min(plotHeight - 8, Math.max(8, y));
}

const dayMs = 86_400_000;
