import { expect, test } from 'vitest';
import { inTrouble, type TrustedFeed, trustOf } from '../../../src/renderer/format/trust.ts';

function feed(name: string, part: Partial<TrustedFeed> = {}): TrustedFeed {
  return {
    id: name,
    name,
    practice: false,
    state: 'live',
    confirmedMs: 9_900,
    retryAtMs: null,
    paused: false,
    ...part,
  };
}
const thin = (text: string) => text.replaceAll('_', '\u2009');

test('all feeds fresh is one calm sentence, with how many are quiet', () => {
  const trust = trustOf([feed('a'), feed('b', { state: 'quiet' })], 10_000);
  expect(trust).toMatchObject({
    state: 'live',
    headline: 'All 2 feeds fresh',
    detail: '1 quiet',
    feedId: null,
  });
});

test('the practice venue alone is named', () => {
  expect(trustOf([feed('a', { practice: true })], 10_000).detail).toBe('practice');
});

test('a stalled feed is named with its age, and a press opens it', () => {
  const trust = trustOf([feed('a'), feed('Bybit main', { state: 'stalled', confirmedMs: 1_000 })], 43_000);
  expect(trust).toEqual({
    state: 'stalled',
    headline: '1 of 2 feeds stalled',
    detail: thin('Bybit main, 42_s'),
    feedId: 'Bybit main',
  });
});

test('down is worse than stalled and says when it tries again', () => {
  const feeds = [
    feed('a', { state: 'stalled' }),
    feed('b', { state: 'down', confirmedMs: 5_000, retryAtMs: 12_000 }),
  ];
  const trust = trustOf(feeds, 10_000);
  expect(trust.headline).toBe('1 of 2 feeds down');
  expect(trust.detail).toBe(thin('b, 5_s, retry 2_s'));
});

test('a feed that finds its way back is called by its outage until it is well, and only that one', () => {
  const feeds = [feed('a', { state: 'late' }), feed('b', { state: 'connecting' }), feed('c')];
  const troubles = ['a', 'c'].map((feedId) => ({ feedId, kind: 'stalled' }) as const);
  const seen = inTrouble(feeds, [...troubles, { feedId: 'b', kind: 'late' }]);
  expect(seen.map(({ state }) => state)).toEqual(['stalled', 'connecting', 'live']);
});

test('a paused feed is counted apart', () => {
  const paused = feed('b', { state: 'waiting', paused: true });
  expect(trustOf([feed('a'), paused], 10_000)).toMatchObject({
    headline: 'The only feed is fresh',
    detail: '1 paused',
  });
  expect(trustOf([paused], 10_000)).toMatchObject({ headline: 'All feeds are paused', feedId: 'b' });
});

test('without feeds it says so', () => {
  expect(trustOf([], 0).headline).toBe('No feeds are open');
});
