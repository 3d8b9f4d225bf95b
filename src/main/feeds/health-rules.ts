/** Puts together how one channel is judged: its descriptor, its rhythm, and what the user ordered. */
import type { ChannelDescriptor } from '../exchanges/exchange.ts';
import type { HealthRules } from './health-types.ts';
import { fittedBudget, type Rhythm } from './rhythm.ts';

export interface RuleSources {
  /** The venue has a history that one REST look can be taken at. */
  readonly canLook: boolean;
  readonly rhythm: Rhythm;
  /** A fixed hard budget for data, from `--stall-after`. */
  readonly stallAfterMs: number | null;
}

export function rulesFor(descriptor: ChannelDescriptor, sources: RuleSources): HealthRules {
  const { budget, proof } = descriptor;
  const { canLook, rhythm, stallAfterMs } = sources;
  const fitted = descriptor.isTimed === true ? budget : fittedBudget(rhythm, budget);
  const compareAfterMs = Math.min(COMPARE_LATEST_MS, Math.max(COMPARE_SOONEST_MS, fitted.softMs));
  // The budget of a private channel is for its session, which keeps no market's rhythm and no data.
  if (proof === 'session') return { ...budget, proof, canLook, compareAfterMs };
  if (stallAfterMs === null) return { ...fitted, proof, canLook, compareAfterMs };
  const softShare = Math.min(0.8, budget.softMs / budget.hardMs);
  return { softMs: stallAfterMs * softShare, hardMs: stallAfterMs, proof, canLook, compareAfterMs };
}

const COMPARE_SOONEST_MS = 10_000;
const COMPARE_LATEST_MS = 300_000;
