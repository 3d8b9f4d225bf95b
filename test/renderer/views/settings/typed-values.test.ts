import { expect, test } from 'vitest';
import { timeOfDay, wholeNumber } from '../../../../src/renderer/views/settings/typed-values.ts';

test('a number is taken within its bounds only', () => {
  const parse = wholeNumber(1, 60);
  expect(parse(' 5 ')).toBe(5);
  for (const text of ['', '0', '61', '5.5', '-1', 'five']) expect(parse(text)).toBeNull();
});

test('a time of day is written with two digits', () => {
  expect(timeOfDay('7:30')).toBe('07:30');
  expect(timeOfDay('23.00')).toBe('23:00');
  for (const text of ['', '24:00', '7:3', '07:60', 'noon']) expect(timeOfDay(text)).toBeNull();
});
