/** Keys and drags of a table that no other file tries: pages, ends, sorting, raw items, regions, widths. */
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('a table', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await runApp();
    await press('Control+4');
    await rows().first().waitFor();
  });
  afterAll(() => running.quit());

  const press = (keys: string) => running.page.keyboard.press(keys);
  const view = (name: string) => running.page.getByRole('main', { name });
  const rows = () => running.page.locator('[data-table="executions"] tbody tr[data-key]');
  const head = (column: string) =>
    running.page.locator(`[data-table="executions"] th[data-column=${column}]`);
  const drawer = () => running.page.getByRole('complementary');
  const cursorOn = (row: Locator) => row.and(running.page.locator('.kf')).waitFor();

  test('is walked to its ends and by pages', async () => {
    await press('End');
    await cursorOn(rows().last());
    await press('Home');
    await cursorOn(rows().first());
    await press('PageDown');
    await cursorOn(rows().last());
    await press('PageUp');
    await cursorOn(rows().first());
  });

  test('sorts by the column of the cursor, and opens its columns', async () => {
    await press('ArrowRight');
    await press('s');
    await until('the order of symbols', async () => (await ordered('symbol')) === 'ascending');
    await press('c');
    const menu = running.page.locator('.pop.floating');
    await menu.getByText('Order ID').waitFor();
    await press('Escape');
    await menu.waitFor({ state: 'hidden' });
  });

  test('brings up the raw item of a row', async () => {
    await press('r');
    await drawer().getByText('"execID"').waitFor();
    await press('Escape');
    await drawer().waitFor({ state: 'hidden' });
  });

  test('shows no value in part where its columns have no room beside the details', async () => {
    await press('Enter');
    await drawer().waitFor();
    const cell = rows().first().locator('td.cut-end');
    await cell.waitFor();
    const age = await rows().first().locator('[data-column=age]').boundingBox();
    const box = await cell.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(age?.x ?? 0);
    const shown = await cell.evaluate((node) =>
      [...node.children].map((child) => child.getClientRects().length),
    );
    expect(shown.every((count) => count === 0)).toBe(true);
    await cell.hover();
    expect(await cell.getAttribute('title')).toContain(await cell.textContent());
    await press('Escape');
    await drawer().waitFor({ state: 'hidden' });
    await cell.waitFor({ state: 'hidden' });
  });

  test('leads from a row to its market and to its feed', async () => {
    await press('m');
    await view('Market').waitFor();
    await press('Control+4');
    await press('ArrowDown');
    await press('f');
    await view('Feeds').waitFor();
    await drawer().getByText('execution').first().waitFor();
    await press('Control+4');
    await view('Executions').waitFor();
  });

  test('is one of the regions that F6 walks', async () => {
    const region = () =>
      running.page.evaluate(() =>
        ['rail', 'top', 'main', 'foot'].find((name) => document.activeElement?.closest(`.${name}`)),
      );
    await press('F6');
    const first = await region();
    const seen = [first];
    for (let step = 0; step < 3; step += 1) {
      await press('F6');
      seen.push(await region());
    }
    expect(new Set(seen)).toEqual(new Set(['rail', 'top', 'main', 'foot']));
    await press('Shift+F6');
    expect(await region()).toBe(seen[2]);
  });

  test('has columns that are dragged wider and elsewhere, and fit by a double click', async () => {
    const before = await width('price');
    const edge = await rightEdge('price');
    await drag(edge, { x: edge.x + 40, y: edge.y });
    await until('a wider column', async () => Math.abs((await width('price')) - before - 40) < 2);
    const wide = await rightEdge('price');
    await running.page.mouse.dblclick(wide.x, wide.y);
    await until('a column that fits', async () => (await width('price')) < before + 39);
    await drag(await middle('fee'), await middle('price'));
    await until('another order', async () => {
      const names = await columns();
      return names.indexOf('fee') < names.indexOf('price');
    });
  });

  test('alerts pause by key, and go on', async () => {
    const alerts = running.page.locator('.top');
    await press('p');
    await alerts.getByText('Paused').waitFor();
    await press('p');
    await alerts.getByText('Alerts on').waitFor();
    expect(running.pageErrors).toEqual([]);
  });

  async function ordered(column: string) {
    return head(column).getAttribute('aria-sort');
  }

  async function columns() {
    const heads = running.page.locator('[data-table="executions"] th[data-column]');
    return heads.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-column')));
  }

  async function box(column: string) {
    const found = await head(column).boundingBox();
    if (found === null) throw new Error(`The column ${column} is not shown.`);
    return found;
  }

  async function width(column: string) {
    return (await box(column)).width;
  }

  async function rightEdge(column: string): Promise<Point> {
    const { x, y, width: across, height } = await box(column);
    return { x: x + across - 2, y: y + height / 2 };
  }

  async function middle(column: string): Promise<Point> {
    const { x, y, height } = await box(column);
    return { x: x + 12, y: y + height / 2 };
  }

  async function drag(from: Point, to: Point) {
    const { mouse } = running.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(to.x, to.y, { steps: 8 });
    await mouse.up();
  }
});

interface Point {
  readonly x: number;
  readonly y: number;
}
