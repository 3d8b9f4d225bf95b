/** The markets there are to look at, by venue: what has an instrument, or public channels of its own. Pure. */
import type { ChannelView, FeedView, InstrumentView, PositionView } from '../../../preload/contract/views.ts';

export interface MarketEntry {
  readonly venue: string;
  readonly symbol: string;
  /** Key in the instrument table; null where the venue sends no instruments. */
  readonly instrumentKey: string | null;
}

export interface MarketGroup {
  readonly venue: string;
  readonly name: string;
  readonly practice: boolean;
  readonly markets: readonly MarketEntry[];
}

export interface MarketSources {
  readonly instruments: readonly (readonly [key: string, row: InstrumentView])[];
  readonly channels: readonly ChannelView[];
  readonly feeds: readonly FeedView[];
}

export function marketGroups(sources: MarketSources): readonly MarketGroup[] {
  const venues = new Map<string, Map<string, MarketEntry>>();
  function add(venue: string, symbol: string, instrumentKey: string | null): void {
    const known = venues.get(venue) ?? new Map<string, MarketEntry>();
    venues.set(venue, known);
    if (instrumentKey !== null || !known.has(symbol)) known.set(symbol, { venue, symbol, instrumentKey });
  }
  for (const channel of sources.channels) {
    if (channel.account === null && channel.symbol !== null) add(channel.venue, channel.symbol, null);
  }
  for (const [key, row] of sources.instruments) {
    if (row.symbol !== null && row.kind !== 'index') add(row.venue, row.symbol, key);
  }
  return [...venues].map(([venue, markets]) => {
    const feed = sources.feeds.find((one) => one.venue === venue);
    return {
      venue,
      name: feed?.venueName ?? venue,
      practice: feed?.practice ?? false,
      markets: [...markets.values()].sort((a, b) => a.symbol.localeCompare(b.symbol, 'en')),
    };
  });
}

/** Groups with the markets whose symbol or venue holds every word; empty groups are left out. */
export function findMarkets(groups: readonly MarketGroup[], search: string): readonly MarketGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups.flatMap((group) => {
    const markets = group.markets.filter((market) => {
      const text = `${market.symbol} ${group.name}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return markets.length === 0 ? [] : [{ ...group, markets }];
  });
}

/** The market to begin with: where most is at stake, else a bitcoin market, else the first. */
export function firstMarket(
  groups: readonly MarketGroup[],
  positions: readonly PositionView[],
): MarketEntry | null {
  const markets = groups.flatMap((group) => group.markets);
  const largest = [...positions]
    .filter((position) => position.side !== 'flat')
    .sort((a, b) => Number(b.derived.notionalDisplay ?? 0) - Number(a.derived.notionalDisplay ?? 0))[0];
  return (
    markets.find((market) => market.venue === largest?.venue && market.symbol === largest.symbol) ??
    markets.find((market) => /^(XBT|BTC)/.test(market.symbol)) ??
    markets[0] ??
    null
  );
}
