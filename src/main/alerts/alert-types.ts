/** What the alert policy sees, remembers and decides. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { PauseLength } from '../../preload/contract/alerts.ts';
import type { ChannelState } from '../../preload/contract/health.ts';

/** Ages and waits use `monoMs`; pauses and quiet hours the wall clock. */
export interface AlertTime {
  readonly monoMs: number;
  readonly wallMs: number;
  /** Minutes to add to UTC for the user's local time. */
  readonly utcOffsetMinutes: number;
}

/** One feed as the policy sees it. */
export interface FeedSight {
  readonly feedId: string;
  /** Venue and label, `Bybit main`. */
  readonly name: string;
  readonly state: ChannelState;
  readonly reason: string;
  /** Topics of the channels in that state; none: all of them. */
  readonly topics: readonly string[];
  /** Monotonic ms since when its numbers are old, or since when it is in this state. */
  readonly oldSinceMs: number;
  /** Open positions and orders of the account; null for public data. */
  readonly exposure: Exposure | null;
  /** What was missed since its trouble began; `missed` null where nobody can tell. */
  readonly loss: Loss;
}

export interface Exposure {
  readonly positions: number;
  readonly orders: number;
}

export interface Loss {
  readonly missed: number | null;
  readonly refilled: number;
}

/** Something open that can be at risk; `percent` null: how much it is cannot be measured now. */
export type RiskSight = MeasuredRisk | { readonly id: string; readonly percent: null };

/** How near a position is to its liquidation, or how much of an account's equity is bound. */
export interface MeasuredRisk {
  readonly id: string;
  readonly feedId: string | null;
  /** Venue and label, `Bybit main`. */
  readonly name: string;
  readonly what:
    | {
        readonly kind: 'liquidation';
        readonly symbol: string;
        readonly markPrice: string;
        readonly liquidationPrice: string;
      }
    | { readonly kind: 'margin' };
  /** To the liquidation price, or of the equity; only compared, and said with one decimal. */
  readonly percent: number;
}

/** A risk beyond its limit, until it is well within it again or nothing is open any more. */
export interface RiskAlert {
  /** As it was last measured. */
  readonly sight: MeasuredRisk;
  /** Wall clock; null while it can be measured. */
  readonly unmeasuredSinceMs: number | null;
  /** When it is to be said, or put in other words; null: it was, or never will be. */
  readonly dueMs: number | null;
  readonly isSaid: boolean;
}

export type AlertEvent =
  | { readonly kind: 'feed'; readonly feed: FeedSight }
  /** Every open position, and every account that has one or a margin ratio, known or not. */
  | { readonly kind: 'risk'; readonly risks: readonly RiskSight[] }
  | { readonly kind: 'feed-removed'; readonly feedId: string }
  /** Start, waking up, a keychain that waits: nobody is told of what that causes for a while. */
  | { readonly kind: 'grace' }
  /** The user has seen it; null: everything. A click on a notification does this too. */
  | { readonly kind: 'acknowledge'; readonly slot: string | null }
  /** The popup is gone from the screen, for whatever reason. */
  | { readonly kind: 'gone'; readonly slot: string }
  | { readonly kind: 'pause'; readonly length: PauseLength }
  | { readonly kind: 'unpause' }
  | { readonly kind: 'tick' };

export type TroubleKind = 'late' | 'stalled' | 'down' | 'refused' | 'waiting';

/** From the first moment a feed can't be trusted until it is well again. */
export interface Trouble {
  readonly kind: TroubleKind;
  readonly startedMs: number;
  /** Since when the feed's numbers are old; earlier than the start by the budget. */
  readonly oldSinceMs: number;
  /** The feed as last seen in trouble, not while it reconnects. */
  readonly sight: FeedSight;
  /** When it is to be announced; null: never, as decided. */
  readonly dueMs: number | null;
  /** A pause or quiet hours moved `dueMs` to their end. */
  readonly isHeld: boolean;
  readonly announced: { readonly atMs: number; readonly repeats: number } | null;
  /** Announced as part of the network notification. */
  readonly inNetwork: boolean;
  readonly acknowledged: boolean;
}

export interface FeedAlert {
  readonly sight: FeedSight;
  readonly trouble: Trouble | null;
  /** Starts of the latest troubles. */
  readonly flapsMs: readonly number[];
  /** Told once, then silent until it was calm for long enough. */
  readonly unstable: { readonly isTold: boolean; readonly calmSinceMs: number | null } | null;
}

export interface NetworkAlert {
  readonly members: readonly string[];
  readonly oldSinceMs: number;
  /** Start of the member that joined last. */
  readonly lastStartedMs: number;
  readonly announced: { readonly atMs: number; readonly repeats: number };
  readonly acknowledged: boolean;
  readonly loss: Loss;
}

export interface AlertState {
  readonly feeds: ReadonlyMap<string, FeedAlert>;
  readonly network: NetworkAlert | null;
  readonly risks: ReadonlyMap<string, RiskAlert>;
  readonly graceUntilMs: number;
  readonly pausedUntilWallMs: number | null;
  /** Names of the feeds whose alerts were held back by a pause or quiet hours, one per alert. */
  readonly heldBack: readonly string[];
  /** Slots with a popup on screen, as far as we know. */
  readonly shown: ReadonlySet<string>;
}

export type EventName = keyof AlertSettings['events'];

export interface Popup {
  /** One popup per slot; a new one replaces the old. */
  readonly slot: string;
  readonly event: EventName | 'summary';
  readonly urgency: 'low' | 'normal' | 'critical';
  readonly stays: boolean;
  readonly sound: boolean;
  readonly title: string;
  readonly body: string;
  /** Where a click leads; null: the incidents. */
  readonly feedId: string | null;
}

export type AlertDecision =
  | { readonly kind: 'show'; readonly popup: Popup }
  | { readonly kind: 'repeat'; readonly popup: Popup; readonly count: number }
  | { readonly kind: 'close'; readonly slot: string }
  | { readonly kind: 'suppressed'; readonly slot: string; readonly title: string; readonly reason: string };

/** What became of a popup that was to be shown; `dropped`: it was over before it could be. */
export type PopupResult =
  | { readonly kind: 'shown' }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Outcome {
  readonly state: AlertState;
  readonly decisions: readonly AlertDecision[];
}
