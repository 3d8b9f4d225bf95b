/** What interrupts everything at once: sleep, a clock that is set, a lost network. Each costs one clean reconnect. */
import { duration } from '../../preload/contract/durations.ts';
import type { Clock } from '../feeds/clock.ts';
import type { FeedSpec, Feeds } from '../feeds/feed-events.ts';
import { isLoopback } from '../feeds/loopback.ts';
import type { Moment } from '../feeds/time-watch.ts';
import type { AlertDesk } from './alert-desk.ts';
import type { IncidentDesk } from './incident-desk.ts';

export interface TimeDeskOptions {
  readonly clock: Clock;
  readonly feeds: () => Feeds;
  readonly incidents: Pick<IncidentDesk, 'slept' | 'selfLate' | 'note'>;
  readonly alerts: Pick<AlertDesk, 'tell'>;
}

export interface TimeDesk {
  /** The system says that it goes to sleep. */
  suspended(): void;
  resumed(): void;
  /** Noticed by the clocks; the feeds are reconnecting already. */
  jumped(jump: 'sleep' | 'clock-jump', before: Moment): void;
  online(isOnline: boolean): void;
}

// The system's word and our own clocks tell of the same sleep.
const sameWakeMs = 10_000;

export function createTimeDesk(options: TimeDeskOptions): TimeDesk {
  const { clock, incidents, alerts } = options;
  let suspendedWallMs: number | null = null;
  let wokeMs = Number.NEGATIVE_INFINITY;
  let offlineWallMs: number | null = null;

  /** False for the second report of one waking. */
  function isNews(): boolean {
    const nowMs = clock.monoMs();
    const isFirst = nowMs - wokeMs > sameWakeMs;
    wokeMs = nowMs;
    return isFirst;
  }

  function woke(fromWallMs: number): void {
    alerts.tell({ kind: 'grace' });
    incidents.slept(fromWallMs);
  }

  function noteAll(isMeant: (feed: FeedSpec) => boolean, text: string): void {
    for (const { spec } of options.feeds().status()) if (isMeant(spec)) incidents.note(spec.id, text);
  }

  return {
    suspended() {
      suspendedWallMs = clock.wallMs();
    },
    resumed() {
      const fromWallMs = suspendedWallMs ?? clock.wallMs();
      suspendedWallMs = null;
      if (!isNews()) return;
      woke(fromWallMs);
      options.feeds().wake();
    },
    jumped(jump, before) {
      if (jump === 'sleep') {
        if (isNews()) woke(suspendedWallMs ?? before.wallMs);
        return;
      }
      const nowMs = clock.wallMs();
      const byMs = nowMs - before.wallMs - (clock.monoMs() - before.monoMs);
      const text = `set ${byMs > 0 ? 'forward' : 'back'} by ${duration(Math.abs(byMs))}, reconnecting`;
      alerts.tell({ kind: 'grace' });
      incidents.selfLate('the clock of this computer was set', text, nowMs, nowMs);
    },
    online(isOnline) {
      if (!isOnline) {
        offlineWallMs = clock.wallMs();
        noteAll(isRemote, 'this computer has no network');
        return;
      }
      if (offlineWallMs === null) return;
      const lasted = duration(clock.wallMs() - offlineWallMs);
      offlineWallMs = null;
      noteAll(isRemote, `this computer has its network back after ${lasted}`);
      alerts.tell({ kind: 'grace' });
      options.feeds().wake(isRemote);
    },
  };
}

/** A server on this computer is reached without any network. */
function isRemote({ endpoint }: FeedSpec): boolean {
  return !URL.canParse(endpoint) || !isLoopback(new URL(endpoint).hostname);
}
