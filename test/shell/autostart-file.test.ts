import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { autostartFile } from '../../src/main/shell/autostart-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil autostart '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('start at login on Linux', () => {
  test('is off until it is chosen', async () => {
    expect(await autostartFile(folder, '/usr/lib/vigil/vigil').read()).toBe('off');
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['window', 'minimised', 'off'] as const)('%s is what it says when asked again', async (start) => {
    const file = autostartFile(folder, '/usr/lib/vigil/vigil');
    await file.write('window');
    await file.write(start);
    expect(await autostartFile(folder, '/usr/lib/vigil/vigil').read()).toBe(start);
  });

  test('names the program, so that a desktop starts it, or leaves it alone once it is removed', async () => {
    await autostartFile(folder, '/usr/lib/vigil/vigil').write('minimised');
    const text = await readFile(join(folder, 'autostart', 'vigil.desktop'), 'utf8');
    expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
    expect(text).toContain('\nExec="/usr/lib/vigil/vigil" --minimised\n');
    expect(text).toContain('\nTryExec=/usr/lib/vigil/vigil\n');
  });

  test('a path with spaces and signs is one word of the command', async () => {
    await autostartFile(folder, '/opt/100% "mine"/$Vigil').write('window');
    const text = await readFile(join(folder, 'autostart', '$Vigil.desktop'), 'utf8');
    expect(text).toContain('\nExec="/opt/100%% \\\\"mine\\\\"/\\\\$Vigil"\n');
  });

  test('switched off by the desktop itself is off', async () => {
    const file = autostartFile(folder, '/usr/lib/vigil/vigil');
    await file.write('window');
    const path = join(folder, 'autostart', 'vigil.desktop');
    await writeFile(path, (await readFile(path, 'utf8')).replace('enabled=true', 'enabled=false'));
    expect(await file.read()).toBe('off');
  });

  test('two builds of Vigil do not share an entry', async () => {
    await autostartFile(folder, '/usr/lib/vigil-test/vigil-test').write('window');
    expect(await autostartFile(folder, '/usr/lib/vigil/vigil').read()).toBe('off');
  });
});
