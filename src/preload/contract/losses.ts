/** What was lost, added up: of a channel, of an incident, of many. */
import type { ChannelLoss, Incident, LossTotals } from './incidents.ts';

export function lossTotals(losses: readonly ChannelLoss[]): LossTotals {
  let missed: number | null = 0;
  let refilled = 0;
  for (const loss of losses) {
    missed = missed === null || loss.missed === null ? null : missed + loss.missed;
    refilled += loss.refilled;
  }
  return { missed, refilled, lost: missed === null ? null : Math.max(0, missed - refilled) };
}

/** Only its end tells what was lost in it. */
export function isUnsettled({ kind, endMs }: Pick<Incident, 'kind' | 'endMs'>): boolean {
  return endMs === null && kind !== 'self';
}

/** Of one incident; while it lasts, nobody can tell. */
export function incidentTotals(incident: Incident): LossTotals {
  const totals = lossTotals(incident.losses);
  return isUnsettled(incident) ? { ...totals, missed: null, lost: null } : totals;
}
