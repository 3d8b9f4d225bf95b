/** The Market view in the real app: list, candles, book and tape of the practice venue. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openView, textOf } from '../support/page-text.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('the Market view', () => {
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    running = await runApp();
    page = running.page;
    await until('instruments', async () => (await running.rows('instrument')).length > 0);
    await openView(page, 'Market');
    await choose(page, 'XBTUSD');
  });
  afterEach(async () => {
    await page.mouse.move(5, 5);
  });
  afterAll(() => running.quit());

  test('lists the venue’s markets with their last price', async () => {
    await until('markets', async () => (await options(page).count()) >= 3);
    const row = options(page).filter({ has: page.getByText('XBTUSD', { exact: true }) });
    expect(await textOf(row.locator('.last-price'))).toMatch(/^[\d,]+(\.\d+)?$/);
  });

  test('starts with a market that the account has a position in', async () => {
    const other = await runApp();
    await until('positions', async () => (await other.rows('position')).length > 0);
    await openView(other.page, 'Market');
    await other.page.locator('.mh').waitFor();
    const symbol = await textOf(other.page.locator('.mh .r1 > b'));
    const held = (await other.rows('position')).filter((position) => position.side !== 'flat');
    await other.quit();
    expect(held.map((position) => position.symbol)).toContain(symbol);
  });

  test('shows mark, funding, open interest and the age of the last price', async () => {
    const facts = await page.locator('.mh .fact').allTextContents();
    expect(facts.find((fact) => fact.startsWith('Mark'))).toMatch(/Mark [\d,.]+/);
    expect(facts.find((fact) => fact.startsWith('Funding'))).toMatch(/% in /);
    expect(await textOf(page.locator('.mh .age'))).toMatch(/\d\u2009s$/);
  });

  test('draws candles, and the arrow keys read them one by one', async () => {
    await page.locator('.chart canvas').first().waitFor();
    expect(await inkedPixels(page)).toBeGreaterThan(1000);
    const readOut = page.locator('.ohlc');
    await page.locator('.chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const second = await textOf(readOut);
    await page.keyboard.press('ArrowLeft');
    const third = await textOf(readOut);
    expect(second).toMatch(/^\d\d:\d\d/);
    expect(minuteOf(second) - minuteOf(third)).toBe(1);
    await page.keyboard.press('Escape');
  });

  test('joins minutes into longer candles', async () => {
    await page.getByRole('tab', { name: '5 m', exact: true }).click();
    await page.locator('.chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(minuteOf(await textOf(page.locator('.ohlc'))) % 5).toBe(0);
    await page.getByRole('tab', { name: '1 m', exact: true }).click();
  });

  test('zooms with the wheel and pans with the pointer', async () => {
    const box = await page.locator('.chart').boundingBox();
    if (box === null) throw new Error('The chart has no place on the screen.');
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    const before = await textOf(page.locator('.ohlc'));
    await page.mouse.wheel(0, -600);
    await page.mouse.move(middle.x + 1, middle.y);
    await until(
      'another candle under the pointer',
      async () => (await textOf(page.locator('.ohlc'))) !== before,
    );
    const zoomed = minuteOf(await textOf(page.locator('.ohlc')));
    await page.mouse.down();
    await page.mouse.move(middle.x + 200, middle.y, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(middle.x, middle.y);
    await until(
      'an older candle under the pointer',
      async () => minuteOf(await textOf(page.locator('.ohlc'))) !== zoomed,
    );
    await page.locator('.chart').dblclick();
  });

  test('shows the book, best prices at the spread, and joins prices into steps', async () => {
    const book = page.locator('.dt');
    await book.waitFor();
    await until('asks', async () => (await prices(book, 'neg')).length >= 3);
    const asks = await prices(book, 'neg');
    const bids = await prices(book, 'pos');
    expect(asks).toEqual([...asks].sort((a, b) => b - a));
    expect(bids).toEqual([...bids].sort((a, b) => b - a));
    expect(asks.at(-1)).toBeGreaterThan(bids[0] ?? Number.POSITIVE_INFINITY);
    await page.getByTitle('Join prices into steps').click();
    await page.getByRole('menuitemradio', { name: '5', exact: true }).click();
    await until('prices in steps of 5', async () =>
      (await prices(book, 'neg')).every((price) => price % 5 === 0),
    );
  });

  test('prints trades as they happen, and holds still under the pointer', async () => {
    const newest = page.locator('.tape-row').first();
    const first = await textOf(newest);
    await until('a new trade', async () => (await textOf(newest)) !== first);
    expect(await textOf(newest)).toMatch(/^\d\d:\d\d:\d\d\.\d{3}/);
    await page.locator('.tape-body').hover();
    await until('the tape to be held', () => page.locator('.note.held').isVisible());
    const held = await textOf(newest);
    await until(
      'waiting trades',
      async () => !(await textOf(page.locator('.note.held'))).includes('held +0'),
    );
    expect(await textOf(newest)).toBe(held);
    await page.mouse.move(5, 5);
    await until('the tape to go on', async () => (await textOf(newest)) !== held);
  });

  test('exports the trades of the tape in the venue’s digits', async () => {
    const file = join(running.profile, 'trades.csv');
    await running.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await page.keyboard.press('Control+e');
    await page.getByText(/trades? exported/).waitFor();
    const [head, ...lines] = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(head).toBe('Venue,Symbol,Time,Side,Price,Size,Trade ID,Refilled,Received');
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line).toMatch(
        /^Practice,\w+,[\d-]+T[\d:.]+Z,(buy|sell),[\d.]+,\d+,[\w-]+,(yes|no),[\d-]+T[\d:.]+Z$/,
      );
    }
  });

  test('finds a market by a part of its name, by keyboard alone', async () => {
    await page.locator('.market-list-body').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('ethusdt');
    await until('one market', async () => (await options(page).count()) === 1);
    await page.keyboard.press('Enter');
    await until('the market to be shown', async () => (await symbolShown(page)) === 'ETHUSDT');
    await page.keyboard.press('/');
    await page.keyboard.type('nothing like it');
    await page.getByText('No market matches').waitFor();
    await page.getByRole('button', { name: 'Show all markets' }).click();
    await choose(page, 'XBTUSD');
  });

  test('sorts its list by a head or by the keyboard, and remembers it', async () => {
    const heads = page.getByRole('group', { name: 'Sort the markets' });
    await heads.getByRole('button', { name: 'Last' }).click();
    await until('rising prices', async () => isRising(await lastPrices(page)));
    await heads.getByRole('button', { name: 'Last' }).focus();
    await page.keyboard.press('Enter');
    await until('falling prices', async () => isRising((await lastPrices(page)).toReversed()));
    await page.locator('.market-list-body').focus();
    await page.keyboard.press('s');
    await heads.getByRole('button', { name: '24 h, %, ascending', pressed: true }).waitFor();
    await page.keyboard.press('s');
    await until('the choice to be kept', async () => (await keptSort(running)) === 'change');

    await openView(page, 'Feeds');
    await openView(page, 'Market');
    await heads.getByRole('button', { name: '24 h, %, descending', pressed: true }).waitFor();
    await heads.getByRole('button', { name: 'Market' }).click();
    expect(await heads.getByRole('button', { pressed: true }).count()).toBe(1);
  });

  test('says that prices are old when the venue is gone, and goes on when it is back', async () => {
    await running.inject({ kind: 'refuse', status: 503, times: 1000 });
    await running.inject({ kind: 'drop' });
    await page.locator('.mh.stale').waitFor();
    await page.locator('.tape-body.stale').waitFor();
    await until('the age to say down', async () =>
      /down/.test((await page.locator('.mh .age').getAttribute('class')) ?? ''),
    );
    await running.heal();
    await until('fresh prices', async () => (await page.locator('.mh.stale').count()) === 0, 30_000);
    await until('the gap on the tape', async () => (await page.locator('.tape-gap').count()) > 0);
    expect(await textOf(page.locator('.tape-gap').first())).toMatch(/gap: /);
  });

  test('has written no error on the console', () => {
    expect(running.pageErrors).toEqual([]);
  });
});

function options(page: Page): Locator {
  return page.locator('.market-list').getByRole('option');
}

async function choose(page: Page, symbol: string): Promise<void> {
  await options(page)
    .filter({ has: page.getByText(symbol, { exact: true }) })
    .click();
  await until(`${symbol} to be shown`, async () => (await symbolShown(page)) === symbol);
}

async function lastPrices(page: Page): Promise<readonly number[]> {
  const texts = await options(page).locator('.last-price').allTextContents();
  return texts.map((text) => Number(text.replace(/[^\d.]/g, '')));
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.length > 2 && numbers.every((number, at) => at === 0 || (numbers[at - 1] ?? 0) <= number);
}

async function keptSort({ profile }: RunningApp): Promise<unknown> {
  const settings = JSON.parse(await readFile(join(profile, 'settings.json'), 'utf8'));
  return settings.tables.markets?.sort?.column;
}

function symbolShown(page: Page): Promise<string> {
  return textOf(page.locator('.mh .r1 > b'));
}

async function prices(book: Locator, ink: 'pos' | 'neg'): Promise<readonly number[]> {
  const texts = await book.locator(`td.p.${ink}`).allTextContents();
  return texts.map((text) => Number(text.replaceAll(',', '')));
}

function minuteOf(readOut: string): number {
  const match = /(\d\d):(\d\d)/.exec(readOut);
  return Number(match?.[1]) * 60 + Number(match?.[2]);
}

/** How much of the chart is drawn in the inks of rising and falling candles. */
function inkedPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas');
    const context = canvas?.getContext('2d');
    if (canvas == null || context == null) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let inked = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, , alpha = 0] = data.slice(at, at + 4);
      if (alpha > 200 && Math.abs(red - green) > 80) inked += 1;
    }
    return inked;
  });
}
