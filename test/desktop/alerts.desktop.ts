/** Feeds that fail, as a person at a desktop meets it: in the tray, in notifications, and by a click. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';
import {
  type DesktopSession,
  missingForDesktop,
  type NotificationServer,
  type Notified,
  startDesktop,
} from './harness/desktop-session.ts';
import { labels, type TrayHost, trayThat } from './harness/tray-host.ts';
import {
  alertsOf,
  incidentsOf,
  profileWith,
  screenshot,
  untilAsked,
  viewOf,
  windowIsVisible,
} from './harness/window-view.ts';

const missing = missingForDesktop();

describe('on a desktop with a tray and notifications', () => {
  let desktop: DesktopSession;
  let tray: TrayHost;
  let server: NotificationServer;
  let running: RunningApp;
  let profile = '';

  beforeAll(async () => {
    if (missing !== null) return;
    desktop = await startDesktop();
    tray = await desktop.startTray();
    server = await desktop.startNotifications();
    // A minute of the market in four seconds: then no channel is silent for ten unless it is muted.
    const switches = ['--practice-speed=15', '--stall-after=10', '--alert-grace=1'];
    profile = await profileWith({ downAfterSeconds: 1 });
    running = await runApp({ env: desktop.env, switches, profile });
  });
  afterAll(async () => {
    await running?.quit();
    await desktop?.end();
    await rm(profile, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });

  test('a healthy Vigil says so in its tray, and shows no notification', async () => {
    const calm = await trayThat(tray, 'All 2 feeds fresh');
    expect(calm.tooltip).toBe('All 2 feeds fresh');
    expect(calm.icons.length).toBeGreaterThan(0);
    expect(calm.menu[0]).toMatchObject({ enabled: false });
    expect(labels(calm)).toEqual([
      'All 2 feeds fresh',
      expect.stringMatching(/^Practice (public|demo): live$/),
      expect.stringMatching(/^Practice (public|demo): live$/),
      'Pause alerts',
      '30 min',
      '1 h',
      'Until tomorrow',
      'Show Vigil',
      'Quit',
    ]);
    expect(server.asked()).toEqual([]);
  });

  test('a muted venue turns the tray, and is said once in the right words', async () => {
    const calm = await trayThat(tray, 'All 2 feeds fresh');
    await running.inject({ kind: 'mute' });
    const stalled = await trayThat(tray, /^1 of 2 feeds stalled: Practice public, \d+ s$/, ({ tooltip }) =>
      tooltip.startsWith('1 of 2 feeds stalled'),
    );
    expect(stalled.icons).not.toEqual(calm.icons);
    expect(labels(stalled)[1]).toMatch(/^Practice public: stalled \d+ s$/);
    await until('a notification', () => server.asked().length > 0);
    await screenshot(desktop.env, 'notification-stalled');
    expect(server.asked()).toEqual([
      {
        call: 'Notify',
        app: 'Vigil',
        title: expect.stringMatching(/^Practice public: (.+ )?stalled for \d+ s$/),
        body: expect.stringMatching(/^(No (data|snapshot) for \d+ s|The venue has newer data)/),
        urgency: 1,
        timeout: -1,
        entry: 'vigil',
        actions: expect.arrayContaining(['default']),
      },
    ]);
  });

  test('a click brings up that feed, and takes the notification away', async () => {
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await server.clickTop();
    await until('the window', () => windowIsVisible(running));
    await until('the Feeds view', async () => (await viewOf(running)) === 'Feeds');
    await until('an empty screen', async () => (await server.onScreen()) === 0);
    expect((await alertsOf(running)).troubles).toMatchObject([
      { name: 'Practice public', announced: true, acknowledged: true, critical: false },
    ]);
  });

  test('a recovery is said, because the stall was, with what was missed', async () => {
    const before = server.asked().length;
    await running.heal();
    await until('the recovery', () => server.asked().length > before, 40_000);
    expect(server.asked().slice(before)).toMatchObject([
      {
        title: expect.stringMatching(/^Practice public recovered after \d+ s$/),
        body: expect.stringMatching(/missed/i),
        urgency: 0,
      },
    ]);
    await trayThat(tray, 'All 2 feeds fresh');
    const { incidents } = await incidentsOf(running);
    expect(incidents.some(({ steps }) => steps.some(({ text }) => text === 'notified'))).toBe(true);
  });

  test('an account that is lost with open positions is critical, and stays on screen', async () => {
    const before = server.asked().length;
    await loseTheVenue(running);
    await trayThat(tray, '2 of 2 feeds down');
    const demo = await said(server, before, /^Practice demo: down for \d+ s$/);
    const open = await said(server, before, /^Practice public: down for \d+ s$/);
    await screenshot(desktop.env, 'notification-critical');
    expect(demo).toMatchObject({
      body: expect.stringMatching(
        /^\d+ open positions( and \d+ open orders?)?; (prices|numbers) may be old\.$/,
      ),
      urgency: 2,
      timeout: 0,
    });
    expect(open).toMatchObject({ urgency: 1, timeout: -1 });
    expect((await alertsOf(running)).troubles[0]).toMatchObject({ name: 'Practice demo', critical: true });
  });

  test('what was acknowledged in the window leaves the screen', async () => {
    await acknowledgeAll(running, server);
    const { troubles } = await alertsOf(running);
    expect(troubles.map(({ acknowledged }) => acknowledged)).toEqual([true, true]);
  });

  test('do not disturb holds notifications back, and the incident list knows all the same', async () => {
    await heal(running, tray);
    await acknowledgeAll(running, server);
    await server.doNotDisturb(true);
    const before = server.asked().length;
    await loseTheVenue(running);
    await said(server, before, /^Practice demo: down for \d+ s$/);
    expect(await server.onScreen()).toBe(0);
    const { incidents } = await incidentsOf(running);
    const lasting = incidents.filter(({ endMs }) => endMs === null);
    expect(lasting.map(({ kind }) => kind)).toEqual(['reconnect', 'reconnect']);
    await server.doNotDisturb(false);
    await until('the critical one on screen', async () => (await server.onScreen()) > 0);
    await heal(running, tray);
  });

  test('a pause from the tray is shown there, and silences what follows', async () => {
    await untilAsked('a calm Vigil', async () => (await alertsOf(running)).troubles.length === 0);
    const before = server.asked().length;
    await tray.click('1 h');
    const paused = await trayThat(tray, 'All 2 feeds fresh', ({ tooltip }) =>
      tooltip.startsWith('Alerts paused'),
    );
    expect(paused.tooltip).toMatch(/^Alerts paused until \d\d:\d\d$/);
    const resume = labels(paused).find((label) => label.startsWith('Resume alerts'));
    expect(resume).toMatch(/^Resume alerts \(alerts paused until \d\d:\d\d\)$/);
    await loseTheVenue(running);
    const down = await trayThat(tray, '2 of 2 feeds down');
    expect(down.icons).not.toEqual(paused.icons);
    await untilAsked('a note on the incidents', async () => {
      const { incidents } = await incidentsOf(running);
      return incidents.some(({ steps }) =>
        steps.some(({ text }) => /^not shown: alerts are paused/.test(text)),
      );
    });
    expect(titles(server, before).filter((title) => /down|stalled/.test(title))).toEqual([]);
    await heal(running, tray);
    await tray.click(resume ?? '');
    const isSummary = (title: string) => title.endsWith('held back');
    await until('a summary of what was held back', () => titles(server, before).some(isSummary));
  });
});

/** Of what was asked for since there were `before`; a recovery of earlier may be among them. */
function titles(server: NotificationServer, before: number): readonly string[] {
  return server
    .asked()
    .slice(before)
    .map(({ title }) => title);
}

