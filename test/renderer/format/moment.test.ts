import { describe, expect, test } from 'vitest';
import { momentText, parseMoment } from '../../../src/renderer/format/moment.ts';

const now = Date.UTC(2026, 10, 24, 14, 32, 7);
const hour = 3_600_000;

describe('a moment as it is typed', () => {
  test.each([
    ['24 Nov 06:30', Date.UTC(2026, 10, 24, 6, 30)],
    ['3 November', Date.UTC(2026, 10, 3)],
    ['3 Nov, 6:30', Date.UTC(2026, 10, 3, 6, 30)],
    ['3 Nov 2025 06:30', Date.UTC(2025, 10, 3, 6, 30)],
    ['2026-11-01', Date.UTC(2026, 10, 1)],
    ['2026-11-01 06:30', Date.UTC(2026, 10, 1, 6, 30)],
    ['2026-11-01T06:30:15.250Z', Date.UTC(2026, 10, 1, 6, 30, 15)],
    ['06:30', Date.UTC(2026, 10, 24, 6, 30)],
    [' 8 h ago ', now - 8 * hour],
    ['90 min', now - 90 * 60_000],
    ['-2d', now - 48 * hour],
    ['NOW', 'now'],
  ])('%s', (text, expected) => {
    expect(parseMoment(text, now)).toBe(expected);
  });

  test('a time of day that has not come yet was yesterday', () => {
    expect(parseMoment('23:00', now)).toBe(Date.UTC(2026, 10, 23, 23));
  });

  test('a day without a year that has not come yet was last year', () => {
    expect(parseMoment('24 Dec', now)).toBe(Date.UTC(2025, 11, 24));
  });

  test.each(['', 'soon', '25:00', '06:61', '31 Nov', '2026-02-30', '12 Foo'])('%j is none', (text) => {
    expect(parseMoment(text, now)).toBeNull();
  });
});

test('a moment is read with its day, and with its year only where that is another one', () => {
  expect(momentText(Date.UTC(2026, 10, 24, 6, 30), now)).toBe('24 Nov 06:30');
  expect(momentText(Date.UTC(2025, 0, 2, 6, 3), now)).toBe('2 Jan 2025 06:03');
});

test('what is shown can be typed again', () => {
  for (const ms of [Date.UTC(2026, 10, 24, 6, 30), Date.UTC(2025, 5, 9)]) {
    expect(parseMoment(momentText(ms, now), now)).toBe(ms);
  }
});
