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
  // Date.now has no microseconds; timeOrigin alone would not follow a clock that is set.
  wallMs: () => Date.now() + (performance.now() % 1),
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

/** ISO 8601 UTC with six fractional digits. */
export function isoMicros(wallMs: number): string {
  const whole = Math.floor(wallMs);
  const micros = Math.min(999, Math.floor((wallMs - whole) * 1000));
  return `${new Date(whole).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}
