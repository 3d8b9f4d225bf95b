/** Keeps the connections to one venue address within what the venue allows, over all feeds. */

export interface ConnectionBudget {
  /**
   * Books a connection at `wantedMs` or, where that is too many, at the first time after it that the venue
   * allows; returns that time. It stays booked, so no feed starves.
   */
  book(wantedMs: number, nowMs: number): number;
  /** Gives back a booking whose connection was never started. */
  cancel(bookedMs: number): void;
  /** The venue said how many connections are left; believed when it is less than our own count. */
  noteLeft(left: number, nowMs: number): void;
}

export interface ConnectionLimit {
  readonly count: number;
  readonly perMs: number;
}

/** No stretch of `perMs` ever holds more than `count`, whatever the jitter of those who book. */
export function connectionBudget({ count, perMs }: ConnectionLimit): ConnectionBudget {
  const stretchMs = perMs + Math.min(perMs / 10, latestMs);
  let times: readonly number[] = [];

  function forgetPast(nowMs: number): void {
    times = times.filter((time) => time > nowMs - stretchMs);
  }
  function isFree(atMs: number): boolean {
    const near = times.filter((time) => Math.abs(time - atMs) < stretchMs);
    const all = [...near, atMs].sort(byTime);
    return all.every((time, index) => (all[index + count] ?? Number.POSITIVE_INFINITY) - time >= stretchMs);
  }
  function firstFree(wantedMs: number): number {
    if (isFree(wantedMs)) return wantedMs;
    const later = times.map((time) => time + stretchMs).filter((time) => time > wantedMs);
    return later.sort(byTime).find(isFree) ?? wantedMs;
  }
  return {
    book(wantedMs, nowMs) {
      forgetPast(nowMs);
      const bookedMs = firstFree(wantedMs);
      times = [...times, bookedMs];
      return bookedMs;
    },
    cancel(bookedMs) {
      const at = times.indexOf(bookedMs);
      if (at >= 0) times = times.toSpliced(at, 1);
    },
    noteLeft(left, nowMs) {
      forgetPast(nowMs);
      const used = times.filter((time) => time <= nowMs).length;
      // Others on this address connect too.
      const others = Math.max(0, count - Math.max(0, left) - used);
      times = [...times, ...Array.from({ length: others }, () => nowMs)];
    },
  };
}

function byTime(left: number, right: number): number {
  return left - right;
}

/** A timer that fires late brings its connection closer to the next. */
const latestMs = 1_000;
