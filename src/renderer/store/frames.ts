/** Collects what changed and repaints it together: at most ten times a second, and not while hidden. */

const leastMs = 100;
const waiting = new Set<() => void>();
let lastFlushMs = Number.NEGATIVE_INFINITY;
let scheduled = false;
let urgent = false;

/** Runs `flush` in a coming frame, once however often it is asked for. `soon`: in the very next one. */
export function scheduleFlush(flush: () => void, soon: boolean): void {
  waiting.add(flush);
  urgent ||= soon;
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(onFrame);
}

function onFrame(nowMs: number): void {
  if (!urgent && nowMs - lastFlushMs < leastMs) {
    requestAnimationFrame(onFrame);
    return;
  }
  scheduled = false;
  urgent = false;
  lastFlushMs = nowMs;
  const flushes = [...waiting];
  waiting.clear();
  for (const flush of flushes) flush();
}
