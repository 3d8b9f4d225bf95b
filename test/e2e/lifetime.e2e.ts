/** How the app starts and ends, and what it keeps in between. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { electronPath } from '../../scripts/electron-path.mjs';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

const root = resolve(import.meta.dirname, '../..');

test('the app keeps what was chosen, and where its window was', async () => {
  const profile = await newProfile();
  const first = await runApp({ profile });
  await first.page.evaluate(async () => {
    const loaded = await window.vigil.request('settings.load', {});
    if (loaded.ok)
      await window.vigil.request('settings.save', { settings: { ...loaded.value, currency: 'BTC' } });
  });
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 50, width: 1000, height: 700 }),
  );
  await until('the window to be moved', async () => (await windowWidth(first)) === 1000);
  await first.quit();

  const second = await runApp({ profile });
  const settings = await second.page.evaluate(() => window.vigil.request('settings.load', {}));
  const width = await windowWidth(second);
  await second.quit();
  await rm(profile, { recursive: true });
  expect(settings).toMatchObject({ ok: true, value: { currency: 'BTC' } });
  expect(width).toBe(1000);
});

test('a damaged settings file is set aside and said, and the app starts', async () => {
  const profile = await newProfile();
  await writeFile(join(profile, 'settings.json'), '{"version":1,"the');
  const running = await runApp({ profile });
  const info = await running.page.evaluate(() => window.vigil.request('app.info', {}));
  await running.quit();
  await rm(profile, { recursive: true });
  expect(info).toMatchObject({ ok: true, value: { notices: [expect.stringContaining('settings.json')] } });
});

test('a second start leaves the running app alone and ends', async () => {
  const running = await runApp();
  const child = spawn(electronPath().path, [...rootFlags(), '.', `--user-data-dir=${running.profile}`], {
    cwd: root,
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  await until('positions in the first', () => hasPositions(running));
  await running.quit();
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the app cleanly', async (signal) => {
  const running = await runApp();
  await until('positions', () => hasPositions(running));
  const ended = once(running.app.process(), 'exit');
  running.app.process().kill(signal);
  const [code] = await ended;
  expect(code).toBe(0);
  await rm(running.profile, { recursive: true });
});

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s to all its processes at once, as when a session ends, ends it cleanly too',
  // Whether Chromium gives up in time is chance: a second try would hide it.
  { retry: 0 },
  async (signal) => {
    const running = await runApp();
    await until('positions', () => hasPositions(running));
    const child = running.app.process();
    const ended = once(child, 'exit');
    process.kill(-(child.pid ?? Number.NaN), signal);
    expect(await ended).toEqual([0, null]);
    const left = await readdir(running.profile);
    expect(left.filter((name) => /\.new$|^Singleton/.test(name))).toEqual([]);
    await rm(running.profile, { recursive: true });
  },
);

test.skipIf(process.platform !== 'linux')(
  'SIGTERM to all processes of the headless command ends it with its summary, and with 0',
  { retry: 0 },
  async () => {
    const collect = ['collect', '--venue', 'practice', '--format', 'ndjson'];
    const args = [...rootFlags(), '--ozone-platform=headless', '--log-level=3', '.', '--', ...collect];
    const child = spawn(electronPath().path, args, { cwd: root, detached: true });
    let summary = '';
    child.stderr.on('data', (data) => {
      summary += String(data);
    });
    await once(child.stdout, 'data');
    child.stdout.resume();
    const ended = once(child, 'exit');
    process.kill(-(child.pid ?? Number.NaN), 'SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(summary).toContain('"type":"summary"');
  },
);

test('a switch that the app does not know is named, and ends it with 2', async () => {
  const child = spawn(electronPath().path, [...rootFlags(), '.', '--', '--no-such-switch'], { cwd: root });
  let text = '';
  child.stderr.on('data', (data) => {
    text += String(data);
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(2);
  expect(text).toContain('--no-such-switch');
});

function rootFlags(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function hasPositions(running: RunningApp): Promise<boolean> {
  return (await running.rows('position')).length > 0;
}

function windowWidth({ app }: RunningApp): Promise<number | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().width);
}
