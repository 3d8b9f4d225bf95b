import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/main/app/settings-reading.ts';
import { createJsonFile } from '../../src/main/shell/json-file.ts';
import { defaultSettings } from '../../src/preload/contract/default-settings.ts';
import type { Settings } from '../../src/preload/contract/settings.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil settings '));
  path = join(folder, 'settings.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the settings file', () => {
  test('that is not there gives the defaults without a word', async () => {
    expect(await settingsFile().load()).toEqual({ value: defaultSettings, notice: null });
  });

  test('gives back what was saved, and leaves nothing else behind', async () => {
    const chosen: Settings = { ...defaultSettings, theme: 'light', currency: 'BTC' };
    await settingsFile().save(chosen);
    expect(await settingsFile().load()).toEqual({ value: chosen, notice: null });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test.each([
    ['half a file', '{"version":1,"theme":"da'],
    ['an empty file', ''],
    ['a list', '[]'],
    ['more than any settings need', `{"version":2,"view":"${'x'.repeat(5_000_000)}"}`],
  ])('with %s is set aside, said, and replaced by the defaults', async (_what, text) => {
    await writeFile(path, text);
    const { value, notice } = await settingsFile().load();
    expect(value).toEqual(defaultSettings);
    expect(notice).toContain('settings.json');
    const kept = await readdir(folder);
    expect(kept).toEqual([expect.stringMatching(/^settings\.json\.damaged-\d+$/)]);
    expect((await readFile(join(folder, kept[0] ?? ''), 'utf8')) === text).toBe(true);
    await settingsFile().save(defaultSettings);
    expect((await settingsFile().load()).notice).toBeNull();
  });

  test('that is a folder is set aside too, and the next save works', async () => {
    await mkdir(path);
    const file = settingsFile();
    expect((await file.load()).notice).toContain('kept as');
    await file.save(defaultSettings);
    expect((await settingsFile().load()).notice).toBeNull();
  });

  test('with one bad value loses that value only, says which, and keeps the file as it was', async () => {
    const text = JSON.stringify({ ...defaultSettings, theme: 'pink', currency: 'EUR' });
    await writeFile(path, text);
    const { value, notice } = await settingsFile().load();
    expect(value).toEqual({ ...defaultSettings, currency: 'EUR' });
    expect(notice).toContain('"theme"');
    const [copy] = (await readdir(folder)).filter((name) => name.includes('damaged'));
    expect(await readFile(join(folder, copy ?? ''), 'utf8')).toBe(text);
  });

  test('with one bad value is mended at the first start, so that the second finds nothing to say or to keep', async () => {
    await writeFile(path, JSON.stringify({ ...defaultSettings, theme: 'pink', currency: 'EUR' }));
    await settingsFile().load();
    const second = await settingsFile().load();
    expect(second).toEqual({ value: { ...defaultSettings, currency: 'EUR' }, notice: null });
    expect((await readdir(folder)).sort()).toEqual(['settings.json', expect.stringContaining('.damaged-')]);
  });

  test.skipIf(process.platform !== 'linux')('that cannot be mended says so, and is kept', async () => {
    await writeFile(path, JSON.stringify({ ...defaultSettings, theme: 'pink' }));
    await symlink('/dev/full', `${path}.new`);
    const { value, notice } = await settingsFile().load();
    expect(value).toEqual(defaultSettings);
    expect(notice).toContain('"theme"');
    expect(notice).toContain('could not be mended (ENOSPC)');
  });

  test('of version 1 is brought up to date without a word, and kept as it was', async () => {
    const { alerts: _, logLevel: __, ...older } = { ...defaultSettings, version: 1, theme: 'light' };
    await writeFile(path, JSON.stringify(older));
    const file = settingsFile();
    const { value, notice } = await file.load();
    expect({ value, notice }).toEqual({ value: { ...defaultSettings, theme: 'light' }, notice: null });
    await file.save(value);
    expect(JSON.parse(await readFile(`${path}.version-1`, 'utf8'))).toEqual(older);
    expect((await settingsFile().load()).value.theme).toBe('light');
  });

  test('of a newer Vigil is kept as it was, and what can be understood of it is used', async () => {
    const text = JSON.stringify({ ...defaultSettings, version: 99, currency: 'BTC', moonPhase: true });
    await writeFile(path, text);
    const file = settingsFile();
    const { value, notice } = await file.load();
    expect(value).toEqual({ ...defaultSettings, currency: 'BTC' });
    expect(notice).toContain('newer Vigil');
    await file.save(value);
    expect(await readFile(`${path}.version-99`, 'utf8')).toBe(text);
  });

  test('that cannot be kept first is not written over', async () => {
    const text = JSON.stringify({ ...defaultSettings, version: 99 });
    await writeFile(path, text);
    // Copying into a folder of that name fails, as a full disk would.
    await mkdir(`${path}.version-99`);
    const file = settingsFile();
    expect((await file.load()).notice).toContain('nothing is saved');
    await expect(file.save(defaultSettings)).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe(text);
    await rm(`${path}.version-99`, { recursive: true });
    await file.settled();
    expect((await settingsFile().load()).value).toEqual(defaultSettings);
    expect(await readFile(`${path}.version-99`, 'utf8')).toBe(text);
  });

  test.skipIf(process.platform !== 'linux')('on a full disk stays whole, and the save fails', async () => {
    await settingsFile().save({ ...defaultSettings, view: 'orders' });
    await symlink('/dev/full', `${path}.new`);
    await expect(settingsFile().save({ ...defaultSettings, view: 'feeds' })).rejects.toThrow('ENOSPC');
    expect((await settingsFile().load()).value.view).toBe('orders');
  });

  test('saved many times at once ends with the last value, whole', async () => {
    const file = settingsFile();
    await Promise.all(
      Array.from({ length: 50 }, (_, count) => file.save({ ...defaultSettings, view: `view-${count}` })),
    );
    expect((await file.load()).value.view).toBe('view-49');
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test('is settled only when the last value is on the disk', async () => {
    const file = settingsFile();
    void file.save({ ...defaultSettings, view: 'orders' });
    await file.settled();
    expect((await file.load()).value.view).toBe('orders');
  });

  test('is for its owner alone', async () => {
    await settingsFile().save(defaultSettings);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });
});

function settingsFile() {
  return createJsonFile({ path, read: readSettings, defaults: defaultSettings });
}
