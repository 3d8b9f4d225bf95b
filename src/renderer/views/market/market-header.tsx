/** What the market is and where it stands: last price, change, mark, funding, interest and volume. */
import type { ReactNode } from 'react';
import type { InstrumentView } from '../../../preload/contract/views.ts';
import { formatWait } from '../../format/age.ts';
import { figure, isZero, placesOf, plainFigure, round, signOf, thinSpace } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { localTime } from '../../format/time.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { marketChannel, useWorstChannel } from '../../store/row-health.ts';
import { tables, useRow } from '../../store/tables.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Amount } from '../../ui/amount.tsx';
import { Arrow } from '../../ui/glyph.tsx';
import { shiftPoint } from './fraction.ts';
import { type MarketName, useMarket } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { pricedBy } from './priced-by.ts';
import { sizeUnit } from './size-unit.ts';

export interface MarketHeaderProps {
  readonly name: MarketName;
  readonly entry: MarketEntry | null;
  readonly venueName: string;
  readonly practice: boolean;
}

export function MarketHeader({ name, entry, venueName, practice }: MarketHeaderProps) {
  const row = useRow(tables.instrument, entry?.instrumentKey ?? '');
  const market = useMarket();
  const trade = market.trades.at(-1);
  const last = trade?.price ?? row?.lastPrice ?? null;
  const channel = useWorstChannel([trade === undefined ? pricedBy(name) : marketChannel(name, 'trade')]);
  const stale = channel !== null && isStale(channel.state);
  const places = placesOf(row?.tickSize ?? null);
  const unit = sizeUnit(row);
  return (
    <header className={stale ? 'mh stale' : 'mh'}>
      <div className="r1">
        <b>{name.symbol}</b>
        <span className="dim">{row === undefined ? venueName : `${venueName} ${describe(row)}`}</span>
        {practice && <span className="tag practice">Practice</span>}
        <span className="grow" />
        <Change row={row} />
        <LastPrice value={last} places={places} move={market.lastMove} toned={!stale} />
        <HeaderAge channel={channel} />
      </div>
      <div className="r2" title={row === undefined ? undefined : spareFacts(row)}>
        <Fact label="Mark">
          <Amount value={row?.markPrice ?? null} places={places} />
        </Fact>
        {row?.fundingRate != null && <Funding row={row} rate={row.fundingRate} />}
        {row?.openInterest != null && (
          <Fact label="Open interest">
            <Amount value={row.openInterest} unit={unit ?? undefined} />
          </Fact>
        )}
        {row?.volume24h != null && (
          <Fact label="Volume">
            <Amount value={row.volume24h} unit={unit ?? undefined} />
          </Fact>
        )}
        {row?.indexPrice != null && (
          <Fact label="Index">
            <Amount value={row.indexPrice} places={places} />
          </Fact>
        )}
      </div>
    </header>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className="fact">
      {label} <b>{children}</b>
    </span>
  );
}

function Change({ row }: { readonly row: InstrumentView | undefined }) {
  const change = row?.derived.change24hPercent ?? null;
  if (change === null) return null;
  return (
    <span title={`${change} %`}>
      <Amount value={round(change, 2)} places={2} signed toned />
      <span className="dim">{thinSpace}% 24 h</span>
    </span>
  );
}

function LastPrice(props: { value: string | null; places: number; move: 'up' | 'down'; toned: boolean }) {
  if (props.value === null) return <span className="mp dim">–</span>;
  const { text, zeros } = figure(props.value, { places: props.places });
  const ink = props.move === 'up' ? 'pos' : 'neg';
  return (
    <span className={props.toned ? `mp ${ink}` : 'mp dim'}>
      <Arrow to={props.move} />
      {text}
      {zeros}
    </span>
  );
}

function HeaderAge({ channel }: { readonly channel: ReturnType<typeof useWorstChannel> }) {
  useSecond();
  if (channel === null) return <AgeChip state="connecting" ageMs={null} />;
  const ageMs = channel.confirmedMs === null ? null : mainNowMs() - channel.confirmedMs;
  return (
    <span title={channel.reason}>
      <AgeChip state={channel.state} ageMs={ageMs} />
    </span>
  );
}

function Funding({ row, rate }: { readonly row: InstrumentView; readonly rate: string }) {
  useSecond();
  const leftMs = row.nextFundingAt === null ? null : Date.parse(row.nextFundingAt) - Date.now();
  const percent = shiftPoint(rate, 2);
  const sign = signOf(rate) > 0 ? '+' : '';
  const { text } = figure(percent, { places: 4 });
  return (
    <span className="fact" title={row.nextFundingAt === null ? undefined : localTime(row.nextFundingAt)}>
      Funding{' '}
      <b>
        {isZero(rate) ? '0' : `${sign}${text}`}
        {thinSpace}%
      </b>
      {leftMs !== null && leftMs > 0 && ` in ${formatWait(leftMs)}`}
    </span>
  );
}

/** What may have no room in the line, for hovering. */
function spareFacts(row: InstrumentView): string {
  const parts = [
    row.volume24h === null ? null : `Volume ${plainFigure(row.volume24h)} ${sizeUnit(row) ?? ''}`,
    row.indexPrice === null ? null : `Index ${plainFigure(row.indexPrice)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** `inverse perpetual`, `linear future`, `spot`. */
function describe(row: InstrumentView): string {
  if (row.kind === null) return '';
  if (row.kind === 'spot' || row.kind === 'index' || row.inverse === null) return row.kind;
  return `${row.inverse ? 'inverse' : 'linear'} ${row.kind}`;
}
