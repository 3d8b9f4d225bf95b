/** One public REST read, with what may have gone wrong in words. */
import type { Clock } from './clock.ts';
import { type Fetch, type HttpLimits, httpRead } from './http-read.ts';

export type HttpAnswer =
  | { readonly ok: true; readonly text: string; readonly dateMs: number | null }
  | { readonly ok: false; readonly why: string; readonly retryAfterMs: number | null };

export async function httpGet(
  url: string,
  fetch: Fetch,
  clock: Clock,
  ended: AbortSignal,
  limits: HttpLimits = historyLimits,
): Promise<HttpAnswer> {
  const reading = await httpRead(url, {}, { fetch, clock, ended }, limits);
  if (reading.kind === 'none') return { ok: false, why: reading.why, retryAfterMs: null };
  const { status, text, dateMs, retryAfterMs } = reading;
  return status >= 200 && status < 300
    ? { ok: true, text, dateMs }
    : { ok: false, why: `HTTP ${status}`, retryAfterMs };
}

// A page of a thousand trades is about 300 kB.
const historyLimits: HttpLimits = { timeoutMs: 8_000, maxBytes: 8_000_000 };
