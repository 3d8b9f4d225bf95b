import { expect, test } from 'vitest';
import { isFiltering, matches, noFilter, toggleChoice } from '../../../src/renderer/tables/filter.ts';

const row = { words: 'Bybit main SOLUSDT sell limit', side: 'Sell' };
const check = (state: Parameters<typeof matches>[0]) =>
  matches(
    state,
    () => row.words,
    (id) => (id === 'side' ? row.side : null),
  );

test('every word must occur, in any order and case', () => {
  expect(check({ text: 'sol BYBIT', chosen: {} })).toBe(true);
  expect(check({ text: 'sol okx', chosen: {} })).toBe(false);
});

test('a chip lets through its chosen values only', () => {
  expect(check({ text: '', chosen: { side: ['Sell'] } })).toBe(true);
  expect(check({ text: '', chosen: { side: ['Buy'] } })).toBe(false);
  expect(check({ text: '', chosen: { side: [] } })).toBe(true);
  expect(check({ text: '', chosen: { other: ['x'] } })).toBe(false);
});

test('choosing twice takes a choice back', () => {
  const once = toggleChoice(noFilter, 'side', 'Sell');
  expect(isFiltering(once)).toBe(true);
  expect(isFiltering(toggleChoice(once, 'side', 'Sell'))).toBe(false);
});
