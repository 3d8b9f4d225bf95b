/** Positions near their liquidation and accounts short of margin: said once, until they are well within again. */
import type { AlertSettings } from '../../preload/contract/alert-settings.ts';
import type { AlertState, AlertTime, Outcome, RiskAlert, RiskSight } from './alert-types.ts';
import { chain, closed, deliver } from './deliver.ts';
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
    else risks.set(id, { ...alert, sight });
  }
  for (const sight of sights) {
    if (risks.has(sight.id) || !isBeyond(sight, limits)) continue;
    risks.set(sight.id, { sight, dueMs: Math.max(time.monoMs, state.graceUntilMs) });
  }
  return chain({ ...state, risks }, ...over.map((id) => (next: AlertState) => closed(next, riskSlot(id))));
}

export function announceRisks(state: AlertState, time: AlertTime, settings: AlertSettings): Outcome {
  const due = [...state.risks.values()].filter(({ dueMs }) => dueMs !== null && dueMs <= time.monoMs);
  return chain(state, ...due.map((alert) => (next: AlertState) => announce(next, alert, time, settings)));
}

function announce(state: AlertState, alert: RiskAlert, time: AlertTime, settings: AlertSettings): Outcome {
  const { id, feedId, name } = alert.sight;
  const message = { ...wordsOf(alert.sight), slot: riskSlot(id), feedId, names: [name], repeat: 0 };
  const delivery = deliver(state, { ...message, event: 'risk' }, time, settings);
  const dueMs = delivery.result === 'held' ? delivery.retryMs : null;
  const risks = new Map(delivery.state.risks).set(id, { ...alert, dueMs });
  return { state: { ...delivery.state, risks }, decisions: delivery.decisions };
}

function riskSlot(id: string): string {
  return `risk:${id}`;
}

function isBeyond({ what, percent }: RiskSight, limits: Limits): boolean {
  return what.kind === 'liquidation' ? percent < limits.liquidationAct : percent > limits.marginAct;
}

/** A tenth of the limit away from it, so that a price that swings around it is said once. */
function isWithin({ what, percent }: RiskSight, limits: Limits): boolean {
  return what.kind === 'liquidation'
    ? percent > limits.liquidationAct * 1.1
    : percent < limits.marginAct * 0.9;
}

function wordsOf({ name, what, percent }: RiskSight): Words {
  const share = `${percent.toFixed(1)} %`;
  if (what.kind === 'margin') {
    return {
      title: `${name}: margin at ${share} of equity`,
      body: 'At 100 % the venue begins to close positions.',
    };
  }
  return {
    title: `${name}: ${what.symbol} is ${share} from liquidation`,
    body: `Mark ${what.markPrice}, liquidation price ${what.liquidationPrice}.`,
  };
}
