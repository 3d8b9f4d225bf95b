/** The level that the headless command logs from. */
import { expect, test } from 'vitest';
import { stderrLog } from '../../src/main/headless/stderr-log.ts';
import { manualClock } from '../support/manual-clock.ts';

function logged(level: string | undefined): readonly string[] {
  const lines: string[] = [];
  const log = stderrLog(level, manualClock(), (line) => lines.push(line));
  for (const one of ['debug', 'info', 'warning', 'error'] as const) log(one, `a ${one}`);
  return lines.map((line) => line.trimEnd().split(' ').slice(1).join(' '));
}

test('is warning unless LOG_LEVEL names another', () => {
  expect(logged(undefined)).toEqual(['warning a warning', 'error a error']);
  expect(logged('')).toEqual(logged(undefined));
  expect(logged('error')).toEqual(['error a error']);
  expect(logged('Debug')).toHaveLength(4);
});

test('a level that there is not is said, and warning is taken', () => {
  const [first, ...rest] = logged('loud');
  expect(first).toBe('warning LOG_LEVEL is debug, info, warning or error, not "loud"; it is warning now.');
  expect(rest).toEqual(logged(undefined));
});
