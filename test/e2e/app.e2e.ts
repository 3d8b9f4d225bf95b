/** The app as a whole: its window, its live practice venue, its recovery. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('the app', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await runApp();
  });
  afterAll(() => running.quit());

  test('shows its window, frameless and not smaller than it may be', async () => {
    await until('the window', () =>
      running.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((one) => one.isVisible()),
      ),
    );
    const size = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getMinimumSize(),
    );
    expect(size).toEqual([960, 600]);
  });

  test('has the practice account’s rows in the window within seconds', async () => {
    await until('positions', () => hasRows(running, 'position'));
    await until('totals', () => hasRows(running, 'total'));
  });

  test('sends rows that change', async () => {
    const changes = await running.page.evaluate(
      () =>
        new Promise<number>((done) => {
          let count = 0;
          const end = window.vigil.subscribe('tables.delta', ({ table }) => {
            if (table === 'instrument') count += 1;
            if (count < 5) return;
            end();
            done(count);
          });
        }),
    );
    expect(changes).toBe(5);
  });

  test('tells how Vigil itself is doing', async () => {
    const health = await running.page.evaluate(
      () =>
        new Promise<{ loopDelayMs: number; cpuPercent: number }>((done) => {
          const end = window.vigil.subscribe('self.health', (event) => {
            end();
            done(event);
          });
        }),
    );
    expect(health.loopDelayMs).toBeGreaterThanOrEqual(0);
    expect(health.cpuPercent).toBeGreaterThanOrEqual(0);
  });

  test('loses its feeds with the practice venue, and has them back', async () => {
    await running.inject({ kind: 'refuse', status: 503, times: 1000 });
    await running.inject({ kind: 'drop' });
    const states = async () => (await running.rows('feed')).map(({ state }) => state);
    await until('a feed that is down', async () => (await states()).includes('down'));
    await running.heal();
    await until('live feeds', async () => (await states()).every((state) => state === 'live'), 30_000);
  });

  test('comes back when its page crashes, and the feeds never notice', async () => {
    const before = await running.connections();
    await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await until('the page to be back with its rows', () => pageHasPositions(running));
    expect(await running.connections()).toBe(before);
  });
});

test('the app has no console error in its first seconds', async () => {
  const running = await runApp();
  await until('positions', () => hasRows(running, 'position'));
  await running.page.waitForTimeout(1500);
  const { pageErrors } = running;
  await running.quit();
  expect(pageErrors).toEqual([]);
});

async function hasRows(running: RunningApp, table: 'position' | 'total'): Promise<boolean> {
  return (await running.rows(table)).length > 0;
}

/** Asked through main, because Playwright gives a page up that crashed. */
function pageHasPositions({ app }: RunningApp): Promise<boolean> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return false;
    const count =
      'window.vigil.request("tables.snapshot", { table: "position" }).then((r) => r.value.rows.length)';
    // A page that is going away never answers.
    const silence = new Promise<number>((done) => setTimeout(done, 1000, 0));
    return (await Promise.race([contents.executeJavaScript(count), silence])) > 0;
  });
}
