/** How far the mark is from the liquidation price: the number, then a bar of root scale to 50 %. */
import type { ReactNode } from 'react';
import { useSettings } from '../store/settings.ts';
import { Glyph } from '../ui/glyph.tsx';

export interface LiquidationBarProps {
  /** Percent of the mark; for drawing only. */
  readonly percent: number;
  /** The number as it is to be read. */
  readonly children: ReactNode;
}

export function LiquidationBar({ percent, children }: LiquidationBarProps) {
  const { liquidationWatch, liquidationAct } = useSettings(({ alerts }) => alerts.limits);
  const level = percent < liquidationAct ? 'alert' : percent < liquidationWatch ? 'caution' : '';
  return (
    <span className={`liq ${level}`}>
      <span className="liq-n">
        {level === 'alert' && <Glyph state="late" />}
        {children}
      </span>
      <span className="liq-b" style={{ width: '54px' }} aria-hidden="true">
        <b style={{ width: `${rootPercent(percent)}%` }} />
        {[5, 10, 25].map((tick) => (
          <i key={tick} style={{ left: `${rootPercent(tick)}%` }} />
        ))}
      </span>
    </span>
  );
}

function rootPercent(percent: number): number {
  const share = Math.sqrt(Math.min(1, Math.max(0, percent / 50)));
  return Math.round(share * 1000) / 10;
}
