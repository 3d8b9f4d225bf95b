/** Whoever wants to know what Vigil is made of finds it under Settings, About. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openView } from '../support/page-text.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await runApp();
  await openView(running.page, 'Settings');
  await running.page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('button', { name: 'About' })
    .click();
});
afterAll(() => running?.quit());

test('a line for each part, which opens to its licence', async () => {
  const part = running.page.locator('.licences li', { hasText: /^react \d/ });
  await part.waitFor();
  expect(await running.page.locator('.licences li').count()).toBeGreaterThan(15);
  expect(await part.locator('pre').isVisible()).toBe(false);
  await part.locator('summary').click();
  expect(await part.locator('pre').textContent()).toContain('Copyright (c) Meta Platforms');
});

test('Chromium’s own notices open from the runtime, and nothing else does', async () => {
  await running.app.evaluate(({ shell }) => {
    shell.openPath = async (path) => {
      Object.assign(globalThis, { opened: path });
      return '';
    };
  });
  await running.page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect
    .poll(() => running.app.evaluate(() => Reflect.get(globalThis, 'opened') ?? null))
    .toMatch(/[/\\]LICENSES\.chromium\.html$/);
});
