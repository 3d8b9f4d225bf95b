/** Runs a job when asked, at once if it rested long enough, else when its rest is over; never twice for one rest. */
import type { Clock } from '../feeds/clock.ts';

export interface Lane {
  request(): void;
  close(): void;
}

/** Requests of one turn are one job: the job runs on the next tick, not inside the caller. */
export function createLane(clock: Clock, restMs: number, run: () => void): Lane {
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  return {
    request() {
      if (cancel !== null) return;
      const waitMs = Math.max(0, lastMs + restMs - clock.monoMs());
      cancel = clock.after(waitMs, () => {
        cancel = null;
        lastMs = clock.monoMs();
        run();
      });
    },
    close() {
      cancel?.();
      cancel = null;
    },
  };
}
