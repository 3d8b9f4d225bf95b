/** Decides how long to wait before the next attempt: exponential, fully jittered, capped. Pure. */
import { httpDateMs } from './http-date.ts';

export interface BackoffRules {
  /** Upper bound of the first wait. */
  readonly baseMs: number;
  /** Upper bound of every wait that the venue did not ask for. */
  readonly capMs: number;
}

// A dropped connection is tried again within half a second, mostly sooner; a venue that stays in trouble is asked
// about four times a minute by each feed.
export const defaultBackoff: BackoffRules = { baseMs: 500, capMs: 30_000 };

/**
 * The wait after `failures` failures in a row (1 for the first). `askedMs` is the venue's Retry-After:
 * never undercut, and the jitter comes on top so that many feeds do not return in the same instant.
 */
export function backoffMs(
  failures: number,
  askedMs: number | null,
  random: () => number,
  rules: BackoffRules = defaultBackoff,
): number {
  const ceiling = Math.min(rules.capMs, rules.baseMs * 2 ** Math.min(Math.max(failures - 1, 0), 30));
  if (askedMs === null) return random() * ceiling;
  return Math.min(askedMs, longestAskMs) + random() * Math.min(ceiling, rules.baseMs);
}

/** Milliseconds of a Retry-After header (seconds, or a date), or null when there is none to read. */
export function retryAfterMs(header: string | null | undefined, wallMs: number): number | null {
  if (header === null || header === undefined) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const dateMs = httpDateMs(text);
  return dateMs === null ? null : Math.max(0, dateMs - wallMs);
}

// A header that asks for days is a mistake more often than a wish; a day is the longest ban known.
const longestAskMs = 86_400_000;
