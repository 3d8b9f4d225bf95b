/** Who hears of the feeds: several listeners as one, and those who wait for a feed's end. */
import type { FeedListener, FeedSpec, Feeds } from '../feeds/feed-events.ts';

export function allOf(listeners: readonly FeedListener[]): FeedListener {
  return {
    row(...event) {
      for (const listener of listeners) listener.row?.(...event);
    },
    trade(...event) {
      for (const listener of listeners) listener.trade?.(...event);
    },
    channel(...event) {
      for (const listener of listeners) listener.channel?.(...event);
    },
    gap(...event) {
      for (const listener of listeners) listener.gap?.(...event);
    },
    refill(...event) {
      for (const listener of listeners) listener.refill?.(...event);
    },
  };
}

/** The same feeds, telling of each one that was closed. */
export function tellingOfClose(feeds: Feeds, closed: (spec: FeedSpec) => void): Feeds {
  return {
    ...feeds,
    async close(feedId) {
      const feed = feeds.status().find(({ spec }) => spec.id === feedId);
      await feeds.close(feedId);
      if (feed !== undefined) closed(feed.spec);
    },
  };
}
