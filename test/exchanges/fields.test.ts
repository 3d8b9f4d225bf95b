/** Single fields of items: times, sides, flags, money in minor units. */
import { describe, expect, test } from 'vitest';
import { parseExact } from '../../src/main/exchanges/exact-json.ts';
import {
  count,
  countedId,
  flag,
  hyphenated,
  isItem,
  isoTime,
  sentence,
  sideOf,
  text,
  timeMs,
  wholeUnits,
} from '../../src/main/exchanges/fields.ts';

describe('times', () => {
  test.each([
    '9999-99-99T99:99:99.999Z',
    '2026-02-30T12:00:00.000Z',
    '2026-02-30T12:00:00.000+01:00',
    '2026-04-31T12:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    8.64e15,
    253_402_300_800_000,
  ])('%s is on no calendar that we print', (value) => {
    expect(isoTime(value)).toBeNull();
  });

  test('the last day of a month is one', () => {
    expect(isoTime('2024-02-29T12:00:00.000Z')).toBe('2024-02-29T12:00:00.000000Z');
    expect(isoTime('2026-12-31T23:59:59Z')).toBe('2026-12-31T23:59:59.000000Z');
  });

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

test('words of a venue are short, and cannot steer a terminal or forge a line', () => {
  expect(sentence('too many\r\n\u001b[2Jrequests')).toBe('too many [2Jrequests');
  expect(sentence('\u202eabc')).toBe(' abc');
  expect(sentence('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
  expect(['', null, 7].map(sentence)).toEqual([null, null, null]);
});

test('ids that are counted are whole numbers, and counts are not negative', () => {
  expect(['7', 7, '1.5', '-1', '9007199254740993', 1e300, 'x'].map(countedId)).toEqual([
    ...['7', '7', null, null, null, null, null],
  ]);
  expect([3, 0, -3, 1.5, '3', Number.POSITIVE_INFINITY].map(count)).toEqual([3, 0, null, null, null, null]);
});

test('a number with all its digits is no item', () => {
  expect(isItem(parseExact('100.10'))).toBe(false);
});
