/** Decides a channel's health from what was heard and when. Pure: the caller brings the time. */
import { afterCure } from './cure.ts';
import { countsSilence, fields, remember, sawMessage } from './health-steps.ts';
import type { Evidence, Health, HealthRules, Memory } from './health-types.ts';
import { sawCounter, sawHeartbeat, sawLook, sawSession } from './quiet-proof.ts';
import { afterSilence } from './silence.ts';

/** A channel of a feed that is about to connect. */
export function initialHealth(nowMs: number): Health {
  const memory: Memory = {
    freshMs: nowMs,
    connected: false,
    subscribed: false,
    snapshotDue: false,
    sessionMs: null,
    proof: null,
    baselineId: null,
    behind: null,
    look: { state: 'idle', atMs: Number.NEGATIVE_INFINITY },
    cure: null,
  };
  return {
    kind: 'connecting',
    sinceMs: nowMs,
    reason: 'connecting',
    lastDataMs: null,
    confirmedMs: null,
    memory,
  };
}

/**
 * While a channel is live, `data` may be reported late with the time of the newest message, so that
 * a busy channel costs nothing per message; report it before every other evidence, and at once in
 * every other state.
 */
export function nextHealth(before: Health, evidence: Evidence, nowMs: number, rules: HealthRules): Health {
  const next = afterEvidence(before, evidence, nowMs, rules);
  if (before.kind !== 'live' || next.kind === 'live') return next;
  // A cure that brought data for a while has worked, and counts against no other.
  return before.lastDataMs - before.sinceMs >= WORKED_MS ? remember(next, { cure: null }) : next;
}

function afterEvidence(before: Health, evidence: Evidence, nowMs: number, rules: HealthRules): Health {
  switch (evidence.kind) {
    case 'connecting':
      return connecting(before, evidence.afresh, nowMs);
    case 'connected':
      return connected(before, nowMs);
    case 'subscribed':
      return subscribed(before, evidence.snapshotDue, nowMs);
    case 'data':
      return sawMessage(before, evidence.lastTradeId, nowMs);
    case 'snapshot':
      return snapshot(before, evidence.more, nowMs);
    case 'resync-started':
      return before.memory.connected ? resyncing(before, evidence.cause, nowMs) : before;
    case 'resynced':
      return resynced(before, nowMs);
    case 'heartbeat':
      return sawHeartbeat(before, evidence.lastTradeId, evidence.ourTradeId, nowMs, rules);
    case 'counter':
      return sawCounter(before, evidence.whole, nowMs, rules);
    case 'session':
      return sawSession(before, nowMs, rules);
    case 'look-started':
      return remember(before, { look: { state: 'out', atMs: nowMs } });
    case 'look-answered':
      return sawLook(before, evidence.answer, nowMs, rules);
    case 'cure':
      return remember(before, { cure: afterCure(before, evidence.step, nowMs, rules) });
    case 'disconnected':
      return down(before, closeWords(evidence.code, evidence.reason), evidence.retryAtMs, nowMs);
    case 'refused':
      return refused(before, evidence.code, evidence.message, nowMs);
    case 'on-hold':
      return { ...fields(before, nowMs, evidence.reason, before.kind === 'waiting'), kind: 'waiting' };
    case 'woke':
      return woke(before, evidence.cause, nowMs);
    case 'own-delay':
      return remember(before, { freshMs: nowMs });
    case 'tick':
      return afterSilence(before, nowMs, rules);
    default:
      return evidence satisfies never;
  }
}

function connecting(before: Health, afresh: boolean, nowMs: number): Health {
  if (waitsForUser(before) && !afresh) return before;
  // A feed that was lost stays down while it tries: its rows are still old.
  if (before.kind === 'down') return { ...before, reason: 'trying again', retryAtMs: nowMs };
  const next = fields(before, nowMs, 'connecting', before.kind === 'connecting');
  return { ...next, kind: 'connecting', memory: withoutConnection(before.memory) };
}

