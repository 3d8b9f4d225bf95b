/** Many feeds of one venue lose their line at the same instant: how they come back. */
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { eventually } from '../support/eventually.ts';
import { faultClock } from '../support/fault-clock.ts';
import { coinbaseDialect } from '../support/trade-dialects.ts';
import { startTradeVenue } from '../support/trade-venue.ts';
import { recordFeeds } from './recorded-feed.ts';
import { tradeAudit } from './trade-audit.ts';

export interface HerdOutcome {
  readonly feeds: number;
  readonly limit: { readonly count: number; readonly perMs: number };
  /** Since the line was lost. */
  readonly attemptsMs: readonly number[];
  readonly spreadMs: number;
  readonly mostInASecond: number;
  readonly mostInATenth: number;
  readonly wellMs: number;
  readonly lost: number;
  readonly doubled: number;
}

export async function measureHerd(feeds: number, speed: number): Promise<HerdOutcome> {
  const startMs = performance.now();
  const clock = faultClock(speed, startMs);
  const symbols = Array.from({ length: feeds }, (_, index) => `A${index}-USD`);
  const dialect = { ...coinbaseDialect, symbols };
  const pace = { meanMs: 1_500, random: Math.random };
  const venue = await startTradeVenue(dialect, faultClock(speed, startMs), pace);
  const record = recordFeeds(
    venue,
    clock,
    symbols.map((symbol) => [`trade:${symbol}`]),
  );
  try {
    await eventually('well at first', () => record.isWell(), 60_000);
    const warmedMs = clock.monoMs() + 5_000;
    await eventually('warm', () => clock.monoMs() >= warmedMs && record.isWell(), 60_000);
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
      ...{ feeds, limit: coinbase.limits.connections, attemptsMs, wellMs, ...kept },
      spreadMs: (attemptsMs.at(-1) ?? 0) - (attemptsMs[0] ?? 0),
      mostInASecond: mostWithin(attemptsMs, 1_000),
      mostInATenth: mostWithin(attemptsMs, 100),
    };
  } finally {
    await record.supervisor.closeAll();
    await venue.close();
  }
}

function mostWithin(timesMs: readonly number[], spanMs: number): number {
  return Math.max(
    0,
    ...timesMs.map((from) => timesMs.filter((at) => at >= from && at < from + spanMs).length),
  );
}
