import { describe, expect, test } from 'vitest';
import { refusedSwitch } from '../../src/main/shell/refused-switches.ts';

const given = (names: readonly string[], opens: 'window' | 'nothing' = 'window') =>
  refusedSwitch((name) => names.includes(name), opens);

describe('an installed program', () => {
  test.each([
    'remote-debugging-port',
    'remote-debugging-pipe',
    'inspect',
    'inspect-brk',
    'js-flags',
    'disable-web-security',
    'load-extension',
    'host-resolver-rules',
    'renderer-cmd-prefix',
  ])('does not start with --%s, and says so', (name) => {
    expect(given(['user-data-dir', name])).toContain(`--${name}`);
  });

  test('starts with the switches that people need', () => {
    expect(given(['user-data-dir', 'ozone-platform', 'log-level', 'force-device-scale-factor'])).toBeNull();
  });

  test('a window without a sandbox is refused; the headless command of root has no window', () => {
    expect(given(['no-sandbox'])).toContain('opens no window with --no-sandbox');
    expect(given(['no-sandbox'], 'nothing')).toBe(null);
  });
});
