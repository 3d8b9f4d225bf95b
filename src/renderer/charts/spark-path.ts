/** Geometry of the small PnL line: where it runs, where zero is, and where nothing was heard. */

export type SparkPoint = readonly [wallMs: number, value: number];

export interface SparkShape {
  readonly line: string;
  /** One closed path per unbroken stretch, between the line and zero. */
  readonly area: string;
  readonly gaps: readonly { readonly x: number; readonly width: number }[];
  readonly zeroY: number;
  readonly endY: number;
}

export interface SparkBox {
  readonly width: number;
  readonly height: number;
  /** Two points further apart than this have a gap between them. */
  readonly gapMs: number;
}

/** Null where there is nothing to draw a line through. */
export function sparkShape(points: readonly SparkPoint[], box: SparkBox): SparkShape | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last[0] === first[0]) return null;
  const values = points.map((point) => point[1]);
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const inset = 2;
  const scale = high === low ? 0 : (box.height - 2 * inset) / (high - low);
  const x = (point: SparkPoint) => ((point[0] - first[0]) / (last[0] - first[0])) * box.width;
  const y = (value: number) => (scale === 0 ? box.height / 2 : inset + (high - value) * scale);

  const stretches: SparkPoint[][] = [];
  const gaps: { x: number; width: number }[] = [];
  let before: SparkPoint | null = null;
  for (const point of points) {
    if (before === null || point[0] - before[0] > box.gapMs) {
      if (before !== null) gaps.push({ x: x(before), width: x(point) - x(before) });
      stretches.push([]);
    }
    stretches.at(-1)?.push(point);
    before = point;
  }
  const zeroY = y(0);
  const paths = stretches.map((stretch) =>
    stretch.map((point) => `${round(x(point))} ${round(y(point[1]))}`).join('L'),
  );
  return {
    line: paths.map((path) => `M${path}`).join(''),
    area: stretches.map((stretch, index) => closed(stretch, paths[index] ?? '', x, zeroY)).join(''),
    gaps,
    zeroY: round(zeroY),
    endY: round(y(last[1])),
  };
}

function closed(
  stretch: readonly SparkPoint[],
  path: string,
  x: (point: SparkPoint) => number,
  zeroY: number,
): string {
  const first = stretch[0];
  const last = stretch.at(-1);
  if (first === undefined || last === undefined) return '';
  return `M${round(x(first))} ${round(zeroY)}L${path}L${round(x(last))} ${round(zeroY)}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
