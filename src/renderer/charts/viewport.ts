/** Which part of the candles is on screen: zoom and pan as values. */

export interface Viewport {
  /** Width of one candle and the space beside it. */
  readonly slotPx: number;
  /** Candle index (start over interval) at the right edge; null follows the newest candle. */
  readonly rightIndex: number | null;
}

export interface Extent {
  /** Index of the oldest and the newest candle. */
  readonly first: number;
  readonly last: number;
  readonly widthPx: number;
}

export const startViewport: Viewport = { slotPx: 6, rightIndex: null };

const narrowestPx = 1.5;
const widestPx = 48;
/** Free space right of the newest candle while following. */
const followPx = 10;
/** So many candles stay in sight however far the view is dragged. */
const keepInSight = 5;

function rightEdge(viewport: Viewport, extent: Extent): number {
  return viewport.rightIndex ?? extent.last + 1 + followPx / viewport.slotPx;
}

export function xOfIndex(index: number, viewport: Viewport, extent: Extent): number {
  return extent.widthPx - (rightEdge(viewport, extent) - index) * viewport.slotPx;
}

/** Fractional: the integer part is the candle under `x`. */
export function indexAtX(x: number, viewport: Viewport, extent: Extent): number {
  return rightEdge(viewport, extent) - (extent.widthPx - x) / viewport.slotPx;
}

export function pan(viewport: Viewport, extent: Extent, byPx: number): Viewport {
  return clamped({ ...viewport, rightIndex: rightEdge(viewport, extent) - byPx / viewport.slotPx }, extent);
}

/** What lies under `atX` stays under it. */
export function zoom(viewport: Viewport, extent: Extent, factor: number, atX: number): Viewport {
  const slotPx = Math.min(widestPx, Math.max(narrowestPx, viewport.slotPx * factor));
  if (slotPx === viewport.slotPx) return viewport;
  // While following, the newest candle is what people look at: it stays where it is.
  if (viewport.rightIndex === null) return { slotPx, rightIndex: null };
  const under = indexAtX(atX, viewport, extent);
  return clamped({ slotPx, rightIndex: under + (extent.widthPx - atX) / slotPx }, extent);
}

/** The same moment at the right edge when the length of a candle changes. */
export function withInterval(viewport: Viewport, fromMs: number, toMs: number): Viewport {
  if (viewport.rightIndex === null) return viewport;
  return { ...viewport, rightIndex: (viewport.rightIndex * fromMs) / toMs };
}

/** Moves the view as little as possible so that the candle is inside it. */
export function reveal(viewport: Viewport, extent: Extent, index: number): Viewport {
  const x = xOfIndex(index, viewport, extent);
  if (x < 0) return pan(viewport, extent, -x);
  const over = x + viewport.slotPx - extent.widthPx;
  return over > 0 ? pan(viewport, extent, -over) : viewport;
}

function clamped(viewport: Viewport, extent: Extent): Viewport {
  const { rightIndex, slotPx } = viewport;
  if (rightIndex === null) return viewport;
  const following = extent.last + 1 + followPx / slotPx;
  if (rightIndex >= following) return { slotPx, rightIndex: null };
  return { slotPx, rightIndex: Math.max(rightIndex, Math.min(following, extent.first + keepInSight)) };
}
