/** Learns how often a channel speaks, and fits its budget to that. O(1) in time and memory. */
import type { Budget } from '../exchanges/exchange.ts';

export interface Rhythm {
  /** The message that ended the last gap; null after an interruption, whose length teaches nothing. */
  readonly lastMs: number | null;
  readonly firstMs: number | null;
  readonly gaps: number;
  /** Natural logarithm of the gap (in ms) that one gap in twenty exceeds. */
  readonly logUpper: number;
  /** The longest gap of late; halves every quarter of an hour. */
  readonly longestMs: number;
  /** Time of the last gap's end. */
  readonly gapEndMs: number;
}

export const noRhythm: Rhythm = {
  lastMs: null,
  firstMs: null,
  gaps: 0,
  logUpper: 0,
  longestMs: 0,
  gapEndMs: 0,
};

/** A message came. Returns `before` itself inside a burst, so that busy channels allocate nothing. */
export function beat(before: Rhythm, nowMs: number): Rhythm {
  const { lastMs } = before;
  if (lastMs === null) return { ...before, lastMs: nowMs, firstMs: before.firstMs ?? nowMs };
  const gapMs = nowMs - lastMs;
  // One order that trades at ten prices is one event in the market, not ten.
  if (gapMs < BURST_MS) return before;
  const logGap = Math.log(gapMs);
  const longestMs = Math.max(gapMs, longestNow(before, nowMs));
  return {
    lastMs: nowMs,
    firstMs: before.firstMs,
    gaps: before.gaps + 1,
    logUpper: before.gaps === 0 ? logGap : nextUpper(before, logGap),
    longestMs,
    gapEndMs: nowMs,
  };
}

/** Messages were lost or held back: the gap until the next one is not the market's. */
export function interrupted(before: Rhythm): Rhythm {
  return before.lastMs === null ? before : { ...before, lastMs: null };
}

/**
 * A silence that is proven quiet and still goes on is the longest gap so far: proof is asked for ever more
 * rarely, within the bounds of every budget.
 */
export function stillQuiet(before: Rhythm, silentMs: number, nowMs: number): Rhythm {
  const longestMs = Math.max(silentMs, longestNow(before, nowMs));
  return { ...before, gaps: Math.max(1, before.gaps), longestMs };
}

/**
 * The channel's budget: a third of the descriptor's at the least, ten times at the most, never under
 * 2 s and 6 s (a lost packet on a slow network costs as much) and never over ten minutes, unless the
 * descriptor itself says so. It shrinks only after the channel was watched for four times the budget
 * that it shrinks to, and is always longer than the silences that were survived of late.
 */
export function fittedBudget(rhythm: Rhythm, base: Budget): Budget {
  if (rhythm.gaps === 0) return base;
  const upperMs = Math.exp(rhythm.logUpper);
  const { longestMs } = rhythm;
  const softMs = Math.max(2 * upperMs, 1.25 * longestMs);
  const hardMs = Math.max(6 * upperMs, 2.5 * longestMs);
  const watchedMs = rhythm.firstMs === null ? 0 : rhythm.gapEndMs - rhythm.firstMs;
  const known = within(hardMs, lowest(base.hardMs, 6_000), highest(base.hardMs));
  const isKnown = rhythm.gaps >= ENOUGH_GAPS && watchedMs >= 4 * known;
  const hard = isKnown ? known : Math.max(base.hardMs, known);
  const soft = within(softMs, isKnown ? lowest(base.softMs, 2_000) : base.softMs, highest(base.softMs));
  return { softMs: Math.min(soft, hard * LARGEST_SOFT_SHARE), hardMs: hard };
}

/**
 * Follows the 95th percentile: up by much when a gap exceeds it, down by little when not, so that both
 * balance where one gap in twenty is longer. One odd gap moves it by a tenth at most.
 */
function nextUpper(before: Rhythm, logGap: number): number {
  const step = Math.max(0.1, 2 / before.gaps);
  if (logGap > before.logUpper) return Math.min(logGap, before.logUpper + step * QUANTILE);
  return Math.max(logGap, before.logUpper - step * (1 - QUANTILE));
}

function longestNow(rhythm: Rhythm, nowMs: number): number {
  return rhythm.longestMs * 0.5 ** (Math.max(0, nowMs - rhythm.gapEndMs) / HALF_LIFE_MS);
}

function lowest(baseMs: number, floorMs: number): number {
  return Math.min(baseMs, Math.max(floorMs, baseMs / 3));
}

function highest(baseMs: number): number {
  return Math.max(baseMs, Math.min(baseMs * 10, LONGEST_BUDGET_MS));
}

function within(valueMs: number, lowMs: number, highMs: number): number {
  return Math.min(highMs, Math.max(lowMs, valueMs));
}

const BURST_MS = 50;
const QUANTILE = 0.95;
const ENOUGH_GAPS = 50;
const HALF_LIFE_MS = 900_000;
const LONGEST_BUDGET_MS = 600_000;
const LARGEST_SOFT_SHARE = 0.8;
