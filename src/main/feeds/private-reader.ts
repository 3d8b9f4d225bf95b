/** Signed REST reads of one account: one at a time, freshly signed, and again when the clock was to blame. */
import type { AccountProtocol, Failure, Login, VenueRequest } from '../exchanges/account.ts';
import type { Signer } from '../exchanges/exchange.ts';
import type { Clock } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';
import { type Fetch, type HttpReading, httpRead } from './http-read.ts';
import type { Logins } from './logins.ts';

export interface PrivateReaderOptions {
  readonly protocol: AccountProtocol;
  readonly rest: string;
  readonly logins: Logins;
  readonly clock: Clock;
  readonly skew: ClockSkew;
  readonly fetch: Fetch;
  readonly ended: AbortSignal;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export class PrivateReader {
  readonly rest: string;
  readonly #options: PrivateReaderOptions;
  #blockedUntilMs = 0;

  constructor(options: PrivateReaderOptions) {
    this.#options = options;
    this.rest = options.rest.replace(/\/+$/, '');
  }

  read<T>(request: (login: Login) => VenueRequest, parse: (answer: string) => T | null): Promise<Outcome<T>> {
    const { signer } = this.#options.logins;
    return inTurn(signer, async () => {
      const first = await this.#once(request, parse);
      if (first.ok || first.failure.cause !== 'clock') return first;
      await this.measureClock(true);
      return this.#once(request, parse);
    });
  }

  /** Asks the venue for its time; `anew` when what was measured before has proved wrong. */
  async measureClock(anew = false): Promise<void> {
    const { protocol, skew, clock, fetch, ended } = this.#options;
    if (anew) skew.forget();
    if (protocol.time === null) return;
    const sentMs = clock.wallMs();
    const url = protocol.time.url(this.rest);
    const reading = await httpRead(url, {}, { fetch, clock, ended }, limits);
    if (reading.kind === 'none') return;
    const venueMs = reading.status === 200 ? protocol.time.parse(reading.text) : null;
    if (venueMs !== null && protocol.time.isInSeconds === true) {
      skew.measureDate(venueMs, sentMs, clock.wallMs());
    } else if (venueMs !== null) skew.measure(venueMs, sentMs, clock.wallMs());
    else this.#measureDate(reading, sentMs);
  }

  async #once<T>(
    make: (login: Login) => VenueRequest,
    parse: (answer: string) => T | null,
  ): Promise<Outcome<T>> {
    const { protocol, logins, clock, fetch, ended } = this.#options;
    const waitMs = this.#blockedUntilMs - clock.monoMs();
    if (waitMs > 0) return failed('rate-limit', 'the venue asked us to wait', waitMs);
    const made = attempt(() => sendable(make(logins.next())));
    if (!made.ok) return made;
    const { method, url, headers, body } = made.value;
    const sentMs = clock.wallMs();
    // A signature is for one address: it is not carried on to another.
    const init = {
      method,
      headers: { ...headers },
      redirect: 'error',
      ...(body === null ? {} : { body }),
    } as const;
    const reading = await httpRead(url, init, { fetch, clock, ended }, limits);
    if (reading.kind === 'none') return failed('busy', reading.why, null);
    this.#measureDate(reading, sentMs);
    const failure = protocol.failure(reading.status, reading.text);
    if (failure !== null) return this.#refused(failure, reading.retryAfterMs);
    const value = parse(reading.text);
    if (value === null)
      return failed('busy', 'the venue answered with something else than what was asked', null);
    return { ok: true, value };
  }

  #refused(failure: Failure, askedMs: number | null): Outcome<never> {
    const retryAfterMs = askedMs ?? failure.retryAfterMs;
    if (failure.cause === 'rate-limit') {
      this.#blockedUntilMs = this.#options.clock.monoMs() + (retryAfterMs ?? rateLimitMs);
    }
    return { ok: false, failure: { ...failure, retryAfterMs } };
  }

  /** Whole seconds only, so they count for little beside what was really measured. */
  #measureDate({ dateMs }: Extract<HttpReading, { kind: 'answer' }>, sentMs: number): void {
    const { skew, clock } = this.#options;
    if (dateMs !== null && skew.skewMs === null) {
      skew.measureDate(dateMs, sentMs, clock.wallMs());
    }
  }
}

function failed(cause: Failure['cause'], message: string, retryAfterMs: number | null): Outcome<never> {
  return { ok: false, failure: { cause, message, retryAfterMs, isOurs: true } };
}

/** What was copied from a page may bring marks that nobody sees, and no header can hold them. */
function sendable(request: VenueRequest): VenueRequest {
  if (Object.values(request.headers).every((value) => /^[\x20-\x7e]*$/.test(value))) return request;
  throw new Error('The key or its passphrase holds a character that cannot be sent. Enter the key again.');
}

/** A key that cannot do the venue's scheme shows itself when it is first used. */
function attempt<T>(make: () => T): Outcome<T> {
  try {
    return { ok: true, value: make() };
  } catch (error) {
    return failed('secret', error instanceof Error ? error.message : 'the key cannot sign', null);
  }
}

/** Venues want nonces to arrive in order, so the requests of one key wait for each other. */
function inTurn<T>({ keyId }: Signer, run: () => Promise<T>): Promise<T> {
  const before = turns.get(keyId) ?? Promise.resolve();
  const result = before.then(run);
  turns.set(
    keyId,
    result.then(
      () => {},
      () => {},
    ),
  );
  return result;
}

const turns = new Map<string, Promise<void>>();
const limits = { timeoutMs: 8_000, maxBytes: 8_000_000 };
const rateLimitMs = 5_000;
