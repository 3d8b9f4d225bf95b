import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCheckMs, wants } from '../../src/main/feeds/cure.ts';
import { initialHealth, nextHealth } from '../../src/main/feeds/health.ts';
import type { Evidence, Health, HealthRules } from '../../src/main/feeds/health-types.ts';
import { data, healthDriver, open } from './health-driver.ts';
import { anyRules, anyStory } from './health-stories.ts';

test('no sequence of evidence leads to an impossible state', () => {
  fc.assert(
    fc.property(anyRules, anyStory, (rules, story) => {
      let nowMs = 0;
      let health = initialHealth(nowMs);
      for (const [waitMs, evidence] of story) {
        nowMs += waitMs;
        const before = health;
        health = nextHealth(before, evidence, nowMs, rules);
        expectPossible(before, evidence, health, nowMs);
        const ticked = nextHealth(health, { kind: 'tick' }, nowMs, rules);
        expectPossible(health, { kind: 'tick' }, ticked, nowMs);
        expectFresh(ticked, nowMs, rules);
        expect(nextHealth(ticked, { kind: 'tick' }, nowMs, rules)).toBe(ticked);
        expect(['nothing', 'quiet-proof', 'resubscribe', 'reconnect']).toContain(wants(ticked, nowMs, rules));
        expect(nextCheckMs(ticked, nowMs, rules) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(nowMs);
      }
    }),
    { numRuns: 300 },
  );
});

test('time alone never makes a channel healthy', () => {
  const rank = { live: 0, quiet: 1, connecting: 2, resyncing: 2, late: 3, stalled: 4 } as const;
  fc.assert(
    fc.property(anyRules, anyStory, fc.integer({ min: 0, max: 500_000 }), (rules, story, waitMs) => {
      let nowMs = 0;
      let health = initialHealth(nowMs);
      for (const [stepMs, evidence] of story) {
        nowMs += stepMs;
        health = nextHealth(health, evidence, nowMs, rules);
      }
      const after = nextHealth(health, { kind: 'tick' }, nowMs + waitMs, rules);
      if (health.kind === 'down' || health.kind === 'refused' || health.kind === 'waiting') {
        expect(after).toBe(health);
      } else if (after.kind in rank) {
        expect(rank[after.kind as keyof typeof rank]).toBeGreaterThanOrEqual(rank[health.kind]);
      }
    }),
    { numRuns: 300 },
  );
});

test('a channel that falls mute is found within its hard budget, although pongs go on', () => {
  fc.assert(
    fc.property(
      anyRules.filter((rules) => rules.proof !== 'session'),
      fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { maxLength: 40 }),
      fc.constantFrom<Evidence>(
        { kind: 'session' },
        { kind: 'heartbeat', lastTradeId: '0', ourTradeId: '5' },
        { kind: 'heartbeat', lastTradeId: null, ourTradeId: null },
      ),
      (rules, gaps, sign) => {
        const driver = healthDriver({ rules, look: () => ({ kind: 'failed', why: 'no answer' }) });
        open(driver);
        driver.hear(data);
        for (const share of gaps) {
          driver.until(driver.nowMs + share * rules.softMs);
          driver.hear(data);
        }
        const mutedMs = driver.nowMs;
        for (let count = 1; count <= 30; count += 1) {
          driver.until(mutedMs + (count * 2 * rules.hardMs) / 30);
          driver.hear(sign);
        }
        const stalled = driver.states.find((state) => state.kind === 'stalled');
        expect(stalled).toBeDefined();
        const tookMs = (stalled?.atMs ?? Number.POSITIVE_INFINITY) - mutedMs;
        expect(tookMs).toBeGreaterThanOrEqual(rules.hardMs - 1e-6);
        expect(tookMs).toBeLessThanOrEqual(1.25 * rules.hardMs);
        expect(driver.checks).toBeLessThan(250);
      },
    ),
    { numRuns: 150 },
  );
});

