/** A venue's server and a feed that watches its one account; both are ended after the test. */
import { afterEach, expect } from 'vitest';
import type { Exchange, Signer } from '../../src/main/exchanges/exchange.ts';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import { everyCut, type LiveVenue, liveThrough, watchAccount } from './account-life.ts';
import type { OpenedFeed } from './opened-feed.ts';

interface Venue extends LiveVenue {
  nowMs: () => number;
  close(): Promise<void>;
}

export interface Watched<V> {
  readonly venue: V;
  readonly feed: OpenedFeed;
}

/** Returns what begins to watch: with the right key unless another is given, once the venue is prepared. */
export function watchedAccounts<V extends Venue, K>(
  exchange: Exchange,
  start: () => Promise<V>,
  signerOf: (key?: K) => Signer,
): (key?: K, prepare?: (venue: V) => void, clock?: Clock) => Promise<Watched<V>> {
  let ending: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ending.reverse()) await end();
    ending = [];
  });
  return async (key, prepare = () => {}, clock = systemClock) => {
    const venue = await start();
    venue.nowMs = clock.wallMs;
    prepare(venue);
    const feed = watchAccount(exchange, venue, signerOf(key), clock);
    ending.push(
      () => venue.close(),
      () => feed.supervisor.closeAll(),
    );
    return { venue, feed };
  };
}

/** Lives whole, and once for every place where the line can be cut; `rowsAtEnd` waits for the end. */
export async function sameWhereverCut<V extends Venue>(
  begin: () => Promise<Watched<V>>,
  life: (venue: V) => readonly (() => void)[],
  rowsAtEnd: (feed: OpenedFeed) => Promise<unknown>,
): Promise<void> {
  const whole = await begin();
  const { length } = life(whole.venue);
  await liveThrough(whole.feed, whole.venue, life(whole.venue), []);
  const expected = await rowsAtEnd(whole.feed);
  for (const { cuts, when } of everyCut(length)) {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), cuts, when);
    expect(await rowsAtEnd(feed), `cut ${when} ${cuts}`).toEqual(expected);
    await feed.supervisor.closeAll();
  }
}
