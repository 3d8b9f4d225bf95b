/** What a venue's file provides. Pure: no socket, no clock, no randomness, no Electron. */
import type { CanonicalRows, CanonicalTable, Decimal, IsoTime, Side } from '../../preload/contract/rows.ts';
import type { AccountProtocol, FailureCause } from './account.ts';

/** One object as the venue names and sends it. Never changed after parsing: merging makes a new one. */
export type Item = Readonly<Record<string, unknown>>;

export type Action = 'partial' | 'insert' | 'update' | 'delete';

/** A subscription: a topic in Vigil's or the venue's own words, and a symbol where the topic has one. */
export interface Channel {
  readonly topic: string;
  readonly symbol: string | null;
}

/** How long a channel may be silent. */
export interface Budget {
  readonly softMs: number;
  readonly hardMs: number;
}

export interface ChannelDescriptor {
  /** `symbol`: one channel per symbol. `venue`: one for all. `account`: needs a key. */
  readonly scope: 'symbol' | 'venue' | 'account';
  readonly budget: Budget;
  /**
   * What proves that silence is only a quiet market: a heartbeat that names our last trade, a heartbeat
   * counter, one REST look at the newest trade, the session alone (private channels), or nothing.
   */
  readonly proof: 'heartbeat-trade-id' | 'heartbeat-counter' | 'rest' | 'session' | 'none';
  /** The trade ids of one symbol grow by exactly one, so that a hole is a loss. */
  readonly consecutiveIds?: boolean;
  /** A subscription starts with a partial, and what arrives before it counts for nothing. */
  readonly snapshot?: boolean;
  /** Comes by the clock, whatever the market does, so that its own rhythm says nothing about its budget. */
  readonly isTimed?: boolean;
}

/** A public trade as parsed; the pipeline adds venue, receipt time and `backfilled`. */
export interface ParsedTrade {
  /** null in past trades that do not repeat the symbol they were asked for. */
  readonly symbol: string | null;
  readonly id: string;
  readonly side: Side;
  readonly price: string;
  readonly size: string;
  readonly time: IsoTime;
  /** The venue's own object. */
  readonly item: Item;
}

/**
 * What one frame says. A frame can hold several events, and an event several rows.
 * Every kind that speaks of channels names them in Vigil's words.
 */
export type FeedEvent =
  /** The venue is ready to take subscriptions. */
  | {
      readonly kind: 'welcome';
      readonly serverTimeMs: number | null;
      readonly connectionsLeft: number | null;
    }
  /**
   * We are logged in. A venue may give a token for later frames and requests, and say when the login has to
   * be renewed by logging in again on the same connection.
   */
  | { readonly kind: 'authenticated'; readonly token?: string; readonly renewMs?: number }
  /** The venue asks for proof of our key; it goes into the subscriptions, which follow. */
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'subscribed'; readonly channels: readonly Channel[] }
  | { readonly kind: 'unsubscribed'; readonly channels: readonly Channel[] }
  /** A key or subscription the venue rejects for good; `channels` null: the whole feed. */
  | {
      readonly kind: 'refused';
      readonly channels: readonly Channel[] | null;
      readonly code: string;
      readonly message: string;
      /** Of a key; `clock` is no refusal: the clock is measured, and the login tried again. */
      readonly cause?: FailureCause;
    }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null; readonly message: string }
  /** Answers our ping. */
  | { readonly kind: 'pong' }
  | {
      readonly kind: 'heartbeat';
      readonly symbol: string | null;
      /** null when the venue gives none, or gives 0: proves nothing. */
      readonly lastTradeId: string | null;
      readonly timeMs: number | null;
    }
  /** The newest trade before our subscription: a starting point for continuity, not a live trade. */
  | { readonly kind: 'last-trade'; readonly symbol: string; readonly id: string }
  /** `symbol` null in a partial: it covers every symbol. Trades are in the order of time. */
  | {
      readonly kind: 'trades';
      readonly action: 'partial' | 'insert';
      readonly symbol: string | null;
      readonly trades: readonly ParsedTrade[];
    }
  /** A change of a keyed table or a ring. `keys` and `filter` come with a partial only. */
  | {
      readonly kind: 'table';
      readonly table: string;
      readonly action: Action;
      readonly keys: readonly string[] | null;
      readonly filter: Item | null;
      readonly rows: readonly Item[];
    }
  /** Something was added to a table of an account, and only REST says what. */
  | { readonly kind: 'unread'; readonly table: string }
  /**
   * The venue counts the messages of one stream, which feeds these topics: a number that leaves one out means that
   * a message was lost, and one that is not higher that the count began anew.
   */
  | { readonly kind: 'counted'; readonly topics: readonly string[]; readonly number: number }
  /** The venue announces something a user may want to know (maintenance, reconnect request). */
  | { readonly kind: 'notice'; readonly message: string; readonly reconnect: boolean }
  | { readonly kind: 'malformed'; readonly reason: string }
  /** Understood and of no use to Vigil; `policy` names why, and is counted under it. */
  | { readonly kind: 'ignored'; readonly policy: string };

