import { describe, expect, test } from 'vitest';
import { refusedSwitch } from '../../src/main/shell/refused-switches.ts';

const given = (names: readonly string[]) => refusedSwitch((name) => names.includes(name));

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
    expect(
      given(['user-data-dir', 'no-sandbox', 'ozone-platform', 'log-level', 'force-device-scale-factor']),
    ).toBeNull();
  });
});
