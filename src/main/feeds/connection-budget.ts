/** Keeps the connections to one venue address within what the venue allows, over all feeds. */

export interface ConnectionBudget {
  /**
   * Books the next connection and returns how long to wait for it, 0 for at once. Bookings are honoured
   * in the order they were made, so no feed starves.
   */
  book(nowMs: number): number;
  /** Gives back a booking whose connection was never started. */
  cancel(): void;
  /** The venue said how many connections are left; believed when it is less than our own count. */
  noteLeft(left: number, nowMs: number): void;
}

export interface ConnectionLimit {
  readonly count: number;
  readonly perMs: number;
}

/** A token bucket: `count` at once, then one every `perMs / count`. */
export function connectionBudget(limit: ConnectionLimit, startMs: number): ConnectionBudget {
  const msPerToken = limit.perMs / limit.count;
  let tokens = limit.count;
  let atMs = startMs;

  function refill(nowMs: number): void {
    tokens = Math.min(limit.count, tokens + Math.max(0, nowMs - atMs) / msPerToken);
    atMs = Math.max(atMs, nowMs);
  }
  return {
    book(nowMs) {
      refill(nowMs);
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil(-tokens * msPerToken);
    },
    cancel() {
      tokens = Math.min(limit.count, tokens + 1);
    },
    noteLeft(left, nowMs) {
      refill(nowMs);
      tokens = Math.min(tokens, Math.max(0, left));
    },
  };
}
