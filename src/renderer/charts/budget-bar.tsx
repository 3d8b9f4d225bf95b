/** How much of its hard budget a channel's silence has used, with a tick at the soft one. */
import type { ChannelState } from '../../preload/contract/health.ts';

export interface BudgetBarProps {
  readonly state: ChannelState;
  /** Null before the first data. */
  readonly ageMs: number | null;
  /** Null for channels that are silent by nature and judged by their session. */
  readonly budget: { readonly softMs: number; readonly hardMs: number } | null;
}

export function BudgetBar({ state, ageMs, budget }: BudgetBarProps) {
  if (budget === null || ageMs === null || !Number.isFinite(budget.hardMs) || budget.hardMs <= 0) {
    return <span className="bg no-budget" aria-hidden="true" />;
  }
  return (
    <span className={`bg ${state}`} aria-hidden="true">
      <b style={{ width: `${percentOf(ageMs, budget.hardMs)}%` }} />
      <i style={{ left: `${percentOf(budget.softMs, budget.hardMs)}%` }} />
    </span>
  );
}

function percentOf(part: number, whole: number): number {
  return Math.round(Math.min(1, Math.max(0, part / whole)) * 100);
}
