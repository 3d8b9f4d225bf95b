import { expect, test } from 'vitest';
import type { HealthRules } from '../../src/main/feeds/health-types.ts';
import { data, healthDriver, open } from './health-driver.ts';

const rules: HealthRules = {
  softMs: 4_000,
  hardMs: 12_000,
  proof: 'none',
  canLook: false,
  compareAfterMs: 60_000,
};
const byHeartbeat: HealthRules = { ...rules, proof: 'heartbeat-trade-id' };
const byRest: HealthRules = { ...rules, proof: 'rest', canLook: true };
const bySession: HealthRules = { ...rules, proof: 'session' };

test('a channel goes from connecting through its first data to live', () => {
  const driver = healthDriver({ rules });
  expect(driver.health.kind).toBe('connecting');
  open(driver);
  expect(driver.health).toMatchObject({ kind: 'connecting', reason: 'subscribed, no data yet' });
  driver.until(1_000);
  driver.hear(data);
  expect(driver.health).toMatchObject({
    kind: 'live',
    sinceMs: 1_000,
    reason: 'first data',
    lastDataMs: 1_000,
  });
});

test('silence leads to late at the soft budget and to stalled at the hard one, with the reason', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.until(20_000);
  expect(driver.states.slice(-2)).toEqual([
    { atMs: 4_000, kind: 'late', reason: '4 s without data, no proof of quiet' },
    { atMs: 12_000, kind: 'stalled', reason: 'no data for 12 s, and no proof of quiet' },
  ]);
});

test('pongs and heartbeats without an id never reset the data timer', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear(data);
  for (let second = 1; second <= 12; second += 1) {
    driver.until(second * 1_000);
    driver.hear({ kind: 'session' });
    driver.hear({ kind: 'heartbeat', lastTradeId: null, ourTradeId: '17' });
    driver.hear({ kind: 'heartbeat', lastTradeId: '0', ourTradeId: '17' });
    driver.hear({ kind: 'heartbeat', lastTradeId: '0', ourTradeId: '0' });
  }
  expect(driver.health).toMatchObject({
    kind: 'stalled',
    sinceMs: 12_000,
    lastDataMs: 0,
    reason: 'no data for 12 s, although the connection answers',
  });
});

test('a heartbeat that names our last trade proves quiet, not data', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  for (let second = 1; second <= 600; second += 1) {
    driver.until(second * 1_000);
    driver.hear({ kind: 'heartbeat', lastTradeId: '17', ourTradeId: '17' });
  }
  expect(driver.health).toMatchObject({ kind: 'quiet', lastDataMs: 0, confirmedMs: 600_000 });
  expect(driver.states.map((state) => state.kind)).toEqual(['live', 'quiet']);
  expect(driver.asked).toEqual([]);
});

test('quiet by heartbeats ends when the heartbeats do', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  driver.until(3_000);
  driver.hear({ kind: 'heartbeat', lastTradeId: '17', ourTradeId: '17' });
  driver.until(30_000);
  expect(driver.states.slice(1)).toMatchObject([
    { atMs: 4_000, kind: 'quiet' },
    { atMs: 7_000, kind: 'late' },
    { atMs: 15_000, kind: 'stalled' },
  ]);
});

test('a heartbeat that names a newer trade stalls the channel at the next check', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  driver.until(500);
  driver.hear({ kind: 'heartbeat', lastTradeId: '18', ourTradeId: '17' });
  expect(driver.health.kind).toBe('live');
  driver.until(5_000);
  expect(driver.states.at(-1)).toEqual({
    atMs: 1_500,
    kind: 'stalled',
    reason: 'the venue has newer data than we received: its newest trade is 18',
  });
});

test('a trade that a heartbeat had overtaken changes nothing', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  driver.hear({ kind: 'heartbeat', lastTradeId: '18', ourTradeId: '17' });
  driver.until(200);
  driver.hear({ kind: 'data', lastTradeId: '18' });
  driver.until(3_900);
  expect(driver.states.map((state) => state.kind)).toEqual(['live']);
});

test('data older than what the venue names keeps a channel stalled', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  driver.hear({ kind: 'heartbeat', lastTradeId: '20', ourTradeId: '17' });
  driver.until(2_000);
  driver.hear({ kind: 'data', lastTradeId: '18' });
  expect(driver.health).toMatchObject({ kind: 'stalled', lastDataMs: 2_000, confirmedMs: 0 });
  driver.hear({ kind: 'data', lastTradeId: '20' });
  expect(driver.health).toMatchObject({ kind: 'live', reason: 'data again' });
});

