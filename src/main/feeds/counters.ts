/** Counts what becomes of every frame: applied, or dropped by a named policy. */
import type { FeedCounters } from './feed-events.ts';

export function emptyCounters(): FeedCounters {
  return {
    frames: 0,
    applied: 0,
    dropped: {},
    trades: 0,
    tableEvents: 0,
    gaps: 0,
    resyncs: 0,
    reconnects: 0,
  };
}

/** `policy` null: the frame was applied, at least in part. */
export function countFrame(counters: FeedCounters, policy: string | null): void {
  counters.frames += 1;
  if (policy === null) counters.applied += 1;
  else counters.dropped[policy] = (counters.dropped[policy] ?? 0) + 1;
}

export function droppedFrames(counters: FeedCounters): number {
  return Object.values(counters.dropped).reduce((sum, count) => sum + count, 0);
}
