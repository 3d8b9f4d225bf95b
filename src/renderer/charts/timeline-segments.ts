/** Cuts a channel's history into the stretches that a 15-minute strip draws. */
import type { ChannelState } from '../../preload/contract/health.ts';
import type { TimelineStep } from '../../preload/contract/views.ts';
import { compareStates } from '../format/health.ts';

export interface TimelineSegment {
  readonly state: ChannelState;
  /** First column of the stretch, from the left. */
  readonly from: number;
  readonly columns: number;
}

export const stripMs = 15 * 60_000;

/**
 * One column shows the worst state inside it, so a stall of one second is still one column wide.
 * Columns are cut at multiples of their own length: a strip then moves by whole columns and does not
 * tremble. What lies before the first step is left out.
 */
export function timelineSegments(
  steps: readonly TimelineStep[],
  nowMs: number,
  columns: number,
): readonly TimelineSegment[] {
  const columnMs = stripMs / columns;
  // The small allowance keeps a clock that is itself a multiple from slipping one column by rounding.
  const startMs = Math.ceil(nowMs / columnMs - 1e-6) * columnMs - stripMs;
  const worst: (ChannelState | null)[] = new Array<ChannelState | null>(columns).fill(null);
  for (const [index, step] of steps.entries()) {
    const untilMs = steps[index + 1]?.sinceMs ?? nowMs;
    if (untilMs < startMs || step.sinceMs > nowMs) continue;
    const first = Math.max(0, Math.floor((step.sinceMs - startMs) / columnMs));
    const last = Math.min(columns - 1, lastColumn(untilMs - startMs, columnMs, first));
    for (let column = first; column <= last; column += 1) {
      worst[column] = worseOf(worst[column] ?? null, step.state);
    }
  }
  return runs(worst);
}

function lastColumn(endMs: number, columnMs: number, first: number): number {
  // A stretch that ends exactly where a column starts is not in that column.
  return Math.max(first, Math.ceil(endMs / columnMs) - 1);
}

function worseOf(known: ChannelState | null, state: ChannelState): ChannelState {
  if (known === null) return state;
  return compareStates(known, state) <= 0 ? known : state;
}

function runs(worst: readonly (ChannelState | null)[]): readonly TimelineSegment[] {
  const segments: TimelineSegment[] = [];
  let from = 0;
  for (let column = 1; column <= worst.length; column += 1) {
    const state = worst[from] ?? null;
    if (column < worst.length && worst[column] === state) continue;
    if (state !== null) segments.push({ state, from, columns: column - from });
    from = column;
  }
  return segments;
}
