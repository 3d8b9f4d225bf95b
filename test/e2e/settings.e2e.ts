/** Settings in the real app: they act at once, explain what they expect, and outlive a restart. */
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openView, textOf } from '../support/page-text.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('the settings', () => {
  let running: RunningApp;
  let page: Page;
  let profile: string;

  beforeAll(async () => {
    profile = await newProfile();
    running = await runApp({ profile });
    page = running.page;
    await until('both feeds', async () => (await running.rows('feed')).length === 2);
    await openView(page, 'Settings');
  });
  afterAll(async () => {
    await running.quit();
    await rm(profile, { recursive: true, force: true });
  });

  const subject = (name: string) =>
    page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click();
  const toggle = (name: string) => page.getByRole('switch', { name });
  const kept = async () => {
    const result = await page.evaluate(() => window.vigil.request('settings.load', {}));
    // Refused when it is asked too often; those who wait ask again.
    return result.ok ? result.value : null;
  };

  test('switch the practice venue off and on', async () => {
    await toggle('Practice venue').click();
    await until('no feeds', async () => (await textOf(page.locator('.trust'))) === 'No feeds are open');
    await toggle('Practice venue').click();
    await until('both feeds', async () => (await textOf(page.locator('.trust'))).includes('All 2 feeds'));
  });

  test('list the public markets, and close one after a second question', async () => {
    const address = await running.app.evaluate(() => vigilTestHooks?.practice()?.wsUrl ?? '');
    await page.getByRole('button', { name: 'Watch a public market' }).click();
    const dialog = page.getByRole('dialog', { name: 'Watch a public market' });
    await dialog.getByRole('button', { name: 'BitMEX-compatible server' }).click();
    await dialog.getByLabel('Symbols').fill('XBTUSD');
    await dialog.getByLabel('Address').fill(address);
    await dialog.getByRole('button', { name: 'Watch', exact: true }).click();
    await page.getByRole('main', { name: 'Market' }).waitFor();
    await openView(page, 'Settings');
    const market = page.locator('.market-list li');
    await until('its symbol', async () => (await textOf(market)).includes('XBTUSD'));
    await market.getByRole('button', { name: 'Close BitMEX public' }).click();
    await market.getByRole('button', { name: 'Close feed' }).click();
    await page.getByText('None. A public market needs no account and no key.').waitFor();
  });

  test('change the look at once', async () => {
    await subject('Appearance');
    const ink = () =>
      page
        .locator('.sample .pos')
        .first()
        .evaluate((one) => getComputedStyle(one).color);
    const before = await ink();
    await toggle('Red is long, teal is short').click();
    await until('the other ink', async () => (await ink()) !== before);
    await page.getByRole('button', { name: 'Light' }).click();
    await until('the light theme', async () => (await theme(page)) === 'light');
    await page.getByRole('button', { name: 'Comfortable' }).click();
    await toggle('Flash changed numbers').click();
  });

  test('tell from where on a position is at risk, and which keys are accepted', async () => {
    await subject('Alerts');
    await fill(page, 'Watch below, percent', '12');
    await fill(page, 'Margin alert above, percent', '70');
    await subject('General');
    await toggle('Read-only keys only').click();
    await until('the kept settings', async () => {
      const settings = await kept();
      const { liquidationWatch, marginAct } = settings?.alerts.limits ?? {};
      return liquidationWatch === 12 && marginAct === 70 && settings?.readOnlyKeys === true;
    });
  });

  test('tell when to be loud: ticks, repeats, quiet hours', async () => {
    await subject('Alerts');
    const sound = page.getByRole('checkbox', { name: 'A feed stalls: Sound' });
    await sound.check({ force: true });
    expect(await page.getByRole('checkbox', { name: 'A feed is late: Sound' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Remove wait 4' }).click();
    await fill(page, 'Wait 1, minutes', '2');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('then every 15 min').waitFor();
    await toggle('Quiet hours').click();
    await fill(page, 'Quiet from', '22:15');
    await fill(page, 'Quiet until', '6:45');
    await until('the kept settings', async () => {
      const { events, quietHours, repeatMinutes } = (await kept())?.alerts ?? {};
      const { on, from, to } = quietHours ?? {};
      const told = [events?.stalled.sound, on, from, to, repeatMinutes?.join()];
      return told.join(' ') === 'true true 22:15 06:45 2,5,15';
    });
  });

  test('say what they expect where a value makes no sense, and keep the old one', async () => {
    const field = page.getByRole('textbox', { name: 'Seconds within which they are lost' });
    await field.fill('90');
    await page.getByText('1 to 60', { exact: true }).waitFor();
    await field.press('Escape');
    expect(await field.inputValue()).toBe('5');
    expect((await kept())?.alerts.network.withinSeconds).toBe(5);
  });

  test('show notifications as they would be, named after what is open', async () => {
    const previews = page.getByRole('complementary', { name: 'What it looks like' });
    await previews.getByText('Practice demo: orders stalled for 42 s').waitFor();
    await page.getByRole('checkbox', { name: 'Recovered: Notification' }).uncheck({ force: true });
    await previews.getByText(/recovered after/).waitFor({ state: 'detached' });
  });

  test('say whether this desktop shows notifications', async () => {
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.locator('.toast', { hasText: /test notification was/ }).waitFor();
  });

  test('switch single letters off', async () => {
    await subject('Keyboard');
    await toggle('Single-letter keys').click();
    await page.getByRole('heading', { name: 'Keyboard' }).click();
    const before = await theme(page);
    await page.keyboard.press('t');
    expect(await theme(page)).toBe(before);
  });

  test('say which Vigil this is and where it keeps what it keeps', async () => {
    await subject('About');
    await page.getByText(/^Vigil \d+\.\d+\.\d+$/).waitFor();
    await page.getByText(profile).waitFor();
  });

  test('have written nothing to the console that is an error', () => {
    expect(running.pageErrors).toEqual([]);
  });

  test('are the same after a restart', async () => {
    await until('kept keys', async () => (await kept())?.singleKeys === false);
    const before = await kept();
    await running.quit();
    running = await runApp({ profile });
    page = running.page;
    await page.getByRole('main', { name: 'Settings' }).waitFor();
    expect(await theme(page)).toBe('light');
    expect(await page.evaluate(() => document.documentElement.hasAttribute('data-swap'))).toBe(true);
    expect(await kept()).toEqual(before);
    await subject('Alerts');
    expect(await page.getByRole('checkbox', { name: 'A feed stalls: Sound' }).isChecked()).toBe(true);
    expect(await page.getByRole('textbox', { name: 'Quiet from' }).inputValue()).toBe('22:15');
  });
});

async function fill(page: Page, name: string, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name });
  await field.fill(text);
  await field.press('Enter');
}

function theme(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.theme);
}
