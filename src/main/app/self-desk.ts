/** Says when Vigil itself is late: its event loop, or a window that does not answer. */
import { duration } from '../../preload/contract/durations.ts';
import type { Popup } from '../alerts/alert-types.ts';
import type { Clock } from '../feeds/clock.ts';
import type { AlertScreen } from './alert-desk.ts';
import type { IncidentDesk } from './incident-desk.ts';

export interface SelfDeskOptions {
  readonly clock: Clock;
  readonly incidents: Pick<IncidentDesk, 'selfLate'>;
  readonly screen: Pick<AlertScreen, 'show' | 'close'>;
}

export interface SelfDesk {
  /** Worst delay of the event loop in the last second. */
  loopDelay(ms: number): void;
  windowHangs(): void;
  windowAnswers(): void;
}

/** The slot of the one popup that is about the window; a click should load the page again. */
export const WINDOW_SLOT = 'window';

// Frames wait this long before they are seen: no number on screen is fresher than that.
const lateMs = 1_000;

export function createSelfDesk({ clock, incidents, screen }: SelfDeskOptions): SelfDesk {
  let hangsSinceMs: number | null = null;
  return {
    loopDelay(ms) {
      if (ms < lateMs) return;
      const nowMs = clock.wallMs();
      const text = `everything waited for ${(ms / 1_000).toFixed(1)} s`;
      incidents.selfLate('Vigil itself was late', text, nowMs - ms, nowMs);
    },
    windowHangs() {
      if (hangsSinceMs !== null) return;
      hangsSinceMs = clock.wallMs();
      incidents.selfLate(hangCause, 'feeds and alerts go on without it', hangsSinceMs, null);
      void screen.show(hangPopup);
    },
    windowAnswers() {
      if (hangsSinceMs === null) return;
      const nowMs = clock.wallMs();
      incidents.selfLate(
        hangCause,
        `answers again after ${duration(nowMs - hangsSinceMs)}`,
        hangsSinceMs,
        nowMs,
      );
      hangsSinceMs = null;
      screen.close(WINDOW_SLOT);
    },
  };
}

const hangCause = "Vigil's window does not answer";

const hangPopup: Popup = {
  slot: WINDOW_SLOT,
  event: 'summary',
  urgency: 'normal',
  stays: false,
  sound: false,
  title: hangCause,
  body: 'Feeds and alerts go on without it. Click to load it again.',
  feedId: null,
};
