import { describe, expect, test } from 'vitest';
import { createSelfDesk, WINDOW_SLOT } from '../../src/main/app/self-desk.ts';
import { manualClock } from '../support/manual-clock.ts';
import { screenDouble } from '../support/session-parts.ts';

describe('Vigil itself', () => {
  test('says when everything waited for a second, and nothing of less', () => {
    const { desk, clock, late } = selfDesk();
    desk.loopDelay(400);
    desk.loopDelay(2_340);
    const nowMs = clock.wallMs();
    expect(late).toEqual([['Vigil itself was late', 'everything waited for 2.3 s', nowMs - 2_340, nowMs]]);
  });

  test('says once that its window hangs, and when it answers again', () => {
    const { desk, clock, late, screen } = selfDesk();
    const startMs = clock.wallMs();
    desk.windowHangs();
    desk.windowHangs();
    expect(screen.shown).toMatchObject([{ slot: WINDOW_SLOT, title: "Vigil's window does not answer" }]);
    clock.advance(72_000);
    desk.windowAnswers();
    desk.windowAnswers();
    expect(late).toEqual([
      ["Vigil's window does not answer", expect.any(String), startMs, null],
      ["Vigil's window does not answer", 'answers again after 1 m 12 s', startMs, startMs + 72_000],
    ]);
    expect(screen.closed).toEqual([WINDOW_SLOT]);
  });
});

function selfDesk() {
  const clock = manualClock();
  const screen = screenDouble();
  const late: unknown[][] = [];
  const desk = createSelfDesk({ clock, screen, incidents: { selfLate: (...what) => late.push(what) } });
  return { clock, screen, late, desk };
}
