/** Everything a feed needs more when it belongs to an account: the way in, the tables, and what is wrong. */
import { duration } from '../../preload/contract/durations.ts';
import type { Failure } from '../exchanges/account.ts';
import type { RowChange } from '../tables/table-store.ts';
import { AccountEntry } from './account-entry.ts';
import { AccountTables } from './account-tables.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import { isoMicros } from './clock.ts';
import type { ClockSkew } from './clock-skew.ts';
import { failureWords, isFinal } from './failure-words.ts';
import { type FeedDeps, guardedClock } from './feed-deps.ts';
import type { AccountTrouble, FeedSpec } from './feed-events.ts';
import { Logins } from './logins.ts';
import { PrivateReader } from './private-reader.ts';
import type { Refusals } from './refusals.ts';
import type { FeedStream } from './stream.ts';

export interface AccountWing {
  readonly entry: AccountEntry;
  readonly tables: AccountTables;
  /** The newest failure counts, until the account is connected again. */
  note(failure: Failure): void;
  connected(): void;
  trouble(): AccountTrouble | null;
}

/** The parts of the feed that the account reports to. */
export interface AccountHost {
  readonly stream: FeedStream;
  readonly refusals: Refusals;
  tellRow(change: RowChange): void;
}

export function accountWing(
  spec: FeedSpec,
  deps: FeedDeps,
  skew: ClockSkew,
  ended: AbortSignal,
  host: () => AccountHost,
): AccountWing | null {
  const { signer, rest, endpoint } = spec;
  const { account: protocol, name } = spec.exchange;
  if (signer === null || protocol === undefined) return null;
  const { fetch, store, guard } = deps;
  const clock = guardedClock(deps);
  const logins = new Logins(signer, clock, skew);
  const reader =
    rest === null ? null : new PrivateReader({ protocol, rest, logins, clock, skew, fetch, ended });
  let last: Failure | null = null;

  function tellRefill({ channel }: ChannelRuntime, refilled: number, shortfall: string | null): void {
    deps.out.refill(spec, { channel, refilled, shortfall, time: isoMicros(clock.wallMs()) });
  }

  const tables = new AccountTables(
    { venue: name, protocol, logins, reader, store, clock, guard },
    {
      apply: (event) => host().stream.apply(event),
      refill(runtime, event, shortfall) {
        host().stream.refill(runtime, event);
        tellRefill(runtime, event.rows.length, shortfall);
      },
      refilled: tellRefill,
      refresh: (event) => store.apply(event, (change) => host().tellRow(change)),
      failed: (runtime, failure) => host().refusals.unread(runtime, failure),
      read(limit) {
        if (limit !== null) last = limit;
        else if (last !== null && !isFinal(last.cause)) last = null;
      },
    },
  );
  ended.addEventListener('abort', () => tables.reset());

  return {
    entry: new AccountEntry({ protocol, endpoint, logins, reader, skew, clock }),
    tables,
    note(failure) {
      last = failure;
    },
    connected() {
      last = null;
    },
    trouble() {
      if (last !== null) return { cause: last.cause, message: failureWords(last, name) };
      const skewMs = skew.skewMs ?? 0;
      if (Math.abs(skewMs) < noticeableMs) return null;
      const words = `${duration(Math.abs(skewMs))} ${skewMs > 0 ? 'behind' : 'ahead of'}`;
      const message = `The clock of this computer is ${words} that of ${name}. Vigil signs with the venue's time; set this computer's clock.`;
      return { cause: 'clock', message };
    },
  };
}

/** Less is no clock that is set wrong, and no venue refuses it. */
const noticeableMs = 5_000;
