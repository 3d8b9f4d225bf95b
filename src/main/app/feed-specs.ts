/** The feeds that the app opens: which connection, which channels, under which name. Pure. */
import type { Channel, Exchange, Signer } from '../exchanges/exchange.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { priceFeedId, publicLabel, venueNameOf } from '../tables/feed-views.ts';

export interface FeedAddress {
  readonly venue: string;
  readonly exchange: Exchange;
  readonly endpoint: string;
  readonly rest: string | null;
}

export function publicFeed(address: FeedAddress, symbols: readonly string[]): FeedSpec {
  return {
    ...address,
    id: `${address.venue}/public`,
    account: null,
    channels: channelsOf(address.exchange, address.exchange.defaultTopics.public, symbols),
    signer: null,
  };
}

/** Prices that accounts need and the user has not opened; `address` is that of one kind of market. */
export function priceFeed(address: FeedAddress, symbols: readonly string[]): FeedSpec {
  const { pathname } = new URL(address.endpoint);
  return {
    ...address,
    id: `${priceFeedId(address.venue)}${pathname}`,
    account: null,
    channels: symbols.map((symbol) => ({ topic: 'instrument', symbol })),
    signer: null,
  };
}

/** Without a signer it can only be shown, as waiting. */
export function accountFeed(address: FeedAddress, account: string, signer: Signer | null): FeedSpec {
  return {
    ...address,
    id: `${address.venue}/account/${encodeURIComponent(account)}`,
    account,
    channels: channelsOf(address.exchange, address.exchange.defaultTopics.account, []),
    signer,
  };
}

/** Venue and label, as the user knows the feed: `Bybit main`. */
export function feedName(spec: FeedSpec): string {
  return `${venueNameOf(spec)} ${spec.account ?? publicLabel(spec)}`;
}

/** One channel a symbol where the topic has symbols, else one. */
function channelsOf(
  exchange: Exchange,
  topics: readonly string[],
  symbols: readonly string[],
): readonly Channel[] {
  return topics.flatMap((topic): readonly Channel[] =>
    exchange.channels[topic]?.scope === 'symbol'
      ? symbols.map((symbol) => ({ topic, symbol }))
      : [{ topic, symbol: null }],
  );
}
