/** The candles of the chosen market with what the account has in it. */
import { Check } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ChannelView } from '../../../preload/contract/views.ts';
import { CandleChart } from '../../charts/candle-chart.tsx';
import { type Candle, canFill, type Interval, intervals } from '../../charts/candles.ts';
import type { ChartGap } from '../../charts/chart-model.ts';
import { placesOf } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { clockText } from '../../format/time.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { marketChannel, useWorstChannel } from '../../store/row-health.ts';
import { tables, useRow } from '../../store/tables.ts';
import { Icon } from '../../ui/icon.tsx';
import { ChartEmpty } from './chart-empty.tsx';
import { type MarketName, useMarket } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { ReadOut } from './read-out.tsx';
import { type Layer, layers, useChartModel } from './use-chart-model.ts';
import { useOwnRows } from './use-own-rows.ts';

type Shown = Readonly<Record<Layer, boolean>>;

export interface ChartPanelProps {
  readonly name: MarketName;
  readonly entry: MarketEntry | null;
}

export function ChartPanel({ name, entry }: ChartPanelProps) {
  const market = useMarket();
  const row = useRow(tables.instrument, entry?.instrumentKey ?? '');
  const own = useOwnRows(name);
  const channel = useWorstChannel([marketChannel(name, 'trade')]);
  const [interval, setInterval] = useState<Interval>(intervals[0]);
  const [shown, setShown] = useState<Shown>({ Positions: true, Orders: true, Executions: true, Gaps: true });
  const [read, setRead] = useState<Candle | null>(null);
  const offered = intervals.filter((one) => canFill(market.minutes, one.ms));
  const chosen = offered.includes(interval) ? interval : intervals[0];
  const open = useOpenGap(channel);
  const model = useChartModel({ name, market, interval: chosen, row, own, shown, open });
  const onRead = useCallback((candle: Candle | null) => setRead(candle), []);
  const candle = read ?? model.candles.at(-1) ?? null;
  return (
    <>
      <div className="ph chart-tools">
        <div className="seg" role="tablist" aria-label="Length of a candle">
          {offered.map((one) => (
            <button
              key={one.id}
              type="button"
              role="tab"
              aria-selected={one === chosen || undefined}
              onClick={() => setInterval(one)}
            >
              {one.label}
            </button>
          ))}
        </div>
        <span className="grow" />
        {layers.map((layer) => (
          <button
            key={layer}
            type="button"
            className="btn ghost sm layer"
            role="switch"
            aria-checked={shown[layer]}
            onClick={() => setShown({ ...shown, [layer]: !shown[layer] })}
          >
            <span className={shown[layer] ? 'ck on' : 'ck'}>
              <Icon of={Check} />
            </span>
            {layer}
          </button>
        ))}
      </div>
      <div className="chw">
        {candle === null ? (
          <ChartEmpty market={market} channel={channel} />
        ) : (
          <>
            <CandleChart
              model={model}
              label={`${name.symbol}, candles of ${chosen.label}. Arrow keys read them, plus and minus zoom.`}
              onRead={onRead}
            />
            <ReadOut
              candle={candle}
              model={model}
              pricePlaces={placesOf(row?.tickSize ?? null)}
              built={market.candlesBuilt}
            />
          </>
        )}
      </div>
    </>
  );
}

/** While the trades can't be trusted, the chart goes on in time with nothing in it. */
function useOpenGap(channel: ChannelView | null): ChartGap | null {
  const second = useSecond();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the gap grows every second
  return useMemo(() => {
    if (channel === null || channel.confirmedMs === null || !isStale(channel.state)) return null;
    const toMs = Date.now();
    const fromMs = toMs - (mainNowMs() - channel.confirmedMs);
    return { fromMs, toMs, title: `since ${clockText(fromMs)}`, detail: channel.state };
  }, [channel, second]);
}
