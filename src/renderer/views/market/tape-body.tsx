/** The rows of the tape; only those in sight are in the page. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import type { TradeRow } from '../../../preload/contract/rows.ts';
import { plainFigure } from '../../format/decimal.ts';
import { fullTime, localTime } from '../../format/time.ts';
import { Arrow, Glyph } from '../../ui/glyph.tsx';
import { FittedNumber } from './fitted-number.tsx';
import type { TapeRow } from './tape-rows.ts';

const tradePx = 18;
const gapPx = 22;

export interface TapeBodyProps {
  readonly rows: readonly TapeRow[];
  readonly stale: boolean;
  readonly pricePlaces: number;
  readonly sizePlaces: number;
  readonly hold: (reason: 'pointer' | 'scrolled', on: boolean) => void;
}

export function TapeBody({ rows, stale, pricePlaces, sizePlaces, hold }: TapeBodyProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'gap' ? gapPx : tradePx),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
  });
  return (
    <div
      ref={scroller}
      className={stale ? 'tape-body stale' : 'tape-body'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the keys
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Trades, newest first"
      onPointerEnter={() => hold('pointer', true)}
      onPointerLeave={() => hold('pointer', false)}
      onScroll={(event) => hold('scrolled', event.currentTarget.scrollTop > 0)}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const top = item.start;
          return row.kind === 'gap' ? (
            <div key={row.key} className="tape-gap" style={{ transform: `translateY(${top}px)` }}>
              <Glyph state="resyncing" />
              <span>{row.text}</span>
            </div>
          ) : (
            <TapeTrade
              key={row.key}
              trade={row.trade}
              share={row.share}
              isBig={row.isBig}
              top={top}
              pricePlaces={pricePlaces}
              sizePlaces={sizePlaces}
            />
          );
        })}
      </div>
    </div>
  );
}

interface TapeTradeProps {
  readonly trade: TradeRow;
  readonly share: number;
  readonly isBig: boolean;
  readonly top: number;
  readonly pricePlaces: number;
  readonly sizePlaces: number;
}

const TapeTrade = memo(function TapeTrade(props: TapeTradeProps) {
  const { trade, share, isBig, top, pricePlaces, sizePlaces } = props;
  const bought = trade.side === 'buy';
  const names = ['tape-row', isBig ? 'big' : '', trade.backfilled ? 'refilled' : ''];
  return (
    <div className={names.join(' ')} style={{ transform: `translateY(${top}px)` }}>
      <span title={`${fullTime(trade.time)} UTC, ${localTime(trade.time)}`}>{trade.time.slice(11, 23)}</span>
      <span className={bought ? 'r p pos' : 'r p neg'}>
        <Arrow to={bought ? 'up' : 'down'} />
        <FittedNumber text={plainFigure(trade.price, { places: pricePlaces })} roomPx={66} />
      </span>
      <span className="r q">
        <i className={bought ? 'dbb' : 'da'} style={{ width: `${Math.round(share * 100)}%` }} />
        <FittedNumber text={plainFigure(trade.size, { places: sizePlaces })} roomPx={64} />
      </span>
      <span className="c">{trade.backfilled && <Glyph state="resyncing" />}</span>
    </div>
  );
});