test('before our first trade, heartbeats are measured by the first of them', () => {
  const driver = healthDriver({ rules: byHeartbeat });
  open(driver);
  driver.hear({ kind: 'heartbeat', lastTradeId: '9007199254740993', ourTradeId: null });
  expect(driver.health.kind).toBe('connecting');
  driver.until(1_000);
  driver.hear({ kind: 'heartbeat', lastTradeId: '9007199254740993', ourTradeId: null });
  expect(driver.health.kind).toBe('quiet');
  driver.until(2_000);
  driver.hear({ kind: 'heartbeat', lastTradeId: '9007199254740994', ourTradeId: null });
  driver.until(3_000);
  expect(driver.health.kind).toBe('stalled');
});

test('a counter that is whole proves quiet, and one that is not means something is missing', () => {
  const driver = healthDriver({ rules: { ...rules, proof: 'heartbeat-counter' } });
  open(driver);
  driver.hear(data);
  driver.until(3_500);
  driver.hear({ kind: 'counter', whole: true });
  driver.until(6_000);
  expect(driver.health).toMatchObject({ kind: 'quiet', proof: 'heartbeat-counter' });
  driver.hear({ kind: 'counter', whole: false });
  driver.until(7_000);
  expect(driver.health).toMatchObject({ kind: 'stalled', cause: 'newer-exists' });
});

test('one REST look before the soft budget ends proves quiet, and is renewed before it wears off', () => {
  const driver = healthDriver({ rules: byRest, look: () => ({ kind: 'nothing-newer' }) });
  open(driver);
  driver.hear(data);
  driver.until(60_000);
  expect(driver.states.map((state) => state.kind)).toEqual(['live', 'quiet']);
  expect(driver.health).toMatchObject({ kind: 'quiet', reason: 'quiet: nothing newer over REST' });
  expect(driver.asked.every((ask) => ask.want === 'quiet-proof')).toBe(true);
  expect(driver.asked.length).toBeLessThanOrEqual(60_000 / (4_000 * 0.8) + 1);
});

test('a REST look that finds newer trades stalls the channel', () => {
  const driver = healthDriver({
    rules: byRest,
    look: () => ({ kind: 'newer', newestId: '48' }),
  });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  driver.until(6_000);
  expect(driver.states.at(-1)).toMatchObject({ atMs: 4_200, kind: 'stalled' });
  expect(driver.asked.map((ask) => ask.want)).toEqual(['quiet-proof', 'resubscribe']);
});

test('a REST look that fails is asked again, and silence past the hard budget is a stall', () => {
  const driver = healthDriver({ rules: byRest, look: () => ({ kind: 'failed', why: 'HTTP 503' }) });
  open(driver);
  driver.hear(data);
  driver.until(12_000);
  expect(driver.asked.map((ask) => ask.atMs)).toEqual([3_200, 5_200, 7_200, 9_200, 11_200, 12_000]);
  expect(driver.asked.at(-1)?.want).toBe('resubscribe');
  expect(driver.health.kind).toBe('stalled');
});

test('a slow REST look is not asked twice, and proves no more than the time it was made', () => {
  const driver = healthDriver({ rules: byRest });
  open(driver);
  driver.hear(data);
  driver.until(6_000);
  expect(driver.asked).toHaveLength(1);
  driver.hear({ kind: 'look-answered', answer: { kind: 'nothing-newer' } });
  expect(driver.health).toMatchObject({ kind: 'quiet', confirmedMs: 4_600 });
});

test('heartbeats that never name a trade fall back on a REST look where the venue has one', () => {
  const driver = healthDriver({
    rules: { ...byHeartbeat, canLook: true },
    look: () => ({ kind: 'nothing-newer' }),
  });
  open(driver);
  driver.hear({ kind: 'data', lastTradeId: '17' });
  for (let second = 1; second <= 60; second += 1) {
    driver.until(second * 1_000);
    driver.hear({ kind: 'heartbeat', lastTradeId: '0', ourTradeId: '17' });
  }
  expect(driver.health.kind).toBe('quiet');
});

test('a subscription that is acknowledged but brings nothing stalls like any silence', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.until(12_000);
  expect(driver.states.map((state) => state.kind)).toEqual(['late', 'stalled']);
});

