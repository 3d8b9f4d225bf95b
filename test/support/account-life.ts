/** An account that lives through a list of steps, watched by a real feed, and the rows that come of it. */
import type { AccountTable } from '../../src/main/exchanges/account.ts';
import type { Exchange, Item, Signer } from '../../src/main/exchanges/exchange.ts';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import { canonicalRow, isCanonical } from '../../src/main/tables/views.ts';
import type { AccountServer } from './account-server.ts';
import { eventually } from './eventually.ts';
import { type OpenedFeed, openFeed } from './opened-feed.ts';

export interface LiveVenue {
  readonly url: string;
  readonly rest: string;
  /** Cuts every connection without a word. */
  cut(): void;
}

/** Canonical rows by table, in the order of their keys, without the time at which we received them. */
export type Rows = Readonly<Record<string, readonly unknown[]>>;

export function watchAccount(
  exchange: Exchange,
  venue: { readonly url: string; readonly rest: string | null },
  signer: Signer,
  clock: Clock = systemClock,
): OpenedFeed {
  const { url: endpoint, rest } = venue;
  return openFeed({ exchange, endpoint, rest, channels: exchange.defaultTopics.account, signer, clock });
}

/** Text frames of all connections. */
export function framesSent({ clients }: AccountServer): readonly string[] {
  return clients.flatMap(({ received }) => received);
}

export async function allLive(feed: OpenedFeed): Promise<void> {
  await eventually('all channels live', () =>
    topicsOf(feed).every((topic) => feed.stateOf(topic) === 'live'),
  );
}

function topicsOf(feed: OpenedFeed): readonly string[] {
  return feed.status().spec.exchange.defaultTopics.account;
}

export function rowsOf(feed: OpenedFeed): Rows {
  const { exchange, venue, account } = feed.status().spec;
  const store = feed.supervisor.store('test');
  return Object.fromEntries(
    topicsOf(feed).map((topic) => {
      const items = [...(store?.rows(topic) ?? [])].sort(([left], [right]) => (left < right ? -1 : 1));
      const rows = items.map(([, item]) =>
        isCanonical(topic) ? canonicalRow({ exchange, venue, account }, topic, item, 0, null) : null,
      );
      // A report that an order was taken is no execution.
      return [topic, rows.filter((row) => row !== null)];
    }),
  );
}

/**
 * Lives through all steps. At those of `cuts` the line is cut: before the step, so that it happens while nobody
 * listens, or behind it, so that its messages are on the way.
 */
export async function liveThrough(
  feed: OpenedFeed,
  venue: LiveVenue,
  steps: readonly (() => void)[],
  cuts: readonly number[],
  when: Cuts['when'] = 'before',
): Promise<void> {
  if (cuts.some((cut) => cut >= steps.length)) throw new Error(`${cuts} cuts behind the last step`);
  await allLive(feed);
  for (const [index, step] of steps.entries()) {
    if (!cuts.includes(index)) {
      step();
      continue;
    }
    const before = feed.status().counters.reconnects;
    if (when === 'behind') step();
    venue.cut();
    if (when === 'before') step();
    await eventually('connected again', () => feed.status().counters.reconnects > before);
    await allLive(feed);
  }
}

/** Every step alone, with the line cut before it and behind it, and all steps in one life. */
export function everyCut(steps: number): readonly Cuts[] {
  const points = Array.from({ length: steps }, (_, point) => point);
  return [...points.map((point) => [point]), points].flatMap((cuts): readonly Cuts[] => [
    { cuts, when: 'before' },
    { cuts, when: 'behind' },
  ]);
}

export interface Cuts {
  readonly cuts: readonly number[];
  readonly when: 'before' | 'behind';
}

/** What is kept of states of one row that arrive in this order, as the feed decides it. */
export function kept(table: AccountTable, arriving: readonly Item[]): Item | null {
  return arriving.reduce<Item | null>(
    (have, got) => (have !== null && table.isOlder(got, have) ? have : got),
    null,
  );
}
