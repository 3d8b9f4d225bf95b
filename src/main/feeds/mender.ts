/** Makes damaged channels whole again: marks what was lost and fetches a fresh snapshot. */
import type { GapKind } from '../../preload/contract/health.ts';
import type { Channel } from '../exchanges/exchange.ts';
import type { TableStore } from '../tables/table-store.ts';
import type { AccountTables } from './account-tables.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import type { FeedCounters } from './feed-events.ts';
import type { Link } from './link.ts';
import { Resync } from './resync.ts';

export interface MenderOptions {
  readonly clock: Clock;
  readonly counters: FeedCounters;
  readonly store: TableStore;
  readonly account: AccountTables | null;
  readonly link: () => Pick<Link, 'unsubscribe'>;
  readonly subscribe: (runtimes: readonly ChannelRuntime[]) => void;
  readonly warn: (cause: string) => void;
}

export class Mender {
  readonly #options: MenderOptions;
  readonly #resync: Resync;

  constructor(options: MenderOptions) {
    this.#options = options;
    const { clock, counters, link, subscribe } = options;
    this.#resync = new Resync({
      ...{ clock, counters, subscribe },
      invalidate: (channel) => this.invalidate(channel),
      unsubscribe: (channels) => link().unsubscribe(channels),
    });
  }

  /** Their tables are no longer what the venue has. */
  damaged(runtimes: readonly ChannelRuntime[], kind: GapKind, cause: string): void {
    const affected = runtimes.filter((one) => !one.hasLoss && one.health.memory.subscribed);
    if (affected.length > 0) this.#options.warn(cause);
    // Trades that are counted show by themselves whether one was lost.
    const counted = affected.filter((one) => one.descriptor.consecutiveIds === true);
    for (const runtime of counted) runtime.suspect(kind);
    const others = affected.filter((one) => one.descriptor.consecutiveIds !== true);
    for (const runtime of others) runtime.lose(kind);
    this.anew(others, cause);
  }

  /** Subscribes again. */
  anew(runtimes: readonly ChannelRuntime[], cause: string): void {
    for (const runtime of runtimes) {
      if (runtime.descriptor.snapshot === true) runtime.hear({ kind: 'resync-started', cause });
    }
    if (runtimes.length > 0) this.#resync.request(runtimes);
  }

  /** What arrives for this channel before its next snapshot is dropped, unless it is right without one. */
  invalidate({ topic, symbol }: Channel): void {
    const { account, store } = this.#options;
    if (account?.keeps(topic) !== true) store.invalidate(topic, symbol);
  }

  /** These channels have left the feed. */
  forget(runtimes: readonly ChannelRuntime[]): void {
    this.#resync.forget(runtimes);
  }

  /** The connection ended: the next one subscribes everything anyway. */
  reset(): void {
    this.#resync.reset();
  }
}
