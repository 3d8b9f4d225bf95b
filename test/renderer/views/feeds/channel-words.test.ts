import { expect, test } from 'vitest';
import {
  feedLine,
  moments,
  perSecond,
  rateText,
  report,
  signedDelay,
  stateSince,
} from '../../../../src/renderer/views/feeds/channel-words.ts';
import { touchedBy } from '../../../../src/renderer/views/feeds/touched-by.ts';
import { channelView, feedView, positionView } from '../../../support/views.ts';

test('a rate is the mean of the last fifteen seconds, so that a stop is seen at once', () => {
  expect(perSecond([100, 100, 100, 10, 20, 30])).toBe(4);
  expect(rateText([500, 0, 0, 0])).toBe('0');
  expect(rateText([0, 0, 1])).toBe('0.1');
  expect(rateText([9_000, 9_000, 9_000])).toBe('1,800');
  expect(perSecond([])).toBe(0);
});

test('a state says how long it has lasted', () => {
  const timeline = [
    { sinceMs: 0, state: 'live' as const },
    { sinceMs: 58_000, state: 'stalled' as const },
  ];
  expect(stateSince('stalled', timeline, 100_000)).toBe('Stalled for 42\u2009s.');
  expect(stateSince('live', timeline, 100_000)).toBe('Live.');
});

test('a feed that is down says why and when it tries again', () => {
  const down = feedView({ state: 'down', reason: 'the connection was cut', retryAtMs: 4_000 });
  expect(feedLine(down, 0)).toBe('the connection was cut · retry in 4\u2009s');
  expect(feedLine(down, 5_000)).toBe('the connection was cut');
  expect(feedLine(feedView({ rttMs: 38, clockSkewMs: -31 }), 0)).toBe(
    'RTT 38\u2009ms · clock \u221231\u2009ms',
  );
});

test('delays carry their sign', () => {
  expect([12, -1800, 0.2].map(signedDelay)).toEqual(['+12\u2009ms', '\u22121.8\u2009s', '0\u2009ms']);
});

test('moments are the newest first and in the time of the wall', () => {
  const timeline = [
    { sinceMs: 1_000, state: 'live' as const },
    { sinceMs: 61_000, state: 'late' as const },
  ];
  const wallMs = Date.UTC(2026, 10, 24, 12, 0, 0);
  expect(moments(timeline, 65_000, wallMs, 8).map((moment) => [moment.time, moment.text])).toEqual([
    ['12:01:01', 'late, now for 4\u2009s'],
    ['12:00:01', 'live for 1\u2009m\u200900\u2009s'],
  ]);
});

test('a report is plain text that names the feed, the channel and their history', () => {
  const text = report({
    feed: feedView({ venueName: 'OKX', clockSkewMs: -31 }),
    channel: channelView({
      state: 'stalled',
      reason: 'the venue has newer trades',
      timeline: [{ sinceMs: 58_000, state: 'stalled' }],
    }),
    nowMs: 100_000,
    wallMs: Date.UTC(2026, 10, 24, 12),
  });
  expect(text).toContain('Feed: OKX public (ws://127.0.0.1:1/)');
  expect(text).toContain('State: Stalled for 42 s. The venue has newer trades.');
  expect(text).toContain('Last confirmed: 1 m 40 s ago');
  expect(text).toContain('Venue clock: -31 ms');
  expect(text).toContain('  11:59:18 stalled, now for 42 s');
  expect(text).not.toMatch(/[\u2009\u2212]/);
});

test('a mark that can’t be trusted names the positions that it dims', () => {
  const positions = [
    positionView({ venue: 'practice', symbol: 'XBTUSD' }),
    positionView({ venue: 'practice', symbol: 'ETHUSD' }),
    positionView({ venue: 'practice', symbol: 'XBTUSD', account: 'other', side: 'flat' }),
  ];
  expect(touchedBy(channelView({ topic: 'instrument' }), positions, [])).toEqual([
    'Mark, funding and last price of XBTUSD may be old',
    '1 open position: profit, notional and distance are dimmed',
  ]);
});

test('a private channel that can’t be trusted counts what it holds', () => {
  const positions = [positionView({ venue: 'practice', symbol: 'XBTUSD', account: 'demo' })];
  const channel = channelView({ account: 'demo', topic: 'position', symbol: null });
  expect(touchedBy(channel, positions, [])).toEqual(['1 open position of demo may have changed since']);
  expect(touchedBy({ ...channel, topic: 'order' }, positions, [])).toEqual([
    '0 open orders of demo may have changed since',
  ]);
});
