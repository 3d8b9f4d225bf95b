/** The window stays reachable, whatever tray the desktop has, and the machine may sleep. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { electronPath } from '../../scripts/electron-path.mjs';
import {
  channelOf,
  newReleaseKeys,
  type ReleaseServer,
  releaseAt,
  signedText,
  startReleaseServer,
} from '../support/release-server.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';
import { type DesktopSession, missingForDesktop, startDesktop } from './harness/desktop-session.ts';
import { labels, type TrayHost, trayThat } from './harness/tray-host.ts';
import { alertsOf, incidentsOf, untilAsked, windowIsVisible } from './harness/window-view.ts';

const missing = missingForDesktop();

describe('on a desktop whose tray comes and goes', () => {
  let desktop: DesktopSession;
  let running: RunningApp;
  let tray: TrayHost | null = null;
  let server: ReleaseServer;
  const keys = newReleaseKeys();

  beforeAll(async () => {
    if (missing !== null) return;
    desktop = await startDesktop();
    server = await startReleaseServer();
    const profile = await newProfile();
    const channel = join(profile, 'channel.json');
    await writeFile(channel, JSON.stringify(channelOf(server.address, keys)));
    running = await runApp({
      ...{ env: desktop.env, profile },
      switches: ['--tray-look=0.5', '--alert-grace=1', `--release-channel=${channel}`],
    });
    await until('the window', () => windowIsVisible(running));
    await watchMinimising(running);
  });
  afterAll(async () => {
    await desktop?.end();
    await server?.close();
    if (running !== undefined) await rm(running.profile, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });

  test('without a tray, closing the window minimises it', async () => {
    await close(running);
    await until('the window to be minimised', async () => (await timesMinimised(running)) === 1);
    expect(await windowIsVisible(running)).toBe(true);
  });

  test('with a tray that nobody shows, closing the window minimises it too', async () => {
    const keeper = await desktop.startTray({ hasHost: false });
    try {
      await close(running);
      await until('the window to be minimised', async () => (await timesMinimised(running)) === 2);
      expect(await windowIsVisible(running)).toBe(true);
    } finally {
      await keeper.stop();
    }
  });

  test('a tray that appears later gets the icon, and then closing hides the window', async () => {
    tray = await desktop.startTray();
    await trayThat(tray, 'All 2 feeds fresh');
    await close(running);
    await until('a hidden window', async () => !(await windowIsVisible(running)));
    expect(await timesMinimised(running)).toBe(2);
  });

  test('a click on the icon, and its menu, bring the window back', async () => {
    await tray?.press();
    await until('the window', () => windowIsVisible(running));
    await close(running);
    await until('a hidden window', async () => !(await windowIsVisible(running)));
    await tray?.click('Show Vigil');
    await until('the window', () => windowIsVisible(running));
  });

  test('a newer version is found while the window is hidden, and is a line that leads to what is new', async () => {
    server.answer(signedText(releaseAt(Date.now()), keys));
    await close(running);
    await until('a hidden window', async () => !(await windowIsVisible(running)));
    await running.page.evaluate(() => window.vigil.request('updates.look', {}));
    if (tray === null) throw new Error('no tray');
    await trayThat(tray, 'All 2 feeds fresh', (look) => labels(look).includes('Vigil 0.3.0 is out'));
    expect(await windowIsVisible(running)).toBe(false);
    await tray.click('Vigil 0.3.0 is out');
    await until('the window', () => windowIsVisible(running));
    await running.page.getByRole('heading', { name: /^Vigil 0\.3\.0 is out/ }).waitFor();
  });

  test('a hidden window comes back when its tray goes away', async () => {
    await close(running);
    await until('a hidden window', async () => !(await windowIsVisible(running)));
    await tray?.stop();
    await until('the window', () => windowIsVisible(running));
    await until('the window to be minimised', async () => (await timesMinimised(running)) === 3);
  });

  test('sleep costs one clean reconnect, is an incident, and is no alarm', async () => {
    const before = await running.connections();
    await running.app.evaluate(({ powerMonitor }) => {
      powerMonitor.emit('suspend');
      powerMonitor.emit('resume');
    });
    await until('both feeds to connect again', async () => (await running.connections()) === before + 2);
    await untilAsked('live feeds', async () => {
      return (await running.rows('feed')).every(({ state }) => state === 'live');
    });
    expect(await running.connections()).toBe(before + 2);
    expect((await alertsOf(running)).troubles).toEqual([]);
    const { incidents } = await incidentsOf(running);
    expect(incidents.filter(({ kind }) => kind === 'sleep')).toHaveLength(1);
  });

  test('Quit in the menu ends Vigil', async () => {
    const last = await desktop.startTray();
    await trayThat(last, 'All 2 feeds fresh');
    const ended = once(running.app.process(), 'exit');
    await last.click('Quit');
    expect(await ended).toEqual([0, null]);
    await until('an empty tray', async () => (await last.look()) === null);
  });
});

describe('a start with --minimised', () => {
  let desktop: DesktopSession;

  beforeAll(async () => {
    if (missing === null) desktop = await startDesktop();
  });
  afterAll(async () => {
    await desktop?.end();
  });
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });

  test('shows no window where there is a tray, until a second start asks for it', async () => {
    const tray = await desktop.startTray();
    const running = await runApp({ env: desktop.env, switches: ['--minimised', '--alert-grace=1'] });
    await trayThat(tray, 'All 2 feeds fresh');
    expect(await windowIsVisible(running)).toBe(false);
    const again = { profile: running.profile, env: desktop.env };
    await startAgain({ ...again, switches: ['--minimised'] });
    expect(await windowIsVisible(running)).toBe(false);
    await startAgain({ ...again, switches: [] });
    await until('the window', () => windowIsVisible(running));
    await running.quit();
    await tray.stop();
  });

  test('is a minimised window where there is none', async () => {
    const running = await runApp({ env: desktop.env, switches: ['--minimised'] });
    await until('a window, minimised', () => windowIsVisible(running));
    await running.quit();
  });
});

/** Another start of the same program, which ends by itself. */
async function startAgain(start: {
  readonly profile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly switches: readonly string[];
}): Promise<void> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...root, '.', `--user-data-dir=${start.profile}`, '--', ...start.switches];
  const env = { ...process.env, ...start.env };
  const child = spawn(electronPath().path, args, { stdio: 'ignore', env });
  expect(await once(child, 'exit')).toEqual([0, null]);
}

/** As the button in the window does. */
async function close({ page }: RunningApp): Promise<void> {
  await page.evaluate(() => window.vigil.request('window.control', { action: 'close' }));
}

declare global {
  var vigilMinimised: number | undefined;
}

/** Without a window manager minimising does nothing that could be seen. */
function watchMinimising({ app }: RunningApp): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    globalThis.vigilMinimised = 0;
    const window = BrowserWindow.getAllWindows()[0];
    if (window === undefined) return;
    window.minimize = () => {
      globalThis.vigilMinimised = (globalThis.vigilMinimised ?? 0) + 1;
    };
  });
}

function timesMinimised({ app }: RunningApp): Promise<number> {
  return app.evaluate(() => globalThis.vigilMinimised ?? 0);
}
