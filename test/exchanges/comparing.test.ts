/** What rows of stream and REST are compared by. */
import { expect, test } from 'vitest';
import { factsOf, isBefore, plain } from '../../src/main/exchanges/comparing.ts';

test('a figure is the same however many zeros it is written with', () => {
  expect(['1.50', '1.5', 1.5, null].map(plain)).toEqual(['1.5', '1.5', '1.5', '0']);
  expect(factsOf('live', '1.0', '2')).toBe(factsOf('live', 1, '2.00'));
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
