/** What the app's window and main say, asked as the page asks. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AlertSettings } from '../../../src/preload/contract/alert-settings.ts';
import type { AlertsView } from '../../../src/preload/contract/alerts.ts';
import type { Results } from '../../../src/preload/contract/requests.ts';
import type { RunningApp } from '../../support/running-app.ts';

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

export async function changeAlerts({ page }: RunningApp, change: Partial<AlertSettings>): Promise<void> {
  const saved = await page.evaluate(async (part) => {
    const loaded = await window.vigil.request('settings.load', {});
    if (!loaded.ok) return loaded;
    const alerts = { ...loaded.value.alerts, ...part };
    return window.vigil.request('settings.save', { settings: { ...loaded.value, alerts } });
  }, change);
  if (!saved.ok) throw new Error(saved.error.message);
}

/** The view that the window shows. */
export async function isHeading({ page }: RunningApp, view: string): Promise<boolean> {
  return (await page.locator('main').getAttribute('aria-label')) === view;
}

/** A picture of the whole screen, for those who set VIGIL_SHOTS to a folder. */
export async function screenshot(env: Readonly<Record<string, string>>, name: string): Promise<void> {
  const folder = process.env.VIGIL_SHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await run('import', ['-window', 'root', join(folder, `${name}.png`)], { env });
}
