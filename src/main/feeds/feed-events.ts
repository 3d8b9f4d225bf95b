/** What a feed tells the rest of Vigil; the desktop app and the headless command listen to the same. */
import type { ChannelState, Gap } from '../../preload/contract/health.ts';
import type { IsoTime, TradeRow } from '../../preload/contract/rows.ts';
import type { FailureCause } from '../exchanges/account.ts';
import type { Channel, Exchange, Item, Signer } from '../exchanges/exchange.ts';
import type { RowChange, TableStore } from '../tables/table-store.ts';

/** What to open: one connection, and the channels that it starts with. */
export interface FeedSpec {
  readonly id: string;
  /** The venue id shown to the user: `practice` speaks the BitMEX dialect under its own name. */
  readonly venue: string;
  readonly exchange: Exchange;
  /** The account's label; null for public data. */
  readonly account: string | null;
  readonly endpoint: string;
  readonly rest: string | null;
  readonly channels: readonly Channel[];
  readonly signer: Signer | null;
}

export interface ChannelChange {
  readonly channel: Channel;
  readonly state: ChannelState;
  readonly reason: string;
  /** Monotonic ms of the next attempt, while down. */
  readonly retryAtMs: number | null;
}

/**
 * Receives everything from every feed, in the order it happened. `store` is the feed's own: a listener
 * that coalesces notes the key and reads the newest item when it publishes.
 */
export interface FeedListener {
  row?(feed: FeedSpec, change: RowChange, receivedMs: number, store: TableStore): void;
  /** Also called for trades of a snapshot, with `backfilled` true. */
  trade?(feed: FeedSpec, trade: TradeRow, item: Item): void;
  channel?(feed: FeedSpec, change: ChannelChange): void;
  gap?(feed: FeedSpec, gap: Gap): void;
  /** Missed trades were read again over REST. */
  refill?(feed: FeedSpec, refill: ChannelRefill): void;
}

export interface ChannelRefill {
  readonly channel: Channel;
  readonly refilled: number;
  /** Why not everything that was missed could be read again; null when it could. */
  readonly shortfall: string | null;
  readonly time: IsoTime;
}

/** Counters that add up: frames = applied + the sum of dropped. */
export interface FeedCounters {
  frames: number;
  applied: number;
  /** By policy: `before-partial`, `malformed`, `oversized`, `duplicate`, `unknown-message` … */
  dropped: Record<string, number>;
  trades: number;
  tableEvents: number;
  gaps: number;
  resyncs: number;
  reconnects: number;
}

/** A channel as it stands now; all times are monotonic milliseconds. */
export interface ChannelStatus {
  readonly channel: Channel;
  readonly state: ChannelState;
  readonly reason: string;
  readonly sinceMs: number;
  readonly lastDataMs: number | null;
  /** Last data or proof of quiet. */
  readonly confirmedMs: number | null;
  readonly budget: { readonly softMs: number; readonly hardMs: number };
  /** Messages so far; the reader makes rates from differences. */
  readonly messages: number;
  readonly latencyMs: number | null;
  readonly gaps: number;
}

export interface FeedStatus {
  readonly spec: FeedSpec;
  readonly state: ChannelState;
  readonly reason: string;
  readonly retryAtMs: number | null;
  readonly rttMs: number | null;
  readonly clockSkewMs: number | null;
  readonly counters: FeedCounters;
  readonly channels: readonly ChannelStatus[];
  /** Of an account: what is wrong with its key, or with our clock; null or absent when nothing is. */
  readonly trouble?: AccountTrouble | null;
  /** The user paused it; absent: no. */
  readonly paused?: boolean;
}

export interface AccountTrouble {
  readonly cause: FailureCause;
  /** What it means and what to do. */
  readonly message: string;
}

/** The owner of all feeds, as the rest of the main process sees it. */
export interface Feeds {
  open(spec: FeedSpec): void;
  /** Ends one feed; its channels are gone from `status()` when this resolves. */
  close(feedId: string): Promise<void>;
  /** Subscribes on the open connection, and after every reconnect; a channel that is there is shared. */
  addChannels(feedId: string, channels: readonly Channel[]): void;
  /** Each user of a channel gives it back once; answers with those that left the feed with their last. */
  removeChannels(feedId: string, channels: readonly Channel[]): readonly Channel[];
  reconnect(feedId: string): void;
  resubscribe(feedId: string, channel: Channel): void;
  /** Ends the connection, until `reconnect` or `resubscribe` wants it again. */
  pause(feedId: string): void;
  /** The machine slept or has its network back: one clean new connection, with grace, on the feeds meant. */
  wake(isMeant?: (feed: FeedSpec) => boolean): void;
  store(feedId: string): TableStore | null;
  status(): readonly FeedStatus[];
  closeAll(): Promise<void>;
}
