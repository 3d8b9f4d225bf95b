/** The window as a person uses it: rows, filters, details, keys, looks, and a venue that dies. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('the window', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await runApp();
    await rowsOf('overview-positions').first().waitFor();
  });
  afterAll(() => running.quit());

  const table = (id: string) => running.page.locator(`[data-table="${id}"]`);
  const rowsOf = (id: string) => table(id).locator('tbody tr[data-key]');
  const column = (id: string, name: string) =>
    rowsOf(id).locator(`td[data-column="${name}"]`).allInnerTexts();
  const press = (keys: string) => running.page.keyboard.press(keys);
  const go = async (view: string) => {
    await running.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
    await running.page.getByRole('main', { name: view }).waitFor();
  };

  test('opens on Overview with totals, positions, orders and the strip of feeds', async () => {
    await running.page.getByRole('region', { name: 'All accounts' }).waitFor();
    expect(await rowsOf('overview-positions').count()).toBeGreaterThan(0);
    expect(await rowsOf('overview-orders').count()).toBeGreaterThan(0);
    const strip = running.page.getByRole('region', { name: 'Feeds' });
    await until('live feeds', async () => (await strip.locator('.fc.is-live').count()) === 2);
    expect(await trust(running)).toContain('All 2 feeds fresh');
  });

  test('says that it shows the practice venue', async () => {
    await running.page.getByText('You are watching the practice venue.').waitFor();
    expect(await table('overview-positions').isVisible()).toBe(true);
    expect(await running.page.locator('.panel .tag.practice').count()).toBeGreaterThan(0);
  });

  test('shows numbers that move', async () => {
    const before = await column('overview-positions', 'mark');
    await until('another mark', async () => {
      const after = await column('overview-positions', 'mark');
      return after.some((text, index) => text !== before[index]);
    });
  });

  test('gives every row an age', async () => {
    const ages = await column('overview-positions', 'age');
    for (const age of ages) expect(age.trim()).toMatch(/^(<\u2009)?\d+\u2009s$/);
  });

  test('sorts by a column, and the other way round at the second press', async () => {
    await go('Orders');
    await rowsOf('orders').first().waitFor();
    const head = table('orders').locator('th[data-column="symbol"]');
    await head.click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const open = rowsOf('orders').locator('xpath=self::*[not(contains(@class,"gone"))]');
    const symbols = async () => open.locator('td[data-column="symbol"] .sym').allInnerTexts();
    const isSorted = (list: readonly string[], way: 1 | -1) =>
      list.every((text, index) => index === 0 || way * text.localeCompare(list[index - 1] ?? '') >= 0);
    await until('ascending symbols', async () => isSorted(await symbols(), 1));
    await head.click();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await until('descending symbols', async () => isSorted(await symbols(), -1));
  });

  test('filters with the slash key, counts what is left, and clears with Escape', async () => {
    await press('/');
    await running.page.keyboard.type('sol stop');
    await until('the filtered rows', async () => {
      const types = await column('orders', 'type');
      return types.length > 0 && types.every((type) => type === 'Stop');
    });
    const status = running.page.getByRole('main').locator('.filters [role=status]');
    expect(await status.textContent()).toMatch(/^\d+ of \d+$/);
    await press('Escape');
    await until('all rows', async () => new Set(await column('orders', 'type')).size > 1);
  });

  test('the key after the slash is already in the box', async () => {
    await go('Overview');
    const focused = await running.page.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
      return document.activeElement?.getAttribute('aria-label');
    });
    expect(focused).toMatch(/^Filter /);
    await press('Escape');
    await go('Orders');
  });

  test('a filter that nothing matches says so and offers to clear it', async () => {
    await running.page.getByRole('textbox', { name: 'Filter orders' }).fill('no such thing');
    await running.page.getByText('No order matches the filter').waitFor();
    await running.page.getByRole('button', { name: 'Clear filter' }).click();
    await rowsOf('orders').first().waitFor();
  });

  test('shows the details of a row with the venue’s raw item, and marks what changed', async () => {
    await go('Positions');
    await rowsOf('positions').first().click();
    const drawer = running.page.getByRole('complementary');
    const raw = drawer.locator('pre.raw');
    await raw.waitFor();
    expect(await raw.textContent()).toContain('"symbol"');
    await until('a marked key', async () => (await raw.locator('.changed').count()) > 0);
    await press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  test('is walked by keys: rows, columns, details, copy', async () => {
    await go('Positions');
    await press('ArrowDown');
    await rowsOf('positions').nth(0).and(running.page.locator('.kf')).waitFor();
    await press('ArrowRight');
    await press('ArrowLeft');
    await press('Control+c');
    const copied = () => running.app.evaluate(({ clipboard }) => clipboard.readText());
    const symbol = await rowsOf('positions')
      .first()
      .locator('.sym')
      .evaluate((one) => one.firstChild?.nodeValue);
    await until('the copied cell', async () => (await copied()) === symbol);
    await press('Control+Shift+C');
    await until('the copied row', async () => (await copied()).includes(`\t${symbol}\t`));
    await press('Enter');
    await running.page.getByRole('complementary').waitFor();
    await press('Escape');
    await press('Escape');
    expect(await rowsOf('positions').and(running.page.locator('.kf')).count()).toBe(0);
  });

  test('exports what is shown as CSV in the venue’s digits', async () => {
    const file = join(running.profile, 'positions.csv');
    await running.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await press('Control+e');
    await running.page.getByText(/positions? exported/).waitFor();
    const [head = '', ...lines] = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(head.startsWith('Venue,Account,Symbol,Side,Size')).toBe(true);
    expect(head.endsWith('State,"Age, seconds",Updated,Received')).toBe(true);
    const positions = (await running.rows('position')).filter(({ side }) => side !== 'flat');
    expect(lines).toHaveLength(positions.length);
    for (const { symbol, size } of positions) {
      expect(lines.some((line) => line.includes(`,${symbol},`) && line.includes(`,${size},`))).toBe(true);
    }
  });

  test('goes anywhere with Ctrl K, and to the views with Ctrl and a digit', async () => {
    await press('Control+k');
    const box = running.page.getByRole('dialog', { name: 'Go to or find' });
    await box.getByRole('combobox').fill('feeds');
    await box.getByRole('option').first().waitFor();
    await press('Enter');
    await running.page.getByRole('main', { name: 'Feeds' }).waitFor();
    await press('Control+2');
    await running.page.getByRole('main', { name: 'Positions' }).waitFor();
    await press('Control+1');
    await running.page.getByRole('main', { name: 'Overview' }).waitFor();
  });

  test('changes theme and row height by key', async () => {
    const look = () =>
      running.page.evaluate(() => ({
        theme: document.documentElement.dataset.theme,
        ground: getComputedStyle(document.body).backgroundColor,
        row: document.querySelector('tbody tr[data-key]')?.getBoundingClientRect().height,
      }));
    const before = await look();
    await press('t');
    await until('the other theme', async () => (await look()).theme !== before.theme);
    expect((await look()).ground).not.toBe(before.ground);
    await press('d');
    await until('the other row height', async () => (await look()).row !== before.row);
    await press('t');
    await press('d');
    await until('the first look', async () => JSON.stringify(await look()) === JSON.stringify(before));
  });

  test('lists every key on one sheet', async () => {
    await press('?');
    await running.page.getByRole('dialog', { name: 'Keys' }).getByText('go to or find').waitFor();
    await press('Escape');
    await running.page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
  });

  test('explains what is wrong with a market that can not be watched', async () => {
    await running.page.getByRole('button', { name: 'Watch a public market' }).click();
    const dialog = running.page.getByRole('dialog', { name: 'Watch a public market' });
    await dialog.getByRole('button', { name: 'Watch', exact: true }).click();
    await dialog.getByText('Name at least one symbol').waitFor();
    await dialog.getByLabel('Symbols').fill('BTC-USD');
    await dialog.getByLabel('Another address').fill('https://example.com');
    await dialog.getByRole('button', { name: 'Watch', exact: true }).click();
    await dialog.getByText('An address starts with wss:// or ws://.').waitFor();
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('watches a public market at an address of its own, and opens it', async () => {
    await press('Control+1');
    await running.page.getByRole('button', { name: 'Watch a public market' }).click();
    const dialog = running.page.getByRole('dialog', { name: 'Watch a public market' });
    await dialog.getByRole('button', { name: 'BitMEX-compatible server' }).click();
    await dialog.getByLabel('Symbols').fill('XBTUSD');
    const address = await running.app.evaluate(() => vigilTestHooks?.practice()?.wsUrl ?? '');
    await dialog.getByLabel('Address').fill(address);
    await dialog.getByRole('button', { name: 'Watch', exact: true }).click();
    await running.page.getByRole('main', { name: 'Market' }).waitFor();
    const feeds = async () => (await running.rows('feed')).map(({ venue, state }) => `${venue} ${state}`);
    await until('the new feed', async () => (await feeds()).includes('bitmex live'));
    const added = (await running.rows('feed')).find(({ venue }) => venue === 'bitmex');
    const removed = await running.page.evaluate(
      (feedId) => window.vigil.request('markets.remove', { feedId }),
      added?.id ?? '',
    );
    expect(removed.ok).toBe(true);
    await press('Control+1');
    await until('the two feeds', async () => (await feeds()).length === 2);
  });

  test('dims and ages every row when the venue dies, says so on top and at the foot, and recovers', async () => {
    const stale = rowsOf('overview-positions').and(running.page.locator('.stale'));
    await running.inject({ kind: 'refuse', status: 503, times: 1000 });
    await running.inject({ kind: 'drop' });
    await until(
      'stale rows',
      async () => (await stale.count()) === (await rowsOf('overview-positions').count()),
    );
    expect(await trust(running)).toMatch(/feeds? down/);
    await running.page.locator('.foot .fc.is-down').first().waitFor();
    const age = () => seconds(rowsOf('overview-positions').first().locator('.age'));
    await until('a growing age', async () => (await age()) >= 3);
    await running.page.getByText('sorting is held while rows are old').first().waitFor();
    await running.heal();
    await until('fresh rows', async () => (await stale.count()) === 0, 30_000);
    await until('all fresh', async () => (await trust(running)).includes('All 2 feeds fresh'), 30_000);
  });

  test('lets a new user try a fault from the banner', async () => {
    const before = await running.connections();
    const open = running.page.getByRole('button', { name: 'Try a fault' });
    await open.click();
    await press('Escape');
    await running.page.getByRole('menu').waitFor({ state: 'detached' });
    await open.click();
    await running.page.getByRole('menuitem', { name: /Cut every connection/ }).click();
    await until('new connections', async () => (await running.connections()) > before);
    await until('all fresh', async () => (await trust(running)).includes('All 2 feeds fresh'), 30_000);
  });

  test('has written nothing to the console that is an error', () => {
    expect(running.pageErrors).toEqual([]);
  });
});

describe('what the window remembers', () => {
  let profile: string;
  beforeAll(async () => {
    profile = await newProfile();
  });
  afterAll(() => rm(profile, { recursive: true, force: true }));

  test('columns, their order of sorting, the theme and the view are those of the last time', async () => {
    const first = await runApp({ profile });
    await first.page.locator('[data-table="overview-orders"] tbody tr[data-key]').first().waitFor();
    await first.page.keyboard.press('Control+3');
    const head = (name: string) => first.page.locator(`[data-table="orders"] th[data-column="${name}"]`);
    await head('size').click();
    await first.page.getByRole('button', { name: 'Columns' }).click();
    await first.page.getByRole('menuitemcheckbox', { name: 'Trigger price' }).click();
    await first.page.getByRole('menuitemcheckbox', { name: 'Client ID' }).click();
    await first.page.keyboard.press('Escape');
    await head('trigger').waitFor({ state: 'detached' });
    await head('client-id').waitFor();
    await first.page.keyboard.press('t');
    await until('kept settings', async () => {
      const kept = await first.page.evaluate(() => window.vigil.request('settings.load', {}));
      return kept.ok && kept.value.theme === 'light';
    });
    await first.quit();

    const second = await runApp({ profile });
    try {
      await second.page.getByRole('main', { name: 'Orders' }).waitFor();
      const heads = second.page.locator('[data-table="orders"] th');
      await heads.first().waitFor();
      const ids = await heads.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.column));
      expect(ids).toContain('client-id');
      expect(ids).not.toContain('trigger');
      const sorted = second.page.locator('[data-table="orders"] th[aria-sort]');
      expect(await sorted.getAttribute('data-column')).toBe('size');
      expect(await second.page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    } finally {
      await second.quit();
    }
  });
});

async function trust(running: RunningApp): Promise<string> {
  return (await running.page.locator('.trust').textContent()) ?? '';
}

async function seconds(age: Locator): Promise<number> {
  return Number(/(\d+)\u2009s/.exec((await age.textContent()) ?? '')?.[1] ?? 0);
}
