/** The health of one channel: its states, what can be heard of it, and the rules it is judged by. */
import type { Budget, ChannelDescriptor } from '../exchanges/exchange.ts';

export type QuietProof = Exclude<ChannelDescriptor['proof'], 'none'>;

/** What is wrong with a stalled channel. */
export type StallCause =
  /** No message and no proof of quiet past the hard budget. */
  | 'silence'
  /** The venue names something newer than what we received. */
  | 'newer-exists'
  /** The venue did not answer the subscription. */
  | 'no-answer'
  /** The snapshot that was due did not come. */
  | 'no-snapshot'
  /** A private channel whose session shows no sign of life. */
  | 'session';

export type CureStep = 'resubscribe' | 'reconnect';

/** What a channel remembers across its states. */
export interface Memory {
  /** Silence never counts from earlier than this: connection, subscription, waking up, our own delay. */
  readonly freshMs: number;
  readonly connected: boolean;
  readonly subscribed: boolean;
  /** Until the snapshot comes, neither messages nor proofs make the channel healthy. */
  readonly snapshotDue: boolean;
  /** Last sign of the session: pong or heartbeat. */
  readonly sessionMs: number | null;
  /** What confirmed the channel last, if that was no message. */
  readonly proof: QuietProof | null;
  /** First trade id a heartbeat named on this connection; stands in for ours while we have none. */
  readonly baselineId: string | null;
  /** Something newer than ours exists at the venue, since when we know, and its id where it has one. */
  readonly behind: { readonly sinceMs: number; readonly id: string | null } | null;
  readonly look: { readonly state: 'idle' | 'out' | 'failed'; readonly atMs: number };
  readonly cure: {
    readonly step: CureStep;
    readonly atMs: number;
    readonly tries: number;
    /** Not so of a channel that was on a connection which was given up for another one's sake. */
    readonly hadStalled: boolean;
  } | null;
}

interface Common {
  /** Monotonic ms at which the channel entered this state. */
  readonly sinceMs: number;
  /** In the user's words. */
  readonly reason: string;
  readonly lastDataMs: number | null;
  /** Last message, or proof of quiet. */
  readonly confirmedMs: number | null;
  readonly memory: Memory;
}

export type Health =
  | (Common & { readonly kind: 'connecting' })
  | (Common & { readonly kind: 'live'; readonly lastDataMs: number; readonly confirmedMs: number })
  | (Common & { readonly kind: 'quiet'; readonly confirmedMs: number; readonly proof: QuietProof })
  | (Common & { readonly kind: 'late' })
  | (Common & { readonly kind: 'stalled'; readonly cause: StallCause })
  | (Common & { readonly kind: 'resyncing' })
  | (Common & { readonly kind: 'down'; readonly retryAtMs: number })
  | (Common & { readonly kind: 'refused'; readonly code: string; readonly message: string })
  | (Common & { readonly kind: 'waiting' });

/** One thing heard of a channel, or of the connection it lives on. */
export type Evidence =
  /** An attempt starts. `afresh`: the user asked, or a key came; ends `refused` and `waiting`. */
  | { readonly kind: 'connecting'; readonly afresh: boolean }
  /** The socket is open, and the venue has greeted us where it does that. */
  | { readonly kind: 'connected' }
  /** `snapshotDue`: the venue sends one for this channel, and nothing counts before it. */
  | { readonly kind: 'subscribed'; readonly snapshotDue: boolean }
  /** A message of this channel that was applied (not one dropped before its snapshot). */
  | { readonly kind: 'data'; readonly lastTradeId: string | null }
  /** `more`: the past is still being filled in over REST; `resynced` follows. */
  | { readonly kind: 'snapshot'; readonly more: boolean }
  | { readonly kind: 'resync-started'; readonly cause: string }
  /** Everything that could be made whole is; ends `resyncing` where no snapshot does. */
  | { readonly kind: 'resynced' }
  /** Ids as the venue spells them; null where it names none or 0, and where we have none yet. */
  | { readonly kind: 'heartbeat'; readonly lastTradeId: string | null; readonly ourTradeId: string | null }
  /** A heartbeat that counts messages; `whole`: everything it counts has arrived. */
  | { readonly kind: 'counter'; readonly whole: boolean }
  /** Pong or heartbeat; for private channels any frame of the same login. Proves the session alone. */
  | { readonly kind: 'session' }
  | { readonly kind: 'look-started' }
  | { readonly kind: 'look-answered'; readonly answer: LookAnswer }
  /** We resubscribed or asked for a reconnect, as `wants` said. */
  | { readonly kind: 'cure'; readonly step: CureStep }
  | {
      readonly kind: 'disconnected';
      readonly code: number | null;
      readonly reason: string;
      readonly retryAtMs: number;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Nothing is tried until the user wants it. */
  | { readonly kind: 'on-hold'; readonly reason: string }
  /** The machine slept, or its clock was set: the feed reconnects cleanly, and nothing is held against it. */
  | { readonly kind: 'woke'; readonly cause: 'sleep' | 'clock-jump' }
  /** Vigil itself was late, so silence until now says nothing about the channel. */
  | { readonly kind: 'own-delay' }
  | { readonly kind: 'tick' };

/** What one REST look at the newest trade (or an account's newest state) said. */
export type LookAnswer =
  | { readonly kind: 'nothing-newer' }
  | { readonly kind: 'newer'; readonly newestId: string | null }
  | { readonly kind: 'failed'; readonly why: string };

/** How one channel is judged now. */
export interface HealthRules extends Budget {
  readonly proof: ChannelDescriptor['proof'];
  /** One REST look can be taken: the venue has a history for this channel. */
  readonly canLook: boolean;
  /** Silence after which a private channel is compared over REST. */
  readonly compareAfterMs: number;
}

/** What is due next. */
export type Want = 'nothing' | 'quiet-proof' | CureStep;
