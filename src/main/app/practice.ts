/** The practice venue inside the app: its start, its two feeds, and the faults a user can try. */
import type { Result } from '../../preload/contract/bridge.ts';
import type { PracticeFault } from '../../preload/contract/requests.ts';
import { refusal, success } from '../bridge/result.ts';
import { findVenue } from '../exchanges/registry.ts';
import type { Clock } from '../feeds/clock.ts';
import type { Feeds } from '../feeds/feed-events.ts';
import { textSigner } from '../signing/signer.ts';
import type { Fault, PracticeVenue } from '../simulator/practice-venue.ts';
import { accountFeed, type FeedAddress, publicFeed } from './feed-specs.ts';

export interface PracticeOptions {
  readonly clock: Clock;
  readonly start: () => Promise<PracticeVenue>;
  readonly feeds: () => Feeds;
  /** Hears that a feed was closed for good. */
  readonly forget: (feedId: string) => void;
}

export interface Practice {
  /** Why it could not start, or null. */
  start(): Promise<string | null>;
  stop(): Promise<void>;
  fault(fault: PracticeFault, seconds: number): Result<null>;
  heal(): Result<null>;
  readonly venue: PracticeVenue | null;
}

const accountLabel = 'demo';

export function createPractice(options: PracticeOptions): Practice {
  let venue: PracticeVenue | null = null;
  let feedIds: readonly string[] = [];
  let cancelHeal: (() => void) | null = null;

  function healNow(): void {
    cancelHeal?.();
    cancelHeal = null;
    venue?.heal();
  }

  return {
    async start() {
      if (venue !== null) return null;
      const found = findVenue('practice');
      if (found.kind !== 'supported') return found.message;
      try {
        venue = await options.start();
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        return `The practice venue could not start: ${why}. Start Vigil again to try once more.`;
      }
      const address: FeedAddress = {
        venue: 'practice',
        exchange: found.exchange,
        endpoint: venue.wsUrl,
        rest: venue.restUrl,
      };
      const specs = [
        publicFeed(address, venue.symbols),
        accountFeed(address, accountLabel, textSigner(venue.key, venue.secret)),
      ];
      for (const spec of specs) options.feeds().open(spec);
      feedIds = specs.map(({ id }) => id);
      return null;
    },
    async stop() {
      const stopping = venue;
      if (stopping === null) return;
      healNow();
      venue = null;
      await Promise.all(feedIds.map((id) => options.feeds().close(id)));
      for (const id of feedIds) options.forget(id);
      feedIds = [];
      await stopping.close();
    },
    fault(fault, seconds) {
      if (venue === null) return refusal('no-practice', 'The practice venue is not running.');
      // One at a time: what is seen then is the work of what was chosen last.
      healNow();
      for (const part of faults[fault]) venue.inject(part);
      cancelHeal = options.clock.after(seconds * 1000, healNow);
      return success(null);
    },
    heal() {
      if (venue === null) return refusal('no-practice', 'The practice venue is not running.');
      healNow();
      return success(null);
    },
    get venue() {
      return venue;
    },
  };
}

const faults: { readonly [F in PracticeFault]: readonly Fault[] } = {
  mute: [{ kind: 'mute' }],
  drop: [{ kind: 'drop' }],
  // Who is connected stays so when new connections are refused: cut them to see it.
  refuse: [{ kind: 'refuse', status: 503, times: 1_000_000 }, { kind: 'drop' }],
  'bad-frame': [{ kind: 'bad-frame', frame: 'truncated' }],
  'unknown-row': [{ kind: 'unknown-row', topic: 'order', action: 'update' }],
};
