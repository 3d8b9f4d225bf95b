import { expect, test } from 'vitest';
import { formatAge, formatDelay, formatWait } from '../../../src/renderer/format/age.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [0, '< 1 s'],
  [999, '< 1 s'],
  [1000, '1 s'],
  [59_999, '59 s'],
  [minute + 5 * second, '1 m 05 s'],
  [9 * minute + 59 * second, '9 m 59 s'],
  [10 * minute + 40 * second, '10 m'],
  [hour + 7 * minute, '1 h 07 m'],
  [52 * hour, '2 d 4 h'],
])('%i ms reads %s', (ms, words) => {
  expect(formatAge(ms)).toBe(words.replaceAll(' ', '\u2009'));
});

test('a clock that runs behind gives no negative age', () => {
  expect(formatAge(-400)).toBe('<\u20091\u2009s');
});

test('a wait counts down to nothing', () => {
  expect(formatWait(3001)).toBe('4\u2009s');
  expect(formatWait(0)).toBe('0\u2009s');
  expect(formatWait(-20)).toBe('0\u2009s');
});

test('a delay is in milliseconds below a second', () => {
  expect(formatDelay(4.3)).toBe('4\u2009ms');
  expect(formatDelay(1834)).toBe('1.8\u2009s');
});
