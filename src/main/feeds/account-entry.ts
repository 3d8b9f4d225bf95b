/** The way into an account: the venue's clock, the token where one is needed, and the address to connect to. */
import type { AccountProtocol, Failure, Prepared } from '../exchanges/account.ts';
import type { Clock } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';
import { isFinal } from './failure-words.ts';
import type { Logins } from './logins.ts';
import type { Outcome, PrivateReader } from './private-reader.ts';

export interface AccountEntryOptions {
  readonly protocol: AccountProtocol;
  readonly endpoint: string;
  readonly logins: Logins;
  /** null where no REST address is known. */
  readonly reader: PrivateReader | null;
  readonly skew: ClockSkew;
  readonly clock: Clock;
}

export class AccountEntry {
  readonly #options: AccountEntryOptions;
  #renewMs: number | null = null;
  #isInDoubt = false;
  #cancelRenewal: () => void = () => {};

  constructor(options: AccountEntryOptions) {
    this.#options = options;
  }

  get logins(): Logins {
    return this.#options.logins;
  }

  /** Everything that must come before a connection; answers with its address. */
  async prepare(): Promise<Outcome<string>> {
    const { protocol, endpoint, logins, reader, skew } = this.#options;
    this.leave();
    logins.reset();
    if (skew.skewMs === null) await reader?.measureClock();
    const known = await this.#diagnosis();
    if (known !== null) return { ok: false, failure: known };
    const prepared = await this.#token();
    if (!prepared.ok) return prepared;
    logins.token = prepared.value?.token ?? null;
    return { ok: true, value: protocol.address?.(endpoint, logins.token) ?? endpoint };
  }

  /**
   * The stream turned us away for our time. Some venues say so of a wrong signature or a key that has expired
   * too, so REST is asked before the next attempt.
   */
  doubt(): void {
    this.#isInDoubt = true;
  }

  /** While connected: `changed` is called when the venue has given another token, which only a new connection can use. */
  keep(changed: () => void): void {
    this.#renewAfter(this.#renewMs, changed);
  }

  /** The connection ended. */
  leave(): void {
    this.#cancelRenewal();
    this.#cancelRenewal = () => {};
  }

  async #diagnosis(): Promise<Failure | null> {
    const { protocol, reader, logins } = this.#options;
    const { rights } = protocol;
    if (!this.#isInDoubt || reader === null || rights === null) return null;
    this.#isInDoubt = false;
    const outcome = await reader.read(
      (login) => rights.request(reader.rest, login),
      (answer) => rights.parse(answer, logins.signer.keyId),
    );
    return outcome.ok || !isFinal(outcome.failure.cause) ? null : outcome.failure;
  }

  async #token(): Promise<Outcome<Prepared | null>> {
    const { protocol, reader } = this.#options;
    const { prepare } = protocol;
    this.#renewMs = null;
    if (prepare === undefined) return { ok: true, value: null };
    if (reader === null) return { ok: false, failure: noAddress };
    const prepared = await reader.read((login) => prepare.request(reader.rest, login), prepare.parse);
    if (prepared.ok) this.#renewMs = prepared.value.renewMs;
    return prepared;
  }

  #renewAfter(waitMs: number | null, changed: () => void): void {
    if (waitMs === null) return;
    let isOver = false;
    const cancelTimer = this.#options.clock.after(waitMs, () => {
      void this.#token().then((renewed) => {
        if (isOver) return;
        if (!renewed.ok) this.#renewAfter(renewAgainMs, changed);
        else if (renewed.value?.token !== this.#options.logins.token) changed();
        else this.#renewAfter(renewed.value?.renewMs ?? null, changed);
      });
    });
    this.#cancelRenewal = () => {
      isOver = true;
      cancelTimer();
    };
  }
}

const noAddress: Failure = {
  cause: 'other',
  message: 'the login needs a REST address, and none was given',
  retryAfterMs: null,
  isOurs: true,
};
const renewAgainMs = 60_000;
