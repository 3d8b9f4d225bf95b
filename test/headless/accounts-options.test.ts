/** What `accounts` makes of its arguments. */
import { expect, test } from 'vitest';
import { parseAccounts } from '../../src/main/headless/accounts-options.ts';
import { dataFolder } from '../../src/main/headless/data-folder.ts';

test.each([
  [
    ['add', '--venue', 'bitmex', '--label', 'main', '--endpoint=ws://127.0.0.1:9'],
    { kind: 'add', account: { venue: 'bitmex', label: 'main', endpoint: 'ws://127.0.0.1:9', rest: null } },
  ],
  [['list'], { kind: 'list' }],
  [['check', '--label', 'main'], { kind: 'check', wanted: { label: 'main', venue: null } }],
  [
    ['remove', '--label', 'main', '--venue', 'okx'],
    { kind: 'remove', wanted: { label: 'main', venue: 'okx' } },
  ],
  [['remove', '--all'], { kind: 'remove-all', sure: false }],
  [['remove', '--all', '--yes'], { kind: 'remove-all', sure: true }],
])('%j', (args, command) => {
  expect(parseAccounts(args)).toEqual({ ok: true, value: command });
});

test.each([
  [[], 'takes add, list, check or remove'],
  [['show'], 'not "show"'],
  [['toString'], 'not "toString"'],
  [['add', '--label', 'main'], 'needs --venue'],
  [['add', '--venue', 'okx'], 'needs --label'],
  [['check'], 'needs --label'],
  [['remove'], 'needs --label'],
  [['remove', '--label', 'main', '--yes'], '--yes goes with accounts remove --all'],
  [['remove', '--all', '--label', 'main'], '--label or --all, not both'],
  [['list', '--venue', 'okx'], 'has no option "--venue"'],
  [['add', 'main'], 'has no argument "main"'],
  [['add', '--label'], '--label needs a value'],
  [['add', '--label', 'a', '--label', 'b'], 'given twice'],
  [['add', '--venue', 'okx', '--label', 'a', '--secret', 'PLANTED'], 'read from standard input'],
  [['add', '--venue', 'okx', '--label', 'a', '--key=PLANTED'], 'read from standard input'],
])('%j is a mistake in one sentence that repeats no key', (args, words) => {
  const parsed = parseAccounts(args);
  const message = parsed.ok ? '' : parsed.message;
  expect(message).toContain(words);
  expect(message).not.toContain('\n');
  expect(message).not.toContain('PLANTED');
});

test('the list of accounts is where the desktop app has it', () => {
  expect(dataFolder({ XDG_CONFIG_HOME: '/c' }, 'linux')).toBe('/c/Vigil');
  expect(dataFolder({ XDG_CONFIG_HOME: '' }, 'linux')).toMatch(/\/\.config\/Vigil$/);
  expect(dataFolder({}, 'darwin')).toMatch(/Library.Application Support.Vigil$/);
});
