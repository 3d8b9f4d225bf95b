/** What rows of stream and REST are compared by. */
import { expect, test } from 'vitest';
import { factsOf, isBefore, isNone, isZero, plain } from '../../src/main/exchanges/comparing.ts';

test('a figure is the same however many zeros it is written with', () => {
  expect(['1.50', '1.5', 1.5, null].map(plain)).toEqual(['1.5', '1.5', '1.5', '0']);
  expect(factsOf('live', '1.0', '2')).toBe(factsOf('live', 1, '2.00'));
});

test('what cannot be read is nothing to compare with, but nobody said that there is nothing', () => {
  const unread = ['', 'many', null, undefined];
  expect(unread.map(isZero)).toEqual([true, true, true, true]);
  expect(unread.map(isNone)).toEqual([false, false, false, false]);
  expect(['0', '0.00', 0, '-0'].map(isNone)).toEqual([true, true, true, true]);
});

test('a state that is no word compares as none instead of throwing', () => {
  expect(factsOf(JSON.parse('{"toString":"x"}'), '1')).toBe(' 1');
});

test('of two numbers one is before the other, unless they are equal or one is not said', () => {
  expect([isBefore(1, 2), isBefore(2, 1), isBefore(1, 1), isBefore(null, 1)]).toEqual([
    true,
    false,
    null,
    null,
  ]);
});