test('a subscription that is never answered stalls at the hard budget', () => {
  const driver = healthDriver({ rules });
  driver.hear({ kind: 'connected' });
  driver.until(12_000);
  expect(driver.health).toMatchObject({
    kind: 'stalled',
    cause: 'no-answer',
    reason: 'no answer to the subscription for 12 s',
  });
});

test('where a snapshot is due, neither deltas nor proofs stand in for it', () => {
  const driver = healthDriver({ rules: bySession });
  open(driver, true);
  driver.hear({ kind: 'session' });
  driver.hear(data);
  expect(driver.health).toMatchObject({
    kind: 'connecting',
    reason: 'subscribed, waiting for the snapshot',
  });
  driver.hear({ kind: 'snapshot', more: false });
  expect(driver.health.kind).toBe('live');
});

test('a private channel is judged by its session, not by its silence', () => {
  const driver = healthDriver({ rules: bySession });
  open(driver, true);
  driver.hear({ kind: 'snapshot', more: false });
  for (let second = 1; second <= 300; second += 1) {
    driver.until(second * 1_000);
    driver.hear({ kind: 'session' });
  }
  expect(driver.health).toMatchObject({ kind: 'quiet', lastDataMs: 0, proof: 'session' });
  expect(driver.states.map((state) => state.kind)).toEqual(['live', 'quiet']);
  driver.until(320_000);
  expect(driver.states.slice(-2)).toMatchObject([
    { atMs: 304_000, kind: 'late' },
    { atMs: 312_000, kind: 'stalled', reason: 'no sign of the session for 12 s' },
  ]);
  expect(driver.asked[0]).toEqual({ atMs: 312_000, want: 'reconnect' });
});

test('a private channel is compared over REST from time to time, and a difference stalls it', () => {
  let answer: 'nothing-newer' | 'newer' = 'nothing-newer';
  const driver = healthDriver({
    rules: { ...bySession, canLook: true },
    look: () => (answer === 'newer' ? { kind: answer, newestId: null } : { kind: answer }),
  });
  open(driver, true);
  driver.hear({ kind: 'snapshot', more: false });
  for (let second = 1; second <= 200; second += 1) {
    driver.until(second * 1_000);
    driver.hear({ kind: 'session' });
    if (second === 150) answer = 'newer';
  }
  expect(driver.asked.map((ask) => [ask.atMs, ask.want])).toEqual([
    [60_000, 'quiet-proof'],
    [120_000, 'quiet-proof'],
    [180_000, 'quiet-proof'],
    [181_000, 'resubscribe'],
    [187_000, 'reconnect'],
    [199_000, 'resubscribe'],
  ]);
  expect(driver.health).toMatchObject({ kind: 'stalled', cause: 'newer-exists' });
});

test('an id that nobody can read aloud is left out of the reason', () => {
  const newestId = '00000000-006d-1000-0000-000c8a0b1c2d';
  const driver = healthDriver({ rules: byRest, look: () => ({ kind: 'newer', newestId }) });
  open(driver);
  driver.hear(data);
  driver.until(6_000);
  expect(driver.health).toMatchObject({
    kind: 'stalled',
    reason: 'the venue has newer data than we received',
  });
});

test('a resync lasts until the snapshot, whatever deltas come meanwhile', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.hear({ kind: 'resync-started', cause: 'update for an unknown row' });
  driver.until(1_000);
  driver.hear(data);
  expect(driver.health).toMatchObject({ kind: 'resyncing', reason: 'update for an unknown row' });
  driver.hear({ kind: 'snapshot', more: true });
  expect(driver.health).toMatchObject({
    kind: 'resyncing',
    reason: 'snapshot received, filling in the past',
  });
  driver.hear({ kind: 'resynced' });
  expect(driver.health).toMatchObject({ kind: 'live', reason: 'whole again', confirmedMs: 1_000 });
});

test('a resync without a snapshot is a stall, and data alone does not end it', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.hear({ kind: 'resync-started', cause: 'update for an unknown row' });
  driver.until(12_000);
  driver.hear(data);
  expect(driver.health).toMatchObject({ kind: 'stalled', cause: 'no-snapshot' });
  driver.hear({ kind: 'snapshot', more: false });
  expect(driver.health.kind).toBe('live');
});

