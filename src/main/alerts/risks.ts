/** Positions near their liquidation and accounts short of margin: said once, until they are well within again or gone. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { AlertState, AlertTime, MeasuredRisk, Outcome, RiskAlert, RiskSight } from './alert-types.ts';
import { chain, closed, deliver } from './deliver.ts';
import { timeOfDay } from './quiet-times.ts';
import type { Words } from './words.ts';

type Limits = AlertSettings['limits'];

export function sawRisks(
  state: AlertState,
  sights: readonly RiskSight[],
  time: AlertTime,
  { limits }: AlertSettings,
): Outcome {
  const seen = new Map(sights.map((sight) => [sight.id, sight]));
  const risks = new Map<string, RiskAlert>();
  const over: string[] = [];
  for (const [id, alert] of state.risks) {
    const sight = seen.get(id);
    if (sight === undefined || isWithin(sight, limits)) over.push(id);
    else risks.set(id, followed(alert, sight, state.shown.has(riskSlot(id)), time));
  }
  for (const sight of sights) {
    if (risks.has(sight.id) || !isBeyond(sight, limits)) continue;
    const dueMs = Math.max(time.monoMs, state.graceUntilMs);
    risks.set(sight.id, { sight, unmeasuredSinceMs: null, dueMs, isSaid: false });
  }
  return chain({ ...state, risks }, ...over.map((id) => (next: AlertState) => closed(next, riskSlot(id))));
}

export function announceRisks(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  const due = [...state.risks.values()].filter(({ dueMs }) => dueMs !== null && dueMs <= time.monoMs);
  return chain(state, ...due.map((alert) => (next: AlertState) => announce(next, alert, time, settings)));
}

/** What cannot be measured is not well: the alert goes on, and a popup on screen says so after a while. */
function followed(alert: RiskAlert, sight: RiskSight, isShown: boolean, time: AlertTime): RiskAlert {
  const { unmeasuredSinceMs } = alert;
  if (sight.percent === null) {
    if (unmeasuredSinceMs !== null) return alert;
    const dueMs = isShown ? time.monoMs + UNMEASURED_MS : alert.dueMs;
    return { ...alert, unmeasuredSinceMs: time.wallMs, dueMs };
  }
  if (unmeasuredSinceMs === null || !isShown) return { ...alert, sight, unmeasuredSinceMs: null };
  return { ...alert, sight, unmeasuredSinceMs: null, dueMs: alert.dueMs === null ? time.monoMs : null };
}

function announce(state: AlertState, alert: RiskAlert, time: AlertTime, settings: AlertSettings): Outcome {
  const { id, feedId, name } = alert.sight;
  const slot = riskSlot(id);
  // Nobody is told in other words what they have seen and closed.
  if (alert.isSaid && !state.shown.has(slot)) return { state: withRisk(state, alert, null), decisions: [] };
  const [names, repeat] = alert.isSaid ? [[], 1] : [[name], 0];
  const message = { ...wordsOf(alert, time), slot, feedId, names, repeat, event: 'risk' } as const;
  const delivery = deliver(state, message, time, settings);
  const isHeld = delivery.result === 'held';
  const after = isHeld ? alert : { ...alert, isSaid: true };
  return {
    state: withRisk(delivery.state, after, isHeld ? delivery.retryMs : null),
    decisions: delivery.decisions,
  };
}

function withRisk(state: AlertState, alert: RiskAlert, dueMs: number | null): AlertState {
  return { ...state, risks: new Map(state.risks).set(alert.sight.id, { ...alert, dueMs }) };
}

function riskSlot(id: string): string {
  return `risk:${id}`;
}

function isBeyond(sight: RiskSight, limits: Limits): sight is MeasuredRisk {
  if (sight.percent === null) return false;
  const { what, percent } = sight;
  return what.kind === 'liquidation' ? percent < limits.liquidationAct : percent > limits.marginAct;
}

/** A tenth of the limit away from it, so that a price that swings around it is said once. */
function isWithin(sight: RiskSight, limits: Limits): boolean {
  if (sight.percent === null) return false;
  const { what, percent } = sight;
  return what.kind === 'liquidation'
    ? percent > limits.liquidationAct * 1.1
    : percent < limits.marginAct * 0.9;
}

function wordsOf({ sight, unmeasuredSinceMs }: RiskAlert, time: AlertTime): Words {
  const { name, what, percent } = sight;
  const share = `${percent.toFixed(1)} %`;
  const [was, last, unknown] =
    unmeasuredSinceMs === null
      ? ['', 'Mark', '']
      : ['was ', 'Last mark', `It cannot be measured since ${timeOfDay(unmeasuredSinceMs, time)}. `];
  if (what.kind === 'margin') {
    return {
      title: `${name}: margin ${was}at ${share} of equity`,
      body: `${unknown}At 100 % the venue begins to close positions.`,
    };
  }
  return {
    title: `${name}: ${what.symbol} ${was === '' ? 'is ' : was}${share} from liquidation`,
    body: `${unknown}${last} ${what.markPrice}, liquidation price ${what.liquidationPrice}.`,
  };
}

/** A price that is back in a moment is no news. */
const UNMEASURED_MS = 30_000;
