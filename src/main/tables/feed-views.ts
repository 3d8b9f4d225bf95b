/** Feeds and channels as the window shows them. Pure. */
import { type ChannelView, channelId, type FeedView } from '../../preload/contract/views.ts';
import { practiceBybit } from '../exchanges/registry.ts';
import type { ChannelStatus, FeedSpec, FeedStatus } from '../feeds/feed-events.ts';
import type { ChannelHistory } from './channel-history.ts';

export function idOfChannel(status: FeedStatus, channel: ChannelStatus): string {
  return channelId(status.spec.venue, status.spec.account, channel.channel.topic, channel.channel.symbol);
}

export function channelView(feed: FeedStatus, status: ChannelStatus, history: ChannelHistory): ChannelView {
  return {
    id: idOfChannel(feed, status),
    feedId: feed.spec.id,
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

export function feedView(feed: FeedStatus, history: ChannelHistory): FeedView {
  const practice = isPractice(feed.spec);
  return {
    id: feed.spec.id,
    venue: feed.spec.venue,
    venueName: venueNameOf(feed.spec),
    account: feed.spec.account,
    label: feed.spec.account ?? publicLabel(feed.spec),
    practice,
    removable: !practice && feed.spec.account === null && !isPriceFeed(feed.spec),
    state: feed.state,
    reason: feed.reason,
    trouble: feed.trouble ?? null,
    confirmedMs: confirmation(feed),
    retryAtMs: feed.retryAtMs,
    endpoint: feed.spec.endpoint,
    rttMs: feed.rttMs,
    clockSkewMs: feed.clockSkewMs,
    reconnects: feed.counters.reconnects,
    paused: feed.paused === true,
    timeline: history.timeline,
  };
}

/** Made-up money: never summed with real money. */
export function isPractice({ venue }: { readonly venue: string }): boolean {
  return venue === ownMarkets || venue === practiceBybit.id;
}

/** As the user knows it. */
export function venueNameOf({ venue, exchange }: Pick<FeedSpec, 'venue' | 'exchange'>): string {
  return venue === ownMarkets ? 'Practice' : exchange.name;
}

/** The practice venue, which brings its markets with its account. */
export const ownMarkets = 'practice';

/** What the feeds have in common that bring prices for accounts only, and come and go with them. */
export function priceFeedId(venue: string): string {
  return `${venue}/prices`;
}

export function isPriceFeed({ id, venue }: Pick<FeedSpec, 'id' | 'venue'>): boolean {
  return id.startsWith(priceFeedId(venue));
}

/** Stands where an account's feed has its label; a venue with several kinds of market has prices of each. */
export function publicLabel(spec: FeedSpec): string {
  if (!isPriceFeed(spec)) return 'public';
  const markets = spec.exchange.marketsAt?.(spec.endpoint) ?? null;
  return markets === null ? 'prices' : `${markets} prices`;
}

/**
 * What all channels share, being well or being cut off, is as old as what was heard last; the age of
 * another trouble is that of the oldest channel in it.
 */
function confirmation({ state, channels }: FeedStatus): number | null {
  const isShared = state === 'live' || state === 'quiet' || state === 'down';
  let found: number | null = null;
  for (const channel of channels) {
    if (channel.confirmedMs === null || (!isShared && channel.state !== state)) continue;
    if (found === null) found = channel.confirmedMs;
    else found = isShared ? Math.max(found, channel.confirmedMs) : Math.min(found, channel.confirmedMs);
  }
  return found;
}
