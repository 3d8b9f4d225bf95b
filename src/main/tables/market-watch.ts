/** Sends the one market that the window looks at, at most ten times a second, with its order book. */
import type { MarketUpdate } from '../../preload/contract/views.ts';
import type { Channel, Item } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedListener, FeedSpec, Feeds } from '../feeds/feed-events.ts';
import { depthOf } from './book.ts';
import { createLane } from './lane.ts';
import { addGap, createMarketState, type MarketState, marketChanges, wholeMarket } from './market-state.ts';
import type { Outlet } from './outlet.ts';
import type { TableStore } from './table-store.ts';
import { canonicalRow } from './views.ts';

export interface MarketWatchOptions {
  readonly clock: Clock;
  readonly outlet: Outlet;
  readonly feeds: () => Feeds;
  /** Past minute candles as the venue's items; null where there are none or they cannot be read. */
  readonly loadCandles: (feed: FeedSpec, symbol: string) => Promise<readonly Item[] | null>;
}

export interface MarketWatch {
  readonly listener: FeedListener;
  /** Null when no open feed has this market. */
  watch(venue: string, symbol: string): MarketUpdate | null;
  unwatch(): void;
  /** The way to the window is open again: it gets everything anew. */
  resume(): void;
  forget(feedId: string): void;
  close(): void;
}

/** The book that is read along with the market's own channels. */
interface WatchedBook {
  readonly feedId: string;
  readonly channel: Channel;
  /** null until its first rows. */
  store: TableStore | null;
  isNew: boolean;
}

// The first that the venue has: a whole book is many times what is shown.
const bookTopics = ['orderBookL2_25', 'orderBookL2'];
const bookLevels = 25;
const sendEveryMs = 100;
// Somebody who walks through the list with the arrow keys does not want a book for each.
const bookAfterMs = 250;

export function createMarketWatch(options: MarketWatchOptions): MarketWatch {
  const { clock, outlet } = options;
  const markets = new Map<string, MarketState>();
  let watched: MarketState | null = null;
  let book: WatchedBook | null = null;
  let missedSome = false;
  let cancelBook: (() => void) | null = null;

  const lane = createLane(clock, sendEveryMs, send);
  const cancelTick = clock.every(1000, () => watched !== null && lane.request());

  function marketOf(feed: FeedSpec, symbol: string): MarketState {
    const key = `${feed.venue}/${symbol}`;
    const known = markets.get(key);
    if (known !== undefined) return known;
    const market = createMarketState(feed, symbol);
    markets.set(key, market);
    return market;
  }

  function send(): void {
    if (watched === null) return;
    if (!outlet.isOpen()) {
      missedSome = true;
      return;
    }
    const nowMs = clock.monoMs();
    const update = missedSome ? wholeMarket(watched, nowMs) : marketChanges(watched, nowMs);
    const depth = book?.isNew === true || missedSome ? currentBook() : null;
    if (book !== null) book.isNew = false;
    missedSome = false;
    outlet.send('market.update', { ...update, depth });
  }

  function currentBook(): MarketUpdate['depth'] {
    if (book === null || book.store === null) return null;
    return depthOf(itemsOf(book.store, book.channel), bookLevels);
  }

  /** On the connection that the market has already: its venue allows only so many. */
  function openBook({ feed, symbol }: MarketState): void {
    const topic = bookTopics.find((name) => feed.exchange.channels[name] !== undefined);
    if (topic === undefined) return;
    const channel = { topic, symbol };
    book = { feedId: feed.id, channel, store: null, isNew: false };
    options.feeds().addChannels(feed.id, [channel]);
  }

  function closeBook(): void {
    cancelBook?.();
    cancelBook = null;
    const leaving = book;
    book = null;
    if (leaving !== null) options.feeds().removeChannels(leaving.feedId, [leaving.channel]);
  }

  async function loadHistory(market: MarketState): Promise<void> {
    if (market.hasAsked) return;
    market.hasAsked = true;
    const items = await options.loadCandles(market.feed, market.symbol);
    for (const item of items ?? []) addCandle(market, item, clock.wallMs());
    if (watched === market) lane.request();
  }

  return {
    listener: {
      trade(feed, trade) {
        const market = marketOf(feed, trade.symbol);
        market.tape.add(trade, clock.monoMs());
        market.candles.addTrade(trade);
        if (market === watched) lane.request();
      },
      row(feed, { table, symbol, action, item }, receivedMs, store) {
        if (symbol === null) return;
        if (table === 'tradeBin1m' && action !== 'delete') {
          const market = marketOf(feed, symbol);
          addCandle(market, item, receivedMs);
          if (market === watched) lane.request();
        } else if (book !== null && isOf(book, feed, table, symbol)) {
          book.store = store;
          book.isNew = true;
          lane.request();
        }
      },
      gap(feed, gap) {
        const [topic, symbol] = gap.channel.split(':');
        if (topic !== 'trade' || symbol === undefined) return;
        const market = marketOf(feed, symbol);
        addGap(market, gap);
        if (market === watched) lane.request();
      },
    },
    watch(venue, symbol) {
      if (watched !== null && watched.feed.venue === venue && watched.symbol === symbol) {
        return { ...wholeMarket(watched, clock.monoMs()), depth: currentBook() };
      }
      closeBook();
      watched = null;
      const feed = publicFeed(options.feeds(), venue, symbol);
      if (feed === null) return null;
      const market = marketOf(feed, symbol);
      watched = market;
      cancelBook = clock.after(bookAfterMs, () => openBook(market));
      void loadHistory(market);
      return wholeMarket(market, clock.monoMs());
    },
    unwatch() {
      closeBook();
      watched = null;
    },
    resume() {
      if (missedSome) lane.request();
    },
    forget(feedId) {
      if (watched?.feed.id === feedId) {
        closeBook();
        watched = null;
      }
      for (const [key, market] of markets) if (market.feed.id === feedId) markets.delete(key);
    },
    close() {
      cancelTick();
      lane.close();
      cancelBook?.();
    },
  };
}

function publicFeed(feeds: Feeds, venue: string, symbol: string): FeedSpec | null {
  const found = feeds
    .status()
    .find(
      ({ spec, channels }) =>
        spec.venue === venue &&
        spec.account === null &&
        channels.some(({ channel }) => channel.symbol === symbol),
    );
  return found?.spec ?? null;
}

function addCandle(market: MarketState, item: Item, receivedMs: number): void {
  const row = canonicalRow(market.feed, 'tradeBin1m', item, receivedMs, null);
  if (row !== null) market.candles.setVenue(row);
}

function isOf({ feedId, channel }: WatchedBook, feed: FeedSpec, table: string, symbol: string): boolean {
  return table === channel.topic && symbol === channel.symbol && feed.id === feedId;
}

function* itemsOf(store: TableStore, { topic, symbol }: Channel): Generator<Item> {
  for (const [, item] of store.rows(topic)) if (item.symbol === symbol) yield item;
}
