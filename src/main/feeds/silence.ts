/** What time alone does to a channel: from live to quiet, late and stalled. */
import { duration } from '../../preload/contract/durations.ts';
import type { Budget } from '../exchanges/exchange.ts';
import { countsSilence, fields, quiet, silentSinceMs, stalled } from './health-steps.ts';
import type { Health, HealthRules, Memory } from './health-types.ts';

export function afterSilence(before: Health, nowMs: number, rules: HealthRules): Health {
  if (before.kind === 'resyncing') return afterResync(before, nowMs, rules);
  if (!countsSilence(before)) return before;
  const { memory } = before;
  if (memory.behind !== null && nowMs >= memory.behind.sinceMs + confirmAfterMs(rules)) {
    return stalled(before, 'newer-exists', newerWords(memory), nowMs);
  }
  const sinceMs = silentSinceMs(before);
  const silence = duration(nowMs - sinceMs);
  const { softMs, hardMs } = budgetNow(memory, rules);
  if (nowMs >= sinceMs + hardMs) return afterHardBudget(before, silence, nowMs, rules);
  if (!memory.subscribed) return before;
  if (nowMs >= sinceMs + softMs) return afterSoftBudget(before, silence, nowMs, rules);
  // Proofs went on while the data stopped: live has become quiet.
  const isProven = before.kind === 'live' && before.confirmedMs > before.lastDataMs;
  if (
    isProven &&
    memory.behind === null &&
    memory.proof !== null &&
    nowMs >= before.lastDataMs + rules.softMs
  ) {
    return quiet(before, memory.proof, before.confirmedMs, nowMs);
  }
  return before;
}

/** What we wait for now: a venue answers, and sends a snapshot, sooner than a market may be silent. */
export function budgetNow({ subscribed, snapshotDue }: Memory, { softMs, hardMs }: HealthRules): Budget {
  if (!subscribed) return { softMs, hardMs: Math.min(hardMs, ANSWER_MS) };
  if (!snapshotDue) return { softMs, hardMs };
  const longestMs = Math.min(hardMs, SNAPSHOT_MS);
  return { softMs: Math.min(softMs, longestMs / 2), hardMs: longestMs };
}

/**
 * How long something newer at the venue may be on its way to us: heartbeat and trade travel on one
 * socket in order, REST may be ahead of it by the lag of a slow network.
 */
export function confirmAfterMs(rules: HealthRules): number {
  return Math.min(1_000, rules.softMs);
}

function afterResync(before: Health, nowMs: number, rules: HealthRules): Health {
  if (nowMs < before.sinceMs + rules.hardMs) return before;
  return stalled(before, 'no-snapshot', `no snapshot for ${duration(nowMs - before.sinceMs)}`, nowMs);
}

function afterHardBudget(before: Health, silence: string, nowMs: number, rules: HealthRules): Health {
  const { memory } = before;
  if (!memory.subscribed) {
    return stalled(before, 'no-answer', `no answer to the subscription for ${silence}`, nowMs);
  }
  if (memory.snapshotDue) return stalled(before, 'no-snapshot', `no snapshot for ${silence}`, nowMs);
  if (rules.proof === 'session') {
    return stalled(before, 'session', `no sign of the session for ${silence}`, nowMs);
  }
  const answers = memory.sessionMs !== null && nowMs < memory.sessionMs + rules.hardMs;
  const words = answers ? 'although the connection answers' : 'and no proof of quiet';
  return stalled(before, 'silence', `no data for ${silence}, ${words}`, nowMs);
}

function afterSoftBudget(before: Health, silence: string, nowMs: number, rules: HealthRules): Health {
  if (before.kind === 'late') return before;
  if (isUncured(before)) return afterHardBudget(before, silence, nowMs, rules);
  return { ...fields(before, nowMs, lateWords(before, silence, rules), false), kind: 'late' };
}

/** It had stalled, and the new connection has brought nothing: it is no better than before. */
export function isUncured({ kind, confirmedMs, memory: { cure } }: Health): boolean {
  if (kind !== 'connecting' || cure?.hadStalled !== true) return false;
  return cure.atMs >= (confirmedMs ?? Number.NEGATIVE_INFINITY);
}

function lateWords({ memory }: Health, silence: string, { proof }: HealthRules): string {
  if (memory.snapshotDue) return `no snapshot for ${silence}`;
  if (proof === 'session') return `no sign of the session for ${silence}`;
  return `${silence} without data, no proof of quiet`;
}

function newerWords(memory: Memory): string {
  const id = memory.behind?.id ?? null;
  // These words also stand in notifications, where 36 characters of an id say nothing.
  const newest = id === null || id.length > LONGEST_ID ? '' : `: its newest trade is ${id}`;
  return `the venue has newer data than we received${newest}`;
}

const LONGEST_ID = 20;
/** A busy venue answers within this; a request to wait, which takes longer, is an answer. */
const ANSWER_MS = 30_000;
/** The largest snapshots, of all instruments, take seconds on a slow line. */
const SNAPSHOT_MS = 10_000;
