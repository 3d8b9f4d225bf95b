/** Feeds as alerts and tray see them, from what the window shows of them. Pure. */
import { stateInTrouble } from '../../preload/contract/alerts.ts';
import type { ChannelView, FeedView } from '../../preload/contract/views.ts';
import type { Exposure, FeedSight, Loss, TroubleKind } from '../alerts/alert-types.ts';
import type { TrayFeed } from '../alerts/tray-model.ts';
import { isPriceFeed } from '../tables/feed-views.ts';

export function feedSight(
  feed: FeedView,
  channels: Iterable<ChannelView>,
  exposure: Exposure | null,
  loss: Loss,
): FeedSight {
  return {
    feedId: feed.id,
    name: nameOf(feed),
    state: stateOf(feed),
    reason: feed.reason,
    topics: troubledTopics(feed, channels),
    oldSinceMs: oldSinceMs(feed),
    exposure,
    loss,
  };
}

export function trayFeed(feed: FeedView, trouble: TroubleKind | undefined): TrayFeed {
  const { id: feedId, paused } = feed;
  const state = stateInTrouble(stateOf(feed), trouble);
  return { feedId, name: nameOf(feed), state, paused, oldSinceMs: oldSinceMs(feed) };
}

export function isWell({ state }: { readonly state: FeedView['state'] }): boolean {
  return state === 'live' || state === 'quiet';
}

// A venue need not have every market that could price something: the price feed goes on without it.
function stateOf(feed: FeedView): FeedView['state'] {
  return feed.state === 'refused' && isPriceFeed(feed) ? 'connecting' : feed.state;
}

function nameOf({ venueName, label }: FeedView): string {
  return `${venueName} ${label}`;
}

/** A feed that was never heard is as old as its trouble. */
function oldSinceMs({ confirmedMs, timeline }: FeedView): number {
  return confirmedMs ?? timeline.at(-1)?.sinceMs ?? 0;
}

/** Topics of the channels in the feed's state; none when that is all of them. */
function troubledTopics(feed: FeedView, channels: Iterable<ChannelView>): readonly string[] {
  const topics = new Set<string>();
  let isAll = true;
  for (const { feedId, state, topic } of channels) {
    if (feedId !== feed.id) continue;
    if (state === feed.state) topics.add(topic);
    else isAll = false;
  }
  return isAll ? [] : [...topics];
}
