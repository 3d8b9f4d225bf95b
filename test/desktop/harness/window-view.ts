/** What the app's window and main say, asked as the page asks. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AlertSettings } from '../../../src/preload/contract/alert-settings.ts';
import type { AlertsView } from '../../../src/preload/contract/alerts.ts';
import { defaultAlertSettings, defaultSettings } from '../../../src/preload/contract/default-settings.ts';
import type { Results } from '../../../src/preload/contract/requests.ts';
import { newProfile, type RunningApp } from '../../support/running-app.ts';
import { until } from '../../support/until.ts';

const run = promisify(execFile);

export async function alertsOf({ page }: RunningApp): Promise<AlertsView> {
  const result = await page.evaluate(() => window.vigil.request('alerts.state', {}));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

export async function incidentsOf({ page }: RunningApp): Promise<Results['incidents.list']> {
  const result = await page.evaluate(() => window.vigil.request('incidents.list', { limit: 500 }));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Polled slower than other things: the window may ask for these only twenty times a second. */
export function untilAsked(what: string, holds: () => Promise<boolean>): Promise<void> {
  return until(what, holds, 20_000, 100);
}

/** A profile whose user has changed how alerts work. */
export async function profileWith(change: Partial<AlertSettings>): Promise<string> {
  const profile = await newProfile();
  const settings = { ...defaultSettings, alerts: { ...defaultAlertSettings, ...change } };
  await writeFile(join(profile, 'settings.json'), JSON.stringify(settings));
  return profile;
}

/** The view that the window shows. */
export function viewOf({ page }: RunningApp): Promise<string | null> {
  return page.locator('main').getAttribute('aria-label');
}

export function windowIsVisible({ app }: RunningApp): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true);
}

/** A picture of the whole screen, for those who set VIGIL_SHOTS to a folder. */
export async function screenshot(env: Readonly<Record<string, string>>, name: string): Promise<void> {
  const folder = process.env.VIGIL_SHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await run('import', ['-window', 'root', join(folder, `${name}.png`)], { env });
}
