/** Feeds and channels as the window shows them. Pure. */
import type { ChannelState } from '../../preload/contract/health.ts';
import { type ChannelView, channelId, type FeedView } from '../../preload/contract/views.ts';
import type { ChannelStatus, FeedStatus } from '../feeds/feed-events.ts';
import type { ChannelHistory } from './channel-history.ts';

/** Opened for the market being looked at; shown as channels of the feed it belongs to. */
const depthSuffix = '/depth';

export function depthFeedId(feedId: string): string {
  return `${feedId}${depthSuffix}`;
}

/** The feed that the user knows: a depth feed counts as part of its owner. */
export function ownerFeedId(feedId: string): string {
  return feedId.endsWith(depthSuffix) ? feedId.slice(0, -depthSuffix.length) : feedId;
}

export function idOfChannel(status: FeedStatus, channel: ChannelStatus): string {
  return channelId(status.spec.venue, status.spec.account, channel.channel.topic, channel.channel.symbol);
}

export function channelView(feed: FeedStatus, status: ChannelStatus, history: ChannelHistory): ChannelView {
  return {
    id: idOfChannel(feed, status),
    feedId: ownerFeedId(feed.spec.id),
    venue: feed.spec.venue,
    account: feed.spec.account,
    topic: status.channel.topic,
    symbol: status.channel.symbol,
    state: status.state,
    reason: status.reason,
    confirmedMs: status.confirmedMs,
    budget: status.budget,
    rate: history.rate,
    latencyMs: status.latencyMs,
    gaps: status.gaps,
    timeline: history.timeline,
  };
}

/** `parts`: the feed itself and the depth feed opened for it, if any. */
export function feedView(feed: FeedStatus, parts: readonly FeedStatus[], history: ChannelHistory): FeedView {
  const worst = worstPart(feed, parts);
  const practice = isPractice(feed.spec);
  return {
    id: feed.spec.id,
    venue: feed.spec.venue,
    venueName: practice ? 'Practice' : feed.spec.exchange.name,
    account: feed.spec.account,
    label: feed.spec.account ?? 'public',
    practice,
    removable: !practice && feed.spec.account === null,
    state: worst.state,
    reason: worst.reason,
    confirmedMs: confirmation(worst),
    retryAtMs: worst.retryAtMs,
    endpoint: feed.spec.endpoint,
    rttMs: feed.rttMs,
    clockSkewMs: feed.clockSkewMs,
    reconnects: feed.counters.reconnects,
    timeline: history.timeline,
  };
}

/** Made-up money: never summed with real money. */
export function isPractice({ venue }: { readonly venue: string }): boolean {
  return venue === 'practice';
}

export function feedState(feed: FeedStatus, parts: readonly FeedStatus[]): ChannelState {
  return worstPart(feed, parts).state;
}

function worstPart(feed: FeedStatus, parts: readonly FeedStatus[]): FeedStatus {
  return parts.reduce(
    (worst, part) => (severity.indexOf(part.state) < severity.indexOf(worst.state) ? part : worst),
    feed,
  );
}

/**
 * A healthy feed was heard when its liveliest channel was; the age of any other is that of its oldest
 * channel in the same trouble.
 */
function confirmation({ state, channels }: FeedStatus): number | null {
  const isHealthy = state === 'live' || state === 'quiet';
  let found: number | null = null;
  for (const channel of channels) {
    if (channel.confirmedMs === null || (!isHealthy && channel.state !== state)) continue;
    if (found === null) found = channel.confirmedMs;
    else found = isHealthy ? Math.max(found, channel.confirmedMs) : Math.min(found, channel.confirmedMs);
  }
  return found;
}

/** Worst first. Quiet stands last: it never beats live. */
const severity: readonly ChannelState[] = [
  'down',
  'stalled',
  'refused',
  'waiting',
  'resyncing',
  'late',
  'connecting',
  'live',
  'quiet',
];
