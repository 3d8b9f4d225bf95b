/** Main's monotonic clock as this window sees it, and the tick that all ages share. */
import { clockText } from '../format/time.ts';
import { createValue, useValue } from './value.ts';

let offsetMs = Number.POSITIVE_INFINITY;
const tick = createValue(0);

/**
 * Learns from a message that carries main's clock. Invariant: only a smaller offset is taken, because a
 * message can arrive late but never early; a window that was busy must not make old numbers look young.
 */
export function noteMainClock(clockMs: number): void {
  offsetMs = Math.min(offsetMs, performance.now() - clockMs);
}

export function mainNowMs(): number {
  return offsetMs === Number.POSITIVE_INFINITY ? 0 : performance.now() - offsetMs;
}

/** `14:31:25` of a moment on main's clock. */
export function wallClock(monoMs: number): string {
  return clockText(Date.now() - (mainNowMs() - monoMs));
}

/** Re-renders its component once a second, together with every other age; not while hidden. */
export function useSecond(): number {
  return useValue(tick);
}

function beat(): void {
  if (document.visibilityState === 'visible') tick.set(tick.get() + 1);
}

setInterval(beat, 1000);
document.addEventListener('visibilitychange', beat);