/** Signs with a secret that it never shows. A scheme that the key cannot do throws. */
export interface Signer {
  /** The public half: an API key or its name. */
  readonly keyId: string;
  hmacSha256Hex(text: string): string;
  hmacSha256Base64(text: string): string;
  hmacSha384Hex(text: string): string;
  /** HMAC-SHA512 of `prefix` and the SHA-256 of `hashed`, with the secret decoded from base64; in base64. */
  hmacSha512Base64(prefix: string, hashed: string): string;
  /** A JWT, signed ES256 or EdDSA as the key is; `kid` is the key's name. */
  jwt(claims: Readonly<Record<string, unknown>>, nonce: string): string;
  /** Third part of a key that some venues send along with every signature; '' where there is none. */
  passphrase(): string;
}

/** What a row view may look up besides its own item. */
export interface RowContext {
  /** The venue's own instrument object for a symbol, or null while unknown. */
  instrument(symbol: string): Item | null;
}

/** The fields of a canonical row that a venue's file fills in; the pipeline adds the rest. */
export type RowFields<T extends CanonicalTable> = Omit<CanonicalRows[T], 'venue' | 'account' | 'receivedAt'>;

/** null for an item that is no such row, such as an execution report that only says "order accepted". */
export type RowViews = {
  readonly [T in CanonicalTable]?: (item: Item, context: RowContext) => RowFields<T> | null;
};

/** One price of an order book. */
export interface BookLevel {
  readonly side: 'bid' | 'ask';
  readonly price: string;
}

/** A trade at the edge of a hole. */
export interface TradeMark {
  readonly id: string;
  readonly time: IsoTime;
}

/** One page of past trades: those between the edges, without the `offset` oldest that we have read. */
export interface TradeWindow {
  /** The newest trade before the hole. */
  readonly after: TradeMark;
  /** The oldest trade after the hole that we know of, or null while there is none. */
  readonly before: TradeMark | null;
  readonly offset: number;
}

/** The venue's public trades over REST: for refills, and as a proof that nothing newer exists. */
export interface TradeHistory {
  /**
   * How pages follow each other: `backward` from `window.before` down by id, `forward` from `window.after`
   * by time and offset, or `newest` where the venue has nothing but one page of its newest trades.
   */
  readonly paging: 'backward' | 'forward' | 'newest';
  /** Trades in a full page; a shorter one is the last. */
  readonly pageSize: number;
  /**
   * Address of one page; `rest` is the base address without a slash at its end. `endpoint` is that of the
   * stream, for venues where it tells which of several markets of one name is meant.
   */
  url(rest: string, symbol: string, window: TradeWindow, endpoint: string): string;
  /** Address of the newest trade, or of a page that ends with it. */
  newestUrl(rest: string, symbol: string, endpoint: string): string;
  /** In the order of time; null when the answer is not a list of trades. */
  parse(text: string): readonly ParsedTrade[] | null;
}

