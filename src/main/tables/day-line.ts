/** How an account's equity moved since 00:00 UTC, or since Vigil started if that is later. Pure. */
import type { Decimal } from '../../preload/contract/rows.ts';
import { add, subtract } from './decimal.ts';

export interface DayLine {
  /** Start of the UTC day, wall ms. */
  readonly dayMs: number;
  /** Equity at the start of the line. */
  readonly base: Decimal;
  /** Equity when it was noted last. */
  readonly last: Decimal;
  readonly spacingMs: number;
  readonly points: readonly (readonly [wallMs: number, change: number])[];
}

const maxPoints = 288;
const firstSpacingMs = 5000;
const dayLengthMs = 24 * 3600 * 1000;

/** Notes the equity at `wallMs`. The last point is always the newest; those before it keep a distance. */
export function withEquity(line: DayLine | null, equity: Decimal, wallMs: number): DayLine {
  const dayMs = Math.floor(wallMs / dayLengthMs) * dayLengthMs;
  if (line === null || line.dayMs !== dayMs) {
    return { dayMs, base: equity, last: equity, spacingMs: firstSpacingMs, points: [[wallMs, 0]] };
  }
  // Only the drawing of the line is a binary number.
  const point = [wallMs, Number(subtract(equity, line.base))] as const;
  const last = line.points.length - 1;
  const previous = line.points[last - 1];
  const replacesLast = previous !== undefined && wallMs - previous[0] < line.spacingMs;
  const points = [...(replacesLast ? line.points.slice(0, last) : line.points), point];
  const next = { ...line, last: equity, points };
  return points.length <= maxPoints ? next : thinned(next);
}

/** An account came or went, and its money with it: that is no gain or loss. */
export function rebased(line: DayLine, equity: Decimal): DayLine {
  return { ...line, base: add(line.base, subtract(equity, line.last)) };
}

export function changeOf(line: DayLine, equity: Decimal): Decimal {
  return subtract(equity, line.base);
}

/** Twice the distance, half the points; the first and the newest stay. */
function thinned(line: DayLine): DayLine {
  const last = line.points.length - 1;
  return {
    ...line,
    spacingMs: line.spacingMs * 2,
    points: line.points.filter((_, index) => index === last || index % 2 === 0),
  };
}
