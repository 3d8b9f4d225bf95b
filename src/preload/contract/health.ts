/** The states of a channel and of a feed, in words the user sees. */

export type ChannelState =
  | 'connecting'
  | 'live'
  | 'quiet'
  | 'late'
  | 'stalled'
  | 'resyncing'
  | 'down'
  | 'refused'
  | 'waiting';

export type GapKind = 'sequence' | 'disconnect' | 'stall' | 'unknown-row' | 'malformed';

/** A stretch in which messages were or may have been lost. */
export interface Gap {
  readonly venue: string;
  readonly account: string | null;
  readonly channel: string;
  readonly kind: GapKind;
  readonly from: string | null;
  readonly to: string | null;
  /** How many messages were lost; null where the venue gives no count. */
  readonly missed: number | null;
  readonly time: string;
}
