import { expect, test } from 'vitest';
import type { MissedAnswer } from '../../../../src/preload/contract/incidents.ts';
import { answerSummary, incidentReport } from '../../../../src/renderer/views/incidents/incident-report.ts';
import { minute, someIncident, steps, t0 } from './some-incident.ts';

const lossy = someIncident(10, 12, {
  steps: steps('stalled: no data for 12 s', 'live: data again'),
  losses: [{ channel: 'trade:BTCUSDT', missed: 1_412, refilled: 1_000 }],
});

test('an incident is copied with its place, its time, its losses and its steps', () => {
  expect(incidentReport(lossy).split('\n')).toEqual([
    'Bybit public, trade BTCUSDT: stalled',
    '2026-11-24 06:40:00, lasted 2 m 00 s',
    'No data for 12 s. Data came back by itself.',
    '1412 missed, 1000 refilled, 412 lost',
    '  06:30:00.000 stalled: no data for 12 s',
    '  06:30:01.000 live: data again',
    '',
  ]);
});

test('a summary has the answer first, then its incidents, oldest first', () => {
  const answer: MissedAnswer = {
    fromMs: t0,
    toMs: t0 + 60 * minute,
    headline: 'You missed 412 trades of BTCUSDT on Bybit public.',
    detail: '2 incidents on 1 feed in 1 h 00 m.',
    missed: 1_412,
    refilled: 1_000,
    lost: 412,
    executionsMissed: 0,
    withoutTrustMs: 2 * minute,
    asleepMs: 0,
    offMs: 0,
    recordSinceMs: 0,
    feeds: 1,
    incidents: [someIncident(50, null), lossy],
  };
  const lines = answerSummary(answer).split('\n');
  expect(lines[0]).toBe('What was missed from 2026-11-24 06:30:00 to 2026-11-24 07:30:00 UTC');
  expect(lines[1]).toBe(answer.headline);
  expect(lines[4]).toBe(
    '2026-11-24 06:40:00  Bybit public, trade BTCUSDT  stalled, lasted 2 m 00 s  1412 missed, 1000 refilled, 412 lost',
  );
  expect(lines[5]).toBe('2026-11-24 07:20:00  Bybit public, trade BTCUSDT  stalled, not over yet');
});
