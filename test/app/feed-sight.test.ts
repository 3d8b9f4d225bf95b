import { expect, test } from 'vitest';
import { feedSight, trayFeed } from '../../src/main/app/feed-sight.ts';
import { lossTotals } from '../../src/preload/contract/losses.ts';
import { feedView } from '../support/views.ts';

test('a market that a venue does not have, and that would only price something, is no trouble', () => {
  const refused = { venue: 'bybit', state: 'refused', reason: 'no such symbol' } as const;
  const prices = feedView({ ...refused, id: 'bybit/prices/v5/public/linear', label: 'prices' });
  const market = feedView({ ...refused, id: 'bybit/public' });
  const seen = [prices, market].map((feed) => [
    feedSight(feed, [], null, lossTotals([])).state,
    trayFeed(feed, undefined).state,
  ]);
  expect(seen).toEqual([
    ['connecting', 'connecting'],
    ['refused', 'refused'],
  ]);
});
