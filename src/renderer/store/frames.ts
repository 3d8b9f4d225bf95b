/** Collects what changed and repaints it in a frame: each table at most ten times a second, none while hidden. */

/**
 * Main sends a table ten times a second at the most. The rest of a tenth of a second is given to its jitter:
 * waiting for the whole would make every second price wait for another frame.
 */
const leastMs = 80;

export interface Flushes {
  /** Runs `flush` in a coming frame, once however often it is asked for. `soon`: in the very next one. */
  schedule(flush: () => void, soon: boolean): void;
}

/** Every flush keeps its own time: what another table was painted for delays none. */
export function createFlushes(requestFrame: (onFrame: (nowMs: number) => void) => void): Flushes {
  const waiting = new Map<() => void, boolean>();
  const lastMs = new Map<() => void, number>();
  let isRequested = false;

  function request(): void {
    if (isRequested || waiting.size === 0) return;
    isRequested = true;
    requestFrame(onFrame);
  }

  function onFrame(nowMs: number): void {
    isRequested = false;
    const due = [...waiting].filter(
      ([flush, soon]) => soon || nowMs - (lastMs.get(flush) ?? Number.NEGATIVE_INFINITY) >= leastMs,
    );
    for (const [flush] of due) {
      waiting.delete(flush);
      lastMs.set(flush, nowMs);
    }
    request();
    for (const [flush] of due) flush();
  }

  return {
    schedule(flush, soon) {
      waiting.set(flush, soon || waiting.get(flush) === true);
      request();
    },
  };
}

export const scheduleFlush = createFlushes((onFrame) => requestAnimationFrame(onFrame)).schedule;
