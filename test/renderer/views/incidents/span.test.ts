import { expect, test } from 'vitest';
import { reaches, type SpanFacts, stretchOf } from '../../../../src/renderer/views/incidents/span.ts';

const now = Date.UTC(2026, 10, 24, 14, 32);
const hour = 3_600_000;
const facts: SpanFacts = { nowMs: now, lookedMs: now - 3 * hour, sleep: null };

test('a usual stretch ends now and moves on', () => {
  expect(stretchOf({ kind: 'preset', preset: '8-h' }, facts)).toEqual({
    fromMs: now - 8 * hour,
    toMs: now,
    isOpen: true,
  });
});

test('since I last looked begins there; who never looked is shown a day', () => {
  const looked = { kind: 'preset', preset: 'looked' } as const;
  expect(stretchOf(looked, facts).fromMs).toBe(now - 3 * hour);
  expect(stretchOf(looked, { ...facts, lookedMs: 0 }).fromMs).toBe(now - 24 * hour);
});

test('while asleep is the last sleep, and does not move on', () => {
  const sleep = { startMs: now - 7 * hour, endMs: now - 6 * hour };
  const stretch = stretchOf({ kind: 'preset', preset: 'asleep' }, { ...facts, sleep });
  expect(stretch).toEqual({ fromMs: sleep.startMs, toMs: sleep.endMs, isOpen: false });
});

test('a chosen stretch stays where it is, unless it ends now', () => {
  const fromMs = now - 2 * hour;
  const fixed = { kind: 'chosen', fromMs, toMs: now - hour } as const;
  expect(stretchOf(fixed, { ...facts, nowMs: now + hour })).toEqual({
    fromMs,
    toMs: now - hour,
    isOpen: false,
  });
  const open = { kind: 'chosen', fromMs, toMs: 'now' } as const;
  expect(stretchOf(open, { ...facts, nowMs: now + hour })).toEqual({
    fromMs,
    toMs: now + hour,
    isOpen: true,
  });
});

test('no stretch is empty, so that it can be drawn', () => {
  for (const lookedMs of [now, now + hour]) {
    const { fromMs, toMs } = stretchOf({ kind: 'preset', preset: 'looked' }, { ...facts, lookedMs });
    expect(toMs - fromMs).toBeGreaterThan(0);
  }
});

test('what touches a stretch reaches into it, and what lasts reaches to now', () => {
  const stretch = { fromMs: 100, toMs: 200, isOpen: false };
  expect(reaches(stretch, { startMs: 0, endMs: 100 })).toBe(true);
  expect(reaches(stretch, { startMs: 200, endMs: 300 })).toBe(true);
  expect(reaches(stretch, { startMs: 0, endMs: null })).toBe(true);
  expect(reaches(stretch, { startMs: 0, endMs: 99 })).toBe(false);
  expect(reaches(stretch, { startMs: 201, endMs: null })).toBe(false);
});
