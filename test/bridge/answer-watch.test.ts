import { describe, expect, test } from 'vitest';
import { createAnswerWatch } from '../../src/main/bridge/answer-watch.ts';
import { manualClock } from '../support/manual-clock.ts';

describe('a window', () => {
  test('that answers is well, however much it is sent', () => {
    const { watch, clock, heard } = desk();
    for (let second = 0; second < 60; second += 1) {
      watch.sent();
      watch.sent();
      clock.advance(1_000);
      watch.received();
      watch.received();
    }
    expect(heard).toEqual([]);
  });

  test('that is sent nothing owes nothing', () => {
    const { clock, heard } = desk();
    clock.advance(600_000);
    expect(heard).toEqual([]);
  });

  test('that owes an answer for too long hangs, until it gives one', () => {
    const { watch, clock, heard } = desk();
    watch.sent();
    clock.advance(9_000);
    expect(heard).toEqual([]);
    clock.advance(3_000);
    expect(heard).toEqual(['hangs']);
    clock.advance(60_000);
    watch.received();
    expect(heard).toEqual(['hangs', 'answers']);
  });

  test('does not hang because main did: its answers are read before the next look', () => {
    const { watch, clock, heard } = desk();
    watch.sent();
    clock.advance(10_000);
    watch.received();
    clock.advance(30_000);
    expect(heard).toEqual([]);
  });

  test('whose page was loaded anew owes nothing any more', () => {
    const { watch, clock, heard } = desk();
    watch.sent();
    clock.advance(12_000);
    watch.restart();
    clock.advance(60_000);
    expect(heard).toEqual(['hangs', 'answers']);
  });
});

function desk() {
  const clock = manualClock();
  const heard: string[] = [];
  const watch = createAnswerWatch({
    clock,
    hangs: () => heard.push('hangs'),
    answers: () => heard.push('answers'),
  });
  return { clock, heard, watch };
}
