/** The trade tape: newest first, gaps in their place; it holds still under the pointer. */
import { ArrowLeftRight, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { placesOf } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { sentence } from '../../format/sentence.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { marketChannel, useWorstChannel } from '../../store/row-health.ts';
import { tables, useRow } from '../../store/tables.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useViewKeys } from '../view-keys.ts';
import { type MarketName, useMarket } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { SizeMenu } from './size-menu.tsx';
import { sizeUnit } from './size-unit.ts';
import { TapeBody } from './tape-body.tsx';
import { exportTape } from './tape-export.ts';
import { tapeRows } from './tape-rows.ts';
import { useHeldTape } from './use-held-tape.ts';

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
  useViewKeys((event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'e') return false;
    exportTape(rows);
    return true;
  });
  const unit = sizeUnit(row);
  const stale = channel !== null && isStale(channel.state);
  return (
    <section className="col tape" aria-label="Trades">
      <div className="ph">
        <h2>
          Trades{!stale && !tape.held && <span className="ct">{rateText(market.tradesPerSecond)}</span>}
        </h2>
        <TapeAge channel={channel} />
        <span className="grow" />
        {tape.held && (
          <span className="note held" title={`Held still; ${tape.waiting} newer trades wait`}>
            held +{tape.waiting}
          </span>
        )}
        <SizeMenu market={market} least={leastSize} setLeast={setLeastSize} />
        <button
          type="button"
          className="btn ghost sm ico"
          title="Export CSV (Ctrl E)"
          aria-label="Export trades as CSV"
          onClick={() => exportTape(rows)}
        >
          <Icon of={Download} />
        </button>
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
              : channel === null
                ? 'They are shown as they happen.'
                : sentence(channel.reason)
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

function rateText(perSecond: number): string {
  if (perSecond === 0) return '0 per s';
  return perSecond < 10 ? `${perSecond.toFixed(1)} per s` : `${Math.round(perSecond)} per s`;
}
