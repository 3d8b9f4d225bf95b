/** What keychains say, and what the user is told: every state its own words and cure. */
import { describe, expect, test } from 'vitest';
import { explainVault, type Surroundings } from '../../src/main/vault/explain.ts';
import { troubleOf } from '../../src/main/vault/keychain-errors.ts';

test.each([
  ['Cannot create an item in a locked collection', 'locked'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'unavailable'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'unavailable'],
  ['Failed to load keytar native addon, checked ["../build/Release"]', 'unavailable'],
  ['The name :1.42 was not provided by any .service files', 'broken'],
  ['The session wrapping the secret does not exist', 'broken'],
  ['Prompt was dismissed', 'denied'],
  ['The user name or passphrase you entered is not correct.', 'denied'],
  ['User interaction is not allowed.', 'locked'],
  ['something nobody has seen', 'broken'],
])('"%s" means %s', (words, trouble) => {
  expect(troubleOf(words)).toBe(trouble);
});

const debian: Surroundings = {
  platform: 'linux',
  osRelease: 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n',
  desktop: 'GNOME',
  isSnap: false,
};

describe('a desktop without a keyring', () => {
  test.each([
    ['Debian and Ubuntu', debian, 'sudo apt install gnome-keyring libsecret-1-0'],
    ['Fedora', { ...debian, osRelease: 'ID=fedora\n' }, 'sudo dnf install gnome-keyring libsecret'],
    ['a snap', { ...debian, isSnap: true }, 'snap connect vigil:password-manager-service'],
    ['KDE', { ...debian, desktop: 'KDE' }, null],
    ['an unknown system', { ...debian, osRelease: '' }, null],
  ] as const)('on %s gets its own cure', (_, around, command) => {
    const view = explainVault('unavailable', 'no service', around);
    expect(view.command).toBe(command);
    expect(view.body).toContain('for this session only');
    expect(view.action).toBe('Try again');
  });

  test('on KDE is pointed to KWallet', () => {
    expect(explainVault('unavailable', '', { ...debian, desktop: 'KDE' }).body).toContain('KWallet');
  });
});

test('each state that needs the user offers one thing to press, and waiting offers none', () => {
  const actions = (['ready', 'waiting', 'locked', 'denied', 'unavailable', 'broken'] as const).map(
    (state) => explainVault(state, 'words', debian).action,
  );
  expect(actions).toEqual([null, null, 'Unlock', 'Unlock', 'Try again', 'Try again']);
});
