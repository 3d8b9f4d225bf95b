/** Turns time into market steps: at the asked speed, in short bursts of work that leave the process free. */
import type { Clock } from '../feeds/clock.ts';
import { stepMs } from './prices.ts';

export interface Pacer {
  readonly steps: number;
  /** Steps that were left out because the machine slept or was too slow. */
  readonly skipped: number;
  close(): void;
}

/** Between two bursts; faster markets make several steps in one. */
const restMs = 10;
/** Longest stretch of work without letting others run. */
const workMs = 8;
/** Falling behind further than this, the market skips ahead instead of racing. */
const patienceMs = 500;

/** `run` gets the steps of one burst as their wall times. */
export function startPacer(clock: Clock, speed: number, run: (next: () => number | null) => void): Pacer {
  const interval = stepMs / speed;
  let nextDueMs = clock.monoMs() + interval;
  let lastWallMs = clock.wallMs();
  let steps = 0;
  let skipped = 0;
  let isClosed = false;
  let cancel = () => {};

  function tick(): void {
    const startMs = clock.monoMs();
    const behindMs = startMs - nextDueMs;
    if (behindMs < 0) return;
    if (behindMs > patienceMs) {
      const lost = Math.floor((behindMs - patienceMs) / interval);
      skipped += lost;
      nextDueMs += lost * interval;
    }
    const wallMs = clock.wallMs();
    // The last step of a burst happens now, however late the timer was: nothing is older than its message.
    const lastDueMs = nextDueMs + Math.floor((startMs - nextDueMs) / interval) * interval;
    run(() => {
      const nowMs = clock.monoMs();
      if (nextDueMs > startMs || nowMs - startMs > workMs) return null;
      const stamp = wallMs - (lastDueMs - nextDueMs);
      nextDueMs += interval;
      steps += 1;
      // Times never go back, unless the wall clock itself was set back.
      lastWallMs = stamp < lastWallMs && lastWallMs - stamp < 2000 ? lastWallMs : stamp;
      return lastWallMs;
    });
  }

  // A timer that repeats by itself drifts, and is then up to a whole step late.
  function wait(): void {
    if (isClosed) return;
    cancel = clock.after(Math.max(restMs, nextDueMs - clock.monoMs()), () => {
      tick();
      wait();
    });
  }

  wait();
  return {
    get steps() {
      return steps;
    },
    get skipped() {
      return skipped;
    },
    close() {
      isClosed = true;
      cancel();
    },
  };
}