async function loseTheVenue(running: RunningApp): Promise<void> {
  await running.inject({ kind: 'refuse', status: 503, times: 100_000 });
  await running.inject({ kind: 'drop' });
}

async function heal(running: RunningApp, tray: TrayHost): Promise<void> {
  await running.heal();
  for (const { id } of await running.rows('feed')) {
    await running.page.evaluate((feedId) => window.vigil.request('feeds.reconnect', { feedId }), id);
  }
  await trayThat(tray, 'All 2 feeds fresh');
}

/** What was asked for since there were `before`, under that title. */
async function said(server: NotificationServer, before: number, title: RegExp): Promise<Notified> {
  const find = () =>
    server
      .asked()
      .slice(before)
      .find((one) => title.test(one.title));
  await until(`a notification ${title}`, () => find() !== undefined).catch(() => {});
  const found = find();
  if (found === undefined) throw new Error(`No notification ${title} among ${titles(server, before)}`);
  return found;
}

/** Recoveries follow when they can; they are taken off the screen too. */
function acknowledgeAll({ page }: RunningApp, server: NotificationServer): Promise<void> {
  return untilAsked('an empty screen', async () => {
    await page.evaluate(() => window.vigil.request('alerts.acknowledge', { feedId: null }));
    return (await server.onScreen()) === 0;
  });
}
