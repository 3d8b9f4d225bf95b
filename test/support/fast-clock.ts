/**
 * A clock that runs faster than the world, so that a minute takes seconds, and that waits for this process: on
 * a busy machine it runs slower, and nothing is late only because nobody let it run.
 */
import type { Clock } from '../../src/main/feeds/clock.ts';

export interface FastClock extends Clock {
  /** Waits in this clock's time. */
  wait(ms: number): Promise<void>;
}

/** The world's time that passes between two looks at the clock, at most. */
const longestTurnMs = 20;
const lookEveryMs = 5;

export function fastClock(speed: number): FastClock {
  const startWallMs = Date.now();
  let seenMs = performance.now();
  let passedMs = 0;

  function monoMs(): number {
    const nowMs = performance.now();
    passedMs += Math.min(nowMs - seenMs, longestTurnMs);
    seenMs = nowMs;
    return passedMs * speed;
  }
  setInterval(monoMs, lookEveryMs).unref();

  function after(ms: number, run: () => void): () => void {
    const dueMs = monoMs() + ms;
    let timer = setTimeout(fire, ms / speed);
    function fire() {
      const leftMs = dueMs - monoMs();
      if (leftMs > 0) timer = setTimeout(fire, leftMs / speed);
      else run();
    }
    return () => clearTimeout(timer);
  }

  return {
    monoMs,
    wallMs: () => startWallMs + monoMs(),
    after,
    every(ms, run) {
      let cancel = after(ms, again);
      function again() {
        cancel = after(ms, again);
        run();
      }
      return () => cancel();
    },
    wait: (ms) => new Promise((resolve) => after(ms, resolve)),
  };
}
