/** The crosshair, on a canvas of its own so that moving it never redraws the candles. */
import { type Scene, timeAxisPx } from './candle-scene.ts';
import type { ChartInk } from './chart-ink.ts';
import { paintTag } from './chart-tags.ts';
import { tabularWidth } from './tabular-text.ts';

export interface CrosshairMark {
  readonly x: number;
  readonly y: number;
  readonly time: string;
  readonly price: string;
}

export function paintCrosshair(
  context: CanvasRenderingContext2D,
  scene: Scene,
  ink: ChartInk,
  mark: CrosshairMark,
): void {
  const x = Math.round(mark.x - 0.5) + 0.5;
  const y = Math.round(mark.y - 0.5) + 0.5;
  context.globalAlpha = 0.8;
  context.strokeStyle = ink.faintText;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, scene.plotHeight);
  context.moveTo(0, y);
  context.lineTo(scene.plotWidth, y);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.font = `500 10.5px ${ink.font}`;
  context.textBaseline = 'middle';
  paintTag(context, {
    x: scene.plotWidth + 1,
    y: mark.y,
    width: scene.width - scene.plotWidth - 1,
    text: mark.price,
    fill: ink.softText,
    ink: ink.ground,
    family: ink.font,
    weight: 500,
  });
  const width = Math.ceil(tabularWidth(context, mark.time)) + 12;
  const left = Math.min(Math.max(0, x - width / 2), scene.plotWidth - width);
  // Labels that the tag would cut in two give way as a whole.
  context.fillStyle = ink.ground;
  for (const { x: labelX } of scene.timeTicks) {
    if (labelX + labelHalfPx < left || labelX - labelHalfPx > left + width) continue;
    context.fillRect(labelX - labelHalfPx, scene.plotHeight + 1, 2 * labelHalfPx, timeAxisPx - 1);
  }
  paintTag(context, {
    x: left,
    y: scene.plotHeight + 9,
    width,
    text: mark.time,
    fill: ink.softText,
    ink: ink.ground,
    family: ink.font,
    weight: 500,
  });
}

const labelHalfPx = 22;
