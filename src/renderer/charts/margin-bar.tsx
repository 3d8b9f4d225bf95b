/** Maintenance margin over equity: the number and a bar with a tick at 80 %, in orange beyond the limit. */
import type { ReactNode } from 'react';
import { useSettings } from '../store/settings.ts';

export interface MarginBarProps {
  /** A fraction; for drawing only. null: not known, and nothing is drawn. */
  readonly ratio: number | null;
  /** The number as it is to be read. */
  readonly children: ReactNode;
}

export function MarginBar({ ratio, children }: MarginBarProps) {
  const limit = useSettings(({ alerts }) => alerts.limits.marginAct) / 100;
  const filled = Math.round(Math.min(1, Math.max(0, ratio ?? 0)) * 1000) / 10;
  return (
    <span className="mr">
      <span>
        Margin<em>{children}</em>
      </span>
      {ratio !== null && (
        <span className="bar" aria-hidden="true">
          <b
            style={{ width: `${filled}%`, ...(ratio >= limit ? { background: 'var(--alert-mark)' } : {}) }}
          />
          <i />
        </span>
      )}
    </span>
  );
}
