/** Puts together what the chart draws, each part only anew when something in it changed. */
import { useMemo } from 'react';
import type { InstrumentView } from '../../../preload/contract/views.ts';
import { type Interval, joinCandles } from '../../charts/candles.ts';
import type { ChartGap, ChartModel } from '../../charts/chart-model.ts';
import { placesOf, plainFigure } from '../../format/decimal.ts';
import { isStale } from '../../format/health.ts';
import { useSecond } from '../../store/main-clock.ts';
import { accountChannel, channelOf } from '../../store/row-health.ts';
import type { MarketName, Watched } from './market-store.ts';
import { chartGaps, executionMarks, orderLevels, positionLevels } from './own-marks.ts';
import type { OwnRows } from './use-own-rows.ts';

export const layers = ['Positions', 'Orders', 'Executions', 'Gaps'] as const;
export type Layer = (typeof layers)[number];

export interface ChartParts {
  readonly name: MarketName;
  readonly market: Watched;
  readonly interval: Interval;
  readonly row: InstrumentView | undefined;
  readonly own: OwnRows;
  readonly shown: Readonly<Record<Layer, boolean>>;
  /** A stretch without data that has not ended. */
  readonly open: ChartGap | null;
}

export function useChartModel({ name, market, interval, row, own, shown, open }: ChartParts): ChartModel {
  const candles = useMemo(() => joinCandles(market.minutes, interval.ms), [market.minutes, interval.ms]);
  const tick = row?.tickSize ?? null;
  const lot = row?.lotSize ?? null;
  const old = useOldChannels(name.venue, own);
  const levels = useMemo(() => {
    const digits = { pricePlaces: placesOf(tick), sizePlaces: placesOf(lot) };
    const words = {
      nameOf: (of: { readonly account: string | null }) => (own.several ? `${of.account ?? 'public'}: ` : ''),
      isOld: (account: string | null, topic: string) => old.split('\n').includes(oldName(account, topic)),
    };
    return [
      ...(shown.Positions ? positionLevels(own.positions, digits, words) : []),
      ...(shown.Orders ? orderLevels(own.orders, digits, words) : []),
    ];
  }, [own, old, shown.Positions, shown.Orders, tick, lot]);
  const executions = useMemo(
    () => (shown.Executions ? executionMarks(own.executions) : []),
    [own, shown.Executions],
  );
  const gaps = useMemo(() => {
    if (!shown.Gaps) return [];
    return [...chartGaps(market.gaps, market.trades), ...(open === null ? [] : [open])];
  }, [market.gaps, market.trades, shown.Gaps, open]);
  const last = market.trades.at(-1)?.price ?? candles.at(-1)?.text.close ?? null;
  const isOld = open !== null;
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
              isOld,
            },
      levels,
      executions,
      gaps,
    }),
    [candles, interval.ms, tick, last, isOld, market.lastMove, levels, executions, gaps],
  );
}

/** The account channels behind these rows that can't be trusted now, as one text that only changes with them. */
function useOldChannels(venue: string, own: OwnRows): string {
  useSecond();
  const accounts = new Set([...own.positions, ...own.orders].map((row) => row.account));
  const old: string[] = [];
  for (const account of accounts) {
    for (const topic of ['position', 'order']) {
      const channel = channelOf(accountChannel({ venue, account }, topic));
      if (channel !== null && isStale(channel.state)) old.push(oldName(account, topic));
    }
  }
  return old.join('\n');
}

function oldName(account: string | null, topic: string): string {
  return `${topic} ${account ?? ''}`;
}
