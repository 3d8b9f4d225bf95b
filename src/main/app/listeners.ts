/** One listener for the feeds, made of several that each see everything. */
import type { FeedListener } from '../feeds/feed-events.ts';

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
  };
}
