/** Many feeds of one venue lose their line at the same instant: how they come back. */
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { defaultBackoff } from '../../src/main/feeds/backoff.ts';
import type { VenueLimit } from '../../src/main/feeds/venue-budget.ts';
import { eventually } from '../support/eventually.ts';
import { faultClock } from '../support/fault-clock.ts';
import { coinbaseDialect } from '../support/trade-dialects.ts';
import { startTradeVenue } from '../support/trade-venue.ts';
import { recordFeeds } from './recorded-feed.ts';
import { tradeAudit } from './trade-audit.ts';

export interface HerdOutcome {
  readonly feeds: number;
  readonly limit: VenueLimit;
  /** Since the line was lost, in their order. */
  readonly attemptsMs: readonly number[];
  readonly spreadMs: number;
  readonly mostInASecond: number;
  readonly mostInATenth: number;
  readonly wellMs: number;
  readonly lost: number;
  readonly doubled: number;
}

/** As the venue allows, or as many as like. */
export async function measureHerd(
  feeds: number,
  speed: number,
  limit: VenueLimit = coinbase.limits.connections,
  jitter: () => number = Math.random,
): Promise<HerdOutcome> {
  const startMs = performance.now();
  const clock = faultClock(speed, startMs);
  const symbols = Array.from({ length: feeds }, (_, index) => `A${index}-USD`);
  const exchange = { ...coinbase, limits: { ...coinbase.limits, connections: limit } };
  const dialect = { ...coinbaseDialect, exchange, symbols };
  const pace = { meanMs: 1_500, random: Math.random };
  const venue = await startTradeVenue(dialect, faultClock(speed, startMs), pace);
  const record = recordFeeds(
    venue,
    clock,
    symbols.map((symbol) => [`trade:${symbol}`]),
    jitter,
  );
  try {
    await eventually('well at first', () => record.isWell(), 60_000);
    const warmedMs = clock.monoMs() + 5_000;
    // What is lost is counted from the first trade of each.
    const haveBegun = () => record.supervisor.status().every(({ counters }) => counters.trades > 0);
    await eventually('warm', () => clock.monoMs() >= warmedMs && haveBegun() && record.isWell(), 60_000);
    const before = venue.upgradesMs.length;
    const lostMs = clock.monoMs();
    const said = record.said.length;
    venue.inject({ kind: 'drop' });
    const isDone = () => record.said.length > said && venue.upgradesMs.length >= before + feeds;
    await eventually('well again', () => isDone() && record.isWell(), 60_000);
    const wellMs = clock.monoMs() - lostMs;
    venue.freeze();
    const kept = await tradeAudit(venue, record.takeTrades).check(true);
    const attemptsMs = venue.upgradesMs.slice(before).map((atMs) => atMs - lostMs);
    return {
      ...{ feeds, limit, attemptsMs, wellMs, ...kept },
      spreadMs: (attemptsMs.at(-1) ?? 0) - (attemptsMs[0] ?? 0),
      mostInASecond: mostWithin(attemptsMs, 1_000),
      mostInATenth: mostWithin(attemptsMs, 100),
    };
  } finally {
    await record.supervisor.closeAll();
    await venue.close();
  }
}

/**
 * How far first waits are from even between nothing and the cap: the largest difference between the share of feeds
 * that are back after some time and the share of the cap that has passed by then (Kolmogorov and Smirnov). 1: all
 * come at once, 0: full jitter of many.
 */
export function unevenness({ attemptsMs }: HerdOutcome): number {
  const { length } = attemptsMs;
  return Math.max(
    ...attemptsMs.map((atMs, index) => {
      const share = Math.min(1, atMs / defaultBackoff.baseMs);
      return Math.max(share - index / length, (index + 1) / length - share);
    }),
  );
}

/** What nobody reaches, so that only the jitter keeps feeds apart. */
export const noLimit: VenueLimit = { count: 100_000, perMs: 1_000 };
/** Of forty even draws, one set in a thousand is less even. */
export const mostUneven = 0.31;

function mostWithin(timesMs: readonly number[], spanMs: number): number {
  return Math.max(
    0,
    ...timesMs.map((from) => timesMs.filter((at) => at >= from && at < from + spanMs).length),
  );
}
