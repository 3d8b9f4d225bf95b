/** Estimates how far the venue's clock is ahead of ours, no finer than the way to it allows. */

export interface ClockSkew {
  /** A venue time that was written between two moments of our wall clock. */
  measure(venueMs: number, sentMs: number, receivedMs: number): void;
  /** The same from a Date header, which has whole seconds, cut off. */
  measureDate(dateMs: number, sentMs: number, receivedMs: number): void;
  /** The clock was set, or the venue finds our time wrong: what was measured is worth nothing any more. */
  forget(): void;
  /** Venue time minus ours; 0 when the clocks may well agree, null before the first measurement. */
  readonly skewMs: number | null;
}

/** The skew lies somewhere in between: nobody knows when on its way an answer was written. */
interface Range {
  readonly lowMs: number;
  readonly highMs: number;
}

export function clockSkew(): ClockSkew {
  let ranges: readonly Range[] = [];
  let skewMs: number | null = null;

  function add(range: Range): void {
    ranges = [...ranges.slice(1 - mostRanges), range];
    const { lowMs, highMs } = commonPart(ranges);
    skewMs = lowMs <= 0 && highMs >= 0 ? 0 : (lowMs + highMs) / 2;
  }
  return {
    measure: (venueMs, sentMs, receivedMs) =>
      add({ lowMs: venueMs - receivedMs, highMs: venueMs - Math.min(sentMs, receivedMs) }),
    measureDate: (dateMs, sentMs, receivedMs) =>
      add({ lowMs: dateMs - receivedMs, highMs: dateMs + 1_000 - Math.min(sentMs, receivedMs) }),
    forget() {
      ranges = [];
      skewMs = null;
    },
    get skewMs() {
      return skewMs;
    },
  };
}

/** What most of the ranges have in common: one that lies apart from the others was a mistake. */
function commonPart(ranges: readonly Range[]): Range {
  let best: Range = { lowMs: 0, highMs: 0 };
  let most = 0;
  for (const { lowMs } of ranges) {
    const sharing = ranges.filter((other) => other.lowMs <= lowMs && other.highMs >= lowMs);
    // Of equals the newest counts: it comes last.
    if (sharing.length < most) continue;
    most = sharing.length;
    best = { lowMs, highMs: Math.min(...sharing.map((other) => other.highMs)) };
  }
  return best;
}

const mostRanges = 9;
