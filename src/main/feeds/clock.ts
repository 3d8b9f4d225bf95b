/** Time as the rest of Vigil sees it: passed in, so that tests can bring their own. */
import { performance } from 'node:perf_hooks';

export interface Clock {
  /** Wall clock, milliseconds since 1970, with fractions. */
  wallMs(): number;
  /** Never goes back; ages are measured with it. */
  monoMs(): number;
  /** Runs once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Runs every `ms` until cancelled. */
  every(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  wallMs: fineWallClock(Date.now, () => performance.now()),
  monoMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

/** Runs when timers and other sockets have had their turn. Not part of the clock: no test can bring an event loop. */
export function nextTurn(run: () => void): void {
  setImmediate(run);
}

/**
 * A wall clock with microseconds. The system's has whole milliseconds only, so the fraction comes from
 * the monotonic clock, and the two are put together again whenever the wall clock was set or has drifted.
 */
export function fineWallClock(coarseMs: () => number, monoMs: () => number): () => number {
  let offset = coarseMs() - monoMs();
  let last = 0;
  return () => {
    const mono = monoMs();
    const behind = coarseMs() - (mono + offset);
    if (behind > driftMs || behind < -driftMs) offset += behind;
    const wall = mono + offset;
    // Small corrections never let time run backwards; a clock that was really set back is followed.
    last = wall < last && last - wall < 2 * driftMs ? last : wall;
    return last;
  };
}

/** ISO 8601 UTC with six fractional digits. */
export function isoMicros(wallMs: number): string {
  const second = Math.floor(wallMs / 1000);
  // Every trade and every row carries such a time, thousands of them within one second.
  if (second !== lastSecond) {
    lastPrefix = new Date(second * 1000).toISOString().slice(0, -4);
    lastSecond = second;
  }
  const micros = Math.min(999_999, Math.floor((wallMs - second * 1000) * 1000));
  return `${lastPrefix}${String(micros).padStart(6, '0')}Z`;
}

let lastSecond = Number.NaN;
let lastPrefix = '';

const driftMs = 5;
