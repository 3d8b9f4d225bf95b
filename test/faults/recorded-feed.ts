/** Feeds whose every word is written down with the monotonic time it was said. */
import { channelName, parseChannelName } from '../../src/main/exchanges/exchange.ts';
import type { FeedStatus } from '../../src/main/feeds/feed-events.ts';
import { createSupervisor, type Supervisor } from '../../src/main/feeds/supervisor.ts';
import { createTableStore, type TableStore } from '../../src/main/tables/table-store.ts';
import type { ChannelState, Gap } from '../../src/preload/contract/health.ts';
import type { FaultClock } from '../support/fault-clock.ts';
import type { FaultVenue } from '../support/fault-venue.ts';
import { rowReturns } from './row-returns.ts';

export interface Said {
  readonly atMs: number;
  readonly channel: string;
  readonly state: ChannelState;
  readonly reason: string;
}

export interface RecordedFeeds {
  readonly supervisor: Supervisor;
  readonly said: readonly Said[];
  readonly gaps: readonly (Gap & { readonly atMs: number })[];
  readonly refilled: number;
  /** Rows that a snapshot took away and a later one brought back. */
  readonly returned: number;
  /** Ids of a symbol in the order they were handed out, since this was asked last. */
  takeTrades(symbol: string): readonly string[];
  isWell(): boolean;
}

export interface RecordedFeed extends RecordedFeeds {
  readonly store: TableStore;
  status(): FeedStatus;
}

export function recordFeed(venue: FaultVenue, clock: FaultClock, channels: readonly string[]): RecordedFeed {
  const record = recordFeeds(venue, clock, [channels]);
  const store = record.supervisor.store(idOf(0));
  if (store === null) throw new Error('the feed has no tables');
  return {
    supervisor: record.supervisor,
    said: record.said,
    gaps: record.gaps,
    takeTrades: (symbol) => record.takeTrades(symbol),
    get refilled() {
      return record.refilled;
    },
    get returned() {
      return record.returned;
    },
    isWell: () => record.isWell(),
    store,
    status() {
      const feed = record.supervisor.status()[0];
      if (feed === undefined) throw new Error('the feed is closed');
      return feed;
    },
  };
}

/** One feed for each list of channels, all with the same owner. */
export function recordFeeds(
  venue: FaultVenue,
  clock: FaultClock,
  feeds: readonly (readonly string[])[],
  random: () => number = Math.random,
): RecordedFeeds {
  const said: Said[] = [];
  const gaps: (Gap & { atMs: number })[] = [];
  const trades = new Map<string, string[]>();
  const returns = rowReturns();
  let refilled = 0;
  const supervisor = createSupervisor({
    ...{ clock, random, fetch, createStore: createTableStore },
    listener: {
      row: (_feed, change, _receivedMs, store) => returns.saw(change, store),
      channel: (_feed, { channel, state, reason }) =>
        said.push({ atMs: clock.monoMs(), channel: channelName(channel), state, reason }),
      gap: (_feed, gap) => gaps.push({ ...gap, atMs: clock.monoMs() }),
      refill: (_feed, refill) => {
        refilled += refill.refilled;
      },
      trade(_feed, { symbol, id }) {
        const list = trades.get(symbol);
        if (list === undefined) trades.set(symbol, [id]);
        else list.push(id);
      },
    },
  });
  feeds.forEach((channels, index) => {
    supervisor.open({
      ...{ id: idOf(index), venue: venue.exchange.id, exchange: venue.exchange },
      account: venue.signer === null ? null : 'main',
      ...{ endpoint: venue.url, rest: venue.rest, signer: venue.signer },
      channels: channels.map(parseChannelName),
    });
  });
  return {
    ...{ supervisor, said, gaps },
    get refilled() {
      return refilled;
    },
    get returned() {
      return returns.count;
    },
    takeTrades(symbol) {
      const list = trades.get(symbol) ?? [];
      trades.delete(symbol);
      return list;
    },
    isWell: () => supervisor.status().every((feed) => feed.channels.every(({ state }) => isWell(state))),
  };
}

export function isWell(state: ChannelState): boolean {
  return state === 'live' || state === 'quiet';
}

function idOf(index: number): string {
  return `feed ${index + 1}`;
}
