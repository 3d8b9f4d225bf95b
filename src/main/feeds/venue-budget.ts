/**
 * Keeps what is asked of a venue within what it allows: the connections to one address over all feeds, the
 * frames on one connection. A token bucket.
 */

export interface VenueBudget {
  /**
   * Books one at `wantedMs` or, where that is too many, at the first time after it that the venue
   * allows; returns that time. It stays booked, so no feed starves.
   */
  book(wantedMs: number, nowMs: number): number;
  /** The time that `book` would return. */
  freeMs(wantedMs: number, nowMs: number): number;
  /** Gives back a booking that nothing was started with. */
  cancel(bookedMs: number): void;
  /** The venue said how many are left; believed when it is less than our own count. */
  noteLeft(left: number, nowMs: number): void;
}

export interface VenueLimit {
  readonly count: number;
  readonly perMs: number;
}

/**
 * Half of what the venue allows may come at once; the rest comes back one by one. So no stretch of `perMs`
 * ever holds more than `count`, and whoever has used up a minute's or an hour's share waits for the next
 * one, not for the minute or the hour to end.
 */
export function venueBudget({ count, perMs }: VenueLimit): VenueBudget {
  const stretchMs = perMs + Math.min(perMs / 10, latestMs);
  const burst = Math.ceil(count / 2);
  const everyMs = Math.ceil(stretchMs / (count - burst + 1));
  /** The time at which the bucket is full again, by what has started. */
  let fullMs = Number.NEGATIVE_INFINITY;
  /** Booked and not started yet, in the order of time. */
  let booked: readonly number[] = [];

  function settlePast(nowMs: number): void {
    const started = booked.filter((time) => time <= nowMs);
    booked = booked.slice(started.length);
    fullMs = started.reduce(fullAfter, fullMs);
  }
  function fullAfter(beforeMs: number, atMs: number): number {
    return Math.max(beforeMs, atMs) + everyMs;
  }
  /** The bucket holds a token from this time on. */
  function nextTokenMs(beforeMs: number): number {
    return beforeMs - (burst - 1) * everyMs;
  }
  /** A booking that could not be kept if another one were made before it. */
  function disturbed(atMs: number): number | undefined {
    let full = fullAfter(booked.filter((time) => time <= atMs).reduce(fullAfter, fullMs), atMs);
    return booked.find((time) => {
      if (time <= atMs) return false;
      const isDisturbed = time < nextTokenMs(full);
      full = fullAfter(full, time);
      return isDisturbed;
    });
  }
  function firstFree(wantedMs: number): number {
    let atMs = wantedMs;
    for (;;) {
      const before = booked.filter((time) => time <= atMs);
      const tokenMs = nextTokenMs(before.reduce(fullAfter, fullMs));
      const laterMs = tokenMs > atMs ? tokenMs : disturbed(atMs);
      if (laterMs === undefined) return atMs;
      atMs = laterMs;
    }
  }
  return {
    book(wantedMs, nowMs) {
      settlePast(nowMs);
      const atMs = firstFree(wantedMs);
      booked = [...booked, atMs].sort((left, right) => left - right);
      return atMs;
    },
    freeMs(wantedMs, nowMs) {
      settlePast(nowMs);
      return firstFree(wantedMs);
    },
    cancel(bookedMs) {
      const at = booked.indexOf(bookedMs);
      if (at >= 0) booked = booked.toSpliced(at, 1);
    },
    noteLeft(left, nowMs) {
      settlePast(nowMs);
      // Others on this address connect too.
      const missing = burst - Math.min(burst, Math.max(0, left));
      fullMs = Math.max(fullMs, nowMs + missing * everyMs);
    },
  };
}

/** A timer that fires late brings its connection closer to the next. */
const latestMs = 1_000;
