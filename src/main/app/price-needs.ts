/** Which public instruments the rows of open accounts need to be worth something, and from which server. Pure. */
import type { MarginRow, PositionRow } from '../../preload/contract/rows.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { isPriceFeed, ownMarkets } from '../tables/feed-views.ts';
import { priceFeed } from './feed-specs.ts';

export interface AccountRows {
  readonly positions: Iterable<PositionRow>;
  readonly margins: Iterable<MarginRow>;
}

export interface PriceNeeds {
  /** The host that prices a venue's open accounts; venues for which there is none are absent. */
  readonly servers: ReadonlyMap<string, string>;
  readonly feeds: readonly FeedSpec[];
}

interface Server {
  readonly host: string;
  readonly endpoint: string;
  readonly rest: string | null;
  readonly accounts: readonly FeedSpec[];
}

export function priceNeeds(specs: readonly FeedSpec[], rows: AccountRows): PriceNeeds {
  const accounts = specs.filter(
    (spec) => spec.account !== null && spec.signer !== null && spec.venue !== ownMarkets,
  );
  const servers = new Map<string, string>();
  if (accounts.length === 0) return { servers, feeds: [] };
  const positions = [...rows.positions];
  const margins = [...rows.margins];
  const feeds: FeedSpec[] = [];
  for (const venue of new Set(accounts.map((spec) => spec.venue))) {
    const server = serverOf(
      accounts.filter((spec) => spec.venue === venue),
      specs.filter((spec) => spec.venue === venue && spec.account === null && !isPriceFeed(spec)),
    );
    if (server === null) continue;
    servers.set(venue, server.host);
    feeds.push(...feedsAt(server, symbolsOf(server.accounts, positions, margins)));
  }
  return { servers, feeds };
}

/** Rows carry the venue and not its server: prices of two would get mixed, so that only one is asked. */
function serverOf(accounts: readonly FeedSpec[], markets: readonly FeedSpec[]): Server | null {
  const live = accounts.find((spec) => spec.endpoint === spec.exchange.account?.endpoints.ws);
  const spec = live ?? accounts[0];
  const endpoint = spec === undefined ? null : publicEndpoint(spec);
  const host = hostOf(endpoint);
  if (spec === undefined || endpoint === null || host === null) return null;
  if (markets.some((market) => hostOf(market.endpoint) !== host)) return null;
  const together = accounts.filter((account) => hostOf(publicEndpoint(account)) === host);
  const rest = live === undefined ? null : spec.exchange.endpoints.rest;
  return { host, endpoint, rest, accounts: together };
}

/** One feed for each address among which the venue spreads its markets. */
function feedsAt(server: Server, symbols: readonly string[]): readonly FeedSpec[] {
  const spec = server.accounts[0];
  if (spec === undefined) return [];
  const { venue, exchange } = spec;
  const byAddress = new Map<string, string[]>();
  for (const symbol of symbols) {
    const channels = [{ topic: 'instrument', symbol }];
    const endpoint = exchange.address?.(server.endpoint, channels) ?? server.endpoint;
    byAddress.set(endpoint, [...(byAddress.get(endpoint) ?? []), symbol]);
  }
  return [...byAddress].map(([endpoint, own]) =>
    priceFeed({ venue, exchange, endpoint, rest: server.rest }, own.slice(0, maxSymbols)),
  );
}

/** Positions first, so that they are priced where there are too many currencies. */
function symbolsOf(
  accounts: readonly FeedSpec[],
  positions: readonly PositionRow[],
  margins: readonly MarginRow[],
): readonly string[] {
  const exchange = accounts[0]?.exchange;
  if (exchange === undefined) return [];
  const isOurs = (row: PositionRow | MarginRow) =>
    accounts.some(({ venue, account }) => venue === row.venue && account === row.account);
  const open = positions.filter((row) => row.side !== 'flat' && isOurs(row));
  const funded = margins.filter((row) => hasValue.test(row.equity ?? '') && isOurs(row));
  const currencies = new Set([
    ...open.map(({ pnlCurrency }) => pnlCurrency),
    ...funded.map(({ currency }) => currency),
  ]);
  const symbols = new Set([
    ...open.flatMap(({ symbol }) => symbol ?? []),
    ...[...currencies].flatMap((one) => (one === null ? [] : (exchange.priceSymbols?.(one) ?? []))),
  ]);
  return [...symbols].filter((symbol) => exchange.symbolPattern.test(symbol));
}

/**
 * Where the server of an account serves its public data. One that is not the venue's own is taken to have the
 * venue's paths, which says nothing where the venue has a host for each side.
 */
function publicEndpoint({ endpoint, exchange }: FeedSpec): string | null {
  const open = exchange.endpoints.ws;
  const closed = exchange.account?.endpoints.ws ?? null;
  if (endpoint === closed) return open;
  // A dialect without a venue of its own: the server has one address for both sides.
  if (open === null && closed === null) return endpoint;
  if (open === null || closed === null || hostOf(open) !== hostOf(closed)) return null;
  const { protocol, host } = new URL(endpoint);
  const { pathname } = new URL(open);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

function hostOf(endpoint: string | null): string | null {
  return endpoint !== null && URL.canParse(endpoint) ? new URL(endpoint).host : null;
}

/** Some venues allow no more topics on a connection. */
const maxSymbols = 100;
const hasValue = /[1-9]/;
