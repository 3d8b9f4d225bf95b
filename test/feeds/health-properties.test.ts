import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCheckMs, wants } from '../../src/main/feeds/cure.ts';
import { initialHealth, nextHealth } from '../../src/main/feeds/health.ts';
import type { Evidence, Health, HealthRules } from '../../src/main/feeds/health-types.ts';
import { data, healthDriver, open } from './health-driver.ts';

const anyRules: fc.Arbitrary<HealthRules> = fc
  .record({
    softMs: fc.integer({ min: 500, max: 60_000 }),
    factor: fc.integer({ min: 2, max: 6 }),
    proof: fc.constantFrom('heartbeat-trade-id', 'heartbeat-counter', 'rest', 'session', 'none'),
    canLook: fc.boolean(),
  })
  .map(({ softMs, factor, proof, canLook }) => ({
    softMs,
    hardMs: softMs * factor,
    proof,
    canLook,
    compareAfterMs: 60_000,
  }));

const anyId = fc.constantFrom(null, '0', '', '9', '10', '11', '9007199254740993', 'b3f1');

const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc.record({ kind: fc.constant('connecting' as const), afresh: fc.boolean() }),
  fc.constant<Evidence>({ kind: 'connected' }),
  fc.record({ kind: fc.constant('subscribed' as const), snapshotDue: fc.boolean() }),
  fc.record({ kind: fc.constant('data' as const), lastTradeId: anyId }),
  fc.record({ kind: fc.constant('snapshot' as const), more: fc.boolean() }),
  fc.constant<Evidence>({ kind: 'resync-started', cause: 'update for an unknown row' }),
  fc.constant<Evidence>({ kind: 'resynced' }),
  fc.record({ kind: fc.constant('heartbeat' as const), lastTradeId: anyId, ourTradeId: anyId }),
  fc.record({ kind: fc.constant('counter' as const), whole: fc.boolean() }),
  fc.constant<Evidence>({ kind: 'session' }),
  fc.constant<Evidence>({ kind: 'look-started' }),
  fc.constantFrom<Evidence>(
    { kind: 'look-answered', answer: { kind: 'nothing-newer' } },
    { kind: 'look-answered', answer: { kind: 'newer', newestId: '12' } },
    { kind: 'look-answered', answer: { kind: 'failed', why: 'HTTP 503' } },
  ),
  fc.constantFrom<Evidence>({ kind: 'cure', step: 'resubscribe' }, { kind: 'cure', step: 'reconnect' }),
  fc.constant<Evidence>({ kind: 'disconnected', code: 1006, reason: '', retryAtMs: 1_000 }),
  fc.constant<Evidence>({ kind: 'refused', code: '403', message: 'no' }),
  fc.constant<Evidence>({ kind: 'on-hold', reason: 'the keychain is locked' }),
  fc.constantFrom<Evidence>({ kind: 'woke', cause: 'sleep' }, { kind: 'woke', cause: 'clock-jump' }),
  fc.constant<Evidence>({ kind: 'own-delay' }),
  fc.constant<Evidence>({ kind: 'tick' }),
);
const anyStory = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), anyEvidence), { maxLength: 60 });

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
