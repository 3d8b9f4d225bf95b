/** Incidents as they are kept on disk and shown; all times are wall milliseconds since 1970. */
import { z } from 'zod';

/** What one channel lost in an incident; `missed` null: nobody can tell. */
const ChannelLoss = z.object({
  channel: z.string().max(100),
  missed: z.number().int().min(0).nullable(),
  refilled: z.number().int().min(0),
});

export const Incident = z.object({
  /** Unique over restarts; a later record with the same id replaces an earlier one. */
  id: z.string().min(1).max(60),
  /**
   * `sleep`: the computer slept; `off`: Vigil did not run; `paused`: the user paused the feed; `keyless`: the
   * account's key was not at hand: nothing could be heard. `self`: Vigil was late.
   */
  kind: z.enum(['stall', 'gap', 'reconnect', 'refusal', 'paused', 'keyless', 'sleep', 'off', 'self']),
  /** null: all feeds. */
  feedId: z.string().max(200).nullable(),
  venue: z.string().max(40).nullable(),
  account: z.string().max(100).nullable(),
  /** Venue and label, `Bybit main`. */
  feedName: z.string().max(160),
  /** null: the whole feed. */
  channel: z.string().max(100).nullable(),
  cause: z.string().max(500),
  /** What happened and what was done about it, oldest first. */
  steps: z.array(z.object({ atMs: z.number(), text: z.string().max(500) })).max(60),
  startMs: z.number(),
  /** null: it lasts. */
  endMs: z.number().nullable(),
  losses: z.array(ChannelLoss).max(500),
});

export type Incident = z.infer<typeof Incident>;
export type IncidentKind = Incident['kind'];
export type ChannelLoss = z.infer<typeof ChannelLoss>;

/** What was not received, what came later, and the rest; null: nobody can tell. */
export interface LossTotals {
  readonly missed: number | null;
  readonly refilled: number;
  readonly lost: number | null;
}

/** The answer to "what did I miss between A and B". */
export interface MissedAnswer extends LossTotals {
  readonly fromMs: number;
  readonly toMs: number;
  /** "You missed 412 trades of BTCUSDT on Bybit public." */
  readonly headline: string;
  readonly detail: string;
  readonly executionsMissed: number | null;
  /** Time in which at least one feed could not be trusted. */
  readonly withoutTrustMs: number;
  readonly asleepMs: number;
  /** Time in which Vigil did not run, so that nobody can tell. */
  readonly offMs: number;
  /** Vigil's first start; it has no record of the time before. */
  readonly recordSinceMs: number;
  readonly feeds: number;
  /** Newest first. */
  readonly incidents: readonly Incident[];
}
