/** Notices a window that no longer answers: every event is answered by the preload script, unless the page hangs. */
import type { Clock } from '../feeds/clock.ts';

export interface AnswerWatch {
  sent(): void;
  received(): void;
  /** The page was loaded anew: what it owed is forgotten. */
  restart(): void;
  close(): void;
}

export interface AnswerWatchOptions {
  readonly clock: Clock;
  readonly hangs: () => void;
  readonly answers: () => void;
  readonly afterMs?: number | undefined;
}

const everyMs = 1_000;
const usualAfterMs = 10_000;

export function createAnswerWatch(options: AnswerWatchOptions): AnswerWatch {
  const { clock, hangs, answers, afterMs = usualAfterMs } = options;
  let owed = 0;
  let sinceMs = 0;
  let isSuspected = false;
  let isHanging = false;

  function well(): void {
    isSuspected = false;
    if (!isHanging) return;
    isHanging = false;
    answers();
  }

  const cancel = clock.every(everyMs, () => {
    const nowMs = clock.monoMs();
    if (owed === 0 || nowMs - sinceMs < afterMs || isHanging) return;
    // If it was main that hung, the answers are only waiting to be read: they come before the next look.
    if (!isSuspected) {
      isSuspected = true;
      return;
    }
    isHanging = true;
    hangs();
  });

  return {
    sent() {
      if (owed === 0) sinceMs = clock.monoMs();
      owed += 1;
    },
    received() {
      owed = Math.max(0, owed - 1);
      sinceMs = clock.monoMs();
      well();
    },
    restart() {
      owed = 0;
      well();
    },
    close: cancel,
  };
}
