import { expect, test } from 'vitest';
import {
  monthDays,
  timeOfDayMs,
  withMonth,
} from '../../../../src/renderer/views/incidents/calendar-month.ts';

test('a month is whole weeks from Monday on', () => {
  const days = monthDays(Date.UTC(2026, 10, 24, 14));
  expect(days.length % 7).toBe(0);
  expect(new Date(days[0]?.ms ?? 0).toISOString()).toBe('2026-10-26T00:00:00.000Z');
  expect(days.filter(({ ofMonth }) => ofMonth).map(({ day }) => day)).toEqual(
    Array.from({ length: 30 }, (_, index) => index + 1),
  );
});

test('the month before January is December', () => {
  expect(withMonth(Date.UTC(2026, 0, 31), -1)).toBe(Date.UTC(2025, 11, 1));
});

test('a time of day is one of a day', () => {
  expect(timeOfDayMs('6:30')).toBe(6.5 * 3_600_000);
  expect(timeOfDayMs('24:00')).toBeNull();
  expect(timeOfDayMs('6:3')).toBeNull();
});
