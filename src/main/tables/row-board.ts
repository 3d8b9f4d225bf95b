/** The rows of all feeds that the window can show, the prices that tie them together, and what changed. */
import type { TradeRow } from '../../preload/contract/rows.ts';
import type { PublishedTables } from '../../preload/contract/views.ts';
import type { Item } from '../exchanges/exchange.ts';
import { findVenue } from '../exchanges/registry.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { isPriceFeed } from './feed-views.ts';
import { createLiveRows, type LiveRow, type LiveRows } from './live-rows.ts';
import { instrumentKey, publishedKey } from './published-key.ts';
import { createRates, isMoney, type Rates } from './rates.ts';
import {
  accountTables,
  isMarketTable,
  isRowTable,
  marketTables,
  type RowTable,
  rowLimits,
} from './row-tables.ts';
import { createRowViews, isClosed } from './row-views.ts';
import type { RowChange } from './table-store.ts';

export interface UnseenRows<T extends RowTable> {
  readonly upserts: readonly (readonly [key: string, row: PublishedTables[T]])[];
  readonly removes: readonly string[];
  readonly lost: boolean;
}

export interface RowBoard {
  readonly rates: Rates;
  /** Answers which kind of table took the change; null when no table shows it. */
  apply(feed: FeedSpec, change: RowChange, receivedMs: number): 'account' | 'market' | null;
  /** Keeps a last price for venues that send no instruments; true when it changed a row. */
  applyTrade(feed: FeedSpec, trade: TradeRow, item: Item): boolean;
  /** Carries new marks and rates to the rows that depend on them. */
  reprice(): void;
  take<T extends RowTable>(table: T): UnseenRows<T>;
  /** Every row as it is now, with its key; the window then has seen them all. */
  takeAll<T extends RowTable>(table: T): UnseenRows<T>['upserts'];
  all<T extends RowTable>(table: T): Generator<PublishedTables[T]>;
  get(table: RowTable, key: string): LiveRow | null;
  touchMoney(): void;
  dropOldOrders(): void;
  forget(feedId: string): void;
}

const closedOrderMs = 15 * 60_000;

interface RowBoardOptions {
  readonly clock: Clock;
  readonly currency: () => string;
  /** The instrument as another feed of the venue has it that runs; null where none does. */
  readonly instrumentElsewhere: (feed: FeedSpec, item: Item) => Pick<LiveRow, 'feed' | 'item'> | null;
}

