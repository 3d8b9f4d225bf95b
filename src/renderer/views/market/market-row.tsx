/** One market of the list: listens to its instrument and its channel, and to nothing else. */
import { type CSSProperties, memo, useRef } from 'react';
import { placesOf, round } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { useWorstState } from '../../store/row-health.ts';
import { tables, useRow } from '../../store/tables.ts';
import { useFlash } from '../../tables/flash.ts';
import { Amount } from '../../ui/amount.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import type { MarketEntry } from './markets.ts';
import { pricedBy } from './priced-by.ts';
import { selectMarket } from './selected-market.ts';

export interface MarketRowProps {
  readonly id: string;
  readonly market: MarketEntry;
  readonly selected: boolean;
  readonly style: CSSProperties;
}

export const MarketRow = memo(
  function MarketRow({ id, market, selected, style }: MarketRowProps) {
    const row = useRow(tables.instrument, market.instrumentKey ?? '');
    const state = useWorstState([pricedBy(market)]);
    const last = useRef<HTMLSpanElement>(null);
    useFlash(last, row?.lastPrice ?? null, tables.instrument.epoch());
    const change = row?.derived.change24hPercent ?? null;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
      <div
        id={id}
        className={isStale(state) ? 'market-row stale' : 'market-row'}
        role="option"
        aria-selected={selected}
        tabIndex={-1}
        style={style}
        onClick={() => selectMarket(market)}
      >
        <Glyph state={state} />
        <span className="sym">{market.symbol}</span>
        <span ref={last} className="r last-price">
          <Amount
            value={row?.lastPrice ?? null}
            places={placesOf(row?.tickSize ?? null)}
            room={{ px: 74, fontPx: 12 }}
          />
        </span>
        <span className="r">
          <Amount value={change === null ? null : round(change, 2)} places={2} signed toned />
        </span>
      </div>
    );
  },
  (before, after) =>
    before.market === after.market &&
    before.selected === after.selected &&
    before.id === after.id &&
    before.style.transform === after.style.transform &&
    before.style.height === after.style.height,
);
