import { describe, expect, test } from 'vitest';
import type { TrayIcon, TrayModel } from '../../src/main/alerts/tray-model.ts';
import { createTrayPresence } from '../../src/main/shell/tray-presence.ts';

describe('the tray', () => {
  test('is made once, and touched for a difference only', () => {
    const { presence, done } = desk();
    presence.render(model('ok', 'All 2 feeds fresh'));
    expect(done).toEqual(['create ok', 'tooltip All 2 feeds fresh', 'menu All 2 feeds fresh']);
    presence.render(model('ok', 'All 2 feeds fresh'));
    expect(done).toHaveLength(3);
    presence.render(model('late', '1 of 2 feeds late'));
    expect(done.slice(3)).toEqual(['icon late', 'tooltip 1 of 2 feeds late', 'menu 1 of 2 feeds late']);
    presence.render({ ...model('late', '1 of 2 feeds late'), tooltip: 'other' });
    expect(done.slice(6)).toEqual(['tooltip other']);
  });

  test('is put there anew when the desktop gets one later', async () => {
    const { presence, done, changes, become } = desk(false);
    expect(await presence.look()).toBe(false);
    presence.render(model('stalled', '1 of 2 feeds stalled'));
    become(true);
    expect(await presence.look()).toBe(true);
    expect(done.slice(3)).toEqual([
      'remove',
      'create stalled',
      'tooltip 1 of 2 feeds stalled',
      'menu 1 of 2 feeds stalled',
    ]);
    await presence.look();
    expect(done).toHaveLength(7);
    expect(changes).toEqual([false, true]);
  });

  test('that was there from the start stays as it is', async () => {
    const { presence, done } = desk(true);
    presence.render(model('ok', 'All 2 feeds fresh'));
    await presence.look();
    expect(done).toHaveLength(3);
  });

  test('that goes away is told of, once', async () => {
    const { presence, changes, become } = desk(true);
    await presence.look();
    become(false);
    await presence.look();
    await presence.look();
    expect(changes).toEqual([true, false]);
  });
});

function desk(initial = true) {
  const done: string[] = [];
  const changes: boolean[] = [];
  let hasHost = initial;
  const presence = createTrayPresence({
    create(icon) {
      done.push(`create ${icon}`);
      return {
        setIcon: (next) => done.push(`icon ${next}`),
        setTooltip: (text) => done.push(`tooltip ${text}`),
        setMenu: ([first]) => done.push(`menu ${first !== undefined && 'text' in first ? first.text : ''}`),
        remove: () => done.push('remove'),
      };
    },
    hasHost: async () => hasHost,
    hostChanged: (next) => changes.push(next),
  });
  return {
    ...{ presence, done, changes },
    become(next: boolean) {
      hasHost = next;
    },
  };
}

function model(icon: TrayIcon, text: string): TrayModel {
  return { icon, tooltip: text, lines: [{ kind: 'headline', text }, { kind: 'separator' }] };
}
