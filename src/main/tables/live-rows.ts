/** The rows of one published table: the newest item of each, and which of them the window has not seen. */
import type { Item } from '../exchanges/exchange.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';

export interface LiveRow {
  readonly feed: FeedSpec;
  readonly symbol: string | null;
  item: Item;
  /** The item before the last change, for showing what changed. */
  previous: Item | null;
  /** Wall clock of the frame that brought `item`. */
  receivedMs: number;
  /** Monotonic. */
  changedMs: number;
  /** The venue has dropped the row; it stays for those who look back. */
  isGone: boolean;
  /** Monotonic time at which it was first seen closed; null while open, and in tables that do not close. */
  closedMs: number | null;
}

/** What the window lacks; `lost` when it is more than is worth keeping apart. */
export interface Unseen {
  readonly changed: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  readonly lost: boolean;
}

export interface LiveRows {
  set(
    key: string,
    feed: FeedSpec,
    symbol: string | null,
    item: Item,
    receivedMs: number,
    nowMs: number,
  ): void;
  /** Forgets a row, unless another feed has taken it over; true when there was one to forget. */
  remove(key: string, feed: FeedSpec): boolean;
  /** Says that what is derived from a row has changed. */
  touch(key: string): void;
  touchSymbol(venue: string, symbol: string): void;
  get(key: string): LiveRow | null;
  entries(): IterableIterator<[string, LiveRow]>;
  readonly hasUnseen: boolean;
  takeUnseen(): Unseen;
}

export interface RowLimits {
  /** The oldest rows go first. */
  readonly maxRows: number;
  /** Changes that are kept apart; beyond them a fresh snapshot is cheaper than a delta. */
  readonly maxUnseen: number;
}

export function createLiveRows(limits: RowLimits): LiveRows {
  const rows = new Map<string, LiveRow>();
  const bySymbol = new Map<string, Set<string>>();
  let changed = new Set<string>();
  let removed = new Set<string>();
  let lost = false;

  function note(key: string, isRemoved: boolean): void {
    if (lost) return;
    (isRemoved ? changed : removed).delete(key);
    (isRemoved ? removed : changed).add(key);
    if (changed.size + removed.size <= limits.maxUnseen) return;
    lost = true;
    changed = new Set();
    removed = new Set();
  }

  function drop(key: string, row: LiveRow): void {
    rows.delete(key);
    if (row.symbol !== null) {
      const place = symbolKey(row.feed.venue, row.symbol);
      const keys = bySymbol.get(place);
      keys?.delete(key);
      if (keys?.size === 0) bySymbol.delete(place);
    }
    note(key, true);
  }

  function add(key: string, row: LiveRow): void {
    rows.set(key, row);
    if (row.symbol !== null) {
      const place = symbolKey(row.feed.venue, row.symbol);
      const keys = bySymbol.get(place);
      if (keys === undefined) bySymbol.set(place, new Set([key]));
      else keys.add(key);
    }
    if (rows.size <= limits.maxRows) return;
    const oldest = rows.entries().next().value;
    if (oldest !== undefined) drop(...oldest);
  }

  return {
    set(key, feed, symbol, item, receivedMs, nowMs) {
      const row = rows.get(key);
      if (row === undefined || row.feed !== feed) {
        if (row !== undefined) rows.delete(key);
        add(key, {
          feed,
          symbol,
          item,
          previous: row?.item ?? null,
          receivedMs,
          changedMs: nowMs,
          isGone: false,
          closedMs: null,
        });
      } else {
        row.previous = row.item;
        row.item = item;
        row.receivedMs = receivedMs;
        row.changedMs = nowMs;
        row.isGone = false;
      }
      note(key, false);
    },
    remove(key, feed) {
      const row = rows.get(key);
      if (row?.feed !== feed) return false;
      drop(key, row);
      return true;
    },
    touch(key) {
      if (rows.has(key)) note(key, false);
    },
    touchSymbol(venue, symbol) {
      for (const key of bySymbol.get(symbolKey(venue, symbol)) ?? []) note(key, false);
    },
    get: (key) => rows.get(key) ?? null,
    entries: () => rows.entries(),
    get hasUnseen() {
      return lost || changed.size > 0 || removed.size > 0;
    },
    takeUnseen() {
      const unseen: Unseen = { changed, removed, lost };
      changed = new Set();
      removed = new Set();
      lost = false;
      return unseen;
    },
  };
}

function symbolKey(venue: string, symbol: string): string {
  return `${venue}/${symbol}`;
}
