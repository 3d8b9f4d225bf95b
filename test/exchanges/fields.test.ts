/** Single fields of items: times, sides, flags, money in minor units. */
import { describe, expect, test } from 'vitest';
import {
  flag,
  hyphenated,
  isItem,
  isoTime,
  sideOf,
  text,
  timeMs,
  wholeUnits,
} from '../../src/main/exchanges/fields.ts';

describe('times', () => {
  test.each([
    ['2021-07-22T22:36:10.014Z', '2021-07-22T22:36:10.014000Z'],
    ['2020-01-31T20:03:41.158814Z', '2020-01-31T20:03:41.158814Z'],
    ['2020-01-31T20:03:41Z', '2020-01-31T20:03:41.000000Z'],
    ['2020-01-31T20:03:41.123456789Z', '2020-01-31T20:03:41.123456Z'],
    ['2020-01-31T22:03:41.5+02:00', '2020-01-31T20:03:41.500000Z'],
    [1676950548834, '2023-02-21T03:35:48.834000Z'],
  ])('%s is %s', (value, iso) => {
    expect(isoTime(value)).toBe(iso);
  });

  test.each([null, undefined, '', 'soon', 'x1', '2020', Number.NaN, 9e15, {}, true])(
    '%s is no time',
    (value) => {
      expect(isoTime(value)).toBeNull();
      expect(timeMs(value)).toBeNull();
    },
  );
});

test('money in minor units becomes whole, and stays unknown where the unit is', () => {
  expect(wholeUnits(-912269, 8)).toBe('-0.00912269');
  expect(wholeUnits('1500000', 6)).toBe('1.5');
  expect(wholeUnits(1, null)).toBeNull();
  expect(wholeUnits(null, 8)).toBeNull();
});

test('sides, flags, words and items are taken only for what they are', () => {
  expect(['Buy', 'sell', 'SELL', '', 'hold', null].map(sideOf)).toEqual([
    'buy',
    'sell',
    'sell',
    null,
    null,
    null,
  ]);
  expect([true, false, 'true', 1].map(flag)).toEqual([true, false, null, null]);
  expect(['a', '', 7].map(text)).toEqual(['a', null, null]);
  expect(['StopLimit', 'GTC', '', null].map(hyphenated)).toEqual(['stop-limit', 'gtc', null, null]);
  expect([{}, [], null, 'x'].map(isItem)).toEqual([true, false, false, false]);
});
