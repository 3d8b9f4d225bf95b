/** What a channel needs next, and when it must be looked at again. */
import { countsSilence, silentSinceMs } from './health-steps.ts';
import type { CureStep, Health, HealthRules, Memory, Want } from './health-types.ts';
import { budgetNow, confirmAfterMs, isUncured } from './silence.ts';

/** The cure that is due now, mildest first. Report it with its evidence when it was really taken. */
export function wants(health: Health, nowMs: number, rules: HealthRules): Want {
  const due = nextDue(health, rules);
  return due !== null && nowMs >= due.atMs ? due.want : 'nothing';
}

/**
 * The next monotonic time at which a tick or `wants` can change anything; null while only evidence
 * can. One timer at this time finds every stall on time; there is no need to move it at each message.
 */
export function nextCheckMs(health: Health, nowMs: number, rules: HealthRules): number | null {
  const times = deadlines(health, rules).filter((atMs) => atMs > nowMs);
  const due = nextDue(health, rules);
  // A cure that could not be taken, for want of connections perhaps, is asked for again.
  if (due !== null) times.push(due.atMs > nowMs ? due.atMs : nowMs + ASK_AGAIN_MS);
  return times.length === 0 ? null : Math.min(...times);
}

/** How the memory of cures goes on after one more step. */
export function afterCure(before: Health, step: CureStep, nowMs: number, rules: HealthRules): Memory['cure'] {
  const last = recentCure(before, rules);
  const hadStalled = before.kind === 'stalled' || isUncured(before);
  return { step, atMs: nowMs, tries: last === null ? 1 : last.tries + 1, hadStalled };
}

function deadlines(health: Health, rules: HealthRules): number[] {
  if (health.kind === 'resyncing') return [health.sinceMs + rules.hardMs];
  if (!countsSilence(health)) return [];
  const { behind, subscribed } = health.memory;
  const sinceMs = silentSinceMs(health);
  const { softMs, hardMs } = budgetNow(health.memory, rules);
  const times = [sinceMs + hardMs];
  if (behind !== null) times.push(behind.sinceMs + confirmAfterMs(rules));
  if (subscribed && health.kind !== 'late') times.push(sinceMs + softMs);
  if (health.kind === 'live' && health.confirmedMs > health.lastDataMs) {
    times.push(health.lastDataMs + rules.softMs);
  }
  return times;
}

interface Due {
  readonly want: Exclude<Want, 'nothing'>;
  readonly atMs: number;
}

function nextDue(health: Health, rules: HealthRules): Due | null {
  if (health.kind !== 'stalled') return countsSilence(health) ? nextLook(health, rules) : null;
  const step = nextStep(health, rules);
  // A cure can be long in coming; meanwhile the market may prove to have been quiet.
  const look = health.cause === 'silence' ? nextLook(health, rules) : null;
  return look !== null && look.atMs < step.atMs ? look : step;
}

/** Resubscribe, then reconnect, and so on in turn, ever more rarely. */
function nextStep(health: Extract<Health, { kind: 'stalled' }>, rules: HealthRules): Due {
  const last = recentCure(health, rules);
  const isDeaf = health.cause === 'session';
  if (last === null) return { want: isDeaf ? 'reconnect' : 'resubscribe', atMs: health.sinceMs };
  const dueMs = (ms: number) => Math.max(health.sinceMs, last.atMs + ms);
  // On a session that is dead nothing can be subscribed.
  if (isDeaf) return { want: 'reconnect', atMs: dueMs(waitMs(last.tries, rules, LONGEST_DEAF_MS)) };
  const atMs = dueMs(waitMs(last.tries, rules));
  // What brought data once may do so again, and costs the other channels nothing; but what REST fills in
  // after it is data too, so that it is not believed for ever.
  const hasHelped = (health.lastDataMs ?? 0) > last.atMs && last.tries % MOST_IN_A_ROW !== 0;
  const isNext = hasHelped || last.step === 'reconnect';
  return { want: isNext ? 'resubscribe' : 'reconnect', atMs };
}

/** The last cure, unless the channel has been well for long since. */
function recentCure(health: Health, rules: HealthRules): Memory['cure'] {
  const { cure } = health.memory;
  if (cure === null) return null;
  return health.sinceMs > cure.atMs + FORGET_MS + waitMs(cure.tries, rules) ? null : cure;
}

/** A cure gets half the hard budget to work, then twice as long each time. */
function waitMs(tries: number, rules: HealthRules, longestMs = LONGEST_WAIT_MS): number {
  const firstMs = Math.min(10_000, Math.max(2_000, rules.hardMs / 2));
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries - 1, 20));
}

function nextLook(health: Health, rules: HealthRules): Due | null {
  const { behind, look, subscribed, snapshotDue } = health.memory;
  if (!rules.canLook || rules.proof === 'none' || !subscribed || snapshotDue || behind !== null) return null;
  const dueMs = lookDueMs(health, rules);
  if (dueMs === null) return null;
  if (look.state === 'out') return { want: 'quiet-proof', atMs: Math.max(dueMs, look.atMs + ANSWER_MS) };
  const retryMs = health.kind === 'stalled' ? STALLED_RETRY_MS : LATE_RETRY_MS;
  const earliestMs = look.state === 'failed' ? look.atMs + retryMs : dueMs;
  return { want: 'quiet-proof', atMs: Math.max(dueMs, earliestMs) };
}

function lookDueMs(health: Health, rules: HealthRules): number | null {
  const { memory } = health;
  if (rules.proof === 'session') {
    const silentMs = Math.max(health.lastDataMs ?? memory.freshMs, memory.freshMs);
    // Messages of some rows say nothing of the others: a busy account is compared too, only more rarely.
    const latestMs = Math.max(memory.look.atMs, memory.freshMs) + COMPARE_AT_LEAST_MS;
    return Math.max(Math.min(silentMs + rules.compareAfterMs, latestMs), memory.look.atMs + COMPARE_EVERY_MS);
  }
  switch (health.kind) {
    case 'late':
      return health.sinceMs;
    case 'stalled':
      return Math.max(health.sinceMs, memory.look.atMs + STALLED_RETRY_MS);
    case 'live':
    case 'quiet':
      // A little before the budget ends, so that a quiet market does not flicker to late; heartbeats come by themselves.
      return rules.proof === 'rest' ? silentSinceMs(health) + rules.softMs * 0.8 : null;
    default:
      return null;
  }
}

const ASK_AGAIN_MS = 1_000;
const ANSWER_MS = 10_000;
const LATE_RETRY_MS = 2_000;
const STALLED_RETRY_MS = 10_000;
/** REST weights are shared by everything of a user at a venue; once a minute is free everywhere. */
const COMPARE_EVERY_MS = 60_000;
const COMPARE_AT_LEAST_MS = 300_000;
/**
 * A venue that is well again is noticed within the first of these. Every second cure is a connection, so that both
 * come to one in two minutes: what the strictest venue gives back for ever (BitMEX: 60 an hour, of which half may
 * come at once and another every 116 s). Asking more often would leave nothing for a line that is lost meanwhile.
 */
const LONGEST_WAIT_MS = 60_000;
const LONGEST_DEAF_MS = 120_000;
const MOST_IN_A_ROW = 3;
const FORGET_MS = 300_000;
