import { expect, test } from 'vitest';
import type { TroubleView } from '../../../src/preload/contract/alerts.ts';
import { type BannerFacts, bannerOf } from '../../../src/renderer/format/banner.ts';

const now = 100_000;

function trouble(change: Partial<TroubleView> = {}): TroubleView {
  return {
    feedId: 'bybit/main',
    name: 'Bybit main',
    kind: 'stalled',
    critical: true,
    headline: 'Bybit main: orders stalled',
    body: '3 open positions; prices may be old.',
    oldSinceMs: now - 42_000,
    acknowledged: false,
    announced: true,
    ...change,
  };
}

function banner(change: Partial<BannerFacts>) {
  return bannerOf({ troubles: [], feeds: [], selfLate: null, nowMs: now, ...change });
}

test('nothing is said while nothing is wrong', () => {
  expect(banner({})).toBeNull();
});

test('a stall under open positions is critical', () => {
  expect(banner({ troubles: [trouble()] })).toMatchObject({ kind: 'critical', more: 0 });
});

test('a stalled or late feed on which no money depends has its chip, and no banner', () => {
  expect(banner({ troubles: [trouble({ critical: false })] })).toBeNull();
  expect(banner({ troubles: [trouble({ critical: false, kind: 'late' })] })).toBeNull();
});

test('acknowledging folds the banner, and the next one stands in its place', () => {
  const seen = trouble({ acknowledged: true });
  expect(banner({ troubles: [seen] })).toBeNull();
  const next = trouble({ feedId: 'okx/hedge' });
  expect(banner({ troubles: [seen, next] })).toMatchObject({ kind: 'critical', trouble: next, more: 0 });
});

test('one banner at a time counts the others', () => {
  const refused = trouble({ feedId: 'kraken/spot', kind: 'refused', critical: false, oldSinceMs: null });
  const all = banner({ troubles: [trouble(), trouble({ feedId: 'okx/hedge' }), refused] });
  expect(all).toMatchObject({ kind: 'critical', more: 2 });
});

test('a connection that is back within five seconds pushes nothing down', () => {
  const brief = trouble({ kind: 'down', announced: false, oldSinceMs: now - 4_000 });
  expect(banner({ troubles: [brief] })).toBeNull();
  expect(banner({ troubles: [brief], nowMs: now + 1_000 })).toMatchObject({ kind: 'critical' });
});

test('a refused key waits for its owner', () => {
  const refused = trouble({ kind: 'refused', critical: false, oldSinceMs: null });
  expect(banner({ troubles: [refused] })).toMatchObject({ kind: 'needs' });
});

test('when no feed can be reached, the newest number and the next try are named', () => {
  const feeds = [
    { id: 'a', state: 'down', confirmedMs: 50_000, retryAtMs: 104_000 },
    { id: 'b', state: 'down', confirmedMs: 60_000, retryAtMs: null },
  ];
  const down = trouble({ kind: 'down', critical: false });
  expect(banner({ troubles: [down], feeds })).toEqual({
    kind: 'offline',
    asOfMs: 60_000,
    retryAtMs: 104_000,
  });
  expect(banner({ troubles: [{ ...down, acknowledged: true }], feeds })).toBeNull();
  const one = feeds.map((feed, index) => (index === 0 ? { ...feed, state: 'live' } : feed));
  expect(banner({ troubles: [down], feeds: one })).toBeNull();
});

test('money comes before the network, and both before Vigil itself', () => {
  const feeds = [{ id: 'a', state: 'down', confirmedMs: null, retryAtMs: null }];
  const selfLate = 'the main process was busy for 1.8 s';
  expect(banner({ troubles: [trouble({ kind: 'down' })], feeds, selfLate })).toMatchObject({
    kind: 'critical',
  });
  expect(banner({ selfLate })).toEqual({ kind: 'late', cause: selfLate });
});
