/**
 * Keeps the prices coming that open accounts need and no open market brings: in feeds of their own, so that a
 * market which the user closes takes nothing with it, and which leave when no account needs them.
 */
import type { MarginRow, PositionRow } from '../../preload/contract/rows.ts';
import type { Channel } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedSpec, Feeds } from '../feeds/feed-events.ts';
import { isPriceFeed } from '../tables/feed-views.ts';
import { priceNeeds } from './price-needs.ts';

export interface AccountPricesOptions {
  readonly clock: Clock;
  readonly feeds: () => Feeds;
  readonly positions: () => Iterable<PositionRow>;
  readonly margins: () => Iterable<MarginRow>;
  readonly forget: (feedId: string) => void;
}

interface Open {
  readonly spec: FeedSpec;
  /** By symbol: when an account last needed it. */
  readonly symbols: Map<string, number>;
}

/** Returns the function that ends it; the feeds stay with their owner. */
export function keepAccountPrices(options: AccountPricesOptions): () => void {
  const { clock } = options;
  const open = new Map<string, Open>();
  const closing = new Set<string>();
  /** Symbols that the venue does not have, by feed; asked for again when an account of it opens anew. */
  const refused = new Map<string, Set<string>>();

  async function close(feedId: string): Promise<void> {
    open.delete(feedId);
    closing.add(feedId);
    await options.feeds().close(feedId);
    options.forget(feedId);
    closing.delete(feedId);
  }

  /** What the user's markets bring, and whether it is coming in; one that is paused brings nothing. */
  function fromMarkets({ venue }: FeedSpec): ReadonlyMap<string, boolean> {
    const symbols = new Map<string, boolean>();
    for (const { spec, channels, paused } of options.feeds().status()) {
      if (spec.venue !== venue || spec.account !== null || isPriceFeed(spec) || paused === true) continue;
      for (const { channel, state } of channels) {
        if (channel.topic !== 'instrument' || channel.symbol === null) continue;
        symbols.set(channel.symbol, state === 'live' || state === 'quiet');
      }
    }
    return symbols;
  }

  function noteRefused(): void {
    for (const { spec, channels } of options.feeds().status()) {
      if (!open.has(spec.id)) continue;
      const symbols = channels.flatMap(({ channel, state }) =>
        state === 'refused' && channel.symbol !== null ? [channel.symbol] : [],
      );
      if (symbols.length > 0) refused.set(spec.id, new Set([...(refused.get(spec.id) ?? []), ...symbols]));
    }
  }

  function start(spec: FeedSpec): void {
    const skipped = new Set([...fromMarkets(spec).keys(), ...(refused.get(spec.id) ?? [])]);
    const channels = spec.channels.filter(({ symbol }) => symbol !== null && !skipped.has(symbol));
    if (channels.length === 0) return;
    const nowMs = clock.monoMs();
    open.set(spec.id, { spec, symbols: new Map(channels.map(({ symbol }) => [symbol ?? '', nowMs])) });
    options.feeds().open({ ...spec, channels });
  }

  function change({ spec, symbols }: Open, needed: readonly Channel[]): void {
    const nowMs = clock.monoMs();
    const markets = fromMarkets(spec);
    const isRefused = (symbol: string) => refused.get(spec.id)?.has(symbol) === true;
    const come: string[] = [];
    for (const { symbol } of needed) {
      if (symbol === null || isRefused(symbol)) continue;
      if (!symbols.has(symbol)) {
        if (markets.has(symbol)) continue;
        come.push(symbol);
      }
      symbols.set(symbol, nowMs);
    }
    // A market takes a price over once it brings it: until then there is no other.
    const gone = [...symbols].flatMap(([symbol, neededMs]) =>
      isRefused(symbol) || markets.get(symbol) === true || nowMs - neededMs >= lingerMs ? [symbol] : [],
    );
    for (const symbol of gone) symbols.delete(symbol);
    if (symbols.size === 0) {
      void close(spec.id);
      return;
    }
    if (come.length > 0) options.feeds().addChannels(spec.id, come.map(instrument));
    if (gone.length > 0) options.feeds().removeChannels(spec.id, gone.map(instrument));
  }

  function look(): void {
    noteRefused();
    const specs = options
      .feeds()
      .status()
      .map(({ spec }) => spec);
    const { servers, feeds } = priceNeeds(specs, {
      positions: options.positions(),
      margins: options.margins(),
    });
    const needs = new Map(feeds.map((spec) => [spec.id, spec]));
    for (const feed of [...open.values()]) {
      const { id, venue, endpoint } = feed.spec;
      if (servers.get(venue) === new URL(endpoint).host) change(feed, needs.get(id)?.channels ?? []);
      else void close(id);
    }
    for (const id of refused.keys()) {
      if (![...servers.keys()].some((venue) => id.startsWith(`${venue}/`))) refused.delete(id);
    }
    for (const [id, spec] of needs) if (!open.has(id) && !closing.has(id)) start(spec);
  }

  return clock.every(lookEveryMs, look);
}

function instrument(symbol: string): Channel {
  return { topic: 'instrument', symbol };
}

const lookEveryMs = 1_000;
/** Somebody who opens and closes a position does not want a subscription for each. */
const lingerMs = 60_000;
