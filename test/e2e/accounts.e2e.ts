/** Accounts in the real app: a first-time user adds one, sees its positions, and looks after its key. */
import { rm } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountsOf, keepKey, untilAccounts } from '../desktop/harness/accounts-view.ts';
import { type Keyring, missingForKeyring, startKeyring } from '../desktop/harness/keyring.ts';
import { type BybitServer, bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { openView, textOf } from '../support/page-text.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

const missing = missingForKeyring();

/** As a person does it: a press in the main window, then typing in the one that opens. */
async function addByHand(
  running: RunningApp,
  press: () => Promise<void>,
  bybit: BybitServer,
  label: string,
): Promise<Page> {
  const opened = running.app.waitForEvent('window');
  await press();
  const page = await opened;
  await page.getByLabel('Venue').selectOption({ label: 'Bybit' });
  await page.getByLabel('Label').fill(label);
  await page.getByLabel('Address', { exact: false }).first().fill(bybit.ws);
  await page.getByLabel('REST address').fill(bybit.rest);
  await page.getByLabel('API key').fill(bybitKey);
  await page.getByLabel('Secret').fill(bybitSecret);
  await page.getByRole('button', { name: 'Check the key' }).click();
  return page;
}

function openPositions(bybit: BybitServer): void {
  const { id } = bybit.account.place({ qty: '0.125' });
  bybit.account.fill(id, '0.125', '64210.5');
  bybit.account.place({ side: 'Sell', qty: '0.050', price: '71000' });
}

const accountRow = (page: Page, label: string) => page.locator(`.accounts [data-account="${label}"]`);
const rowText = async (page: Page, label: string) => textOf(accountRow(page, label));
/** The one in the practice banner: tables that wait for their first rows offer it, too. */
const firstButton = (page: Page) =>
  page.locator('.banner.practice').getByRole('button', { name: 'Add an account', exact: true });
const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('an account with a keychain', () => {
  let bybit: BybitServer;
  let keyring: Keyring;
  let profile: string;
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    if (missing !== null) return;
    bybit = await startBybitServer();
    openPositions(bybit);
    keyring = await startKeyring();
    profile = await newProfile();
    running = await runApp({ profile, env: keyring.env });
    page = running.page;
  });
  afterAll(async () => {
    if (missing !== null) return;
    await running?.quit();
    await keyring?.end();
    await bybit?.close();
    await rm(profile, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== null) context.skip(missing);
  });

  test('is added from the first screen, and its positions and orders appear', async () => {
    const key = await addByHand(running, () => firstButton(page).click(), bybit, 'main');
    await key.getByText('This key can only read.').waitFor();
    await key.getByText('choose a password for a new one').waitFor();
    await keepKey(key);
    await untilAccounts(running, { label: 'main', state: 'open' });
    await openView(page, 'Positions');
    const position = page.locator('[data-table="positions"] tbody tr', { hasText: 'BTCUSDT' });
    await until('the position', async () => (await textOf(position)).includes('64,210.5'));
    expect(await textOf(position)).toContain('Bybit main');
    await act(page, 'Group by nothing');
    await page.getByRole('menuitemradio', { name: 'Account' }).click();
    const heads = page.locator('[data-table="positions"] tr.group');
    await until('a head for each account', async () => (await heads.count()) === 2);
    expect(await textOf(heads.first())).toBe('Bybit main 1');
    await page.getByRole('button', { name: /^Venue/ }).click();
    await page.getByRole('menuitemradio', { name: 'Bybit' }).click();
    await until('only Bybit', async () => (await heads.count()) === 1);
    await openView(page, 'Orders');
    const order = page.locator('[data-table="orders"] tbody tr', { hasText: '71,000' });
    await until('the order', async () => (await textOf(order)).includes('BTCUSDT'));
  });

  test('has totals of its own in dollars, by the prices of the server it is at', async () => {
    await until('its total', async () => {
      const total = (await running.rows('total')).find(({ account }) => account === 'main');
      return total?.currency === 'USD' && total.equity !== null && total.realisedPnl !== null;
    });
    const all = (await running.rows('total')).filter(({ account }) => account === null);
    expect(all.map(({ practice, currency }) => `${practice} ${currency}`).sort()).toEqual([
      ...['false USD', 'true USD'],
    ]);
    const nearest = all.find(({ practice }) => !practice)?.liquidation;
    expect(nearest).toMatchObject({ venue: 'bybit', account: 'main', symbol: 'BTCUSDT' });
  });

  test('is listed with what its key may do, where it is kept, and until when it is valid', async () => {
    await openView(page, 'Accounts');
    const { accounts } = await accountsOf(running);
    await until('its row', async () => (await rowText(page, 'main')).includes('Read'));
    const text = await rowText(page, 'main');
    for (const words of [
      'Bybit',
      accounts[0]?.fingerprint ?? '?',
      'Keychain',
      'until 13 Jan 2027',
      'today',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('Trade');
    await act(page, 'main');
    const drawer = page.getByRole('complementary', { name: 'Bybit main' });
    await drawer.getByText('This key can only read.').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(bybitSecret);
  });

  test('says in strong words, after a check, that its key can trade and withdraw', async () => {
    const before = bybit.permissions;
    bybit.permissions = {
      ...before,
      readOnly: 0,
      permissions: { ContractTrade: ['Order', 'Position'], Wallet: ['Withdraw'] },
    };
    await act(page, 'Check: Bybit main');
    await until('the tags', async () => /Trade.*Withdraw/.test(await rowText(page, 'main')));
    await act(page, 'main');
    await page.getByText('This key can read, trade and withdraw.').waitFor();
    bybit.permissions = before;
    await page.keyboard.press('Escape');
    await act(page, 'Check: Bybit main');
    await until('no such tag', async () => !(await rowText(page, 'main')).includes('Withdraw'));
  });

  test('is renamed, and its rows carry the new label', async () => {
    await act(page, 'Rename: Bybit main');
    const dialog = page.getByRole('dialog', { name: 'Rename Bybit main' });
    await dialog.getByLabel('Label').fill('');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await dialog.getByText('A label has 1 to 40 characters, on one line.').waitFor();
    await dialog.getByLabel('Label').fill('hedge');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await accountRow(page, 'hedge').waitFor();
    await until('rows of the new label', async () => {
      const rows = await running.rows('position');
      return rows.some(({ account, side }) => account === 'hedge' && side !== 'flat');
    });
    expect((await running.rows('position')).some(({ account }) => account === 'main')).toBe(false);
  });

  test('is paused and goes on', async () => {
    await act(page, 'Pause: Bybit hedge');
    await until('paused', async () => (await rowText(page, 'hedge')).includes('paused'));
    expect((await running.rows('feed')).some(({ account }) => account === 'hedge')).toBe(false);
    await act(page, 'Resume: Bybit hedge');
    await untilAccounts(running, { label: 'hedge', state: 'open' });
  });

  test('that the venue turns away says why, counts in the rail, and offers another key', async () => {
    bybit.key = 'expired';
    for (const client of bybit.clients) client.cut();
    const banner = page.locator('.banner.needs');
    await until('the banner', async () => (await textOf(banner)).includes('This key has expired.'));
    expect(await textOf(banner)).toContain('Bybit hedge');
    await until('its row', async () => (await rowText(page, 'hedge')).includes('Read refused'));
    const rail = page.getByRole('navigation', { name: 'Views' });
    expect(await textOf(rail.getByRole('button', { name: 'Accounts' }))).toContain('1');
    bybit.key = 'good';
    const opened = running.app.waitForEvent('window');
    await act(page, 'Replace key: Bybit hedge');
    const key = await opened;
    await key.getByLabel('API key').fill(bybitKey);
    await key.getByLabel('Secret').fill(bybitSecret);
    await key.getByRole('button', { name: 'Check the key' }).click();
    await key.getByText('This key can only read.').waitFor();
    await keepKey(key);
    await until('no refusal', async () => !(await rowText(page, 'hedge')).includes('Read refused'));
  });

  test('that the venue limits waits by itself, says so, and asks nothing of anybody', async () => {
    bybit.isLimited = true;
    for (const client of bybit.clients) client.cut();
    await until('why', async () =>
      (await rowText(page, 'hedge')).includes('limits how often it can be asked'),
    );
    await until('no banner', async () => (await page.locator('.banner.needs').count()) === 0);
    bybit.isLimited = false;
    await until('nothing', async () => !(await rowText(page, 'hedge')).includes('limits how often'));
  });

  test('of a clock that is off by a minute stays live, and says so', async () => {
    bybit.clockOffsetMs = 60_000;
    for (const client of bybit.clients) client.cut();
    await until('words for it', async () => (await rowText(page, 'hedge')).includes('Clock off.'));
    expect(await rowText(page, 'hedge')).toMatch(/set this computer/i);
    const isLive = async () =>
      (await running.rows('feed')).some(({ account, state }) => account === 'hedge' && state === 'live');
    await until('live', isLive, 15_000, 200);
    expect(await rowText(page, 'hedge')).toContain('Clock off.');
    bybit.clockOffsetMs = 0;
    for (const client of bybit.clients) client.cut();
    await until('no words', async () => !(await rowText(page, 'hedge')).includes('Clock off.'));
  });

  test('waits at a locked keychain, which is a banner with Unlock and no stall', async () => {
    await running.quit();
    await keyring.lock();
    running = await runApp({ profile, env: keyring.env });
    page = running.page;
    const banner = page.locator('.banner.needs');
    await untilAccounts(running, { label: 'hedge', state: 'waiting' });
    await until('the banner', async () => (await textOf(banner)).includes('is asking for its password'));
    await keyring.answerPrompt('escape');
    await until('what to do', async () => (await textOf(banner)).includes('keyring was not unlocked'));
    expect(await page.locator('.banner.critical').count()).toBe(0);
    const waiting = (await running.rows('feed')).filter(({ account }) => account === 'hedge');
    expect(waiting.map(({ state }) => state)).toEqual(['waiting']);
    await banner.getByRole('button', { name: 'Unlock' }).click();
    await keyring.answerPrompt('password');
    await untilAccounts(running, { label: 'hedge', state: 'open' });
    await banner.waitFor({ state: 'detached' });
  });

  test('without any keychain says what to install, and takes the key for this session', async () => {
    await running.quit();
    const bare = await startKeyring({ withService: false });
    running = await runApp({ profile, env: bare.env });
    page = running.page;
    try {
      const banner = page.locator('.banner.needs');
      await until('the banner', async () => (await textOf(banner)).includes('This desktop has no keyring'));
      expect(await banner.getByRole('button', { name: 'Try again' }).count()).toBe(1);
      const { command } = (await accountsOf(running)).vault;
      if (command !== null) {
        expect(await textOf(banner.locator('code'))).toBe(command);
        await banner.getByRole('button', { name: 'Copy the command' }).click();
        const copied = () => running.app.evaluate(({ clipboard }) => clipboard.readText());
        await until('the command in the clipboard', async () => (await copied()) === command);
      }
      const opened = running.app.waitForEvent('window');
      await banner.getByRole('button', { name: 'Enter for this session' }).click();
      const key = await opened;
      await key.getByLabel('API key').waitFor();
      const closed = key.waitForEvent('close');
      // The window is gone before the key is up again.
      await key.keyboard.press('Escape').catch(() => {});
      await closed;
    } finally {
      await running.quit();
      await bare.end();
      running = await runApp({ profile, env: keyring.env });
      page = running.page;
    }
    await untilAccounts(running, { label: 'hedge', state: 'open' });
  });

  test('is removed with its key after a second question', async () => {
    await openView(page, 'Accounts');
    await act(page, 'Remove: Bybit hedge');
    const dialog = page.getByRole('dialog', { name: 'Remove Bybit hedge?' });
    expect(
      await dialog.getByRole('button', { name: 'Keep it' }).evaluate((one) => one === document.activeElement),
    ).toBe(true);
    await dialog.getByRole('button', { name: 'Remove account and key' }).click();
    await page.getByText('No accounts yet').waitFor();
    expect(await keyring.search()).not.toContain(bybitSecret);
    expect((await running.rows('position')).some(({ venue }) => venue === 'bybit')).toBe(false);
  });
});

describe('an account without a keychain', () => {
  let bybit: BybitServer;
  let running: RunningApp;

  beforeAll(async () => {
    bybit = await startBybitServer();
    openPositions(bybit);
    running = await runApp();
  });
  afterAll(async () => {
    await running.quit();
    await bybit.close();
  });

  test('is added for this session from the palette, and says so', async () => {
    const { page } = running;
    await openView(page, 'Accounts');
    await page.getByText('No accounts yet').waitFor();
    const palette = async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('add an account');
      await page.keyboard.press('Enter');
    };
    const key = await addByHand(running, palette, bybit, 'desk');
    await key.getByLabel('For this session only, in memory').check();
    await keepKey(key);
    await until('its row', async () => (await rowText(page, 'desk')).includes('This session'));
    await untilAccounts(running, { label: 'desk', state: 'open' });
  });

  test('says which servers the test-only runtime accepts', async () => {
    const { loopbackOnly } = await accountsOf(running);
    const words = running.page.getByText('This is the test-only runtime.');
    expect(await words.count()).toBe(loopbackOnly ? 1 : 0);
  });
});
