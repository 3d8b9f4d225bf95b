/** The trade tape: newest first, gaps in their place; it holds still under the pointer. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowLeftRight, ChevronDown } from 'lucide-react';
import { memo, useMemo, useRef, useState } from 'react';
import type { TradeRow } from '../../../preload/contract/rows.ts';
import { grouped } from '../../charts/axis-ticks.ts';
import { placesOf, plainFigure } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { fullTime, localTime } from '../../format/time.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { marketChannel, useWorstChannel } from '../../store/row-health.ts';
import { tables, useRow } from '../../store/tables.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Arrow, Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type Anchor, Menu } from '../../ui/menu.tsx';
import { FittedNumber } from './fitted-number.tsx';
import { type MarketName, useMarket, type Watched } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { sizeUnit } from './size-unit.ts';
import { sizeSteps, type TapeRow, tapeRows } from './tape-rows.ts';

const tradePx = 18;
const gapPx = 22;

export interface TradesPanelProps {
  readonly name: MarketName;
  readonly entry: MarketEntry | null;
}

export function TradesPanel({ name, entry }: TradesPanelProps) {
  const market = useMarket();
  const row = useRow(tables.instrument, entry?.instrumentKey ?? '');
  const channel = useWorstChannel([marketChannel(name, 'trade')]);
  const [leastSize, setLeastSize] = useState(0);
  const tape = useHeldTape(market);
  const rows = useMemo(
    () => tapeRows(tape.shown.trades, tape.shown.gaps, leastSize),
    [tape.shown, leastSize],
  );
  const unit = sizeUnit(row);
  const stale = channel !== null && isStale(channel.state);
  return (
    <section className="col tape" aria-label="Trades">
      <div className="ph">
        <h2>
          Trades<span className="ct">{rateText(market.tradesPerSecond)}</span>
        </h2>
        <TapeAge channel={channel} />
        <span className="grow" />
        {tape.held && <span className="note held">held, {tape.waiting} new</span>}
        <SizeMenu market={market} least={leastSize} setLeast={setLeastSize} />
      </div>
      <div className={stale ? 'tape-head stale' : 'tape-head'} aria-hidden="true">
        <span>Time</span>
        <span className="r">Price</span>
        <span className="r">{unit === null ? 'Size' : `Size, ${unit}`}</span>
      </div>
      {rows.length === 0 ? (
        <Empty
          picture={channel === null ? <Icon of={ArrowLeftRight} /> : <Glyph state={channel.state} />}
          title={leastSize > 0 ? 'No trade of this size' : 'No trades yet'}
          text={
            leastSize > 0
              ? `None of the last ${market.trades.length} trades is that big.`
              : (channel?.reason ?? 'They are shown as they happen.')
          }
          {...(leastSize > 0 ? { action: { label: 'All sizes', run: () => setLeastSize(0) } } : {})}
        />
      ) : (
        <TapeBody
          rows={rows}
          stale={stale}
          pricePlaces={placesOf(row?.tickSize ?? null)}
          sizePlaces={placesOf(row?.lotSize ?? null)}
          hold={tape.hold}
        />
      )}
    </section>
  );
}

/** What is on the tape, and what came since it is held. */
function useHeldTape(market: Watched) {
  const [frozen, setFrozen] = useState<Watched | null>(null);
  const reasons = useRef({ pointer: false, scrolled: false });
  // Another market, or a reset of this one, ends the hold: old rows must not stand in for new ones.
  const held = frozen !== null && frozen.name === market.name && market.trades.length > 0;
  function hold(reason: 'pointer' | 'scrolled', on: boolean): void {
    reasons.current[reason] = on;
    const holds = reasons.current.pointer || reasons.current.scrolled;
    setFrozen((before) => (holds ? (before ?? market) : null));
  }
  const shown = held ? frozen : market;
  const newest = shown.trades.at(-1);
  const waiting =
    held && newest !== undefined ? market.trades.length - 1 - market.trades.lastIndexOf(newest) : 0;
  return { shown, held, waiting, hold };
}

interface TapeBodyProps {
  readonly rows: readonly TapeRow[];
  readonly stale: boolean;
  readonly pricePlaces: number;
  readonly sizePlaces: number;
  readonly hold: (reason: 'pointer' | 'scrolled', on: boolean) => void;
}

function TapeBody({ rows, stale, pricePlaces, sizePlaces, hold }: TapeBodyProps) {
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

function TapeAge({ channel }: { readonly channel: ReturnType<typeof useWorstChannel> }) {
  useSecond();
  if (channel === null) return null;
  const ageMs = channel.confirmedMs === null ? null : mainNowMs() - channel.confirmedMs;
  return (
    <span title={channel.reason}>
      <AgeChip state={channel.state} ageMs={ageMs} />
    </span>
  );
}

interface SizeMenuProps {
  readonly market: Watched;
  readonly least: number;
  readonly setLeast: (least: number) => void;
}

function SizeMenu({ market, least, setLeast }: SizeMenuProps) {
  const [open, setOpen] = useState<{ readonly anchor: Anchor; readonly steps: readonly number[] } | null>(
    null,
  );
  return (
    <>
      <button
        type="button"
        className="btn ghost sm"
        aria-haspopup="menu"
        onClick={(event) =>
          setOpen({ anchor: event.currentTarget.getBoundingClientRect(), steps: sizeSteps(market.trades) })
        }
      >
        {sizeText(least)}
        <Icon of={ChevronDown} />
      </button>
      {open !== null && (
        <Menu
          anchor={open.anchor}
          align="end"
          label="Smallest trade shown"
          title="Smallest trade shown"
          onClose={() => setOpen(null)}
          groups={[
            [...new Set([0, ...open.steps, least])]
              .sort((a, b) => a - b)
              .map((size) => ({
                id: String(size),
                label: sizeText(size),
                checked: size === least,
                run: () => setLeast(size),
              })),
          ]}
        />
      )}
    </>
  );
}

function sizeText(least: number): string {
  return least === 0 ? 'All sizes' : `From ${grouped(least, placesOf(String(least)))}`;
}

function rateText(perSecond: number): string {
  if (perSecond === 0) return '0 per s';
  return perSecond < 10 ? `${perSecond.toFixed(1)} per s` : `${Math.round(perSecond)} per s`;
}
