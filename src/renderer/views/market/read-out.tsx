/** Reads one candle out: its time, its four prices in the venue's digits, its exact volume. */

import { momentText } from '../../charts/candle-scene.ts';
import type { Candle } from '../../charts/candles.ts';
import type { ChartModel } from '../../charts/chart-model.ts';
import { sumExact } from '../../format/exact-sum.ts';
import { Amount } from '../../ui/amount.tsx';

export interface ReadOutProps {
  readonly candle: Candle;
  readonly model: ChartModel;
  readonly pricePlaces: number;
  readonly built: boolean;
}

export function ReadOut({ candle, model, pricePlaces, built }: ReadOutProps) {
  const prices = [
    ['O', candle.text.open],
    ['H', candle.text.high],
    ['L', candle.text.low],
    ['C', candle.text.close],
  ] as const;
  return (
    <div className="ohlc">
      <b>{momentText(candle.startMs, model)}</b>
      {prices.map(([name, value]) => (
        <span key={name}>
          {name}{' '}
          <b>
            <Amount value={value} places={pricePlaces} />
          </b>
        </span>
      ))}
      <span>
        V{' '}
        <b>
          <Amount value={sumExact(candle.text.volumes)} />
        </b>
      </span>
      <span>{built ? 'built from trades' : 'from the venue'}</span>
      {fills(candle, model)}
    </div>
  );
}

function fills(candle: Candle, model: ChartModel) {
  const inside = model.executions.filter(
    (one) => one.timeMs >= candle.startMs && one.timeMs < candle.startMs + model.intervalMs,
  );
  const buys = inside.filter((one) => one.side === 'buy').length;
  const sells = inside.length - buys;
  const words = [count(buys, 'fill', 'bought'), count(sells, 'fill', 'sold')].filter((word) => word !== null);
  return words.length === 0 ? null : <span>{words.join(', ')}</span>;
}

function count(amount: number, noun: string, verb: string): string | null {
  if (amount === 0) return null;
  return `${amount} ${amount === 1 ? noun : `${noun}s`} ${verb}`;
}
