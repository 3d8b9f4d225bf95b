/** One bounded REST read: never longer than its time, never larger than its limit, never an exception. */
import { retryAfterMs } from './backoff.ts';
import type { Clock } from './clock.ts';

export type Fetch = (url: string, init: { readonly signal: AbortSignal }) => Promise<FetchResponse>;

/** The part of a Response that is read here. */
interface FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

export type HttpAnswer =
  | { readonly ok: true; readonly text: string; readonly dateMs: number | null }
  | { readonly ok: false; readonly why: string; readonly retryAfterMs: number | null };

export interface HttpLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

// A page of a thousand trades is about 300 kB.
const historyLimits: HttpLimits = { timeoutMs: 8_000, maxBytes: 8_000_000 };

export async function httpGet(
  url: string,
  fetch: Fetch,
  clock: Clock,
  ended: AbortSignal,
  limits: HttpLimits = historyLimits,
): Promise<HttpAnswer> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const cancel = clock.after(limits.timeoutMs, abort);
  ended.addEventListener('abort', abort);
  try {
    if (ended.aborted) return { ok: false, why: 'the feed was closed', retryAfterMs: null };
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) {
      await response.body?.cancel();
      const asked = retryAfterMs(response.headers.get('retry-after'), clock.wallMs());
      return { ok: false, why: `HTTP ${response.status}`, retryAfterMs: asked };
    }
    const text = await readText(response.body, limits.maxBytes);
    if (text === null) return { ok: false, why: 'the answer is too large', retryAfterMs: null };
    const date = Date.parse(response.headers.get('date') ?? '');
    return { ok: true, text, dateMs: Number.isNaN(date) ? null : date };
  } catch (error) {
    const seconds = Math.round(limits.timeoutMs / 1000);
    const why = controller.signal.aborted ? `no answer within ${seconds} s` : failure(error);
    return { ok: false, why, retryAfterMs: null };
  } finally {
    cancel();
    ended.removeEventListener('abort', abort);
  }
}

async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string | null> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function failure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
