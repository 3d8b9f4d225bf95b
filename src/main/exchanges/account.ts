/** What a venue's file says of accounts: how to log in, what to read over REST, what a key may do. Pure values. */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { Channel, Item, Signer } from './exchange.ts';

/** What a frame or request is signed with; made anew for each, so that nothing is ever sent twice. */
export interface Login {
  readonly signer: Signer;
  /** Now by the venue's clock, as far as it is known, in whole milliseconds. */
  readonly nowMs: number;
  /** Microseconds by the venue's clock; grows with every use of the key, and is exact as a number. */
  readonly nonce: number;
  /** What `prepare` or an `authenticated` event gave on this connection. */
  readonly token: string | null;
  /** What a `challenge` event gave on this connection. */
  readonly challenge: string | null;
}

/** A REST read. Nothing else is ever asked: Vigil has no request that changes an account. */
export interface VenueRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Why a venue turns a key away, as far as it says. */
export type FailureCause =
  /** Unknown, deleted, disabled, or of another environment. */
  | 'key'
  /** The signature is wrong: so is the secret, or the passphrase. */
  | 'secret'
  | 'expired'
  | 'permission'
  /** The key may not be used from this address. */
  | 'address'
  /** Our time is not the venue's: measured again and tried again. */
  | 'clock'
  | 'rate-limit'
  /** The venue is in trouble: tried again later. */
  | 'busy'
  /** None of these: the venue's words are all there is. */
  | 'other';

export interface Failure {
  readonly cause: FailureCause;
  /** The venue's own words, unless they are ours: those of a cause that is final are whole sentences with a cure. */
  readonly message: string;
  readonly isOurs?: true;
  /** Where the body says it; the header Retry-After is read anyway. */
  readonly retryAfterMs: number | null;
}

export interface Prepared {
  readonly token: string;
  /** The same request goes out again after this time while connected; null: never. */
  readonly renewMs: number | null;
}

/** One list to read, page by page. */
export interface AccountRead {
  /** `rest` is the base address without a slash at its end; `cursor` null asks for the first page. */
  request(rest: string, login: Login, cursor: string | null): VenueRequest;
  /** Of an answer that is no failure, to the request with this cursor; null when it is not what was asked for. */
  parse(answer: string, cursor?: string | null): Page | null;
  /** Rows are worth having without what this one tells: a failure of it is none of the table. */
  readonly isOptional?: true;
}

export interface Page {
  /** As the stream's items, as far as the venue has the same fields. */
  readonly rows: readonly Item[];
  /** null: the last page. */
  readonly next: string | null;
  /** What the venue says once for the account and not in its rows: all rows of the table have it from now on. */
  readonly common?: Item;
  /** Why the list ends before the time that was asked for, where it does. */
  readonly shortfall?: string;
}

/** What is known before a read. */
export interface Known {
  /**
   * Venue time since which something may have been missed: orders that closed after it and executions after
   * it must be in the read.
   */
  readonly sinceMs: number;
  readonly nowMs: number;
  rows(table: string): Iterable<Item>;
}

/** One account table: how its rows are told apart, compared, and read where the stream pushes no snapshot. */
export interface AccountTable {
  readonly keys: readonly string[];
  /**
   * `whole`: a read holds everything that is, and what is not in it is gone. `history`: rows are only ever
   * added (executions); a read fills in those that were missed.
   */
  readonly covers: 'whole' | 'history';
  /** The stream pushes no snapshot: after subscribing, Vigil reads one and holds live rows back meanwhile. */
  readonly snapshotByRest: boolean;
  /**
   * The stream pushes a snapshot that leaves out what ended or was executed while nobody listened: after it,
   * Vigil reads that. Absent: it leaves out nothing.
   */
  readonly missedByRest?: boolean;
  /**
   * What to read, in this order; asked anew each time, so that it may depend on rows of other tables. A generator
   * may go on by what the reads before have brought.
   */
  reads(known: Known): Iterable<AccountRead>;
  /** Of the last change by the venue's clock, or of the execution; null where the row does not say. */
  timeMs(item: Item): number | null;
  /** `got` was written before `have`: messages came out of order, or a snapshot is ahead of the stream. */
  isOlder(got: Item, have: Item): boolean;
  /**
   * Fields that a read has and not every message: a message that brings the whole row without them leaves them
   * as they were. Absent: none.
   */
  readonly lasting?: readonly string[];
  /** The stream tells nothing of this row: what a comparison finds of it is news and no loss. Absent: of none. */
  isByRestOnly?(item: Item): boolean;
  /**
   * What must be the same in stream and REST, as one string: side and size, status and filled. Prices and
   * profits move by themselves and stay out. null: this row need not be on both sides (closed, flat, empty).
   */
  facts(item: Item): string | null;
}

export interface AccountProtocol {
  /** The live addresses of the private stream and its REST; null as in `Exchange.endpoints`. */
  readonly endpoints: { readonly ws: string | null; readonly rest: string | null };
  readonly needsPassphrase: boolean;
  /** The address to connect to, from the base the user or `endpoints` gave, and the token of `prepare`. */
  address?(base: string, token: string | null): string;
  /** A read that must come before the connection, such as for a token or a listen key. */
  readonly prepare?: {
    request(rest: string, login: Login): VenueRequest;
    parse(answer: string): Prepared | null;
  };
  /**
   * The frame that logs in, answered by an `authenticated` or a `challenge` event; null where the address or
   * the subscriptions carry the login, so that they may follow at once.
   */
  authenticate(login: Login): string | null;
  /** Where private subscriptions carry a token or a signature; otherwise those of `Exchange` are used. */
  subscribe?(channels: readonly Channel[], login: Login): readonly string[];
  unsubscribe?(channels: readonly Channel[], login: Login): readonly string[];
  /** By topic, which is also the table's name. Topics not named here get their partial from the stream. */
  readonly tables: Readonly<Record<string, AccountTable>>;
  /** Reads the venue's errors, whatever was asked; null for an answer that is none. */
  failure(status: number, body: string): Failure | null;
  /** A public read of the venue's clock, in milliseconds; null where there is none: the Date header is used. */
  readonly time: {
    url(rest: string): string;
    parse(answer: string): number | null;
    /** It tells whole seconds, cut off. */
    readonly isInSeconds?: boolean;
  } | null;
  /** What the key may do; null where the venue gives no way to learn it. */
  readonly rights: {
    request(rest: string, login: Login): VenueRequest;
    parse(answer: string, keyId: string): KeyRights | null;
  } | null;
}
