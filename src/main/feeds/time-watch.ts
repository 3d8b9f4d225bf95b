/** Tells a machine that slept, or a clock that was set, from time that simply passed. Pure. */

export interface Moment {
  readonly monoMs: number;
  readonly wallMs: number;
}

/** Two looks a few seconds apart. */
export function timeJump(before: Moment, now: Moment): 'sleep' | 'clock-jump' | null {
  const mono = now.monoMs - before.monoMs;
  const wall = now.wallMs - before.wallMs;
  // The monotonic clock of some systems stands still in sleep, that of others runs on.
  if (mono > sleepMs) return 'sleep';
  const jump = wall - mono;
  if (jump > sleepMs) return 'sleep';
  return Math.abs(jump) > setMs ? 'clock-jump' : null;
}

/** A blocked event loop is not sleep; nothing of ours blocks for this long. */
const sleepMs = 30_000;
/** Time servers correct by less than this, and signatures bear it. */
const setMs = 2_000;
