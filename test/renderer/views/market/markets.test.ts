import { expect, test } from 'vitest';
import { channelId } from '../../../../src/preload/contract/views.ts';
import { shiftPoint } from '../../../../src/renderer/views/market/fraction.ts';
import { findMarkets, firstMarket, marketGroups } from '../../../../src/renderer/views/market/markets.ts';
import { channelView, feedView, instrumentView, positionView } from '../../../support/views.ts';

const groups = marketGroups({
  instruments: [
    ['k1', instrumentView({ venue: 'bybit', symbol: 'ETHUSDT' })],
    ['k2', instrumentView({ venue: 'bybit', symbol: 'BTCUSDT' })],
    ['k3', instrumentView({ venue: 'bybit', symbol: '.BXBT', kind: 'index' })],
  ],
  channels: [
    channelView({ id: channelId('bybit', null, 'trade', 'BTCUSDT'), venue: 'bybit', symbol: 'BTCUSDT' }),
    channelView({
      id: channelId('coinbase', null, 'trade', 'SOL-USD'),
      venue: 'coinbase',
      symbol: 'SOL-USD',
    }),
    channelView({
      id: channelId('bybit', 'main', 'position', null),
      venue: 'bybit',
      account: 'main',
      symbol: null,
    }),
  ],
  feeds: [feedView({ id: 'b', venue: 'bybit', venueName: 'Bybit' })],
});

test('a market is what has an instrument or public channels, once, by venue', () => {
  expect(groups.map((group) => [group.name, group.markets.map((market) => market.symbol)])).toEqual([
    ['Bybit', ['BTCUSDT', 'ETHUSDT']],
    ['coinbase', ['SOL-USD']],
  ]);
  expect(groups[0]?.markets[0]?.instrumentKey).toBe('k2');
  expect(groups[1]?.markets[0]?.instrumentKey).toBeNull();
});

test('every word of the search must be in the symbol or the venue’s name', () => {
  expect(findMarkets(groups, 'bybit eth').flatMap((group) => group.markets)).toHaveLength(1);
  expect(findMarkets(groups, 'bybit sol')).toEqual([]);
  expect(findMarkets(groups, '  ')).toBe(groups);
});

test('the market to begin with is the one of the largest position, else a bitcoin market', () => {
  const small = positionView({ venue: 'coinbase', symbol: 'SOL-USD', notionalDisplay: '10' });
  const large = positionView({ venue: 'bybit', symbol: 'ETHUSDT', notionalDisplay: '9000' });
  expect(firstMarket(groups, [small, large])?.symbol).toBe('ETHUSDT');
  expect(firstMarket(groups, [])?.symbol).toBe('BTCUSDT');
  expect(firstMarket([], [])).toBeNull();
});

test('a fraction becomes a percentage without a binary step', () => {
  expect(shiftPoint('0.000081', 2)).toBe('0.0081');
  expect(shiftPoint('-0.0001', 2)).toBe('-0.01');
  expect(shiftPoint('1', 2)).toBe('100');
  expect(shiftPoint('n/a', 2)).toBe('n/a');
});
