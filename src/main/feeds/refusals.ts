/** What becomes of a feed when the venue turns it, or some of its channels, away. */
import type { Failure } from '../exchanges/account.ts';
import type { FeedEvent } from '../exchanges/exchange.ts';
import type { AccountWing } from './account-wing.ts';
import { type ChannelMap, exactChannel } from './channel-map.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import { failureWords, isFinal } from './failure-words.ts';
import type { Link } from './link.ts';

export interface RefusalsOptions {
  readonly venue: string;
  readonly channels: ChannelMap;
  readonly account: AccountWing | null;
  readonly link: () => Link;
  readonly hold: (retryAfterMs: number | null, message: string) => void;
}

type RefusedEvent = Extract<FeedEvent, { kind: 'refused' }>;

export class Refusals {
  readonly #options: RefusalsOptions;

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** The venue said so in a message. */
  heard({ channels, code, message, cause }: RefusedEvent): void {
    if (cause === undefined) {
      this.#refuse(channels, code, message);
      return;
    }
    const { link, hold, account, venue } = this.#options;
    const failure: Failure = { cause, message, retryAfterMs: null };
    account?.note(failure);
    if (cause === 'clock') link().clockOff(message);
    else if (cause === 'rate-limit' || cause === 'busy') hold(null, message);
    else this.#refuse(channels, cause, failureWords(failure, venue));
  }

  /** A table of the account could not be read over REST. */
  unread(runtime: ChannelRuntime, failure: Failure): void {
    const { account, venue } = this.#options;
    const words = failureWords(failure, venue);
    account?.note(failure);
    // A key may be good for everything but this table.
    if (failure.cause === 'permission') this.#refuse([runtime.channel], failure.cause, words);
    else if (isFinal(failure.cause)) this.all(failure.cause, words);
    else runtime.hear({ kind: 'resync-started', cause: words });
  }

  /** Nothing more is tried until the user does something. */
  all(code: string, message: string): void {
    this.#options.link().hangUp();
    for (const runtime of this.#options.channels.all) {
      if (runtime.health.kind !== 'refused') runtime.hear({ kind: 'refused', code, message });
    }
  }

  #refuse(channels: RefusedEvent['channels'], code: string, message: string): void {
    const { channels: map } = this.#options;
    for (const channel of channels ?? []) {
      const runtime = exactChannel(map, channel);
      if (runtime === null) continue;
      runtime.awaitsAck = false;
      runtime.hear({ kind: 'refused', code, message });
    }
    const isOver = map.all.every((runtime) => runtime.health.kind === 'refused');
    if (channels === null || isOver) this.all(code, message);
  }
}