export function createRowBoard(options: RowBoardOptions): RowBoard {
  const { clock } = options;
  const live: { readonly [T in RowTable]: LiveRows } = {
    position: createLiveRows(rowLimits.position),
    order: createLiveRows(rowLimits.order),
    execution: createLiveRows(rowLimits.execution),
    margin: createLiveRows(rowLimits.margin),
    instrument: createLiveRows(rowLimits.instrument),
    quote: createLiveRows(rowLimits.quote),
  };
  const rates = createRates(dollarsOf);
  const lastTrades = new Map<string, TradeRow>();
  const views = createRowViews({
    instruments: live.instrument,
    lastTrade: (key) => lastTrades.get(key) ?? null,
    rates,
    currency: options.currency,
  });
  /** Instruments whose price has not been carried to the rows that depend on it. */
  let unpriced = new Set<string>();
  /** Venues that lost a rate, which another market of the same pair may have. */
  let unrated = new Set<string>();
  const marks = new Map<string, string | null>();

  function view<T extends RowTable>(table: T, row: LiveRow): PublishedTables[T] | null {
    if (table === 'order') noteClosing(row);
    return views.view(table, row);
  }

  /** An order is closed when its status says so, or when the venue dropped it; a venue may reopen it. */
  function noteClosing(row: LiveRow): void {
    const closed = row.isGone || isClosed(views.canonical('order', row)?.status ?? null);
    row.closedMs = closed ? (row.closedMs ?? row.changedMs) : null;
  }

  function touchMoney(venue: string | null): void {
    for (const [key, row] of live.position.entries()) {
      if (venue === null || row.feed.venue === venue) live.position.touch(key);
    }
  }

  function touchSymbol(venue: string, symbol: string): void {
    live.position.touchSymbol(venue, symbol);
    live.order.touchSymbol(venue, symbol);
  }

  /** A price of accounts goes on from the market that brings it too: it is not gone in between. */
  function isHandedOn(key: string, { feed, symbol, item, receivedMs }: LiveRow): boolean {
    const heir = isPriceFeed(feed) ? options.instrumentElsewhere(feed, item) : null;
    if (heir === null) return false;
    live.instrument.set(key, heir.feed, symbol, heir.item, receivedMs, clock.monoMs());
    unpriced.add(key);
    return true;
  }

  /** What hung on an instrument that is gone does not show its last price for ever. */
  function withdraw(key: string, { venue }: FeedSpec, symbol: string | null): void {
    lastTrades.delete(key);
    marks.delete(key);
    unpriced.delete(key);
    if (symbol === null) return;
    touchSymbol(venue, symbol);
    if (rates.forget(venue, symbol)) unrated.add(venue);
  }

  function* entries<T extends RowTable>(table: T): Generator<readonly [string, PublishedTables[T]]> {
    for (const [key, row] of live[table].entries()) {
      const made = view(table, row);
      if (made !== null) yield [key, made];
    }
  }

  return {
    rates,
    apply(feed, change, receivedMs) {
      const table = change.table;
      if (!isRowTable(table)) return null;
      const rows = live[table];
      const key = publishedKey(feed, table, change);
      if (change.action !== 'delete') {
        rows.set(key, feed, change.symbol, change.item, receivedMs, clock.monoMs());
        if (table === 'instrument') unpriced.add(key);
      } else if (table === 'order') {
        const row = rows.get(key);
        if (row !== null && row.feed === feed && !row.isGone) {
          row.isGone = true;
          row.changedMs = clock.monoMs();
          rows.touch(key);
        }
      } else {
        const row = rows.get(key);
        // A ring of quotes drops old ones; the row shows the newest.
        const isShown = table !== 'quote' || row?.item === change.item;
        const isKept = table === 'instrument' && row?.feed === feed && isHandedOn(key, row);
        if (isShown && !isKept && rows.remove(key, feed) && table === 'instrument') {
          withdraw(key, feed, change.symbol);
        }
      }
      return isMarketTable(table) ? 'market' : 'account';
    },
    applyTrade(feed, trade, item) {
      if (feed.exchange.rows.instrument !== undefined) return false;
      const key = instrumentKey(feed.venue, trade.symbol);
      const before = lastTrades.get(key);
      if (before !== undefined && trade.time < before.time) return false;
      lastTrades.set(key, trade);
      live.instrument.set(key, feed, trade.symbol, item, clock.wallMs(), clock.monoMs());
      unpriced.add(key);
      return true;
    },
    reprice() {
      const keys = unpriced;
      const venues = unrated;
      unpriced = new Set();
      unrated = new Set();
      for (const [key, { feed }] of venues.size === 0 ? [] : live.instrument.entries()) {
        if (venues.has(feed.venue)) keys.add(key);
      }
      for (const key of keys) {
        const row = live.instrument.get(key);
        if (row === null || row.symbol === null) continue;
        const instrument = views.instrument(row);
        if (instrument === null) continue;
        if (marks.get(key) !== instrument.markPrice) {
          marks.set(key, instrument.markPrice);
          touchSymbol(row.feed.venue, row.symbol);
        }
        // Spot markets have no mark: their last price converts.
        const isRate = rates.note(instrument);
        if (isRate && isMoney(instrument.base) && isMoney(instrument.quote)) touchMoney(row.feed.venue);
      }
      for (const venue of venues) touchMoney(venue);
    },
    take(table) {
      const unseen = live[table].takeUnseen();
      const upserts: (readonly [string, PublishedTables[typeof table]])[] = [];
      const removes = [...unseen.removed];
      for (const key of unseen.changed) {
        const row = live[table].get(key);
        const made = row === null ? null : view(table, row);
        if (made === null) removes.push(key);
        else upserts.push([key, made]);
      }
      return { upserts, removes, lost: unseen.lost };
    },
    takeAll(table) {
      live[table].takeUnseen();
      return [...entries(table)];
    },
    *all(table) {
      for (const [, row] of entries(table)) yield row;
    },
    get: (table, key) => live[table].get(key),
    touchMoney: () => touchMoney(null),
    dropOldOrders() {
      const nowMs = clock.monoMs();
      for (const [key, row] of [...live.order.entries()]) {
        if (row.isGone) row.closedMs ??= row.changedMs;
        if (row.closedMs !== null && nowMs - row.closedMs > closedOrderMs) live.order.remove(key, row.feed);
      }
    },
    forget(feedId) {
      for (const table of [...accountTables, ...marketTables]) {
        for (const [key, row] of [...live[table].entries()]) {
          if (row.feed.id !== feedId || (table === 'instrument' && isHandedOn(key, row))) continue;
          live[table].remove(key, row.feed);
          if (table === 'instrument') withdraw(key, row.feed, row.symbol);
        }
      }
    },
  };
}

/** What stands for the dollar at a venue. */
function dollarsOf(venue: string): readonly string[] {
  const found = findVenue(venue);
  return found.kind === 'supported' ? (found.exchange.dollars ?? []) : [];
}
