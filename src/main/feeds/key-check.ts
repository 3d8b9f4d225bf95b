/** Asks a venue what a key may do, without a feed: before it is saved, and at every start. */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { FailureCause } from '../exchanges/account.ts';
import type { Exchange, Signer } from '../exchanges/exchange.ts';
import type { Clock } from './clock.ts';
import { clockSkew } from './clock-skew.ts';
import { failureOfCheck } from './failure-words.ts';
import type { Fetch } from './http-read.ts';
import { Logins } from './logins.ts';
import { type Outcome, PrivateReader } from './private-reader.ts';

export interface KeyCheckOptions {
  readonly exchange: Exchange;
  readonly rest: string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Ends the check early. */
  readonly ended?: AbortSignal;
}

export type KeyCheck =
  /** `rights` null: the venue gives no way to learn them. `skewMs`: its time minus ours. */
  | { readonly ok: true; readonly rights: KeyRights | null; readonly skewMs: number | null }
  /** `busy` and `rate-limit` say nothing of the key. */
  | { readonly ok: false; readonly cause: FailureCause; readonly message: string };

export async function checkKey(options: KeyCheckOptions): Promise<KeyCheck> {
  const { exchange, rest, signer, clock, fetch } = options;
  const { account: protocol } = exchange;
  if (protocol === undefined) {
    return { ok: false, cause: 'other', message: `Vigil cannot watch accounts of ${exchange.name}.` };
  }
  const skew = clockSkew();
  const logins = new Logins(signer, clock, skew);
  const ended = options.ended ?? new AbortController().signal;
  const reader = new PrivateReader({ protocol, rest, logins, clock, skew, fetch, ended });
  await reader.measureClock();
  const { rights } = protocol;
  if (rights === null) return { ok: true, rights: null, skewMs: skew.skewMs };
  const outcome: Outcome<KeyRights> = await reader.read(
    (login) => rights.request(reader.rest, login),
    (answer) => rights.parse(answer, signer.keyId),
  );
  if (outcome.ok) return { ok: true, rights: outcome.value, skewMs: skew.skewMs };
  const { failure } = outcome;
  return { ok: false, cause: failure.cause, message: failureOfCheck(failure, exchange.name) };
}
