/** The feeds and channels of the moment with their last fifteen minutes. */
import type { ChannelView, FeedView } from '../../preload/contract/views.ts';
import { channelId } from '../../preload/contract/views.ts';
import type { Clock } from '../feeds/clock.ts';
import type { ChannelChange, ChannelStatus, FeedSpec, FeedStatus, Feeds } from '../feeds/feed-events.ts';
import { type ChannelHistory, noHistory, withSample, withState } from './channel-history.ts';
import { channelView, feedView, idOfChannel } from './feed-views.ts';

export interface FeedBoard {
  /** Notes a change of state at once, so that a short one is not missed between two looks. */
  note(feed: FeedSpec, change: ChannelChange): void;
  /** Closes a stretch of five seconds of every channel's rate. */
  sample(): void;
  views(): {
    readonly feeds: ReadonlyMap<string, FeedView>;
    readonly channels: ReadonlyMap<string, ChannelView>;
  };
  /** When a channel was last confirmed, as of the last look; null while it never was. */
  confirmedMs(channelId: string): number | null;
}

export function createFeedBoard(options: { readonly clock: Clock; readonly feeds: () => Feeds }): FeedBoard {
  const { clock } = options;
  let channelHistories = new Map<string, ChannelHistory>();
  let feedHistories = new Map<string, ChannelHistory>();
  let channels: ReadonlyMap<string, ChannelView> = new Map();

  return {
    note({ venue, account }, { channel, state }) {
      const id = channelId(venue, account, channel.topic, channel.symbol);
      channelHistories.set(id, withState(channelHistories.get(id) ?? noHistory, state, clock.monoMs()));
    },
    sample() {
      for (const [id, [, channel]] of channelsOf(options.feeds().status())) {
        channelHistories.set(id, withSample(channelHistories.get(id) ?? noHistory, channel.messages));
      }
    },
    views() {
      const nowMs = clock.monoMs();
      const feedViews = new Map<string, FeedView>();
      const channelViews = new Map<string, ChannelView>();
      const keptChannels = new Map<string, ChannelHistory>();
      const keptFeeds = new Map<string, ChannelHistory>();
      const statuses = options.feeds().status();
      for (const [id, [feed, channel]] of channelsOf(statuses)) {
        const history = withState(channelHistories.get(id) ?? noHistory, channel.state, nowMs);
        keptChannels.set(id, history);
        channelViews.set(id, channelView(feed, channel, history));
      }
      for (const feed of statuses) {
        const history = withState(feedHistories.get(feed.spec.id) ?? noHistory, feed.state, nowMs);
        keptFeeds.set(feed.spec.id, history);
        feedViews.set(feed.spec.id, feedView(feed, history));
      }
      // What was closed is forgotten here.
      channelHistories = keptChannels;
      feedHistories = keptFeeds;
      channels = channelViews;
      return { feeds: feedViews, channels: channelViews };
    },
    confirmedMs: (id) => channels.get(id)?.confirmedMs ?? null,
  };
}

/** A market that the user paused may have left a channel to the feed that keeps the prices of accounts. */
function channelsOf(
  feeds: readonly FeedStatus[],
): ReadonlyMap<string, readonly [feed: FeedStatus, channel: ChannelStatus]> {
  const channels = new Map<string, readonly [FeedStatus, ChannelStatus]>();
  for (const feed of feeds) {
    for (const channel of feed.channels) {
      const id = idOfChannel(feed, channel);
      if (feed.paused === true && channels.has(id)) continue;
      channels.set(id, [feed, channel]);
    }
  }
  return channels;
}
