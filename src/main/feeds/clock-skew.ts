/** Estimates how far the venue's clock is ahead of ours: the median of the last few measurements. */

export interface ClockSkew {
  /** A venue time that was written between two moments of our wall clock. */
  measure(venueMs: number, sentMs: number, receivedMs: number): void;
  /** The clock was set, or the venue finds our time wrong: what was measured is worth nothing any more. */
  forget(): void;
  /** Venue time minus ours; null before the first measurement. */
  readonly skewMs: number | null;
}

export function clockSkew(): ClockSkew {
  let samples: number[] = [];
  return {
    measure(venueMs, sentMs, receivedMs) {
      samples = [...samples.slice(1 - mostSamples), venueMs - (sentMs + receivedMs) / 2];
    },
    forget() {
      samples = [];
    },
    get skewMs() {
      const sorted = [...samples].sort((left, right) => left - right);
      return sorted[sorted.length >> 1] ?? null;
    },
  };
}

/** A Date header has whole seconds, cut off: on average it is half a second behind. */
export function fromDateHeader(dateMs: number): number {
  return dateMs + 500;
}

const mostSamples = 9;
