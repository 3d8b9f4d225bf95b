/** Alerts as the window shows them: what is wrong, whether it was seen, and what is held back. */
import type { AlertSettings } from './alert-settings.ts';
import type { ChannelState } from './health.ts';

export const pauseLengths = ['30-min', '1-hour', 'until-tomorrow'] as const;
export type PauseLength = (typeof pauseLengths)[number];

/** A feed that can't be trusted, from the first moment until it is well again. */
export interface TroubleView {
  readonly feedId: string;
  /** Venue and label, `Bybit main`. */
  readonly name: string;
  readonly kind: 'late' | 'stalled' | 'down' | 'refused' | 'waiting';
  /** Stalled or down while the account has open positions or orders. */
  readonly critical: boolean;
  /** "Bybit main: orders stalled"; where `oldSinceMs` is given, "for 42 s" follows. */
  readonly headline: string;
  /** "3 open positions; prices may be old." */
  readonly body: string;
  /** Monotonic ms of main since when the numbers are old. */
  readonly oldSinceMs: number | null;
  readonly acknowledged: boolean;
  /** The user was told by a notification. */
  readonly announced: boolean;
}

/** While an outage lasts, its feed is called by it, whatever milder states it goes through on its way back. */
export function stateInTrouble(state: ChannelState, kind: TroubleView['kind'] | undefined): ChannelState {
  const isOutage = kind === 'stalled' || kind === 'down';
  return isOutage && (state === 'connecting' || state === 'resyncing' || state === 'late') ? kind : state;
}

export interface AlertsView {
  /** Main's monotonic clock when this was made. */
  readonly clockMs: number;
  /** Wall milliseconds; null: alerts are not paused. */
  readonly pausedUntilMs: number | null;
  /** Wall milliseconds; null: no quiet hours now. */
  readonly quietUntilMs: number | null;
  /** Critical ones first, then the worst. */
  readonly troubles: readonly TroubleView[];
  /** Feeds that were lost so often that only their first notice was said. */
  readonly unstable: readonly string[];
  /** Why the last notification could not be shown; null: it was, or none was due yet. */
  readonly notificationProblem: string | null;
}

/** A notification as it was decided, whether or not the desktop could show it. */
export interface AlertTold {
  readonly event: keyof AlertSettings['events'] | 'summary';
  readonly title: string;
  readonly body: string;
  /** null: it is about more than one feed. */
  readonly feedId: string | null;
}
