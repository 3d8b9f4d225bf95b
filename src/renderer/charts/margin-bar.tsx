/** Maintenance margin over equity: the number and a bar with a tick at 80 %. */
import type { ReactNode } from 'react';

export interface MarginBarProps {
  /** A fraction; for drawing only. */
  readonly ratio: number;
  /** The number as it is to be read. */
  readonly children: ReactNode;
}

export function MarginBar({ ratio, children }: MarginBarProps) {
  const filled = Math.round(Math.min(1, Math.max(0, ratio)) * 1000) / 10;
  return (
    <span className="mr">
      <span>
        Margin<em>{children}</em>
      </span>
      <span className="bar" aria-hidden="true">
        <b style={{ width: `${filled}%`, ...(ratio >= 0.8 ? { background: 'var(--alert-mark)' } : {}) }} />
        <i />
      </span>
    </span>
  );
}
