/** Names of published rows, unique over all venues and accounts. */
import type { PublishedTable } from '../../preload/contract/views.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import type { RowChange } from './table-store.ts';

/** Tables of which one row a symbol is of interest: the newest. */
const bySymbol: ReadonlySet<PublishedTable> = new Set(['instrument', 'quote']);

export function publishedKey(feed: FeedSpec, table: PublishedTable, change: RowChange): string {
  const key = bySymbol.has(table) ? (change.symbol ?? change.key) : change.key;
  return `${prefixOf(feed)}/${key}`;
}

// Asked for with every row of every frame.
const prefixes = new WeakMap<FeedSpec, string>();

function prefixOf(feed: FeedSpec): string {
  const known = prefixes.get(feed);
  if (known !== undefined) return known;
  const prefix = accountKey(feed.venue, feed.account);
  prefixes.set(feed, prefix);
  return prefix;
}

/** Instruments are public: they belong to the venue. */
export function instrumentKey(venue: string, symbol: string): string {
  return `${accountKey(venue, null)}/${symbol}`;
}

/** A label may hold a slash; encoded, it cannot be taken for two parts. */
export function accountKey(venue: string, account: string | null): string {
  return `${venue}/${account === null ? '' : encodeURIComponent(account)}`;
}
