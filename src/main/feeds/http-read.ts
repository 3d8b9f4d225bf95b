/** One bounded HTTP read: never longer than its time, never larger than its limit, never an exception. */
import { retryAfterMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { httpDateMs } from './http-date.ts';

export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly redirect?: 'error';
}

/** The part of a Response that is read here. */
interface FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

export type HttpReading =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly dateMs: number | null;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'none'; readonly why: string };

export interface HttpLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface HttpTools {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The feed was closed. */
  readonly ended: AbortSignal;
}

export async function httpRead(
  url: string,
  init: Omit<FetchInit, 'signal'>,
  { fetch, clock, ended }: HttpTools,
  limits: HttpLimits,
): Promise<HttpReading> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const cancel = clock.after(limits.timeoutMs, abort);
  ended.addEventListener('abort', abort);
  try {
    if (ended.aborted) return { kind: 'none', why: 'the feed was closed' };
    const response = await fetch(url, { ...init, signal: controller.signal });
    const asked = retryAfterMs(response.headers.get('retry-after'), clock.wallMs());
    const limit = response.ok ? limits.maxBytes : errorBytes;
    const text = (await readText(response.body, limit)) ?? (response.ok ? null : '');
    if (text === null) return { kind: 'none', why: 'the answer is too large' };
    const dateMs = httpDateMs(response.headers.get('date'));
    return { kind: 'answer', status: response.status, text, dateMs, retryAfterMs: asked };
  } catch (error) {
    const seconds = Math.round(limits.timeoutMs / 1000);
    return {
      kind: 'none',
      why: controller.signal.aborted ? `no answer within ${seconds} s` : failure(error),
    };
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

const errorBytes = 100_000;
