/** The small filled labels of a chart: prices on the axis, names of levels, the crosshair. */
import { tagHeight } from './place-levels.ts';
import { fillTabular, tabularWidth } from './tabular-text.ts';

export interface ChartTag {
  readonly x: number;
  /** Middle. */
  readonly y: number;
  /** A tag with a width has its text at the right, and grows to the left if that is too long. */
  readonly width?: number;
  readonly text: string;
  readonly fill: string;
  readonly ink: string;
  readonly edge?: string;
  readonly family: string;
  readonly weight?: number;
  readonly arrow?: { readonly up: boolean; readonly fill: string } | null;
}

export const tagPadding = 6;

export function paintTag(context: CanvasRenderingContext2D, tag: ChartTag): void {
  context.font = `${tag.weight ?? 400} 10.5px ${tag.family}`;
  const arrowPx = tag.arrow == null ? 0 : 11;
  const own = Math.ceil(tabularWidth(context, tag.text)) + 2 * tagPadding + arrowPx;
  const width = Math.max(tag.width ?? 0, own);
  const left = tag.width === undefined ? tag.x : tag.x + tag.width - width;
  const top = Math.round(tag.y - tagHeight / 2);
  context.fillStyle = tag.fill;
  context.beginPath();
  if (tag.edge === undefined) context.rect(left, top, width, tagHeight);
  else context.roundRect(left + 0.5, top + 0.5, width - 1, tagHeight - 1, 3);
  context.fill();
  if (tag.edge !== undefined) {
    context.strokeStyle = tag.edge;
    context.lineWidth = 0.75;
    context.stroke();
  }
  if (tag.arrow != null) paintArrow(context, left + tagPadding, top + tagHeight / 2, tag.arrow);
  context.fillStyle = tag.ink;
  const textX = tag.width === undefined ? left + tagPadding + arrowPx : left + width - tagPadding;
  fillTabular(
    context,
    tag.text,
    textX,
    top + tagHeight / 2 + 0.5,
    tag.width === undefined ? 'left' : 'right',
  );
}

function paintArrow(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  arrow: { readonly up: boolean; readonly fill: string },
): void {
  const direction = arrow.up ? 1 : -1;
  context.fillStyle = arrow.fill;
  context.beginPath();
  context.moveTo(x + 3, y - 3 * direction);
  context.lineTo(x + 6.4, y + 3 * direction);
  context.lineTo(x - 0.4, y + 3 * direction);
  context.closePath();
  context.fill();
}
