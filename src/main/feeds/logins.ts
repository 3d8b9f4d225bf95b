/** What frames and requests of one account are signed with: the venue's time, and a nonce that always grows. */
import type { Login } from '../exchanges/account.ts';
import type { Signer } from '../exchanges/exchange.ts';
import type { Clock } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';

export class Logins {
  readonly signer: Signer;
  /** Of this connection. */
  token: string | null = null;
  challenge: string | null = null;
  readonly #clock: Clock;
  readonly #skew: ClockSkew;

  constructor(signer: Signer, clock: Clock, skew: ClockSkew) {
    this.signer = signer;
    this.#clock = clock;
    this.#skew = skew;
  }

  /** A new connection: what the last one was given is void. */
  reset(): void {
    this.token = null;
    this.challenge = null;
  }

  /** The venue's clock, as far as it is known. */
  venueMs(): number {
    return Math.floor(this.#clock.wallMs() + (this.#skew.skewMs ?? 0));
  }

  next(): Login {
    const { signer, token, challenge } = this;
    const nowMs = this.venueMs();
    // By the venue's time: nonces of a clock that is set right again would be behind those it has seen.
    const nonce = Math.max(nowMs * 1000, (lastNonces.get(signer.keyId) ?? 0) + 1);
    lastNonces.set(signer.keyId, nonce);
    return { signer, nowMs, nonce, token, challenge };
  }
}

/** One key may be used by a feed and by a check of its rights at the same time. */
const lastNonces = new Map<string, number>();
