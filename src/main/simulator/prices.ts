/** Moves the fair prices of all underlyings: a seeded walk that wanders and comes back, with calm and wild spells. */
import { basePrices, type Underlying } from './instruments.ts';
import type { Rng } from './rng.ts';

/** Market time between two steps; everything per second is divided by it. */
export const stepMs = 50;

export interface Prices {
  /** Fair price now. */
  fair(underlying: Underlying): number;
  /** How busy the market is: 1 on average, 0.4 when quiet, 3 in a burst. */
  readonly heat: number;
  step(): void;
}

export const underlyings = Object.keys(basePrices) as Underlying[];

/** Deviation of the logarithm per step; about 0.6 of a ten-thousandth per square root of a second for XBT. */
export const stepDeviation: Readonly<Record<Underlying, number>> = {
  XBT: 1.35e-5,
  ETH: 1.7e-5,
  SOL: 2.1e-5,
  XRP: 2.2e-5,
  DOGE: 2.4e-5,
  LINK: 2.1e-5,
};

/** Spread of the logarithm around the base price in the long run. */
const longRunDeviation = 0.02;
/** Invariant: no price leaves the base by more than this; the account's liquidation prices lie beyond. */
const farthest = 0.06;

export function pullPerStep(deviation: number): number {
  return (deviation * deviation) / (2 * longRunDeviation * longRunDeviation);
}

export function createPrices(rng: Rng): Prices {
  const offsets = new Map(underlyings.map((name) => [name, rng.normal() * 0.0006]));
  let regime: 'quiet' | 'normal' | 'burst' = 'normal';
  let stepsLeft = 400;

  function nextRegime(): void {
    const draw = rng.next();
    regime = draw < 0.25 ? 'quiet' : draw < 0.8 ? 'normal' : 'burst';
    const seconds = regime === 'burst' ? rng.between(2, 9) : rng.between(8, 60);
    stepsLeft = Math.round((seconds * 1000) / stepMs);
  }

  return {
    fair: (underlying) => basePrices[underlying] * Math.exp(offsets.get(underlying) ?? 0),
    get heat() {
      return heats[regime];
    },
    step() {
      if (--stepsLeft <= 0) nextRegime();
      const common = rng.normal();
      for (const name of underlyings) {
        const deviation = stepDeviation[name];
        const shock = (0.7 * common + 0.714 * rng.normal()) * deviation * wildness[regime];
        const offset = offsets.get(name) ?? 0;
        const moved = offset - offset * pullPerStep(deviation) + shock;
        offsets.set(name, Math.max(-farthest, Math.min(farthest, moved)));
      }
    },
  };
}

const heats = { quiet: 0.4, normal: 1, burst: 3 } as const;
const wildness = { quiet: 0.5, normal: 1, burst: 1.9 } as const;
