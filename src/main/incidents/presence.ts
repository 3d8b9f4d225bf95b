/** When Vigil ran: what happened while it did not is known to nobody, and the list of incidents says so. */
import { z } from 'zod';
import type { Incident } from '../../preload/contract/incidents.ts';
import type { Clock } from '../feeds/clock.ts';

/** Wall milliseconds; 0: never. */
export const Presence = z.object({
  /** Vigil's first start. */
  firstMs: z.number().min(0),
  /** When it was last known to run. */
  aliveMs: z.number().min(0),
});
export type Presence = z.infer<typeof Presence>;

export const noPresence: Presence = { firstMs: 0, aliveMs: 0 };

export interface PresenceOptions {
  readonly clock: Clock;
  readonly before: Presence;
  readonly save: (presence: Presence) => void;
  /** Keeps the time in which Vigil did not run, if there is one to tell. */
  readonly put: (absence: Incident) => void;
}

export interface PresenceKeeper {
  /** Nothing is known of the time before. */
  readonly recordSinceMs: number;
  /** May be called twice. */
  close(): void;
}

// A crash leaves no word: the time since the last mark then counts as absence too.
const markMs = 60_000;
/** A restart is no absence worth a line. */
const leastMs = 5_000;

export function keepPresence({ clock, before, save, put }: PresenceOptions): PresenceKeeper {
  const startMs = clock.wallMs();
  const firstMs = before.firstMs === 0 ? startMs : before.firstMs;
  const mark = () => save({ firstMs, aliveMs: clock.wallMs() });
  if (before.aliveMs > 0 && startMs - before.aliveMs >= leastMs) put(absence(before.aliveMs, startMs));
  mark();
  const cancel = clock.every(markMs, mark);
  let isClosed = false;
  return {
    recordSinceMs: firstMs,
    close() {
      if (isClosed) return;
      isClosed = true;
      cancel();
      mark();
    },
  };
}

function absence(startMs: number, endMs: number): Incident {
  return {
    id: `${Math.floor(endMs)}-off`,
    kind: 'off',
    feedId: null,
    venue: null,
    account: null,
    feedName: 'All feeds',
    channel: null,
    cause: 'Vigil did not run',
    steps: [
      { atMs: startMs, text: 'last known to run' },
      { atMs: endMs, text: 'started' },
    ],
    startMs,
    endMs,
    losses: [],
  };
}
