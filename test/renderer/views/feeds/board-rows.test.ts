import { expect, test } from 'vitest';
import { type BoardQuery, boardRows, stateCounts } from '../../../../src/renderer/views/feeds/board-rows.ts';
import { channelView, feedView } from '../../../support/views.ts';

const feeds = [
  feedView({ id: 'okx', venueName: 'OKX' }),
  feedView({ id: 'bybit-main', venueName: 'Bybit', account: 'main', label: 'main' }),
  feedView({ id: 'bybit', venueName: 'Bybit' }),
];
const channels = [
  channelView({ id: 'a', feedId: 'okx', topic: 'trade', symbol: 'BTC', state: 'stalled', rate: [0, 0, 0] }),
  channelView({ id: 'b', feedId: 'bybit', topic: 'trade', symbol: 'ETH', rate: [5, 5, 5], confirmedMs: 10 }),
  channelView({
    id: 'c',
    feedId: 'bybit',
    topic: 'trade',
    symbol: 'BTC',
    rate: [50, 50, 50],
    confirmedMs: 5,
  }),
  channelView({ id: 'd', feedId: 'bybit', topic: 'instrument', symbol: 'BTC', confirmedMs: 1 }),
];
const all: BoardQuery = { state: null, search: '', collapsed: new Set(), sort: null };

function keys(query: Partial<BoardQuery>): readonly string[] {
  return boardRows(feeds, channels, { ...all, ...query }).map((row) => row.key);
}

test('channels stand under their feed, public before private, by topic and symbol', () => {
  expect(keys({})).toEqual(['feed bybit', 'd', 'c', 'b', 'feed bybit-main', 'feed okx', 'a']);
});

test('a tab leaves only the channels of its state, and no feed without one', () => {
  expect(keys({ state: 'stalled' })).toEqual(['feed okx', 'a']);
});

test('the search looks at topic, symbol and feed', () => {
  expect(keys({ search: 'bybit eth' })).toEqual(['feed bybit', 'b']);
});

test('a folded feed keeps its head, and opens for what a search finds in it', () => {
  const collapsed = new Set(['bybit']);
  expect(keys({ collapsed })).toEqual(['feed bybit', 'feed bybit-main', 'feed okx', 'a']);
  expect(keys({ collapsed, search: 'eth' })).toEqual(['feed bybit', 'b']);
});

test('sorting stays inside the feed', () => {
  expect(keys({ sort: { column: 'rate', descending: true } }).slice(0, 4)).toEqual([
    'feed bybit',
    'c',
    'b',
    'd',
  ]);
  expect(keys({ sort: { column: 'age', descending: true } }).slice(0, 4)).toEqual([
    'feed bybit',
    'd',
    'c',
    'b',
  ]);
});

test('states are counted worst first', () => {
  expect(stateCounts(channels)).toEqual([
    { state: 'stalled', count: 1 },
    { state: 'live', count: 3 },
  ]);
});
