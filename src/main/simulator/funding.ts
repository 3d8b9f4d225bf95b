/** When funding is due, and at which rates. */
import { type Contract, roundTo } from './instruments.ts';
import { createRing, type Ring } from './ring.ts';
import type { Rng } from './rng.ts';
import type { Row } from './venue-event.ts';

/** BitMEX writes an interval as a time since the year 2000. */
export const fundingInterval = '2000-01-01T01:00:00.000Z';
export const fundingIntervalMs = 3_600_000;

export interface Rate {
  readonly now: number;
  /** What will be due one interval later. */
  readonly next: number;
}

export interface Funding {
  readonly dueAtMs: number;
  readonly dueAt: string;
  readonly history: Ring<Row>;
  rate(symbol: string): Rate;
  /** Ends an interval: the rows of what was due, and from then on the next rates. */
  settle(nowMs: number): readonly Row[];
}

export function createFunding(contracts: readonly Contract[], startMs: number, rng: Rng): Funding {
  // Soon, so that a session sees it, and on a round minute as funding is.
  let dueAtMs = Math.ceil((startMs + 120_000) / 300_000) * 300_000;
  const history = createRing<Row>(400);
  const rates = new Map<string, Rate>();
  for (const { symbol } of contracts) rates.set(symbol, { now: draw(), next: draw() });
  for (const back of [3, 2, 1]) {
    for (const { symbol } of contracts) history.push(row(symbol, dueAtMs - back * fundingIntervalMs, draw()));
  }

  function draw(): number {
    return roundTo(Math.max(-0.0003, Math.min(0.0004, 0.0001 + rng.normal() * 0.00006)), 6);
  }

  function rate(symbol: string): Rate {
    return rates.get(symbol) ?? { now: 0, next: 0 };
  }

  return {
    history,
    rate,
    get dueAtMs() {
      return dueAtMs;
    },
    get dueAt() {
      return new Date(dueAtMs).toISOString();
    },
    settle(nowMs) {
      const rows = contracts.map(({ symbol }) => row(symbol, dueAtMs, rate(symbol).now));
      for (const one of rows) history.push(one);
      while (dueAtMs <= nowMs) dueAtMs += fundingIntervalMs;
      for (const { symbol } of contracts) rates.set(symbol, { now: rate(symbol).next, next: draw() });
      return rows;
    },
  };
}

function row(symbol: string, atMs: number, fundingRate: number): Row {
  return {
    timestamp: new Date(atMs).toISOString(),
    symbol,
    fundingInterval,
    fundingRate,
    fundingRateDaily: roundTo(fundingRate * (86_400_000 / fundingIntervalMs), 6),
  };
}
