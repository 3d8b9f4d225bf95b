/** A clock that runs faster than the world, so that a budget of a minute takes seconds, and that can be stopped. */
import type { Clock } from '../../src/main/feeds/clock.ts';

export interface FaultClock extends Clock {
  readonly speed: number;
  /** Stands still from now on, for whoever uses this clock; its timers never fire. */
  freeze(): void;
  /** What a sleeping machine does: the wall clock runs on, timers and the monotonic clock do not. */
  sleep(ms: number): void;
  /** Our monotonic time of a moment of `performance.now()`. */
  at(performanceMs: number): number;
  /** Waits in this clock's time. */
  wait(ms: number): Promise<void>;
}

/** `speed` 1 is real time; every clock that was started at the same moment shows the same. */
export function faultClock(speed: number, startMs = performance.now()): FaultClock {
  const startWallMs = Date.now();
  let sleptMs = 0;
  let frozenMs: number | null = null;

  const at = (performanceMs: number) => (performanceMs - startMs) * speed;
  const monoMs = () => frozenMs ?? at(performance.now());
  const unlessFrozen = (run: () => void) => () => {
    if (frozenMs === null) run();
  };
  return {
    speed,
    at,
    monoMs,
    wallMs: () => startWallMs + sleptMs + monoMs(),
    after(ms, run) {
      const timer = setTimeout(unlessFrozen(run), ms / speed);
      return () => clearTimeout(timer);
    },
    every(ms, run) {
      const timer = setInterval(unlessFrozen(run), Math.max(1, ms / speed));
      return () => clearInterval(timer);
    },
    freeze() {
      frozenMs = monoMs();
    },
    sleep(ms) {
      sleptMs += ms;
    },
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
  };
}
