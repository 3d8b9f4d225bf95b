import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelState } from '../../../src/preload/contract/health.ts';
import { stripMs, timelineSegments } from '../../../src/renderer/charts/timeline-segments.ts';

const columns = 180;
const columnMs = stripMs / columns;
const nowMs = 10 * stripMs;

test('one state over the whole window is one stretch', () => {
  const segments = timelineSegments([{ sinceMs: 0, state: 'live' }], nowMs, columns);
  expect(segments).toEqual([{ state: 'live', from: 0, columns }]);
});

test('what lies before the first step stays empty', () => {
  const segments = timelineSegments([{ sinceMs: nowMs - 5 * columnMs, state: 'live' }], nowMs, columns);
  expect(segments).toEqual([{ state: 'live', from: columns - 5, columns: 5 }]);
});

test('a stall of one second is one column wide and hides the live around it', () => {
  const stalledAt = nowMs - 20 * columnMs + 1_000;
  const segments = timelineSegments(
    [
      { sinceMs: 0, state: 'live' },
      { sinceMs: stalledAt, state: 'stalled' },
      { sinceMs: stalledAt + 1_000, state: 'live' },
    ],
    nowMs,
    columns,
  );
  expect(segments).toEqual([
    { state: 'live', from: 0, columns: columns - 20 },
    { state: 'stalled', from: columns - 20, columns: 1 },
    { state: 'live', from: columns - 19, columns: 19 },
  ]);
});

test('quiet never beats live inside a column, and down beats everything', () => {
  const inOneColumn = (states: readonly ChannelState[]) =>
    timelineSegments(
      states.map((state, index) => ({ sinceMs: nowMs - columnMs + index * 100, state })),
      nowMs,
      columns,
    )[0]?.state;
  expect(inOneColumn(['live', 'quiet'])).toBe('live');
  expect(inOneColumn(['stalled', 'down', 'live'])).toBe('down');
  expect(inOneColumn(['late', 'refused', 'resyncing'])).toBe('refused');
});

test('the strip does not move before a column has passed', () => {
  const steps = [
    { sinceMs: 0, state: 'live' as const },
    { sinceMs: nowMs - 100_000, state: 'late' as const },
  ];
  const early = timelineSegments(steps, nowMs + 1, columns);
  expect(timelineSegments(steps, nowMs + columnMs - 1, columns)).toEqual(early);
  expect(timelineSegments(steps, nowMs + columnMs + 1, columns)).not.toEqual(early);
});

test('stretches follow each other, stay inside the strip, and reach its right edge', () => {
  const states: readonly ChannelState[] = ['live', 'quiet', 'late', 'stalled', 'down', 'resyncing'];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 400_000 }), fc.constantFrom(...states)), { minLength: 1 }),
      fc.integer({ min: 20, max: 400 }),
      (changes, width) => {
        let sinceMs = 0;
        const steps = changes.map(([lengthMs, state]) => {
          sinceMs += lengthMs;
          return { sinceMs, state };
        });
        const segments = timelineSegments(steps, sinceMs + 1, width);
        let end = segments[0]?.from ?? 0;
        for (const segment of segments) {
          expect(segment.from).toBe(end);
          expect(segment.columns).toBeGreaterThan(0);
          end += segment.columns;
        }
        expect(end).toBe(width);
      },
    ),
  );
});