test('a lost connection is down through every attempt until the venue answers', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.until(1_000);
  driver.hear({ kind: 'disconnected', code: 1006, reason: '', retryAtMs: 2_500 });
  expect(driver.health).toMatchObject({
    kind: 'down',
    sinceMs: 1_000,
    retryAtMs: 2_500,
    reason: 'closed by the venue (1006)',
    lastDataMs: 0,
  });
  driver.until(2_500);
  driver.hear({ kind: 'connecting', afresh: false });
  expect(driver.health).toMatchObject({ kind: 'down', sinceMs: 1_000, reason: 'trying again' });
  driver.hear({ kind: 'disconnected', code: null, reason: 'connection refused', retryAtMs: 4_000 });
  expect(driver.health).toMatchObject({ kind: 'down', sinceMs: 1_000, reason: 'connection refused' });
  driver.hear({ kind: 'connected' });
  expect(driver.health.kind).toBe('connecting');
});

test('a refused channel waits for the user, whatever becomes of its connection', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear({ kind: 'refused', code: '403', message: 'the key may not read balances' });
  driver.hear({ kind: 'disconnected', code: 1000, reason: '', retryAtMs: 1_000 });
  driver.hear({ kind: 'connecting', afresh: false });
  driver.hear({ kind: 'connected' });
  driver.until(100_000);
  expect(driver.health).toMatchObject({
    kind: 'refused',
    code: '403',
    reason: 'the key may not read balances',
  });
  expect(driver.asked).toEqual([]);
  open(driver);
  expect(driver.health.kind).toBe('connecting');
});

test('a channel whose key is locked waits until the key comes', () => {
  const driver = healthDriver({ rules });
  driver.hear({ kind: 'on-hold', reason: 'the keychain is locked' });
  driver.until(100_000);
  expect(driver.health).toMatchObject({ kind: 'waiting', reason: 'the keychain is locked' });
  driver.hear({ kind: 'connecting', afresh: true });
  expect(driver.health.kind).toBe('connecting');
});

test('sleep and clock jumps are held against nobody', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.until(3_000);
  driver.hear({ kind: 'woke', cause: 'sleep' });
  expect(driver.health).toMatchObject({ kind: 'connecting', reason: 'this computer woke up' });
  driver.until(6_999);
  expect(driver.health.kind).toBe('connecting');
});

test('a channel that stays silent after waking up is still found', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.hear({ kind: 'woke', cause: 'clock-jump' });
  driver.until(12_000);
  expect(driver.health.kind).toBe('stalled');
});

test('our own delay is not the silence of a channel', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.until(3_999);
  driver.hear({ kind: 'own-delay' });
  driver.until(7_998);
  expect(driver.health.kind).toBe('live');
  driver.until(8_000);
  expect(driver.health.kind).toBe('late');
});

test('the mildest cure comes first, then a connection, in turn, each twice as long after the one before', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.until(230_000);
  expect(driver.asked.map((ask) => [ask.atMs, ask.want])).toEqual([
    [12_000, 'resubscribe'],
    [18_000, 'reconnect'],
    [30_000, 'resubscribe'],
    [54_000, 'reconnect'],
    [102_000, 'resubscribe'],
    [162_000, 'reconnect'],
    [222_000, 'resubscribe'],
  ]);
});

test('a stalled channel that a new connection does not help is stalled again, without being late first', () => {
  const driver = healthDriver({ rules });
  const reconnect = () => {
    driver.hear({ kind: 'disconnected', code: 1000, reason: '', retryAtMs: driver.nowMs });
    open(driver);
  };
  open(driver);
  driver.hear(data);
  driver.until(18_000);
  expect(driver.asked.at(-1)).toEqual({ atMs: 18_000, want: 'reconnect' });
  reconnect();
  driver.until(29_000);
  const kinds = driver.states.filter(({ atMs }) => atMs > 12_000).map(({ kind }) => kind);
  expect(kinds).toEqual(['down', 'connecting', 'stalled']);
  expect(driver.states.at(-1)).toMatchObject({ atMs: 22_000, kind: 'stalled' });
  // What brought data may be late again like any other.
  reconnect();
  driver.hear(data);
  driver.until(driver.nowMs + 4_000);
  expect(driver.health.kind).toBe('late');
});

test('a channel that was well enough when another had to be cured is late before it is stalled', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.until(1_000);
  driver.hear({ kind: 'cure', step: 'reconnect' });
  driver.hear({ kind: 'disconnected', code: 1000, reason: '', retryAtMs: driver.nowMs });
  open(driver);
  driver.until(1_000 + rules.hardMs);
  expect(driver.states.slice(-2)).toMatchObject([
    { atMs: 1_000 + rules.softMs, kind: 'late' },
    { atMs: 1_000 + rules.hardMs, kind: 'stalled' },
  ]);
});

