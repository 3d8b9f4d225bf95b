/** What the keyboard does in a chart: read candle by candle, move, zoom. Pure. */
import type { Candle } from './candles.ts';
import type { ChartModel } from './chart-model.ts';
import { type Extent, pan, reveal, type Viewport, zoom } from './viewport.ts';

export interface Crosshair {
  readonly startMs: number;
  /** null while the keyboard moves it: then the price is the candle's close. */
  readonly y: number | null;
}

export interface ChartKeyContext {
  readonly model: ChartModel;
  readonly viewport: Viewport;
  readonly extent: Extent;
  readonly crosshair: Crosshair | null;
}

/** Null where the key means nothing here. */
export function pressChartKey(
  key: string,
  shift: boolean,
  { model, viewport, extent, crosshair }: ChartKeyContext,
): { readonly viewport: Viewport; readonly crosshair: Crosshair | null } | null {
  const page = extent.widthPx * 0.8;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const by = key === 'ArrowLeft' ? -1 : 1;
      if (shift) return { viewport: pan(viewport, extent, -by * 4 * viewport.slotPx), crosshair };
      const next = neighbour(model.candles, crosshair?.startMs ?? null, by);
      if (next === null) return null;
      return {
        viewport: reveal(viewport, extent, next.startMs / model.intervalMs),
        crosshair: { startMs: next.startMs, y: null },
      };
    }
    case 'PageUp':
      return { viewport: pan(viewport, extent, page), crosshair };
    case 'PageDown':
      return { viewport: pan(viewport, extent, -page), crosshair };
    case 'Home':
      return { viewport: reveal(viewport, extent, extent.first), crosshair: null };
    case 'End':
      return { viewport: { ...viewport, rightIndex: null }, crosshair: null };
    case '+':
    case '=':
      return { viewport: zoom(viewport, extent, 1.25, extent.widthPx), crosshair };
    case '-':
      return { viewport: zoom(viewport, extent, 0.8, extent.widthPx), crosshair };
    case 'Escape':
      return crosshair === null ? null : { viewport, crosshair: null };
    default:
      return null;
  }
}

function neighbour(candles: readonly Candle[], startMs: number | null, by: -1 | 1): Candle | null {
  if (startMs === null) return candles.at(-1) ?? null;
  const index = candles.findIndex((candle) => candle.startMs >= startMs);
  return candles[index + by] ?? candles[index] ?? null;
}
