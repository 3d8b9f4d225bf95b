import { expect, test } from 'vitest';
import { incidentsCsv } from '../../src/main/incidents/incident-csv.ts';
import { whatWasMissed } from '../../src/main/incidents/missed.ts';
import type { Incident } from '../../src/preload/contract/incidents.ts';

const t0 = Date.UTC(2026, 10, 24, 6, 30);
const minute = 60_000;

function incident(startM: number, endM: number | null, change: Partial<Incident> = {}): Incident {
  return {
    id: `${startM}-${endM}-${change.kind ?? ''}`,
    kind: 'stall',
    feedId: 'bybit',
    venue: 'bybit',
    account: null,
    feedName: 'Bybit public',
    channel: 'trade:BTCUSDT',
    cause: 'no data for 12 s',
    steps: [],
    startMs: t0 + startM * minute,
    endMs: endM === null ? null : t0 + endM * minute,
    losses: [],
    ...change,
  };
}

const lossy = incident(10, 12, { losses: [{ channel: 'trade:BTCUSDT', missed: 1_412, refilled: 1_000 }] });

test('the answer names what was lost, and that nothing else was', () => {
  const asleep = incident(0, 32, { kind: 'sleep', feedId: null, feedName: 'All feeds', channel: null });
  const answer = whatWasMissed(
    [asleep, lossy, incident(20, 21, { feedId: 'okx' })],
    t0,
    t0 + 482 * minute,
    t0,
  );
  expect(answer).toMatchObject({
    headline: 'You missed 412 trades of BTCUSDT on Bybit public.',
    detail:
      'Nothing is missing from orders, executions, positions or balances. 2 incidents on 2 feeds in 8 h 02 m; 32 m of them asleep.',
    missed: 1_412,
    refilled: 1_000,
    lost: 412,
    executionsMissed: 0,
    withoutTrustMs: 3 * minute,
    asleepMs: 32 * minute,
    feeds: 2,
  });
  expect(answer.incidents.map((each) => each.startMs)).toEqual([t0 + 20 * minute, t0 + 10 * minute, t0]);
});

test('what lies outside the time asked for is not counted', () => {
  const answer = whatWasMissed([lossy], t0 + 13 * minute, t0 + 60 * minute, t0 + 60 * minute);
  expect(answer).toMatchObject({
    headline: 'You missed nothing.',
    detail: 'No incident in 47 m.',
    missed: 0,
  });
});

test('time without trust is counted once, however many feeds were lost, and only inside the time asked for', () => {
  const many = [incident(0, 10), incident(5, 15), incident(6, 7), incident(30, null)];
  const answer = whatWasMissed(many, t0 + 2 * minute, t0 + 60 * minute, t0 + 40 * minute);
  expect(answer.withoutTrustMs).toBe((13 + 10) * minute);
  expect(answer.headline).toBe('Nobody can tell yet what you miss: Bybit public is not well.');
});

test('of what lasts nothing is claimed', () => {
  const paused = incident(30, null, { kind: 'paused', account: 'main', feedName: 'Bybit main' });
  const answer = whatWasMissed([paused], t0, t0 + 60 * minute, t0 + 40 * minute);
  expect(answer).toMatchObject({
    headline: 'Nobody can tell yet what you miss: Bybit main is paused.',
    ...{ missed: null, lost: null, executionsMissed: null },
  });
  expect(answer.detail).toContain('Nothing is known of Bybit main now');
});

test('of an account whose key is not at hand nothing is claimed either', () => {
  const end = t0 + 60 * minute;
  const answer = whatWasMissed([], t0, end, end, 0, ['Bybit main']);
  expect(answer).toMatchObject({
    headline: 'Nobody can tell yet what you miss: Bybit main waits for its key.',
    ...{ missed: null, executionsMissed: null },
  });
  // Of an hour that was over before, the incidents tell.
  expect(whatWasMissed([], t0, t0 + minute, end, 0, ['Bybit main']).missed).toBe(0);
});

