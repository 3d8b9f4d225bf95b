import { expect, test } from 'vitest';
import { columnTime, fullTime, preciseTime, shortTime } from '../../../src/renderer/format/time.ts';

const now = Date.parse('2026-11-24T14:40:00Z');

test('today is a time, another day is a date', () => {
  expect(shortTime('2026-11-24T14:32:07.912345Z', now)).toBe('14:32:07');
  expect(shortTime('2026-11-21T14:32:07.912345Z', now)).toBe('21 Nov');
});

test('the day is that of UTC, not of the reader', () => {
  expect(shortTime('2026-11-24T00:00:00.000000Z', now)).toBe('00:00:00');
  expect(shortTime('2026-11-23T23:59:59.999999Z', now)).toBe('23 Nov');
});

test('precise times have milliseconds, and the day where it is not today', () => {
  expect(preciseTime('2026-11-24T14:32:07.912345Z', now)).toBe('14:32:07.912');
  expect(preciseTime('2026-11-21T14:32:07.912345Z', now)).toBe('21 Nov 14:32:07.912');
  expect(fullTime('2026-11-24T11:02:57.224000Z')).toBe('24 Nov 11:02:57.224');
});

test('what is no time is shown as it came', () => {
  expect(shortTime('soon', now)).toBe('soon');
});

test('a column shows milliseconds today, and the minute with its day before', () => {
  expect(columnTime('2026-11-24T14:32:07.912345Z', now)).toBe('14:32:07.912');
  expect(columnTime('2026-11-21T14:32:07.912345Z', now)).toBe('21 Nov 14:32');
  expect(columnTime('soon', now)).toBe('soon');
});
