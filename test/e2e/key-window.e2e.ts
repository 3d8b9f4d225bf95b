/** The walls around the window in which a key is typed, in the real app; here without any keychain. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await runApp();
});
afterAll(() => running?.quit());

async function open(): Promise<Page> {
  const opened = running.app.waitForEvent('window');
  await running.page.evaluate(() => window.vigil.request('accounts.add', { venue: 'bitmex' }));
  const page = await opened;
  await page.getByRole('button', { name: 'Check the key' }).waitFor();
  return page;
}

const windows = () => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

describe('the key window', () => {
  let page: Page;
  beforeAll(async () => {
    page = await open();
  });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'));

  test('has a bridge of its own and not that of the main window, which has none of its', async () => {
    const globals = () => ({
      main: 'vigil' in window,
      key: 'vigilKey' in window,
      node: 'require' in window || 'process' in window,
    });
    expect(await page.evaluate(globals)).toEqual({ main: false, key: true, node: false });
    expect(await running.page.evaluate(globals)).toEqual({ main: true, key: false, node: false });
  });

  test('opens no DevTools, also when it is asked to', async () => {
    const opened = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => {
        webContents.openDevTools();
        return webContents.isDevToolsOpened();
      }),
    );
    expect(opened).toEqual([false, false]);
  });

  test('is ready to be typed into', async () => {
    await until('the first field', async () => (await focused()) === 'label');
  });

  test('masks the secret, and no field remembers anything', async () => {
    expect(await page.getByLabel('Secret').getAttribute('type')).toBe('password');
    for (const field of await page.locator('input:not([type=file])').all()) {
      expect(await field.getAttribute('autocomplete')).toBe('off');
    }
  });

  test('says what is missing before anything leaves it', async () => {
    await page.getByRole('button', { name: 'Check the key' }).click();
    await page.getByText('Paste the API key here.').waitFor();
    // Where it is to be done.
    await until('the field', async () => (await focused()) === 'key');
  });

  test('is the only one: opening it again replaces it', async () => {
    const closed = page.waitForEvent('close');
    page = await open();
    await closed;
    expect(await windows()).toBe(2);
  });

  test('talks to no server and goes nowhere', async () => {
    const reached = await page.evaluate(() =>
      fetch('https://example.com').then(
        () => true,
        () => false,
      ),
    );
    expect(reached).toBe(false);
    const address = page.url();
    await page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true);
    expect(page.url()).toBe(address);
    expect(await windows()).toBe(2);
  });

  test('takes nothing with it when its page crashes', async () => {
    await running.app.evaluate(({ BrowserWindow }) => {
      const main = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() === null);
      main?.getChildWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await until('the key window to be gone', async () => (await windows()) === 1);
    expect(await running.page.evaluate(() => document.readyState)).toBe('complete');
  });
});
