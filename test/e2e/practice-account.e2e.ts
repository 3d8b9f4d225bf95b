/** Somebody who has no key yet: from the first screen to a connected Bybit account in three presses. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unnamedAt } from '../support/asked.ts';
import { openView, textOf } from '../support/page-text.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await runApp();
});
afterAll(async () => {
  await running?.quit();
});

test('a practice Bybit account is connected in three presses, with totals of its own', async () => {
  const { app, page } = running;
  const opened = app.waitForEvent('window');
  await page.locator('.banner.practice').getByRole('button', { name: 'Add an account' }).click();
  const key = await opened;
  await key.getByRole('button', { name: 'Try it with a practice Bybit' }).click();
  await key.getByRole('button', { name: 'Check the key' }).click();
  await key.getByText('This key can only read.').waitFor();
  // Nothing of it is kept, so nobody is asked where.
  expect(await key.getByText('Keep the key').count()).toBe(0);
  const closed = key.waitForEvent('close');
  await key
    .getByRole('button', { name: 'Add account' })
    .click()
    // The window goes with the press.
    .catch(() => {});
  await closed;

  await openView(page, 'Positions');
  const position = page.locator('[data-table="positions"] tbody tr', { hasText: 'BTCUSDT' });
  await until('the position', async () => (await textOf(position.first())).includes('Practice Bybit'));
  await until('a total in dollars', async () => {
    const own = (await running.rows('total')).find(({ venue }) => venue === 'practice-bybit');
    return own?.currency === 'USD' && own.equity !== null && own.practice;
  });
  const real = (await running.rows('total')).filter(({ practice }) => !practice);
  expect(real).toEqual([]);
});

test('it is among the accounts, fresh, and can be removed like any other', async () => {
  const { page } = running;
  await openView(page, 'Accounts');
  const row = page.locator('.accounts [data-account="trial"]');
  await until('its row', async () => /Practice Bybit.*Read.*This session/.test(await textOf(row)));
  await row.getByRole('button', { name: /^Remove/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await page.getByText('No accounts yet').waitFor();
  await until('no feed of it', async () =>
    (await running.rows('feed')).every(({ venue }) => venue !== 'practice-bybit'),
  );
  expect(running.pageErrors).toEqual([]);
});

test('all that the venue was asked in the meantime was to be read', async () => {
  const asked = await running.app.evaluate(async () => {
    const venue = await vigilTestHooks?.practiceBybit();
    return { requests: venue?.requests ?? [], received: venue?.received ?? [] };
  });
  expect(asked.requests.map(({ url }) => url.split('?')[0])).toContain('/v5/position/list');
  expect(asked.received.some(({ text }) => text.includes('"subscribe"'))).toBe(true);
  expect(unnamedAt(asked, 'bybit')).toEqual([]);
});