/** The venue's past minute candles over REST, so that a chart is not empty at the start. */
export interface CandleHistory {
  /** Address of the newest `count` closed minutes; `rest` is the base address without a slash at its end. */
  url(rest: string, symbol: string, count: number, endpoint: string): string;
  /** Items as those of the `tradeBin1m` table; null when the answer is not a list of candles. */
  parse(text: string): readonly Item[] | null;
}

export interface Exchange {
  readonly id: string;
  readonly name: string;
  /** The live addresses; null where the venue has closed or is only local. */
  readonly endpoints: { readonly ws: string | null; readonly rest: string | null };
  /** Where these public channels are served, for venues that spread their markets over several addresses. */
  address?(endpoint: string, channels: readonly Channel[]): string;
  /** The venue's own word for the markets at one of these addresses; null: it serves them all. */
  marketsAt?(endpoint: string): string | null;
  /** How a symbol of this venue is written; anything else is refused before it is sent. */
  readonly symbolPattern: RegExp;
  readonly channels: Readonly<Record<string, ChannelDescriptor>>;
  /** Topics opened when the user names none. */
  readonly defaultTopics: { readonly public: readonly string[]; readonly account: readonly string[] };
  /** The venue greets first, and a subscription before that is lost. */
  readonly welcomes: boolean;
  readonly limits: {
    /** New connections per address. */
    readonly connections: { readonly count: number; readonly perMs: number };
    /** Subscriptions that one connection may send; absent where the venue sets no limit. */
    readonly frames?: { readonly count: number; readonly perMs: number };
    /** Larger frames are refused by the socket. */
    readonly maxFrameBytes: number;
    /** The venue cuts every connection at this age; absent where it says nothing of the kind. */
    readonly lifetimeMs?: number;
  };
  /** Idle time after which we ask for a sign of life, what we send, and how long the answer may take. */
  readonly ping: {
    readonly idleMs: number;
    readonly answerMs: number;
    /** null: a WebSocket ping frame. */
    readonly frame: string | null;
  };
  /** Closes a connection that never carries a message for this long. */
  readonly transportStaleMs: number;
  /** Text frames that subscribe; never one with nothing in it. */
  subscribe(channels: readonly Channel[]): readonly string[];
  unsubscribe(channels: readonly Channel[]): readonly string[];
  /** Absent where Vigil cannot watch accounts of this venue. */
  readonly account?: AccountProtocol;
  /** Never throws: what cannot be read is `malformed`. */
  parse(text: string): readonly FeedEvent[];
  /** The reason of a close frame as it may be shown; absent: as it is. */
  closeReason?(text: string): string;
  readonly rows: RowViews;
  /** Reads a row as a level of an order book; null in tables that hold none. */
  bookLevel?(table: string, item: Item): BookLevel | null;
  readonly history?: TradeHistory;
  readonly candles?: CandleHistory;
  /** The stablecoins that stand for the dollar here, since no market of the venue is in dollars. Absent: none. */
  readonly dollars?: readonly string[];
  /**
   * The markets whose prices lead together from a currency to US dollars, or to bitcoin where the venue has no
   * market in dollars; empty where none does, or none is needed. The venue refuses those that do not exist.
   */
  priceSymbols?(currency: string): readonly string[];
  /** The price of 24 hours ago from an instrument's item; null where the venue does not say. */
  price24hAgo?(item: Item): Decimal | null;
}

/** `trade:XBTUSD`, or the topic alone. */
export function channelName(channel: Channel): string {
  return channel.symbol === null ? channel.topic : `${channel.topic}:${channel.symbol}`;
}

/** Splits `trade:XBTUSD`; the inverse of channelName. */
export function parseChannelName(name: string): Channel {
  const colon = name.indexOf(':');
  return colon < 0
    ? { topic: name, symbol: null }
    : { topic: name.slice(0, colon), symbol: name.slice(colon + 1) };
}
