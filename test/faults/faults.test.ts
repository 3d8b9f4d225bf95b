/**
 * Every fault in every dialect: said before it is cured, cured in time, marked, and no trade lost or doubled.
 * Venues and feeds live on a clock that runs eight times as fast as the world.
 */
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/main/simulator/rng.ts';
import { faultCases } from './fault-cases.ts';
import { measureHerd, mostUneven, noLimit, unevenness } from './herd.ts';
import { jobsOf, runJobs } from './run-cases.ts';
import { objections } from './verdict.ts';

const setting = { speed: 8, warmMs: 6_000 };
/** A busy machine may be late by two seconds of the world; `npm run faults` is stricter. */
const lateMs = 2_000 * setting.speed;

describe('a feed tells the truth and heals', () => {
  const jobs = jobsOf(faultCases);
  const results = runJobs(jobs, setting, 10);
  test.each(jobs.map(({ name }, index) => [name, results[index]] as const))(
    '%s',
    { timeout: 120_000 },
    async (_name, result) => {
      const ended = await result;
      if (ended?.ok !== true) throw new Error(ended?.why);
      expect(objections(ended.outcome, lateMs)).toEqual([]);
    },
  );
});

test('twenty feeds that lose their line at once come back one after the other, as the venue allows', async () => {
  const herd = await measureHerd(20, 4);
  const { count } = herd.limit;
  expect(herd).toMatchObject({ lost: 0, doubled: 0 });
  expect(herd.attemptsMs).toHaveLength(herd.feeds);
  // Give or take a busy machine.
  expect(herd.mostInASecond).toBeLessThanOrEqual(count + 4);
  expect(herd.spreadMs).toBeGreaterThan(1_000);
}, 60_000);

test('where a venue sets no limit, the first waits of many feeds are even from nothing to half a second', async () => {
  const herd = await measureHerd(40, 1, noLimit, createRng(7, 'jitter').next);
  expect(herd.attemptsMs).toHaveLength(herd.feeds);
  expect(unevenness(herd)).toBeLessThan(mostUneven);
  expect(herd).toMatchObject({ lost: 0, doubled: 0 });
}, 60_000);
