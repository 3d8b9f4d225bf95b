/** When a channel is looked at and cured, whatever was heard of it before. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCheckMs, wants } from '../../src/main/feeds/cure.ts';
import { initialHealth, nextHealth } from '../../src/main/feeds/health.ts';
import type { Evidence, Health, HealthRules, LookAnswer } from '../../src/main/feeds/health-types.ts';
import { data, healthDriver, open } from './health-driver.ts';
import { anyRules, anyStory } from './health-stories.ts';

/** Some time after a story, of a channel whose timer has just fired. */
function told(rules: HealthRules, story: readonly (readonly [number, Evidence])[], afterMs = 0) {
  let nowMs = 0;
  let health: Health = initialHealth(nowMs);
  for (const [waitMs, evidence] of story) {
    nowMs += waitMs;
    health = nextHealth(health, evidence, nowMs, rules);
  }
  nowMs += afterMs;
  return { nowMs, health: nextHealth(health, { kind: 'tick' }, nowMs, rules) };
}

test('before the next check nothing changes and nothing is due, and without one nothing ever is', () => {
  const anyShare = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(anyRules, anyStory, anyShare, (rules, story, share) => {
      const { health, nowMs } = told(rules, story);
      const checkMs = nextCheckMs(health, nowMs, rules) ?? nowMs + 100_000_000;
      const betweenMs = nowMs + share * (checkMs - nowMs);
      expect(nextHealth(health, { kind: 'tick' }, betweenMs, rules)).toBe(health);
      const dueMs = wants(health, nowMs, rules) === 'nothing' ? betweenMs : nowMs;
      expect(wants(health, dueMs, rules)).toBe(wants(health, nowMs, rules));
    }),
    { numRuns: 500 },
  );
});

test('only a stalled channel is cured, only a connected one looked at, and only where a look can prove something', () => {
  fc.assert(
    fc.property(anyRules, anyStory, fc.nat({ max: 100_000 }), (rules, story, afterMs) => {
      const { health, nowMs } = told(rules, story, afterMs);
      const want = wants(health, nowMs, rules);
      if (want === 'resubscribe' || want === 'reconnect') expect(health.kind).toBe('stalled');
      if (want !== 'quiet-proof') return;
      expect(rules.canLook).toBe(true);
      expect(rules.proof).not.toBe('none');
      expect(health.memory).toMatchObject({ connected: true, subscribed: true });
      expect(['down', 'refused', 'waiting']).not.toContain(health.kind);
    }),
    { numRuns: 500 },
  );
});

test('a cure that was taken is given its time, whatever happened before', () => {
  const leastMs = (rules: HealthRules) => Math.min(10_000, Math.max(2_000, rules.hardMs / 2));
  const anyStep = fc.constantFrom('resubscribe' as const, 'reconnect' as const);
  fc.assert(
    fc.property(anyRules, anyStory, anyStep, (rules, story, step) => {
      const { health, nowMs } = told(rules, story);
      const cured = nextHealth(health, { kind: 'cure', step }, nowMs, rules);
      const soonMs = nowMs + leastMs(rules) - 1;
      expect(['nothing', 'quiet-proof']).toContain(wants(cured, soonMs, rules));
    }),
    { numRuns: 500 },
  );
});

test('cures of a channel that stays silent take turns, each waits twice as long, and none longer than a minute', () => {
  fc.assert(
    fc.property(anyRules, (anyRule) => {
      const rules = { ...anyRule, canLook: false };
      const isPrivate = rules.proof === 'session';
      const longestMs = isPrivate ? 120_000 : 60_000;
      const driver = healthDriver({ rules });
      open(driver);
      driver.hear(data);
      driver.until(3_600_000);
      const kinds = driver.asked.map(({ want }) => want);
      const turns = kinds.map((_, at) => (isPrivate || at % 2 === 1 ? 'reconnect' : 'resubscribe'));
      expect(kinds).toEqual(turns);
      const times = driver.asked.map(({ atMs }) => atMs);
      const waits = times.slice(1).map((atMs, at) => atMs - (times[at] ?? 0));
      expect(waits.at(-1)).toBe(longestMs);
      for (const [at, waitMs] of waits.slice(1).entries()) {
        expect(waitMs).toBeCloseTo(Math.min(longestMs, 2 * (waits[at] ?? 0)), 6);
      }
    }),
    { numRuns: 100 },
  );
});

test('the tables of an account are compared once a minute at the most, however busy or broken it is', () => {
  const anyAnswer = fc.constantFrom<LookAnswer | null>(
    null,
    { kind: 'nothing-newer' },
    { kind: 'newer', newestId: null },
    { kind: 'failed', why: 'HTTP 503' },
  );
  const anySign = fc.constantFrom<Evidence>(
    data,
    { kind: 'session' },
    { kind: 'resync-started', cause: 'update of an unknown row' },
    { kind: 'snapshot', more: false },
    { kind: 'disconnected', code: null, reason: '', retryAtMs: 0 },
  );
  const anyLife = fc.array(fc.tuple(fc.nat({ max: 30_000 }), anySign), { maxLength: 100 });
  fc.assert(
    fc.property(anyRules, anyLife, fc.array(anyAnswer, { minLength: 1 }), (anyRule, life, answers) => {
      let looks = 0;
      const rules = { ...anyRule, proof: 'session', canLook: true, compareAfterMs: 10_000 } as const;
      const look = () => answers[looks++ % answers.length] ?? null;
      const driver = healthDriver({ rules, look });
      open(driver);
      for (const [waitMs, sign] of life) {
        driver.until(driver.nowMs + waitMs);
        driver.hear(sign);
        if (sign.kind === 'disconnected') open(driver);
      }
      const times = driver.asked.flatMap(({ want, atMs }) => (want === 'quiet-proof' ? [atMs] : []));
      for (const [at, atMs] of times.slice(1).entries()) {
        expect(atMs - (times[at] ?? 0)).toBeGreaterThanOrEqual(60_000);
      }
    }),
    { numRuns: 200 },
  );
});
