/** An installed Vigil cannot be driven from outside: the real app under a name of its own, as packages have it. */
import { execFile } from 'node:child_process';
import { cp, link, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { electronPath } from '../../scripts/electron-path.mjs';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
let folder: string;
let program: string;

// Electron holds itself for packaged when its file is not called electron.
beforeAll(async () => {
  const runtime = electronPath().path;
  folder = await mkdtemp(join(root, '.cache', 'installed-'));
  program = join(folder, 'vigil');
  for (const entry of await readdir(dirname(runtime), { withFileTypes: true })) {
    const from = join(dirname(runtime), entry.name);
    if (from === runtime) await link(from, program).catch(() => cp(from, program));
    else if (entry.name !== 'resources') await symlink(from, join(folder, entry.name));
  }
  await mkdir(join(folder, 'resources'));
  await symlink(root, join(folder, 'resources/app'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(...switches: readonly string[]): Promise<{ code: unknown; said: string }> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...flags, `--user-data-dir=${join(folder, 'profile')}`, ...switches];
  // A program that does start is a failure; it ends with the time it was given.
  return run(program, args, { timeout: 10_000, killSignal: 'SIGKILL' }).then(
    ({ stderr }) => ({ code: 0, said: stderr }),
    (ended: { code: unknown; stderr: string }) => ({ code: ended.code, said: ended.stderr }),
  );
}

test.each([
  ['--remote-debugging-port=0'],
  ['--remote-debugging-pipe'],
  ['--inspect=0'],
  ['--js-flags=--expose-gc'],
  ['--disable-web-security'],
  ['--remote-debugging-port=0', '--', 'collect', '--venue', 'practice', '--for', '1'],
])('it does not start with %s', async (...switches) => {
  const { code, said } = await start(...switches);
  expect(code).toBe(2);
  expect(said).toContain('An installed Vigil does not start with --');
  expect(said).not.toContain('DevTools listening');
});

test('what stands after the two dashes is the command’s own', async () => {
  const { code } = await start('--ozone-platform=headless', '--', 'collect', '--help');
  expect(code).toBe(0);
});
