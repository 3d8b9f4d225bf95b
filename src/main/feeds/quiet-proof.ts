/** What heartbeats, counters, session signs and REST looks prove of a channel. */
import { quiet, remember } from './health-steps.ts';
import type { Health, HealthRules, LookAnswer, QuietProof } from './health-types.ts';
import { afterSilence } from './silence.ts';
import { compareTradeIds, tradeIdOrNull } from './trade-ids.ts';

export function sawHeartbeat(
  before: Health,
  named: string | null,
  ours: string | null,
  nowMs: number,
  rules: HealthRules,
): Health {
  const next = sawSession(before, nowMs, rules);
  const venueId = tradeIdOrNull(named);
  if (rules.proof !== 'heartbeat-trade-id' || venueId === null) return next;
  const known = tradeIdOrNull(ours) ?? next.memory.baselineId;
  if (known === null) return remember(next, { baselineId: venueId });
  const order = compareTradeIds(venueId, known);
  if (order === 'same') return confirmed(next, 'heartbeat-trade-id', nowMs, nowMs, rules);
  return order === 'newer' ? behind(next, venueId, nowMs, rules) : next;
}

export function sawCounter(before: Health, isWhole: boolean, nowMs: number, rules: HealthRules): Health {
  const next = sawSession(before, nowMs, rules);
  if (rules.proof !== 'heartbeat-counter') return next;
  return isWhole
    ? confirmed(next, 'heartbeat-counter', nowMs, nowMs, rules)
    : behind(next, null, nowMs, rules);
}

/** A session that lives proves nothing of a public channel, and all that can be proven of a private one. */
export function sawSession(before: Health, nowMs: number, rules: HealthRules): Health {
  const next = remember(before, { sessionMs: nowMs });
  if (rules.proof !== 'session' || next.memory.behind !== null) return next;
  return confirmed(next, 'session', nowMs, nowMs, rules);
}

export function sawLook(before: Health, answer: LookAnswer, nowMs: number, rules: HealthRules): Health {
  const { look } = before.memory;
  const startedMs = look.state === 'out' ? look.atMs : nowMs;
  if (answer.kind === 'failed') return remember(before, { look: { state: 'failed', atMs: nowMs } });
  const next = remember(before, { look: { state: 'idle', atMs: nowMs } });
  if (answer.kind === 'newer') return behind(next, tradeIdOrNull(answer.newestId), nowMs, rules);
  // The venue wrote its answer between question and receipt; the middle is the usual guess.
  return confirmed(next, 'rest', startedMs + (nowMs - startedMs) / 2, nowMs, rules);
}

/** The venue says that nothing newer exists than what we have. */
function confirmed(
  before: Health,
  proof: QuietProof,
  asOfMs: number,
  nowMs: number,
  rules: HealthRules,
): Health {
  const { memory } = before;
  if (!memory.subscribed || memory.snapshotDue || !healsByProof(before)) return before;
  const next = memory.behind === null ? before : remember(before, { behind: null });
  const confirmedMs = Math.max(asOfMs, next.confirmedMs ?? asOfMs);
  if (next.kind === 'live' && nowMs < next.lastDataMs + rules.softMs) {
    return { ...next, confirmedMs, memory: { ...next.memory, proof } };
  }
  return quiet(next, proof, confirmedMs, nowMs);
}

function healsByProof(health: Health): boolean {
  const { kind } = health;
  return (
    kind === 'connecting' || kind === 'live' || kind === 'quiet' || kind === 'late' || kind === 'stalled'
  );
}

/** The venue names something newer; it may still be on its way, so that the next check decides. */
function behind(before: Health, id: string | null, nowMs: number, rules: HealthRules): Health {
  const isNews = before.memory.behind === null && before.memory.subscribed && healsByProof(before);
  return afterSilence(isNews ? remember(before, { behind: { sinceMs: nowMs, id } }) : before, nowMs, rules);
}
