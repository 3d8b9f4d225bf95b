/**
 * Invents what happened before the practice venue started, walking back from the first price: the walk
 * of prices.ts looks the same in both directions of time.
 */
import { basePrices, type Contract, type Underlying } from './instruments.ts';
import { pullPerStep, stepDeviation, stepMs, underlyings } from './prices.ts';
import type { Rng } from './rng.ts';
import type { Side } from './venue-event.ts';

export interface PastTrade {
  readonly atMs: number;
  readonly side: Side;
  readonly tick: number;
  /** Of the contract's typical trade. */
  readonly factor: number;
}

/** Fair prices every three seconds up to the start, newest first. */
export type PastPrices = ReadonlyMap<Underlying, Float64Array>;

const spacingMs = 3000;

export function walkBack(
  startPrices: (underlying: Underlying) => number,
  spanMs: number,
  rng: Rng,
): PastPrices {
  const count = Math.ceil(spanMs / spacingMs) + 2;
  const stepsBetween = spacingMs / stepMs;
  const offsets = underlyings.map((name) => Math.log(startPrices(name) / basePrices[name]));
  const paths = new Map(underlyings.map((name) => [name, new Float64Array(count)]));
  for (let at = 0; at < count; at++) {
    const common = rng.normal();
    underlyings.forEach((name, index) => {
      const offset = offsets[index] ?? 0;
      const path = paths.get(name);
      if (path !== undefined) path[at] = basePrices[name] * Math.exp(offset);
      const deviation = stepDeviation[name];
      const shock = (0.7 * common + 0.714 * rng.normal()) * deviation * Math.sqrt(stepsBetween);
      offsets[index] = offset - offset * pullPerStep(deviation) * stepsBetween + shock;
    });
  }
  return paths;
}

/** The trades of one contract in a stretch before the start, oldest first. */
export function pastTrades(
  contract: Contract,
  path: Float64Array,
  startMs: number,
  fromMs: number,
  toMs: number,
  rng: Rng,
): PastTrade[] {
  const count = Math.max(1, Math.round((contract.tradesPerSecond * 1.33 * (toMs - fromMs)) / 1000));
  const trades: PastTrade[] = [];
  for (let i = 0; i < count; i++) {
    const atMs = Math.floor(fromMs + ((i + rng.next()) / count) * (toMs - fromMs));
    const back = Math.max(0, (startMs - atMs) / spacingMs);
    const newer = path[Math.floor(back)] ?? 0;
    const older = path[Math.floor(back) + 1] ?? newer;
    const price = newer + (older - newer) * (back % 1);
    const side: Side = rng.chance(0.5) ? 'Buy' : 'Sell';
    const tick = Math.round(
      (price * (1 + contract.premium)) / contract.tickSize + (side === 'Buy' ? 0.5 : -0.5),
    );
    trades.push({ atMs, side, tick, factor: Math.exp(rng.normal() * 1.1) });
  }
  return trades;
}