test('one timer that is not moved at each message still finds every stall on time', () => {
  fc.assert(
    fc.property(
      anyRules.filter((rules) => rules.proof !== 'session'),
      fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (rules, gaps) => {
        const still = { ...rules, canLook: false };
        let nowMs = 0;
        let health: Health = initialHealth(0);
        for (const evidence of [
          { kind: 'connected' },
          { kind: 'subscribed', snapshotDue: false },
          data,
        ] as const) {
          health = nextHealth(health, evidence, nowMs, still);
        }
        let timerMs = nextCheckMs(health, nowMs, still);
        let lastDataMs = nowMs;
        let checks = 0;
        function runTimers(untilMs: number): void {
          while (timerMs !== null && timerMs <= untilMs && health.kind !== 'stalled') {
            // The newest message is reported with its own time just before the tick.
            if (health.kind === 'live') health = nextHealth(health, data, lastDataMs, still);
            health = nextHealth(health, { kind: 'tick' }, timerMs, still);
            nowMs = timerMs;
            checks += 1;
            timerMs = nextCheckMs(health, timerMs, still);
          }
        }
        for (const share of gaps) {
          runTimers(lastDataMs + share * still.softMs);
          lastDataMs += share * still.softMs;
          expect(health.kind).toBe('live');
        }
        expect(checks).toBeLessThanOrEqual(Math.ceil(lastDataMs / still.softMs) * 2 + 2);
        runTimers(Number.POSITIVE_INFINITY);
        expect(health.kind).toBe('stalled');
        expect(health.sinceMs - lastDataMs).toBeLessThanOrEqual(1.25 * still.hardMs);
      },
    ),
    { numRuns: 150 },
  );
});

test('a quiet market whose heartbeats match never alarms, and nothing is asked of the feed', () => {
  fc.assert(
    fc.property(
      anyRules.map((rules): HealthRules => ({ ...rules, proof: 'heartbeat-trade-id' })),
      fc.array(fc.tuple(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.boolean()), {
        minLength: 20,
        maxLength: 200,
      }),
      (rules, steps) => {
        const driver = healthDriver({ rules });
        let id = 9_007_199_254_740_990n;
        open(driver);
        driver.hear({ kind: 'data', lastTradeId: String(id) });
        for (const [share, trades] of steps) {
          driver.until(driver.nowMs + share * rules.softMs);
          if (trades && share > 0.9) {
            id += 1n;
            driver.hear({ kind: 'data', lastTradeId: String(id) });
          }
          driver.hear({ kind: 'heartbeat', lastTradeId: String(id), ourTradeId: String(id) });
        }
        expect(driver.states.every((state) => state.kind === 'live' || state.kind === 'quiet')).toBe(true);
        expect(driver.asked).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

function expectPossible(before: Health, evidence: Evidence, health: Health, nowMs: number): void {
  expect(health.reason).not.toBe('');
  expect(health.sinceMs).toBeLessThanOrEqual(nowMs);
  expect(health.lastDataMs ?? 0).toBeLessThanOrEqual(nowMs);
  expect(health.confirmedMs ?? 0).toBeLessThanOrEqual(nowMs);
  if (health.kind === before.kind) expect(health.sinceMs).toBeGreaterThanOrEqual(before.sinceMs);
  switch (health.kind) {
    case 'live':
      expect(health.memory.snapshotDue).toBe(false);
      expect(health.confirmedMs).toBeGreaterThanOrEqual(health.lastDataMs);
      return;
    case 'quiet':
      expect(health.memory).toMatchObject({ snapshotDue: false, subscribed: true });
      expect(health.confirmedMs).not.toBeNull();
      return;
    case 'down':
      if (before.kind !== 'down') expect(evidence.kind).toBe('disconnected');
      expect(health.memory).toMatchObject({ connected: false, subscribed: false });
      return;
    case 'refused':
      if (before.kind !== 'refused') expect(evidence.kind).toBe('refused');
      return;
    case 'waiting':
      if (before.kind !== 'waiting') expect(evidence.kind).toBe('on-hold');
      return;
    default:
      return;
  }
}

/** What is called healthy after a tick was confirmed within the soft budget. */
function expectFresh(health: Health, nowMs: number, rules: HealthRules): void {
  if (health.kind !== 'live' && health.kind !== 'quiet') return;
  // Something newer may be on its way for a moment.
  const { behind } = health.memory;
  if (behind !== null) expect(nowMs).toBeLessThan(behind.sinceMs + Math.min(1_000, rules.softMs));
  expect(nowMs).toBeLessThan(Math.max(health.confirmedMs, health.memory.freshMs) + rules.softMs);
}
