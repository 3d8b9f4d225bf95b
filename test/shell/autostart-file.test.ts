import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AutostartFile, autostartFile } from '../../src/main/shell/autostart-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil autostart '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('start at login on Linux', () => {
  test('is off until it is chosen', async () => {
    expect(await ofPackage().read()).toBe('off');
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['window', 'minimised', 'off'] as const)('%s is what it says when asked again', async (start) => {
    const file = ofPackage();
    await file.write('window');
    await file.write(start);
    expect(await ofPackage().read()).toBe(start);
  });

  test('names the program, so that a desktop starts it, or leaves it alone once it is removed', async () => {
    await ofPackage().write('minimised');
    const text = await entryText('vigil');
    expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
    expect(text).toContain('\nExec="/usr/lib/vigil/vigil" --minimised\n');
    expect(text).toContain('\nTryExec=/usr/lib/vigil/vigil\n');
    expect(text).toContain('\nName=Vigil\n');
    expect(text).toContain('\nIcon=vigil\n');
  });

  test('a path with spaces and signs is one word of the command', async () => {
    await of('vigil', '/opt/100% "mine"/$Vigil').write('window');
    const text = await entryText('vigil');
    expect(text).toContain('\nExec="/opt/100%% \\\\"mine\\\\"/\\\\$Vigil"\n');
  });

  test('switched off by the desktop itself is off', async () => {
    const file = ofPackage();
    await file.write('window');
    const path = join(folder, 'autostart', 'vigil.desktop');
    await writeFile(path, (await readFile(path, 'utf8')).replace('enabled=true', 'enabled=false'));
    expect(await file.read()).toBe('off');
  });

  test('two builds of Vigil do not share an entry', async () => {
    await of('vigil-test', '/usr/lib/vigil-test/vigil-test').write('window');
    expect(await ofPackage().read()).toBe('off');
  });
});

describe('start at login of an AppImage', () => {
  const older = '/home/ann/vigil-0.1.0-linux-x86_64.AppImage';
  const newer = '/home/ann/vigil-0.2.0-linux-x86_64.AppImage';

  test('is found by a newer version, whose image has another name', async () => {
    await of('vigil', older).write('minimised');
    const file = of('vigil', newer);
    await file.bringUpToDate();
    expect(await file.read()).toBe('minimised');
    expect(await entryText('vigil')).toContain(`\nExec="${newer}" --minimised\n`);
  });

  test('moves from the entry named after an older image, which is taken away', async () => {
    await entryOfImage('vigil-0.1.0-linux-x86_64.AppImage', 'Exec="/opt/old" --minimised');
    await entryOfImage('vigil-test-0.1.0-linux-x86_64.AppImage', 'Exec="/opt/test"');
    const file = of('vigil', newer);
    await file.bringUpToDate();
    expect(await file.read()).toBe('minimised');
    expect((await readdir(join(folder, 'autostart'))).sort()).toEqual([
      'vigil-test-0.1.0-linux-x86_64.AppImage.desktop',
      'vigil.desktop',
    ]);
  });

  test('that the desktop switched off stays off, whatever an older image says', async () => {
    await entryOfImage('vigil-0.1.0-linux-x86_64.AppImage', 'Exec="/opt/old"');
    await entryOfImage('vigil', 'Exec="/opt/old"\nHidden=true');
    const file = of('vigil', newer);
    await file.bringUpToDate();
    expect(await file.read()).toBe('off');
    expect(await readdir(join(folder, 'autostart'))).toEqual(['vigil.desktop']);
  });

  test('is not chosen by looking', async () => {
    await of('vigil', newer).bringUpToDate();
    expect(await readdir(folder)).toEqual([]);
  });
});

function ofPackage(): AutostartFile {
  return of('vigil', '/usr/lib/vigil/vigil');
}

function of(edition: string, program: string): AutostartFile {
  return autostartFile({ configFolder: folder, edition, name: 'Vigil', program });
}

function entryText(name: string): Promise<string> {
  return readFile(join(folder, 'autostart', `${name}.desktop`), 'utf8');
}

async function entryOfImage(name: string, lines: string): Promise<void> {
  await mkdir(join(folder, 'autostart'), { recursive: true });
  await writeFile(join(folder, 'autostart', `${name}.desktop`), `[Desktop Entry]\n${lines}\n`);
}
