/**
 * Invents what was traded before the practice venue started, walking back from the first price: the walk
 * of prices.ts looks the same in both directions of time. Ages are relative to the start, so that a seed
 * gives the same past at every time of day.
 */
import { basePrices, type Contract, contracts, type Underlying } from './instruments.ts';
import { pullPerStep, stepDeviation, stepMs, underlyings } from './prices.ts';
import { createRng, type Rng } from './rng.ts';
import type { Side } from './venue-event.ts';

export interface PastTrade {
  /** Before the start. */
  readonly ageMs: number;
  readonly side: Side;
  readonly tick: number;
  readonly size: number;
}

/** Oldest first, by symbol. */
export type Past = ReadonlyMap<string, readonly PastTrade[]>;

const spacingMs = 3000;
/** A few milliseconds of work. */
const tradesAtOnce = 5_000;

/** Pauses between symbols, and within those that trade much. */
export function* inventPast(
  seed: number,
  startPrice: (underlying: Underlying) => number,
  minutes: number,
): Generator<undefined, Past> {
  const spanMs = minutes * 60_000;
  const paths = walkBack(startPrice, spanMs, createRng(seed, 'past'));
  const past = new Map<string, readonly PastTrade[]>();
  for (const contract of contracts) {
    yield;
    const path = paths.get(contract.underlying) ?? new Float64Array(2);
    const rng = createRng(seed, `past/${contract.symbol}`);
    past.set(contract.symbol, yield* pastTrades(contract, path, spanMs, rng));
  }
  return past;
}

/** Fair prices every few seconds, newest first. */
function walkBack(
  startPrice: (underlying: Underlying) => number,
  spanMs: number,
  rng: Rng,
): ReadonlyMap<Underlying, Float64Array> {
  const count = Math.ceil(spanMs / spacingMs) + 2;
  const stepsBetween = spacingMs / stepMs;
  const offsets = underlyings.map((name) => Math.log(startPrice(name) / basePrices[name]));
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

function* pastTrades(
  contract: Contract,
  path: Float64Array,
  spanMs: number,
  rng: Rng,
): Generator<undefined, PastTrade[]> {
  const count = Math.round((contract.tradesPerSecond * 1.33 * spanMs) / 1000);
  const trades: PastTrade[] = [];
  for (let left = count; left > 0; left--) {
    if (left % tradesAtOnce === 0) yield;
    const ageMs = Math.floor(((left - rng.next()) / count) * spanMs);
    const back = ageMs / spacingMs;
    const newer = path[Math.floor(back)] ?? 0;
    const older = path[Math.floor(back) + 1] ?? newer;
    const price = newer + (older - newer) * (back % 1);
    const side: Side = rng.chance(0.5) ? 'Buy' : 'Sell';
    const tick = Math.round(
      (price * (1 + contract.premium)) / contract.tickSize + (side === 'Buy' ? 0.5 : -0.5),
    );
    const lots = Math.max(
      1,
      Math.round((contract.tradeSize * Math.exp(rng.normal() * 1.1)) / contract.lotSize),
    );
    trades.push({ ageMs, side, tick, size: lots * contract.lotSize });
  }
  return trades;
}
