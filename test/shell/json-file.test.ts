import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJsonFile } from '../../src/main/shell/json-file.ts';
import { defaultSettings, Settings } from '../../src/preload/contract/settings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil settings '));
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

  test('of a version without alerts keeps what was chosen, and gets the usual alerts', async () => {
    const { alerts: _, ...older } = { ...defaultSettings, theme: 'light' };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(older));
    expect(await settingsFile().load()).toEqual({
      value: { ...defaultSettings, theme: 'light' },
      notice: null,
    });
  });

  test.each([
    ['half a file', '{"version":1,"theme":"da'],
    ['an empty file', ''],
    ['a value that no version had', JSON.stringify({ ...defaultSettings, theme: 'pink' })],
    ['another version', JSON.stringify({ ...defaultSettings, version: 99 })],
  ])('with %s is set aside, said, and replaced by the defaults', async (_what, text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const { value, notice } = await settingsFile().load();
    expect(value).toEqual(defaultSettings);
    expect(notice).toContain('settings.json');
    const kept = await readdir(folder);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatch(/^settings\.json\.damaged-\d+$/);
    expect(await readFile(join(folder, kept[0] ?? ''), 'utf8')).toBe(text);
    await settingsFile().save(defaultSettings);
    expect((await settingsFile().load()).notice).toBeNull();
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
    expect((await stat(join(folder, 'settings.json'))).mode & 0o077).toBe(0);
  });
});

function settingsFile() {
  return createJsonFile(join(folder, 'settings.json'), Settings, defaultSettings);
}
