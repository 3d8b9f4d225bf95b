import { expect, test } from 'vitest';
import { keepPresence, noPresence, type Presence } from '../../src/main/incidents/presence.ts';
import { Incident } from '../../src/preload/contract/incidents.ts';
import { manualClock } from '../support/manual-clock.ts';

function keeper(before: Presence) {
  const clock = manualClock();
  const saved: Presence[] = [];
  const absences: Incident[] = [];
  const presence = keepPresence({
    clock,
    before,
    save: (next) => saved.push(next),
    put: (absence) => absences.push(absence),
  });
  return { clock, saved, absences, presence };
}

test('the first start is remembered, and is no absence', () => {
  const { clock, saved, absences, presence } = keeper(noPresence);
  expect(absences).toEqual([]);
  expect(presence.recordSinceMs).toBe(clock.wallMs());
  expect(saved).toEqual([{ firstMs: clock.wallMs(), aliveMs: clock.wallMs() }]);
});

test('the time since it last ran is an incident that can be kept', () => {
  const now = manualClock().wallMs();
  const { absences, presence } = keeper({ firstMs: now - 9_000_000, aliveMs: now - 3_600_000 });
  expect(absences).toMatchObject([
    { kind: 'off', feedId: null, startMs: now - 3_600_000, endMs: now, losses: [] },
  ]);
  expect(Incident.safeParse(absences[0]).success).toBe(true);
  expect(presence.recordSinceMs).toBe(now - 9_000_000);
});

test('a restart, or a clock that was set back, is no absence', () => {
  const now = manualClock().wallMs();
  expect(keeper({ firstMs: 1, aliveMs: now - 4_000 }).absences).toEqual([]);
  expect(keeper({ firstMs: 1, aliveMs: now + 60_000 }).absences).toEqual([]);
});

test('it is marked every minute, in case of a crash, and once more at the end', () => {
  const { clock, saved, presence } = keeper({ firstMs: 5, aliveMs: 0 });
  clock.advance(150_000);
  expect(saved).toHaveLength(3);
  presence.close();
  presence.close();
  expect(saved).toHaveLength(4);
  expect(saved.at(-1)).toEqual({ firstMs: 5, aliveMs: clock.wallMs() });
  clock.advance(150_000);
  expect(saved).toHaveLength(4);
});
