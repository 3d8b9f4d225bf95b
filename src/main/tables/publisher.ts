/**
 * Tells the window what changed, as keyed deltas with a sequence number. A row that changes a hundred
 * times between two publishes is converted once. Account tables go out at once, market data at most ten
 * times a second, feeds and totals twice; nothing while the window is hidden or behind.
 */
import type { RawItem, TableSnapshot } from '../../preload/contract/requests.ts';
import type { MarginRow } from '../../preload/contract/rows.ts';
import type { PositionView, PublishedTable, TotalView } from '../../preload/contract/views.ts';
import type { Item } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedListener, FeedSpec, Feeds } from '../feeds/feed-events.ts';
import { rateStretchMs } from './channel-history.ts';
import { createDeltaStream } from './delta-stream.ts';
import { type OpenCounts, openCounts } from './exposure.ts';
import { createFeedBoard, type FeedBoard } from './feed-board.ts';
import { isPriceFeed } from './feed-views.ts';
import { createLane } from './lane.ts';
import { createMoneyBoard } from './money-board.ts';
import type { Outlet } from './outlet.ts';
import { rawItem } from './raw-item.ts';
import { createRowBoard } from './row-board.ts';
import { accountTables, isRowTable, marketTables, type RowTable } from './row-tables.ts';

export interface PublisherOptions {
  readonly clock: Clock;
  readonly outlet: Outlet;
  readonly feeds: () => Feeds;
  /** The display currency. */
  readonly currency: () => string;
}

export interface Publisher {
  readonly listener: FeedListener;
  snapshot(table: PublishedTable): TableSnapshot;
  /** The venue's own object behind a row; null for rows that are Vigil's own, and for unknown ones. */
  raw(table: PublishedTable, key: string): RawItem | null;
  /** Feeds and channels as they are shown. */
  board(): ReturnType<FeedBoard['views']>;
  positions(): Iterable<PositionView>;
  margins(): Iterable<MarginRow>;
  totals(): Iterable<TotalView>;
  /** What an account has open. */
  openCounts(venue: string, account: string): OpenCounts;
  /** The way to the window is open again. */
  resume(): void;
  currencyChanged(): void;
  /** Drops every row of a feed that was closed for good. */
  forget(feedId: string): void;
  close(): void;
}

// One frame of the screen: an account's change never waits longer, and a burst never floods the window.
const accountRestMs = 16;
const marketRestMs = 100;
const slowRestMs = 500;
// A state that changes does not wait for the next half second, and two hundred of them are one message.
const stateRestMs = 50;

export function createPublisher(options: PublisherOptions): Publisher {
  const { clock, outlet } = options;
  const rows = createRowBoard({ clock, currency: options.currency, instrumentElsewhere });
  const feedBoard = createFeedBoard({ clock, feeds: options.feeds });
  const money = createMoneyBoard({
    clock,
    rows,
    currency: options.currency,
    confirmedMs: feedBoard.confirmedMs,
  });
  const stream = createDeltaStream(clock, outlet);

  const accountLane = createLane(clock, accountRestMs, () => outlet.isOpen() && flushRows(accountTables));
  const marketLane = createLane(clock, marketRestMs, () => {
    if (!outlet.isOpen()) return;
    rows.reprice();
    // Marks move what is derived for the account's rows; those go first here too.
    flushRows(accountTables);
    flushRows(marketTables);
  });
  const feedLane = createLane(clock, stateRestMs, publishFeeds);
  const cancelSlow = clock.every(slowRestMs, () => {
    if (!outlet.isOpen()) return;
    publishFeeds();
    publishTotals();
  });
  const cancelSample = clock.every(rateStretchMs, () => {
    feedBoard.sample();
    rows.reprice();
    rows.dropOldOrders();
    money.sample();
    accountLane.request();
  });

  function instrumentElsewhere(feed: FeedSpec, item: Item) {
    for (const { spec, paused } of options.feeds().status()) {
      if (spec.venue !== feed.venue || spec.account !== null || isPriceFeed(spec) || paused === true)
        continue;
      const found = options.feeds().store(spec.id)?.find('instrument', item) ?? null;
      if (found !== null) return { feed: spec, item: found };
    }
    return null;
  }

  function flushRows(tables: readonly RowTable[]): void {
    for (const table of tables) {
      const unseen = rows.take(table);
      if (unseen.lost) stream.leaveHole(table);
      else stream.send(table, unseen.upserts, unseen.removes);
    }
  }

  function publishFeeds(): void {
    const { feeds, channels } = feedBoard.views();
    if (!outlet.isOpen()) return;
    stream.sendDifference('feed', feeds);
    stream.sendDifference('channel', channels);
  }

  function publishTotals(): void {
    if (outlet.isOpen()) stream.sendDifference('total', money.views());
  }

  function lanes(): void {
    accountLane.request();
    marketLane.request();
    feedLane.request();
  }

  return {
    listener: {
      row(feed, change, receivedMs) {
        const lane = rows.apply(feed, change, receivedMs);
        if (lane === 'account') accountLane.request();
        else if (lane === 'market') marketLane.request();
      },
      trade(feed, trade, item) {
        if (rows.applyTrade(feed, trade, item)) marketLane.request();
      },
      channel(feed, change) {
        feedBoard.note(feed, change);
        feedLane.request();
      },
      gap: () => feedLane.request(),
    },
    snapshot(table) {
      if (isRowTable(table)) {
        rows.reprice();
        return stream.snapshot(table, rows.takeAll(table));
      }
      if (table === 'total') return stream.snapshotOf(table, money.views());
      const { feeds, channels } = feedBoard.views();
      return table === 'feed' ? stream.snapshotOf(table, feeds) : stream.snapshotOf(table, channels);
    },
    raw(table, key) {
      const row = isRowTable(table) ? rows.get(table, key) : null;
      return row === null ? null : rawItem(row);
    },
    board: feedBoard.views,
    positions: () => rows.all('position'),
    margins: () => rows.all('margin'),
    totals: () => money.views().values(),
    openCounts: (venue, account) => openCounts(rows, venue, account),
    resume() {
      lanes();
      publishTotals();
    },
    currencyChanged() {
      rows.touchMoney();
      money.sample();
      lanes();
      publishTotals();
    },
    forget(feedId) {
      rows.forget(feedId);
      lanes();
    },
    close() {
      for (const end of [cancelSlow, cancelSample, accountLane.close, marketLane.close, feedLane.close])
        end();
    },
  };
}
