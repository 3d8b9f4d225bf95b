/** What the incident list is told; the caller brings wall times. */
import type { ChannelState, GapKind } from '../../preload/contract/health.ts';

/** Where something happened. */
export interface Place {
  readonly feedId: string;
  /** Venue and label, `Bybit main`. */
  readonly feedName: string;
  readonly venue: string;
  readonly account: string | null;
  /** `trade:XBTUSD`. */
  readonly channel: string;
}

export type IncidentEvent =
  | {
      readonly kind: 'state';
      readonly place: Place;
      readonly state: ChannelState;
      readonly reason: string;
      /** Since when the channel's data is old, where that is earlier than now. */
      readonly oldSinceMs: number | null;
      /** The user paused the feed. */
      readonly isPaused?: boolean;
    }
  | {
      readonly kind: 'gap';
      readonly place: Place;
      readonly gapKind: GapKind;
      readonly fromMs: number | null;
      readonly toMs: number | null;
      readonly missed: number | null;
    }
  | {
      readonly kind: 'refill';
      readonly place: Place;
      readonly refilled: number;
      /** Why not everything came back; null when it did. */
      readonly shortfall: string | null;
    }
  /** A cure that was taken, or what became of a notification; `channel` null: of the whole feed. */
  | {
      readonly kind: 'note';
      readonly feedId: string;
      readonly channel: string | null;
      readonly text: string;
    }
  | { readonly kind: 'slept'; readonly fromMs: number }
  /** Vigil itself was late; the same cause again goes on with the same incident. `endMs` null: it still is. */
  | {
      readonly kind: 'self';
      readonly cause: string;
      readonly text: string;
      readonly startMs: number;
      readonly endMs: number | null;
    }
  /** `channels` null: all that the feed has. */
  | {
      readonly kind: 'feed-closed';
      readonly feedId: string;
      readonly channels: readonly string[] | null;
    };
