/** What a feed is given by its owner. */
import type { TableStore } from '../tables/table-store.ts';
import type { Clock } from './clock.ts';
import type { FeedListener } from './feed-events.ts';
import type { Fetch } from './http-read.ts';
import type { Log } from './log.ts';
import type { VenueBudget } from './venue-budget.ts';

export interface FeedDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: Fetch;
  readonly log: Log;
  readonly budget: VenueBudget;
  readonly store: TableStore;
  /** Everything the feed says goes there. */
  readonly out: Required<FeedListener>;
  /** A fixed data budget instead of the venue's. */
  readonly stallAfterMs: number | null;
  /** Runs what a socket, a timer or an answer set off; an exception in it must not leave the feed. */
  guard(run: () => void): void;
}

/** The feed's clock: what a timer runs is caught like everything else. */
export function guardedClock({ clock, guard }: FeedDeps): Clock {
  return {
    wallMs: () => clock.wallMs(),
    monoMs: () => clock.monoMs(),
    after: (ms, run) => clock.after(ms, () => guard(run)),
    every: (ms, run) => clock.every(ms, () => guard(run)),
  };
}
