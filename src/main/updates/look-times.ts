/** When it is time to look for a new version: once a day, spread out, and less often where nobody answers. */

export interface Looks {
  /** Wall milliseconds of the last look that was answered, or else of the first start. */
  readonly lastMs: number;
  /** Monotonic milliseconds of the last look in vain since the start. */
  readonly failedMonoMs: number | null;
}

export interface LookTime {
  readonly wallMs: number;
  readonly monoMs: number;
}

export function isLookDue(looks: Looks, now: LookTime, dayMs: number): boolean {
  if (looks.failedMonoMs !== null && now.monoMs - looks.failedMonoMs < afterFailureMs) return false;
  // A clock that was far ahead at the last look must not put the next one off for as long.
  return Math.abs(now.wallMs - looks.lastMs) >= dayMs;
}

/** A day of this Vigil's own, so that not everybody asks at the same hour. `random` is in [0, 1). */
export function ownDayMs(random: number): number {
  return 22 * hourMs + random * 4 * hourMs;
}

const hourMs = 3_600_000;
const afterFailureMs = 4 * hourMs;
