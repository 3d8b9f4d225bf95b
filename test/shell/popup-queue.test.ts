import { describe, expect, test } from 'vitest';
import type { Popup } from '../../src/main/alerts/alert-types.ts';
import type { ServerState } from '../../src/main/shell/desktop-bus.ts';
import { createPopupQueue } from '../../src/main/shell/popup-queue.ts';
import { manualClock } from '../support/manual-clock.ts';

describe('popups', () => {
  test('are shown in order, after the server gave a sign of life', async () => {
    const { queue, screen, asked } = desk();
    expect(await Promise.all([queue.show(popup('a')), queue.show(popup('b'))])).toEqual([
      { kind: 'shown' },
      { kind: 'shown' },
    ]);
    expect(screen).toEqual(['show a', 'show b']);
    expect(asked()).toBe(2);
  });

  test('of one slot replace each other, a second apart', async () => {
    const { queue, screen, clock } = desk();
    await queue.show(popup('a'));
    const second = queue.show(popup('a', 'again'));
    await settled();
    expect(screen).toEqual(['show a', 'close a']);
    clock.advance(999);
    await settled();
    expect(screen).toHaveLength(2);
    clock.advance(1);
    expect(await second).toEqual({ kind: 'shown' });
    expect(screen).toEqual(['show a', 'close a', 'show again']);
  });

  test('of other slots do not wait for that', async () => {
    const { queue, screen, clock } = desk();
    await queue.show(popup('a'));
    const again = queue.show(popup('a', 'again'));
    const other = queue.show(popup('b'));
    expect(await other).toEqual({ kind: 'shown' });
    expect(screen).toEqual(['show a', 'close a', 'show b']);
    clock.advance(1_000);
    await again;
  });

  test('that are over before they could be shown are dropped', async () => {
    const { queue, screen } = desk();
    const first = queue.show(popup('a'));
    const second = queue.show(popup('a', 'newer'));
    queue.close('a');
    expect(await first).toEqual({ kind: 'dropped' });
    expect(await second).toEqual({ kind: 'dropped' });
    await settled();
    expect(screen).toEqual([]);
  });

  test('that went away by themselves are told of, and not closed again', async () => {
    const { queue, screen, gone, leave } = desk();
    await queue.show(popup('a'));
    leave('a');
    expect(gone).toEqual(['a']);
    queue.close('a');
    await settled();
    expect(screen).toEqual(['show a']);
  });

  test('that were replaced do not count as gone when the server reports it late', async () => {
    const { queue, gone, clock, leave, screen } = desk();
    await queue.show(popup('a'));
    const second = queue.show(popup('a', 'again'));
    await settled();
    clock.advance(1_000);
    await second;
    leave('a');
    expect(gone).toEqual([]);
    queue.close('a');
    await settled();
    expect(screen.at(-1)).toBe('close again');
  });

  test.each([
    ['absent', 'this desktop has no notification server'],
    ['silent', 'the notification server did not answer'],
  ] as const)('are not even tried where the server is %s', async (state, reason) => {
    const { queue, screen } = desk(state);
    expect(await queue.show(popup('a'))).toEqual({ kind: 'failed', reason });
    expect(screen).toEqual([]);
  });

  test('are tried where nobody can be asked', async () => {
    const { queue, screen } = desk('unknown');
    expect(await queue.show(popup('a'))).toEqual({ kind: 'shown' });
    expect(screen).toEqual(['show a']);
  });

  test('that the desktop refuses are said to be', async () => {
    const { queue, refuse } = desk();
    refuse();
    expect(await queue.show(popup('a'))).toMatchObject({ kind: 'failed' });
  });
});

describe('a frozen server', () => {
  test('is left alone until the first repeat is due', async () => {
    const { queue, clock, asked, become } = desk('silent');
    await queue.show(popup('a'));
    await queue.show(popup('b'));
    expect(asked()).toBe(1);
    become('alive');
    clock.advance(60_000);
    expect(await queue.show(popup('a'))).toEqual({ kind: 'shown' });
    expect(asked()).toBe(2);
  });

  test('loses what it should have closed as soon as it is back', async () => {
    const { queue, clock, screen, become } = desk();
    await queue.show(popup('a'));
    become('silent');
    queue.close('a');
    await settled();
    expect(screen).toEqual(['show a']);
    become('alive');
    clock.advance(60_000);
    await queue.show(popup('b'));
    expect(screen).toEqual(['show a', 'close a', 'show b']);
  });

  test('does not keep Vigil from ending', async () => {
    const { queue, screen, become } = desk();
    await queue.show(popup('a'));
    become('silent');
    await queue.closeAll();
    expect(screen).toEqual(['show a']);
  });
});

test('at the end everything is taken off the screen, and nothing new is shown', async () => {
  const { queue, screen, clock } = desk();
  await queue.show(popup('a'));
  await queue.show(popup('b'));
  const waiting = queue.show(popup('a', 'again'));
  await settled();
  await queue.closeAll();
  expect(await waiting).toEqual({ kind: 'dropped' });
  clock.advance(10_000);
  await settled();
  expect(screen.toSorted()).toEqual(['close a', 'close b', 'show a', 'show b']);
});

function desk(initial: ServerState = 'alive') {
  const clock = manualClock();
  const screen: string[] = [];
  const gone: string[] = [];
  const left = new Map<string, () => void>();
  let state = initial;
  let asked = 0;
  let isRefusing = false;
  const queue = createPopupQueue({
    async server() {
      asked += 1;
      return state;
    },
    async put({ title }, leave) {
      if (isRefusing) return null;
      screen.push(`show ${title}`);
      left.set(title, leave);
      return { close: () => screen.push(`close ${title}`) };
    },
    gone: (slot) => gone.push(slot),
    monoMs: clock.monoMs,
    after: clock.after,
  });
  return {
    ...{ queue, screen, gone, clock },
    asked: () => asked,
    become(next: ServerState) {
      state = next;
    },
    refuse() {
      isRefusing = true;
    },
    leave: (title: string) => left.get(title)?.(),
  };
}

function popup(slot: string, title = slot): Popup {
  return {
    ...{ slot, title, body: '', feedId: null, event: 'stalled', urgency: 'normal' },
    stays: false,
    sound: false,
  };
}

/** Lets everything run that waits for no timer. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
