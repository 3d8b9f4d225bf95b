/** The steps from one state of a channel to another that several kinds of evidence share. */
import type { Health, Memory, QuietProof, StallCause } from './health-types.ts';
import { compareTradeIds } from './trade-ids.ts';

type Fields = Pick<Health, 'sinceMs' | 'reason' | 'lastDataMs' | 'confirmedMs' | 'memory'>;

/** The fields that every state has; `stays` keeps the time at which the state began. */
export function fields(before: Health, nowMs: number, reason: string, stays: boolean): Fields {
  return {
    sinceMs: stays ? before.sinceMs : nowMs,
    reason,
    lastDataMs: before.lastDataMs,
    confirmedMs: before.confirmedMs,
    memory: before.memory,
  };
}

export function remember(before: Health, change: Partial<Memory>): Health {
  return { ...before, memory: { ...before.memory, ...change } };
}

/** States in which silence counts. */
export function countsSilence(health: Health): boolean {
  return (
    health.kind === 'live' ||
    health.kind === 'quiet' ||
    health.kind === 'late' ||
    (health.kind === 'connecting' && health.memory.connected)
  );
}

/** Silence begins at the last confirmation, or at whatever happened later that excuses it. */
export function silentSinceMs(health: Health): number {
  return Math.max(health.confirmedMs ?? health.memory.freshMs, health.memory.freshMs);
}

/** A message of the channel was applied. */
export function sawMessage(before: Health, tradeId: string | null, nowMs: number): Health {
  const { memory } = before;
  if (before.kind === 'live' && memory.behind === null) {
    const { sinceMs, reason } = before;
    return { kind: 'live', sinceMs, reason, lastDataMs: nowMs, confirmedMs: nowMs, memory };
  }
  // Rows that hang on a snapshot which has not come can't be trusted yet.
  if (memory.snapshotDue) return { ...before, lastDataMs: nowMs };
  const isStillBehind =
    memory.behind !== null &&
    memory.behind.id !== null &&
    tradeId !== null &&
    compareTradeIds(tradeId, memory.behind.id) === 'older';
  if (isStillBehind && before.kind === 'stalled') return { ...before, lastDataMs: nowMs };
  const behind = isStillBehind ? memory.behind : null;
  return {
    kind: 'live',
    sinceMs: before.kind === 'live' ? before.sinceMs : nowMs,
    reason: reasonOfLife(before),
    lastDataMs: nowMs,
    confirmedMs: nowMs,
    memory: { ...memory, connected: true, subscribed: true, behind },
  };
}

export function quiet(before: Health, proof: QuietProof, confirmedMs: number, nowMs: number): Health {
  const sinceMs = before.kind === 'quiet' ? before.sinceMs : nowMs;
  return {
    ...fields(before, sinceMs, proofWords[proof], false),
    kind: 'quiet',
    confirmedMs,
    proof,
    memory: { ...before.memory, proof },
  };
}

export function stalled(before: Health, cause: StallCause, reason: string, nowMs: number): Health {
  return { ...fields(before, nowMs, reason, false), kind: 'stalled', cause };
}

function reasonOfLife(before: Health): string {
  if (before.kind === 'live') return before.reason;
  if (before.lastDataMs === null) return 'first data';
  return before.kind === 'resyncing' ? 'whole again' : 'data again';
}

const proofWords = {
  'heartbeat-trade-id': "quiet: the venue's last trade is ours",
  'heartbeat-counter': 'quiet: the venue has sent nothing that we miss',
  rest: 'quiet: nothing newer over REST',
  session: 'quiet: the session answers',
} as const satisfies Record<QuietProof, string>;
