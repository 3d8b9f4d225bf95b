/** Feeds that watch scripted accounts of the BitMEX dialect, all of them from the same moment on. */
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { Clock } from '../../src/main/feeds/clock.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { allLive } from './account-life.ts';
import { lifeClockMs } from './bitmex-items.ts';
import { prepare } from './bitmex-life.ts';
import { type BitmexServer, bitmexKey, bitmexSecret, startBitmexServer } from './bitmex-server.ts';
import { eventually } from './eventually.ts';
import { fastClock } from './fast-clock.ts';
import { type Watched, watchedAccounts } from './watched-account.ts';

export interface Beginning {
  readonly executionsInPartial?: number;
  /** Of the clock. */
  readonly speed?: number;
  readonly more?: (venue: BitmexServer) => unknown;
}

/** Returns what begins to watch a prepared account; ended after each test. */
export function watchedBitmex(): (parts?: Beginning) => Promise<Watched<BitmexServer>> {
  const watched = watchedAccounts(bitmex, startBitmexServer, bitmexSigner);
  return ({ executionsInPartial = 0, speed = 1, more = () => {} } = {}) => {
    const ready = (venue: BitmexServer) => {
      prepare(venue);
      more(Object.assign(venue, { executionsInPartial }));
    };
    return watched(undefined, ready, lifeClock(speed));
  };
}

export function bitmexSigner() {
  return textSigner(bitmexKey, bitmexSecret);
}

export function lifeClock(speed = 1): Clock {
  const clock = fastClock(speed);
  return { ...clock, wallMs: () => lifeClockMs(clock.monoMs()) };
}

/** Live, and what the partials leave out has been read. */
export async function allRead({ venue, feed }: Watched<BitmexServer>): Promise<void> {
  await allLive(feed);
  await eventually('all read', () => {
    const count = (path: string) => venue.requests.filter((request) => request.path === path).length;
    return count('/api/v1/order') === 2 && count('/api/v1/execution/tradeHistory') === 1;
  });
}

/** These fields of each row, in a line. */
export function lines(rows: readonly unknown[] | undefined, ...names: readonly string[]): readonly string[] {
  return (rows ?? []).map((row) => names.map((name) => (row as Record<string, unknown>)[name]).join(' '));
}
