import { expect, test } from 'vitest';
import { compareStates, isStale, worst, worstState } from '../../../src/renderer/format/health.ts';

test('the worst input decides the age of a row', () => {
  const inputs = [
    { state: 'live', confirmedMs: 900 },
    { state: 'stalled', confirmedMs: 500 },
    { state: 'late', confirmedMs: 100 },
  ] as const;
  expect(worst(inputs)).toBe(inputs[1]);
});

test('of equally bad inputs the oldest decides, and one never confirmed is the oldest', () => {
  const older = { state: 'live', confirmedMs: 100 } as const;
  const newer = { state: 'live', confirmedMs: 900 } as const;
  const never = { state: 'live', confirmedMs: null } as const;
  expect(worst([newer, older])).toBe(older);
  expect(worst([newer, older, never])).toBe(never);
});

test('quiet is as good as live, so the older of the two gives the age', () => {
  const quiet = { state: 'quiet', confirmedMs: 100 } as const;
  const live = { state: 'live', confirmedMs: 900 } as const;
  expect(worst([live, quiet])).toBe(quiet);
  expect(worstState(['quiet', 'live'])).toBe('live');
});

test('there is no worst of nothing', () => {
  expect(worst([])).toBeNull();
  expect(worstState([])).toBeNull();
});

test('down is worst, quiet is best', () => {
  const states = [
    'quiet',
    'connecting',
    'late',
    'refused',
    'down',
    'live',
    'stalled',
    'waiting',
    'resyncing',
  ] as const;
  expect([...states].sort(compareStates)).toEqual([
    'down',
    'stalled',
    'refused',
    'waiting',
    'resyncing',
    'late',
    'connecting',
    'live',
    'quiet',
  ]);
});

test('late rows are not dimmed, those of a channel that can not be trusted are', () => {
  expect(isStale('late')).toBe(false);
  expect(isStale('quiet')).toBe(false);
  expect(isStale('stalled')).toBe(true);
  expect(isStale('down')).toBe(true);
  expect(isStale('resyncing')).toBe(true);
});
