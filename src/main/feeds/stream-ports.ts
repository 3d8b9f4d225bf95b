/** What the stream of one feed is given, and whom it tells of what it cannot settle by itself. */
import type { TradeRow } from '../../preload/contract/rows.ts';
import type { Channel, FeedEvent, Item } from '../exchanges/exchange.ts';
import type { RowChange, TableStore } from '../tables/table-store.ts';
import type { AccountTables } from './account-tables.ts';
import type { ChannelMap } from './channel-map.ts';
import type { ChannelRuntime } from './channel-runtime.ts';
import type { Clock } from './clock.ts';
import type { FeedCounters, FeedSpec } from './feed-events.ts';

/** What the stream cannot settle by itself. */
export interface StreamPorts {
  row(change: RowChange, receivedMs: number): void;
  trade(trade: TradeRow, item: Item, action: 'partial' | 'insert'): void;
  welcomed(event: Extract<FeedEvent, { kind: 'welcome' }>): void;
  authenticated(event: Extract<FeedEvent, { kind: 'authenticated' }>): void;
  challenged(challenge: string): void;
  ponged(): void;
  refused(event: Extract<FeedEvent, { kind: 'refused' }>): void;
  rateLimited(event: Extract<FeedEvent, { kind: 'rate-limited' }>): void;
  noticed(event: Extract<FeedEvent, { kind: 'notice' }>): void;
  /** The channel's table is no longer what the venue has. */
  damaged(
    runtimes: readonly ChannelRuntime[],
    kind: 'unknown-row' | 'malformed' | 'sequence',
    cause: string,
  ): void;
  subscribed(channel: Channel): void;
  skewMs(): number;
}

export interface StreamOptions {
  readonly spec: FeedSpec;
  readonly clock: Clock;
  readonly store: TableStore;
  readonly channels: ChannelMap;
  readonly counters: FeedCounters;
  /** null on public feeds. */
  readonly account: AccountTables | null;
}
