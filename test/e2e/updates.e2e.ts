/** New versions in the real app: told quietly, opened only as signed, and nothing is asked unasked. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openView } from '../support/page-text.ts';
import {
  channelOf,
  newReleaseKeys,
  pageHost,
  type ReleaseServer,
  releaseAt,
  signedText,
  startReleaseServer,
} from '../support/release-server.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

/** What the app would have opened outside itself, and shown on top of other programs. */
declare global {
  var openedOutside: string[] | undefined;
}

const keys = newReleaseKeys();
const html = '<img src=x onerror="document.title=\'run\'"><b>Faster</b>';

describe('a newer version', () => {
  let running: RunningApp;
  let page: Page;
  let server: ReleaseServer;
  let folder: string;

  beforeAll(async () => {
    server = await startReleaseServer();
    folder = await mkdtemp(join(tmpdir(), 'vigil-updates-'));
    const channel = join(folder, 'channel.json');
    await writeFile(channel, JSON.stringify(channelOf(server.address, keys)));
    running = await runApp({ switches: [`--release-channel=${channel}`] });
    page = running.page;
    await running.app.evaluate(({ shell, Notification }) => {
      globalThis.openedOutside = [];
      const note = (what: string) => globalThis.openedOutside?.push(what);
      shell.openExternal = async (address) => void note(address);
      Notification.prototype.show = () => void note('a notification');
    });
    await openView(page, 'Settings');
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'About' }).click();
  });
  afterAll(async () => {
    await running.quit();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const outside = () => running.app.evaluate(() => globalThis.openedOutside);
  const dot = () => page.locator('.rail .new-dot');
  const lookNow = () => page.getByRole('button', { name: 'Look now' }).click();

  test('is not asked for before it could be switched off', async () => {
    await page.getByText('Not looked yet').waitFor();
    await page.getByText(`One small file is read: ${server.address}.`).waitFor();
    expect(server.connections()).toBe(0);
  });

  test('is told by a dot and a line, with its notes as plain text', async () => {
    server.answer(signedText(releaseAt(Date.now(), { notes: [html, 'Starts faster.'] }), keys));
    await lookNow();
    const told = page.getByRole('region', { name: 'New version' });
    await told.getByRole('heading', { name: /^Vigil 0\.3\.0 is out \(\d+ \w{3}\)$/ }).waitFor();
    expect(await told.locator('li').allTextContents()).toEqual([html, 'Starts faster.']);
    expect(await told.locator('img, b').count()).toBe(0);
    expect(await dot().getAttribute('aria-label')).toBe('Vigil 0.3.0 is out');
  });

  test('opens no window, no popup and no dialog', async () => {
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(await page.locator('[role=dialog], .toast').count()).toBe(0);
    expect(await outside()).toEqual([]);
    expect(server.requests.map(({ url }) => url)).toEqual(['/release.signed']);
  });

  test('opens its signed page in the browser, and the window can name no other', async () => {
    await page.getByRole('button', { name: 'Open the page' }).click();
    await until('the page', async () => (await outside())?.length === 1);
    const forged = await page.evaluate(() =>
      // @ts-expect-error the contract takes no address
      window.vigil.request('updates.open-page', { address: 'https://example.org/' }),
    );
    expect(forged).toMatchObject({ ok: false, error: { code: 'bad-payload' } });
    expect(await outside()).toEqual([`https://${pageHost}/0.3.0`]);
  });

  test('can be skipped, and shown again', async () => {
    await page.getByRole('button', { name: 'Skip this version' }).click();
    await page.getByText('Vigil 0.3.0 is out, and skipped.').waitFor();
    expect(await dot().count()).toBe(0);
    await page.getByRole('button', { name: 'Show it again' }).click();
    await dot().waitFor();
  });

  test('is not taken from an answer that was tampered with, which is said where it was asked', async () => {
    server.answer(signedText(releaseAt(Date.now()), keys).replace('0.3.0', '0.9.0'));
    await lookNow();
    await page.getByText(/is not signed with a key of this build, so nothing in it is believed/).waitFor();
    expect(await page.getByText('0.9.0').count()).toBe(0);
    await dot().waitFor();
  });

  test('is looked for by nobody but the button once that is switched off', async () => {
    await page.getByRole('switch', { name: 'Look for new versions once a day' }).click();
    await page.getByText('Off: only this button looks.').waitFor();
    await until('the kept setting', async () => {
      const kept = await page.evaluate(() => window.vigil.request('settings.load', {}));
      return kept.ok && !kept.value.lookForUpdates;
    });
  });

  test('has written nothing to the console that is an error', () => {
    expect(running.pageErrors).toEqual([]);
  });
});

test('a build without a release channel says that it looks for nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-updates-'));
  const channel = join(folder, 'channel.json');
  await writeFile(channel, JSON.stringify({ address: null, pageHosts: [], publicKeys: [] }));
  const running = await runApp({ switches: [`--release-channel=${channel}`] });
  await openView(running.page, 'Settings');
  const subjects = running.page.getByRole('navigation', { name: 'Settings' });
  await subjects.getByRole('button', { name: 'About' }).click();
  await running.page.getByText('This build does not look for new versions').waitFor();
  expect(await running.page.getByRole('button', { name: 'Look now' }).count()).toBe(0);
  await running.quit();
  await rm(folder, { recursive: true, force: true });
});
