/** A clock that moves only when a test moves it. */
import type { Clock } from '../../src/main/feeds/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(ms: number): void;
  /** Moves the wall clock alone, as a user or a sleep does. */
  setWall(wallMs: number): void;
  /** Timers that still wait. */
  readonly pending: number;
}

interface Timer {
  readonly run: () => void;
  readonly everyMs: number | null;
  dueMs: number;
  readonly order: number;
}

export function manualClock(startWallMs = Date.UTC(2026, 10, 22, 7, 0, 0)): ManualClock {
  const timers = new Set<Timer>();
  let nowMs = 0;
  let wallOffset = startWallMs;
  let order = 0;

  function add(ms: number, run: () => void, everyMs: number | null): () => void {
    order += 1;
    const timer: Timer = { run, everyMs, dueMs: nowMs + Math.max(0, ms), order };
    timers.add(timer);
    return () => timers.delete(timer);
  }
  function nextDue(untilMs: number): Timer | null {
    let best: Timer | null = null;
    for (const timer of timers) {
      if (timer.dueMs > untilMs) continue;
      if (best === null || timer.dueMs < best.dueMs) best = timer;
      else if (timer.dueMs === best.dueMs && timer.order < best.order) best = timer;
    }
    return best;
  }
  return {
    wallMs: () => wallOffset + nowMs,
    monoMs: () => nowMs,
    after: (ms, run) => add(ms, run, null),
    every: (ms, run) => add(ms, run, ms),
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let timer = nextDue(untilMs); timer !== null; timer = nextDue(untilMs)) {
        nowMs = Math.max(nowMs, timer.dueMs);
        if (timer.everyMs === null) timers.delete(timer);
        else timer.dueMs += Math.max(1, timer.everyMs);
        timer.run();
      }
      nowMs = untilMs;
    },
    setWall(wallMs) {
      wallOffset = wallMs - nowMs;
    },
    get pending() {
      return timers.size;
    },
  };
}