function connected(before: Health, nowMs: number): Health {
  if (waitsForUser(before)) return before;
  const next = fields(before, nowMs, 'connected, subscribing', before.kind === 'connecting');
  const memory = { ...withoutConnection(before.memory), connected: true, freshMs: nowMs };
  return { ...next, kind: 'connecting', memory };
}

function subscribed(before: Health, snapshotDue: boolean, nowMs: number): Health {
  const memory = { ...before.memory, connected: true, subscribed: true, freshMs: nowMs };
  // An acknowledgement that comes after the first messages takes nothing back.
  if (before.kind !== 'connecting' && countsSilence(before)) return { ...before, memory };
  if (before.kind === 'resyncing') return { ...before, memory };
  if (before.kind === 'stalled') return { ...before, memory: { ...memory, snapshotDue } };
  const reason = snapshotDue ? 'subscribed, waiting for the snapshot' : 'subscribed, no data yet';
  const next = fields(before, nowMs, reason, before.kind === 'connecting');
  return { ...next, kind: 'connecting', memory: { ...memory, snapshotDue } };
}

function snapshot(before: Health, more: boolean, nowMs: number): Health {
  if (more)
    return resyncing({ ...before, lastDataMs: nowMs }, 'snapshot received, filling in the past', nowMs);
  return sawMessage(remember(before, { snapshotDue: false, behind: null }), null, nowMs);
}

function resyncing(before: Health, cause: string, nowMs: number): Health {
  if (waitsForUser(before)) return before;
  const memory = { ...before.memory, connected: true, subscribed: true, snapshotDue: true };
  if (before.kind === 'stalled') return { ...before, memory };
  return { ...fields(before, nowMs, cause, before.kind === 'resyncing'), kind: 'resyncing', memory };
}

/** The stretch that was lost is filled in; that says nothing about what comes next, so silence starts anew. */
function resynced(before: Health, nowMs: number): Health {
  const { lastDataMs } = before;
  const next = remember(before, { snapshotDue: false, behind: null, freshMs: nowMs });
  if (before.kind !== 'resyncing' && before.kind !== 'stalled') return next;
  if (lastDataMs === null) {
    return { ...fields(next, nowMs, 'whole again, no data yet', false), kind: 'connecting' };
  }
  const confirmedMs = Math.max(lastDataMs, before.confirmedMs ?? lastDataMs);
  return { ...fields(next, nowMs, 'whole again', false), kind: 'live', lastDataMs, confirmedMs };
}

function down(before: Health, reason: string, retryAtMs: number, nowMs: number): Health {
  const memory = withoutConnection(before.memory);
  if (waitsForUser(before)) return { ...before, memory };
  return { ...fields(before, nowMs, reason, before.kind === 'down'), kind: 'down', retryAtMs, memory };
}

function refused(before: Health, code: string, message: string, nowMs: number): Health {
  const next = fields(before, nowMs, message, before.kind === 'refused');
  return { ...next, kind: 'refused', code, message };
}

function woke(before: Health, cause: 'sleep' | 'clock-jump', nowMs: number): Health {
  const next = remember(before, { freshMs: nowMs, behind: null });
  if (waitsForUser(before) || before.kind === 'down') return next;
  const reason = cause === 'sleep' ? 'this computer woke up' : 'the clock of this computer was set';
  return { ...fields(next, nowMs, reason, false), kind: 'connecting' };
}

function waitsForUser(health: Health): boolean {
  return health.kind === 'refused' || health.kind === 'waiting';
}

function closeWords(code: number | null, reason: string): string {
  if (code === null) return reason === '' ? 'the connection failed' : reason;
  return reason === '' ? `closed by the venue (${code})` : `closed by the venue (${code}: ${reason})`;
}

/** What a connection taught us ends with it; the cures tried do not. */
function withoutConnection(memory: Memory): Memory {
  return {
    ...memory,
    connected: false,
    subscribed: false,
    snapshotDue: false,
    sessionMs: null,
    proof: null,
    baselineId: null,
    behind: null,
    look: { state: 'idle', atMs: memory.look.atMs },
  };
}

/** As long as a connection must hold to be a good one: longer than a venue in trouble serves everybody. */
const WORKED_MS = 10_000;
