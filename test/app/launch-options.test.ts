import { describe, expect, test } from 'vitest';
import { readLaunchOptions } from '../../src/main/app/launch-options.ts';

const before = ['/opt/vigil', '.', '--no-sandbox', '--test-hooks'];

describe('the command line', () => {
  test('without a word after -- opens the window with the usual practice market', () => {
    const usual = {
      kind: 'window',
      window: {
        ...{ seed: 7, speed: 1, stallAfterMs: null, trayLookMs: 30_000 },
        ...{ releaseChannel: null, testHooks: false, minimised: false },
      },
    };
    expect(readLaunchOptions(before)).toEqual(usual);
    expect(readLaunchOptions([...before, '--'])).toEqual(usual);
  });

  test('--minimised starts without a window in front, wherever it stands', () => {
    for (const argv of [
      ['/opt/vigil', '--minimised'],
      [...before, '--', '--minimised'],
    ])
      expect(readLaunchOptions(argv)).toMatchObject({ kind: 'window', window: { minimised: true } });
  });

  test('takes switches of the window after --', () => {
    const argv = [
      ...[...before, '--', '--practice-seed=42', '--practice-speed=2.5', '--test-hooks'],
      '--release-channel=/tmp/a=b.json',
    ];
    expect(readLaunchOptions(argv)).toMatchObject({
      kind: 'window',
      window: { seed: 42, speed: 2.5, releaseChannel: '/tmp/a=b.json', testHooks: true },
    });
  });

  test('takes times in seconds', () => {
    const times = ['--stall-after=2', '--alert-grace=0', '--tray-look=0.5', '--hang-after=1.25'];
    expect(readLaunchOptions([...before, '--', ...times])).toMatchObject({
      kind: 'window',
      window: { stallAfterMs: 2_000, graceMs: 0, trayLookMs: 500, hangAfterMs: 1_250 },
    });
  });

  test.each(['collect', 'accounts'])('hands %s and all that follows to the headless command', (command) => {
    const args = [command, '--venue', 'practice', '--', '--for', '5'];
    expect(readLaunchOptions([...before, '--', ...args])).toEqual({ kind: 'headless', args });
  });

  test('takes a command as the first word too, where no wrapper sets the dashes', () => {
    const args = ['collect', '--venue', 'practice'];
    expect(readLaunchOptions(['/opt/vigil', ...args])).toEqual({ kind: 'headless', args });
  });

  test.each([
    ...['--practice-seed=x', '--practice-seed', '--practice-speed=0', '--practice-speed=-1', 'colect'],
    ...['--stall-after', '--stall-after=soon', '--tray-look=-1', '--toString=1'],
  ])('names %s as what it does not know', (arg) => {
    const read = readLaunchOptions([...before, '--', arg]);
    expect(read).toMatchObject({ kind: 'wrong' });
    expect(JSON.stringify(read)).toContain(arg);
  });
});
