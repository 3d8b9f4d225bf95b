/** Who hears of the feeds: several listeners as one, and those who wait for a feed's end. */
import type { Channel } from '../exchanges/exchange.ts';
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

/** The same feeds, telling of each one that was closed, and of channels that left; null: the whole feed. */
export function tellingOfClose(
  feeds: Feeds,
  closed: (spec: FeedSpec, channels: readonly Channel[] | null) => void,
): Feeds {
  function specOf(feedId: string): FeedSpec | null {
    return feeds.status().find(({ spec }) => spec.id === feedId)?.spec ?? null;
  }
  return {
    ...feeds,
    async close(feedId) {
      const spec = specOf(feedId);
      await feeds.close(feedId);
      if (spec !== null) closed(spec, null);
    },
    removeChannels(feedId, channels) {
      const gone = feeds.removeChannels(feedId, channels);
      const spec = specOf(feedId);
      if (spec !== null && gone.length > 0) closed(spec, gone);
      return gone;
    },
  };
}
