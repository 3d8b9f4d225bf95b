/** The candles of the chosen market with what the account has in it. */
import { Check } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ChannelView, InstrumentView } from '../../../preload/contract/views.ts';
import { CandleChart } from '../../charts/candle-chart.tsx';
import { type Candle, canFill, type Interval, intervals, joinCandles } from '../../charts/candles.ts';
import type { ChartGap, ChartModel } from '../../charts/chart-model.ts';
import { placesOf, plainFigure } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { clockText } from '../../format/time.ts';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { accountChannel, marketChannel, useWorstChannel, worstChannel } from '../../store/row-health.ts';
import { tables, useRow } from '../../store/tables.ts';
import { Icon } from '../../ui/icon.tsx';
import { ChartEmpty } from './chart-empty.tsx';
import { type MarketName, useMarket, type Watched } from './market-store.ts';
import type { MarketEntry } from './markets.ts';
import { chartGaps, executionMarks, orderLevels, positionLevels } from './own-marks.ts';
import { ReadOut } from './read-out.tsx';
import { type OwnRows, useOwnRows } from './use-own-rows.ts';

const layers = ['Positions', 'Orders', 'Executions', 'Gaps'] as const;
type Layer = (typeof layers)[number];
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
  const model = useModel({ market, interval: chosen, row, own, shown, open });
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

interface ModelParts {
  readonly market: Watched;
  readonly interval: Interval;
  readonly row: InstrumentView | undefined;
  readonly own: OwnRows;
  readonly shown: Shown;
  readonly open: ChartGap | null;
}

function useModel({ market, interval, row, own, shown, open }: ModelParts): ChartModel {
  const candles = useMemo(() => joinCandles(market.minutes, interval.ms), [market.minutes, interval.ms]);
  const tick = row?.tickSize ?? null;
  const lot = row?.lotSize ?? null;
  const levels = useMemo(() => {
    const digits = { pricePlaces: placesOf(tick), sizePlaces: placesOf(lot) };
    const words = {
      nameOf: (of: { readonly account: string | null }) => (own.several ? `${of.account ?? 'public'}: ` : ''),
      isOld: (of: { readonly venue: string; readonly account: string | null }, topic: string) =>
        isStale(worstChannel([accountChannel(of, topic)])?.state ?? 'live'),
    };
    return [
      ...(shown.Positions ? positionLevels(own.positions, digits, words) : []),
      ...(shown.Orders ? orderLevels(own.orders, digits, words) : []),
    ];
  }, [own, shown.Positions, shown.Orders, tick, lot]);
  const executions = useMemo(
    () => (shown.Executions ? executionMarks(own.executions) : []),
    [own, shown.Executions],
  );
  const gaps = useMemo(() => {
    if (!shown.Gaps) return [];
    return [...chartGaps(market.gaps, market.trades), ...(open === null ? [] : [open])];
  }, [market.gaps, market.trades, shown.Gaps, open]);
  const last = market.trades.at(-1)?.price ?? candles.at(-1)?.text.close ?? null;
  return useMemo(
    () => ({
      candles,
      intervalMs: interval.ms,
      tickSize: tick === null ? null : Number(tick),
      last:
        last === null
          ? null
          : {
              price: Number(last),
              text: plainFigure(last, { places: placesOf(tick) }),
              move: market.lastMove,
            },
      levels,
      executions,
      gaps,
    }),
    [candles, interval.ms, tick, last, market.lastMove, levels, executions, gaps],
  );
}
