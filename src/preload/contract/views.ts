/** Rows as the window gets them: canonical rows with derived figures, and Vigil's own tables. */
import type { ChannelState, Gap } from './health.ts';
import type {
  CandleRow,
  Decimal,
  ExecutionRow,
  InstrumentRow,
  MarginRow,
  OrderRow,
  PositionRow,
  QuoteRow,
  TradeRow,
} from './rows.ts';

export interface PositionView extends PositionRow {
  readonly derived: {
    /** Percent of the mark between mark and liquidation price; null when flat or unknown. */
    readonly liquidationDistance: Decimal | null;
    /** In the display currency. */
    readonly notionalDisplay: Decimal | null;
    readonly unrealisedPnlDisplay: Decimal | null;
  };
}

export interface OrderView extends OrderRow {
  readonly derived: {
    /** Signed percent from the mark to the price or trigger price. */
    readonly markDistance: Decimal | null;
    /** Monotonic milliseconds of main when the order closed; null while open. */
    readonly closedMs: number | null;
  };
}

export interface InstrumentView extends InstrumentRow {
  readonly derived: { readonly change24hPercent: Decimal | null };
}

/** One stretch of a 15-minute strip; it lasts until the next one's `sinceMs`. */
export interface TimelineStep {
  readonly sinceMs: number;
  readonly state: ChannelState;
}

export interface ChannelView {
  readonly id: string;
  readonly feedId: string;
  readonly venue: string;
  readonly account: string | null;
  readonly topic: string;
  readonly symbol: string | null;
  readonly state: ChannelState;
  readonly reason: string;
  /** Monotonic ms of main when this channel's data was last confirmed (data, or proof of quiet). */
  readonly confirmedMs: number | null;
  readonly budget: { readonly softMs: number; readonly hardMs: number };
  /** Messages in each of the last 14 stretches of 5 s, oldest first. */
  readonly rate: readonly number[];
  /** Venue time to our receipt, corrected for clock skew; null where messages carry no time. */
  readonly latencyMs: number | null;
  readonly gaps: number;
  readonly timeline: readonly TimelineStep[];
}

/** What is wrong with an account's key, or with our clock, while its feed may well go on. */
export interface AccountTroubleView {
  readonly cause:
    | 'key'
    | 'secret'
    | 'expired'
    | 'permission'
    | 'address'
    | 'clock'
    | 'rate-limit'
    | 'busy'
    | 'other';
  /** What it means and what to do. */
  readonly message: string;
}

export interface FeedView {
  readonly id: string;
  readonly venue: string;
  readonly venueName: string;
  readonly account: string | null;
  /** `public`, `prices` or `linear prices`, or the account's label. */
  readonly label: string;
  readonly practice: boolean;
  /** Feeds the user opened can be closed again; the practice feeds cannot. */
  readonly removable: boolean;
  /** Worst of its channels; quiet never beats live. */
  readonly state: ChannelState;
  readonly reason: string;
  /** Of an account; null when nothing is wrong, and for public feeds. */
  readonly trouble: AccountTroubleView | null;
  readonly confirmedMs: number | null;
  /** Monotonic ms of main at which the next attempt starts, while down. */
  readonly retryAtMs: number | null;
  readonly endpoint: string;
  readonly rttMs: number | null;
  readonly clockSkewMs: number | null;
  readonly reconnects: number;
  /** The user paused it. */
  readonly paused: boolean;
  readonly timeline: readonly TimelineStep[];
}

export interface NearestLiquidation {
  /** Percent of the mark. */
  readonly distance: Decimal;
  readonly venue: string;
  readonly account: string | null;
  readonly symbol: string | null;
}

/** One account's money, or that of all accounts of one kind (practice and real are never summed). */
export interface TotalView {
  /** Account label; null for all accounts. */
  readonly account: string | null;
  readonly venue: string | null;
  readonly practice: boolean;
  /** The display currency, or the account's own where no price of its venue leads from that. */
  readonly currency: string;
  readonly equity: Decimal | null;
  readonly unrealisedPnl: Decimal | null;
  /** As the venues report it with their positions. */
  readonly realisedPnl: Decimal | null;
  /** Change of equity since 00:00 UTC, or since Vigil started if that is later. */
  readonly todayPnl: Decimal | null;
  readonly marginRatio: Decimal | null;
  /** The open position that is nearest to its liquidation; null: none that is known. */
  readonly liquidation: NearestLiquidation | null;
  /** Names of open positions that may be nearer, which cannot be measured now; null: none. */
  readonly unmeasured: string | null;
  /** Names of what a figure cannot be known without; null where it is known, or the venues have no such figure. */
  readonly unknown: {
    readonly equity: string | null;
    readonly unrealisedPnl: string | null;
    readonly realisedPnl: string | null;
    readonly marginRatio: string | null;
  };
  /** [wall ms, change of equity] since 00:00 UTC, at most 288 points, for a small chart only. */
  readonly line: readonly (readonly [number, number])[];
  /** Monotonic ms of the oldest price or balance in the sum. */
  readonly oldestMs: number | null;
  /** Stablecoins that were taken for dollars, where a venue has no market that says what they are worth. */
  readonly takenForDollars: readonly string[];
}

/** Tables the window can show; keys are unique over all venues and accounts. */
export interface PublishedTables {
  position: PositionView;
  order: OrderView;
  execution: ExecutionRow;
  margin: MarginRow;
  instrument: InstrumentView;
  quote: QuoteRow;
  total: TotalView;
  feed: FeedView;
  channel: ChannelView;
}
export type PublishedTable = keyof PublishedTables;

/** One side's levels, best first: price, size, and the sum from the best price on. */
export type DepthLevel = readonly [price: Decimal, size: Decimal, sum: Decimal];
export interface Depth {
  readonly bids: readonly DepthLevel[];
  readonly asks: readonly DepthLevel[];
}

/** The market that the window looks at; parts that did not change are null. */
export interface MarketUpdate {
  readonly venue: string;
  readonly symbol: string;
  readonly clockMs: number;
  /** True when everything shown before must be dropped. */
  readonly reset: boolean;
  /** New trades, newest last. */
  readonly trades: readonly TradeRow[];
  readonly tradesPerSecond: number;
  /** Minute candles that are new or changed, oldest first. */
  readonly candles: readonly CandleRow[];
  /** True where the venue sends none and they are built from trades. */
  readonly candlesBuilt: boolean;
  readonly depth: Depth | null;
  readonly gaps: readonly Gap[];
}

/** `confirmedMs` and the like are compared with this id's channel. */
export function channelId(
  venue: string,
  account: string | null,
  topic: string,
  symbol: string | null,
): string {
  return [venue, account ?? '', topic, symbol ?? ''].join('/');
}