test('a channel that dies again after a reconnect is not given a storm of them', () => {
  const driver = healthDriver({ rules });
  for (let round = 0; round < 20; round += 1) {
    open(driver);
    driver.hear(data);
    driver.until(driver.nowMs + 30_000);
  }
  const reconnects = driver.asked.filter((ask) => ask.want === 'reconnect');
  expect(reconnects.length).toBeLessThanOrEqual(8);
});

test('after a long healthy time a stall starts with the mildest cure again', () => {
  const driver = healthDriver({ rules });
  open(driver);
  driver.hear(data);
  driver.until(20_000);
  for (let atMs = 21_000; atMs < 1_000_000; atMs += 2_000) {
    driver.until(atMs);
    driver.hear(data);
  }
  driver.until(1_012_000);
  expect(driver.asked.at(-1)).toMatchObject({ want: 'resubscribe' });
});

test('a snapshot that does not come is a stall after ten seconds, however long the market may be silent', () => {
  const driver = healthDriver({ rules: { ...rules, softMs: 60_000, hardMs: 150_000, proof: 'none' } });
  open(driver, true);
  driver.until(20_000);
  expect(driver.states).toContainEqual({ kind: 'late', atMs: 5_000, reason: 'no snapshot for 5 s' });
  expect(driver.states).toContainEqual({
    kind: 'stalled',
    atMs: 10_000,
    reason: 'no snapshot for 10 s',
  });
  expect(driver.asked[0]).toMatchObject({ atMs: 10_000, want: 'resubscribe' });
});

test('a cure that brought data for ten seconds has worked: the next stall is cured at once, mildly', () => {
  const driver = healthDriver({ rules: { ...rules, proof: 'none' } });
  open(driver);
  driver.hear(data);
  driver.until(20_000);
  expect(driver.asked.map(({ want }) => want)).toEqual(['resubscribe', 'reconnect']);
  for (let second = 0; second < 11; second += 1) {
    driver.hear(data);
    driver.until(driver.nowMs + 1_000);
  }
  driver.until(driver.nowMs + 12_000);
  expect(driver.asked.slice(2).map(({ want }) => want)).toEqual(['resubscribe']);
});

test('a cure that worked counts against no other, even if the connection was lost afterwards', () => {
  const driver = healthDriver({ rules: { ...rules, proof: 'none' } });
  for (let round = 0; round < 8; round += 1) {
    open(driver);
    driver.until(driver.nowMs + 20_000);
    const { nowMs } = driver;
    while (driver.nowMs < nowMs + 12_000) {
      driver.hear(data);
      driver.until(driver.nowMs + 1_000);
    }
    driver.hear({ kind: 'disconnected', code: null, reason: '', retryAtMs: driver.nowMs });
  }
  expect(driver.asked.map(({ want }) => want)).toEqual(
    Array.from({ length: 8 }, () => ['resubscribe', 'reconnect']).flat(),
  );
});

test('a channel that has data only from REST after each subscription gets a new connection in the end', () => {
  const driver = healthDriver({ rules: { ...rules, proof: 'none' } });
  open(driver);
  driver.hear(data);
  for (let round = 0; round < 4; round += 1) {
    const { length } = driver.asked;
    while (driver.asked.length === length) driver.until(driver.nowMs + 500);
    driver.until(driver.nowMs + 100);
    driver.hear(data);
  }
  expect(driver.asked.map(({ want }) => want)).toEqual([
    ...['resubscribe', 'resubscribe', 'resubscribe', 'reconnect'],
  ]);
});

test('however long a venue served nothing, it is asked again within a minute of being well', () => {
  const driver = healthDriver({ rules: { ...rules, proof: 'none' } });
  open(driver);
  driver.hear(data);
  driver.until(3_600_000);
  const times = driver.asked.map(({ atMs }) => atMs);
  const waits = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
  expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
  const reconnects = driver.asked.filter(({ want }) => want === 'reconnect');
  expect(reconnects.length).toBeLessThanOrEqual(31);
});

test('a cure that brought data only for a moment is tried again before the connection is given up', () => {
  const driver = healthDriver({ rules: { ...rules, proof: 'none' } });
  open(driver);
  driver.hear(data);
  driver.until(12_500);
  driver.hear({ kind: 'snapshot', more: false });
  driver.until(26_000);
  expect(driver.asked).toEqual([
    { atMs: 12_000, want: 'resubscribe' },
    { atMs: 24_500, want: 'resubscribe' },
  ]);
});