test('of a time in which a key was not at hand nobody can tell which executions were missed, even later', () => {
  const parts = { kind: 'keyless', account: 'main', feedName: 'Bybit main', channel: null } as const;
  const losses = [{ channel: 'execution', missed: null, refilled: 0 }];
  const end = t0 + 60 * minute;
  expect(whatWasMissed([incident(10, null, { ...parts, losses })], t0, end, end)).toMatchObject({
    headline: 'Nobody can tell yet what you miss: Bybit main waits for its key.',
    ...{ missed: null, executionsMissed: null, withoutTrustMs: 50 * minute },
  });
  expect(whatWasMissed([incident(10, 20, { ...parts, losses })], t0, end, end)).toMatchObject({
    headline: 'Nobody can tell what you missed of executions on Bybit main.',
    ...{ missed: null, executionsMissed: null, withoutTrustMs: 10 * minute },
  });
});

test('what nobody can tell is said so', () => {
  const unknown = incident(1, 2, { losses: [{ channel: 'execution', missed: null, refilled: 0 }] });
  const answer = whatWasMissed([unknown], t0, t0 + 60 * minute, t0);
  expect(answer).toMatchObject({
    headline: 'Nobody can tell what you missed of executions on Bybit public.',
    missed: null,
    lost: null,
    executionsMissed: null,
  });
  expect(answer.detail).toContain('Executions may be missing');
});

test('a loss on several channels names the largest', () => {
  const other = incident(3, 4, { losses: [{ channel: 'trade:ETHUSDT', missed: 1, refilled: 0 }] });
  expect(whatWasMissed([other, lossy], t0, t0 + 60 * minute, t0).headline).toBe(
    'You missed 412 trades of BTCUSDT on Bybit public, and something on 1 more.',
  );
});

test('CSV gives ISO times and exact counts, and no cell that a spreadsheet would run', () => {
  const text = incidentsCsv([
    incident(10, 12, {
      cause: '=HYPERLINK("x"), said the venue',
      losses: [{ channel: 'trade:BTCUSDT', missed: null, refilled: 2 }],
      steps: [{ atMs: t0, text: 'stalled' }],
    }),
    incident(20, null, { account: 'main' }),
  ]);
  expect(text.split('\r\n')).toEqual([
    'kind,start,end,lasted_seconds,venue,account,channel,cause,steps,missed,refilled,lost',
    'stall,2026-11-24T06:40:00.000Z,2026-11-24T06:42:00.000Z,120,bybit,,trade:BTCUSDT,"\'=HYPERLINK(""x""), said the venue",2026-11-24T06:30:00.000Z stalled,,2,',
    'stall,2026-11-24T06:50:00.000Z,,,bybit,main,trade:BTCUSDT,no data for 12 s,,,0,',
    '',
  ]);
});

test('nobody is told that nothing was missed while Vigil did not run', () => {
  const nowhere = { feedId: null, venue: null, feedName: 'All feeds', channel: null };
  const off = incident(60, 120, { ...nowhere, kind: 'off', cause: 'Vigil did not run' });
  const end = t0 + 180 * minute;
  expect(whatWasMissed([off], t0, end, end)).toMatchObject({
    headline: 'You missed nothing while Vigil ran.',
    detail: 'No incident in 3 h 00 m. Vigil did not run for 1 h 00 m of it; nobody can tell about that time.',
    offMs: 60 * minute,
    withoutTrustMs: 0,
    feeds: 0,
  });
  expect(whatWasMissed([off], t0 + 70 * minute, t0 + 80 * minute, end).headline).toBe(
    'Vigil did not run in that time.',
  );
});

test('the time before the first start is one of which nobody can tell', () => {
  const answer = whatWasMissed([lossy], t0, t0 + 60 * minute, t0 + 60 * minute, t0 + 9 * minute);
  expect(answer).toMatchObject({ offMs: 9 * minute, recordSinceMs: t0 + 9 * minute, lost: 412 });
  expect(answer.detail).toContain('Vigil did not run for 9 m 00 s of it');
});
