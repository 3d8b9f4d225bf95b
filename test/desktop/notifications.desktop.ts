/** Notification servers that are absent, frozen or well, and a window that hangs. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultAlertSettings } from '../../src/preload/contract/default-settings.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';
import {
  type DesktopSession,
  missingForDesktop,
  type NotificationServer,
  startDesktop,
} from './harness/desktop-session.ts';
import { alertsOf, incidentsOf, profileWith, untilAsked } from './harness/window-view.ts';

const missing = missingForDesktop();
const silent = { notify: false, stays: false, sound: false };

describe('on a desktop whose notification server is not to be relied on', () => {
  let desktop: DesktopSession;
  let running: RunningApp;
  let server: NotificationServer;
  let profile = '';

  beforeAll(async () => {
    if (missing !== null) return;
    desktop = await startDesktop();
    // Recoveries would join what these tests count.
    const events = { ...defaultAlertSettings.events, recovered: silent };
    profile = await profileWith({ downAfterSeconds: 0, events });
    const switches = ['--alert-grace=1', '--hang-after=1.5'];
    running = await runApp({ env: desktop.env, profile, switches });
    await untilAsked('live feeds', () => feedsAre(running, 'live'));
  });
  afterAll(async () => {
    await desktop?.end();
    await rm(profile, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });

  test('without a server, alerts are in the window and on the incidents, with the reason', async () => {
    await running.inject({ kind: 'refuse', status: 503, times: 100_000 });
    await running.inject({ kind: 'drop' });
    const reason = 'this desktop has no notification server';
    await untilAsked('the reason', async () => (await alertsOf(running)).notificationProblem === reason);
    const { incidents } = await incidentsOf(running);
    const steps = incidents.flatMap((incident) => incident.steps.map(({ text }) => text));
    expect(steps).toContain(`not shown: ${reason}`);
    await running.heal();
    await untilAsked('live feeds', () => feedsAre(running, 'live'));
  });

  test('a server that was started since shows the next notification', async () => {
    server = await desktop.startNotifications();
    expect(await tryOne(running)).toBeNull();
    expect(await server.onScreen()).toBe(1);
    expect(server.asked()).toMatchObject([{ title: 'Notifications work', urgency: 1, entry: 'vigil' }]);
  });

  test('a page that hangs is said, and what it hides goes on', async () => {
    const before = server.asked().length;
    await running.page.evaluate(() => {
      const end = performance.now() + 5_000;
      while (performance.now() < end);
    });
    await until('the notification', () => server.asked().length > before);
    expect(server.asked()[before]).toMatchObject({ title: "Vigil's window does not answer", urgency: 1 });
    await untilAsked('the end of it', async () => {
      const { incidents } = await incidentsOf(running);
      const own = incidents.find(({ cause }) => cause === "Vigil's window does not answer");
      return own !== undefined && own.endMs !== null;
    });
    // The one that was tried before is still there.
    await until('one notification', async () => (await server.onScreen()) === 1);
  });

  test('a frozen server never blocks Vigil, and is said', async () => {
    server.freeze();
    const longestMs = longestSilence(running);
    expect(await tryOne(running)).toBe('the notification server did not answer');
    expect(await tryOne(running)).toBe('the notification server did not answer');
    expect(await longestMs).toBeLessThan(1_000);
    server.thaw();
  });

  test('quitting takes what Vigil has said off the screen', async () => {
    await until('the notification from before', async () => (await server.onScreen()) === 1);
    const ended = once(running.app.process(), 'exit');
    await running.app.evaluate(({ app }) => app.quit());
    await ended;
    await until('an empty screen', async () => (await server.onScreen()) === 0);
  });
});

async function tryOne({ page }: RunningApp): Promise<string | null> {
  const result = await page.evaluate(() => window.vigil.request('alerts.test', {}));
  if (!result.ok) throw new Error(result.error.message);
  return result.value.problem;
}

async function feedsAre(running: RunningApp, state: string): Promise<boolean> {
  return (await running.rows('feed')).every((feed) => feed.state === state);
}

/** The longest time in three seconds in which main did nothing. */
function longestSilence({ app }: RunningApp): Promise<number> {
  return app.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let longestMs = 0;
        let lastMs = performance.now();
        const timer = setInterval(() => {
          longestMs = Math.max(longestMs, performance.now() - lastMs);
          lastMs = performance.now();
        }, 20);
        setTimeout(() => {
          clearInterval(timer);
          resolve(longestMs);
        }, 3_000);
      }),
  );
}
