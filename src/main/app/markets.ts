/** The public markets that the user watches: one feed a venue, opened again at the next start. */
import type { Result } from '../../preload/contract/bridge.ts';
import type { Market } from '../../preload/contract/settings.ts';
import { refusal, success } from '../bridge/result.ts';
import { findVenue } from '../exchanges/registry.ts';
import type { Feeds } from '../feeds/feed-events.ts';
import { isLoopback } from '../feeds/loopback.ts';
import { type FeedAddress, publicFeed } from './feed-specs.ts';

export interface MarketsOptions {
  readonly feeds: () => Feeds;
  readonly forget: (feedId: string) => void;
  /** The list changed and should be kept. */
  readonly onChange: (markets: readonly Market[]) => Promise<Result<null>>;
}

export interface Markets {
  /** Opens what was kept; answers with what could not be opened, in words. */
  open(markets: readonly Market[]): readonly string[];
  add(market: Market): Promise<Result<{ readonly feedId: string }>>;
  remove(feedId: string): Promise<Result<null>>;
}

const maxSymbols = 50;

interface OpenMarket {
  readonly market: Market;
  readonly address: FeedAddress;
}

export function createMarkets(options: MarketsOptions): Markets {
  const open = new Map<string, OpenMarket>();

  function start(market: Market, address: FeedAddress): string {
    const spec = publicFeed(address, market.symbols);
    open.set(spec.id, { market, address });
    options.feeds().open(spec);
    return spec.id;
  }

  /** A venue's symbols share one connection: those that are new join it. */
  function grow({ market, address }: OpenMarket, symbols: readonly string[]): string {
    const fresh = symbols.filter((symbol) => !market.symbols.includes(symbol));
    const { id, channels } = publicFeed(address, fresh);
    open.set(id, { market: { ...market, symbols: [...symbols] }, address });
    options.feeds().addChannels(id, channels);
    return id;
  }

  async function stop(feedId: string): Promise<void> {
    open.delete(feedId);
    await options.feeds().close(feedId);
    options.forget(feedId);
  }

  function keep(): Promise<Result<null>> {
    return options.onChange([...open.values()].map(({ market }) => market));
  }

  return {
    open(markets) {
      return markets.flatMap((market) => {
        const address = addressOf(market);
        if (!address.ok) return [`${market.venue} was not opened: ${address.error.message}`];
        start(market, address.value);
        return [];
      });
    },
    async add(market) {
      const address = addressOf(market);
      if (!address.ok) return address;
      const before = open.get(`${market.venue}/public`);
      if (before !== undefined && before.address.endpoint !== address.value.endpoint) {
        return refusal(
          'other-endpoint',
          `${market.venue} is open at ${before.address.endpoint}. Close it in Feeds before you open another address.`,
        );
      }
      const symbols = [...new Set([...(before?.market.symbols ?? []), ...market.symbols])];
      if (symbols.length === before?.market.symbols.length) {
        return refusal('already-open', `${market.venue} ${market.symbols.join(', ')} is already open.`);
      }
      if (symbols.length > maxSymbols) {
        return refusal(
          'too-many-symbols',
          `A venue can have ${maxSymbols} symbols open; this would be ${symbols.length}.`,
        );
      }
      const feedId =
        before === undefined ? start({ ...market, symbols }, address.value) : grow(before, symbols);
      const kept = await keep();
      return kept.ok ? success({ feedId }) : kept;
    },
    async remove(feedId) {
      if (!open.has(feedId)) return refusal('not-open', 'This feed is not a market that you opened.');
      await stop(feedId);
      return keep();
    },
  };
}

function addressOf(market: Market): Result<FeedAddress> {
  const found = findVenue(market.venue);
  if (found.kind !== 'supported') return refusal('no-venue', found.message);
  const { exchange } = found;
  if (market.venue === 'practice') {
    return refusal('no-venue', 'The practice venue opens by itself. Choose another venue.');
  }
  const wrong = market.symbols.find((symbol) => !exchange.symbolPattern.test(symbol));
  if (wrong !== undefined) {
    return refusal('bad-symbol', `"${wrong}" is not how ${exchange.name} writes a symbol.`);
  }
  const endpoint = market.endpoint ?? exchange.endpoints.ws;
  if (endpoint === null) {
    return refusal(
      'no-endpoint',
      `${exchange.name} has no public address any more. Give the address of a compatible server.`,
    );
  }
  if (!isSafeEndpoint(endpoint)) {
    return refusal(
      'bad-endpoint',
      'An address starts with wss://, or with ws:// for a server on this computer.',
    );
  }
  // REST of another server is not the venue's: where only a socket is given, there is none.
  const rest = market.endpoint === null ? exchange.endpoints.rest : null;
  return success({ venue: market.venue, exchange, endpoint, rest });
}

function isSafeEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname } = new URL(endpoint);
  if (protocol === 'wss:') return true;
  return protocol === 'ws:' && isLoopback(hostname);
}
