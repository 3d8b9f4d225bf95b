/** Alerts and incidents in the real app: the banner, acknowledging, recovery, and what was missed. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openView, textOf } from '../support/page-text.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('a venue that falls silent', () => {
  let running: RunningApp;
  let page: Page;
  let profile: string;

  beforeAll(async () => {
    profile = await newProfile();
    running = await runApp({ profile, switches: ['--alert-grace=0'] });
    page = running.page;
    await until('open positions', async () => (await openPositions(running)) > 0);
    await announceAtOnce(page);
    await openView(page, 'Overview');
    await page.locator('.foot .fc.is-live').nth(1).waitFor();
  });
  afterAll(async () => {
    await running.quit();
    await rm(profile, { recursive: true, force: true });
  });

  const critical = () => page.locator('.banner.critical');
  const rows = () => page.locator('[data-table="incidents"] tbody tr[data-key]');
  const answer = () => page.locator('.miss [role=status]');

  test('raises a banner while positions are open: what, since when, what may be old', async () => {
    await running.inject({ kind: 'black-hole' });
    await critical().waitFor({ timeout: 30_000 });
    const headline = await textOf(critical().locator('b'));
    expect(headline).toMatch(/^Practice demo: down for \d+\u2009s\. \d+ open positions? .*may be old\.$/);
    expect(await textOf(critical().locator('p'))).toMatch(/Numbers are as of \d\d:\d\d:\d\d\./);
    expect(await textOf(page.locator('.top .alerts'))).toContain('not acknowledged');
  });

  test('counts on, and leads to the feed', async () => {
    const seconds = async () => Number(/(\d+)\u2009s/.exec(await textOf(critical().locator('b')))?.[1]);
    const before = await seconds();
    await until('a later second', async () => (await seconds()) > before);
    await critical().getByRole('button', { name: 'Show feed' }).click();
    await page.getByRole('main', { name: 'Feeds' }).waitFor();
    await page.locator('.feed-drawer').waitFor();
  });

  test('acknowledging folds the banner into the trust chip; the rows stay marked', async () => {
    await openView(page, 'Overview');
    await critical().getByRole('button', { name: 'Acknowledge' }).click();
    await critical().waitFor({ state: 'detached' });
    expect(await textOf(page.locator('.trust'))).toMatch(/feeds? down/);
    const positions = page.locator('[data-table="overview-positions"] tbody tr[data-key]');
    expect(await positions.and(page.locator('.stale')).count()).toBe(await positions.count());
  });

  test('the alerts button names what is left, and A acknowledges it', async () => {
    await until(
      'one left',
      async () => (await textOf(page.locator('.top .alerts'))) === '1 not acknowledged',
    );
    await page.locator('.top .alerts').click();
    await page.getByRole('menuitem', { name: 'Practice public' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await until('nothing left', async () => (await textOf(page.locator('.top .alerts'))) === 'Alerts on');
  });

  test('says when it recovered, and for how long it was lost', async () => {
    await running.heal();
    await page
      .locator('.toast', { hasText: /Practice demo recovered after \d+/ })
      .waitFor({ timeout: 40_000 });
    await until('fresh feeds', async () =>
      (await textOf(page.locator('.trust'))).includes('All 2 feeds fresh'),
    );
  });

  test('counts what nobody has looked at yet beside Incidents', async () => {
    const badge = page.getByRole('button', { name: 'Incidents' }).locator('.badge');
    expect(Number(await textOf(badge))).toBeGreaterThanOrEqual(2);
    await openView(page, 'Incidents');
    await badge.waitFor({ state: 'detached' });
  });

  test('answers what was missed, with a lane per feed and a row per incident', async () => {
    await rows().first().waitFor();
    await until('an answer', async () => /missed|tell/.test(await textOf(answer())));
    expect(await textOf(page.locator('.miss p'))).toMatch(/\d+ incidents on 2 feeds in 8 h 00 m/);
    const lanes = page.locator('.lane-list .lane');
    expect(await lanes.allTextContents()).toEqual(['Practice public', 'Practice demo']);
    // What was before this first start is hatched, not drawn as calm.
    expect(await lanes.first().locator('.silent').getAttribute('title')).toBe(
      'Vigil has no record of this time',
    );
    for (const lane of await lanes.all()) expect(await lane.locator('.mark').count()).toBeGreaterThan(0);
    const demo = rows().filter({ hasText: 'Practice demo' }).filter({ hasText: 'disconnect' });
    expect(await cell(demo.first(), 'where')).toBe('whole feed');
    expect(await cell(demo.first(), 'lasted')).toMatch(/^\d+\u2009s$/);
    expect(await cell(demo.first(), 'cause')).toMatch(/Reconnected (on the first try|after \d+ tries)\./);
  });

  test('the figures are the sum of the rows', async () => {
    const shown = async (label: string) =>
      textOf(page.locator('.miss dl > div', { hasText: label }).locator('dd'));
    const sums = await page.evaluate(async () => {
      const toMs = Date.now();
      const result = await window.vigil.request('incidents.ask', { fromMs: toMs - 28_800_000, toMs });
      return result.ok ? { refilled: result.value.refilled, lost: result.value.lost } : null;
    });
    expect(await shown('Refilled')).toBe(sums?.refilled.toLocaleString('en'));
    expect(await shown('Lost')).toBe(sums?.lost?.toLocaleString('en') ?? '?');
  });

  test('explains one incident step by step, from the list and from its lane', async () => {
    await rows().filter({ hasText: 'Practice demo' }).first().click();
    const details = page.getByRole('region', { name: 'One incident, step by step' });
    const steps = await details.locator('li .what').allTextContents();
    expect(steps[0]).toMatch(/^down: /);
    // What was missed may come in after the last channel is well again.
    expect(steps.findLast((step) => !step.endsWith(' refilled'))).toMatch(/^live: /);
    expect(await details.locator('li span:first-child').first().textContent()).toMatch(/^[\d:]+\.\d{3}$/);
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    await page.locator('.lane', { hasText: 'public' }).locator('.mark').last().click();
    await details.waitFor();
    expect(await textOf(details.locator('.idh b'))).toContain('Practice public');
    await page.keyboard.press('Escape');
  });

  test('is asked about any time, typed or picked', async () => {
    const from = page.getByRole('textbox', { name: 'From' });
    const to = page.getByRole('textbox', { name: 'To' });
    await to.fill('2 h ago');
    await to.press('Enter');
    await page.getByText('No record', { exact: true }).waitFor();
    await until('the answer', async () => (await textOf(answer())) === 'Vigil did not run in that time.');
    await from.fill('the other day');
    expect(await from.getAttribute('aria-invalid')).toBe('true');
    await from.press('Escape');
    await page.getByRole('button', { name: 'To, calendar' }).click();
    await page.getByRole('dialog', { name: 'To, calendar' }).getByRole('button', { name: 'Now' }).click();
    await rows().first().waitFor();
    await page.getByRole('button', { name: '1 h', exact: true }).click();
    await until('an hour', async () => / in 1 h 00 m/.test(await textOf(page.locator('.miss p'))));
  });

  test('filters by kind and feed', async () => {
    const all = await rows().count();
    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: 'Filter incidents' }).fill('demo');
    await until('fewer rows', async () => (await rows().count()) < all && (await rows().count()) > 0);
    for (const row of await rows().all()) expect(await cell(row, 'feed')).toBe('Practice demo');
    await page.keyboard.press('Escape');
    await until('all rows', async () => (await rows().count()) === all);
    await page.keyboard.press('Escape');
  });

  test('exports the incidents of that time as CSV, a line each', async () => {
    const file = join(running.profile, 'incidents.csv');
    await running.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    const listed = Number(await textOf(page.getByRole('region', { name: 'Incidents' }).locator('.ct')));
    await page.locator('.span-bar').getByRole('button', { name: 'Export CSV' }).click();
    await page.locator('.toast', { hasText: 'The incidents are exported' }).waitFor();
    const [head, ...lines] = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(head).toMatch(/^kind,start,end,lasted_seconds,.*missed,refilled,lost$/);
    expect(lines).toHaveLength(listed);
    expect(lines.some((line) => line.startsWith('reconnect,') && line.includes(',demo,'))).toBe(true);
  });

  test('copies a summary that begins with the answer', async () => {
    await page.getByRole('button', { name: 'Copy summary' }).click();
    const copied = () => running.app.evaluate(({ clipboard }) => clipboard.readText());
    await until('the summary', async () => (await copied()).startsWith('What was missed from '));
    expect(await copied()).toContain(await textOf(answer()));
  });

  test('a feed leads to its own incidents', async () => {
    await openView(page, 'Feeds');
    await page.locator('.foot .fc', { hasText: 'demo' }).click();
    await page.getByRole('button', { name: 'Its incidents' }).click();
    await page.getByRole('main', { name: 'Incidents' }).waitFor();
    await rows().first().waitFor();
    for (const row of await rows().all()) expect(await cell(row, 'feed')).toBe('Practice demo');
  });

  test('alerts are paused and resumed from the top bar', async () => {
    const button = page.locator('.top .alerts');
    await button.click();
    await page.getByRole('menuitem', { name: 'Pause for 30 min' }).click();
    await until('the pause', async () => /^Paused, (29|30)\u2009m left$/.test(await textOf(button)));
    await page.keyboard.press('p');
    await until('the end of it', async () => (await textOf(button)) === 'Alerts on');
  });

  test('has written nothing to the console that is an error', () => {
    expect(running.pageErrors).toEqual([]);
  });

  test('keeps the incidents over a restart, and knows that they were seen', async () => {
    const before = await incidentIds(page);
    await running.quit();
    running = await runApp({ profile });
    page = running.page;
    await page.getByRole('main', { name: 'Incidents' }).waitFor();
    await rows().first().waitFor();
    const after = await incidentIds(page);
    for (const id of before) expect(after).toContain(id);
    await openView(page, 'Overview');
    expect(await page.getByRole('button', { name: 'Incidents' }).locator('.badge').count()).toBe(0);
  });
});

/** A feed that is down is usually announced after 20 s, and only what was announced is said to be over. */
async function announceAtOnce(page: Page): Promise<void> {
  await openView(page, 'Settings');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Alerts' }).click();
  const field = page.getByRole('textbox', { name: 'Seconds until a feed that is down is announced' });
  await field.fill('0');
  await field.press('Enter');
  await until('the kept setting', async () => {
    const kept = await page.evaluate(() => window.vigil.request('settings.load', {}));
    return kept.ok && kept.value.alerts.downAfterSeconds === 0;
  });
}

async function openPositions(running: RunningApp): Promise<number> {
  return (await running.rows('position')).filter(({ side }) => side !== 'flat').length;
}

async function incidentIds(page: Page): Promise<readonly string[]> {
  const result = await page.evaluate(() => window.vigil.request('incidents.list', { limit: 5000 }));
  if (!result.ok) throw new Error(result.error.message);
  return result.value.incidents.map(({ id }) => id);
}

async function cell(row: Locator, column: string): Promise<string> {
  return (await textOf(row.locator(`td[data-column="${column}"]`))).trim();
}
