/** The Feeds board in the real app: states, reasons, actions. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openView, textOf } from '../support/page-text.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

describe('the Feeds board', () => {
  let running: RunningApp;
  let page: Page;

  beforeAll(async () => {
    running = await runApp();
    page = running.page;
    await until('channels', async () => (await running.rows('channel')).length > 0);
    await openView(page, 'Feeds');
    await page.locator('.fb').waitFor();
    await until('live channels', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'live');
  });
  afterAll(() => running.quit());

  test('groups channels by feed, and every channel has its state, age and strip', async () => {
    expect(await page.locator('.fb .fd').count()).toBe(2);
    const row = channelRow(page, 'trade', 'XBTUSD');
    expect(await textOf(row.locator('.ab'))).toMatch(/\u2009s$/);
    expect(await row.locator('.tl rect, .tl path:not(.tl-grid)').count()).toBeGreaterThan(0);
    expect(await textOf(row.locator('.rt'))).toMatch(/^\d/);
  });

  test('counts states on its tabs', async () => {
    const shown = Number(await textOf(page.getByRole('tab', { name: /^All/ }).locator('.dim')));
    expect(shown).toBe((await running.rows('channel')).length);
  });

  test('explains a channel and subscribes it again', async () => {
    await channelRow(page, 'trade', 'XBTUSD').click();
    const drawer = page.getByRole('complementary', { name: 'Channel trade:XBTUSD' });
    await drawer.waitFor();
    expect(await textOf(drawer.locator('.why'))).toMatch(/^Live for /);
    const asked = await subscriptions(running, 'trade:XBTUSD');
    await drawer.getByRole('button', { name: 'Subscribe again' }).click();
    await until(
      'the venue to be asked again',
      async () => (await subscriptions(running, 'trade:XBTUSD')) > asked,
    );
    await page.getByText('trade:XBTUSD is subscribed again').waitFor();
    await until('a live channel', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'live');
  });

  test('reconnects a feed when asked', async () => {
    const before = await running.connections();
    await page.getByRole('button', { name: 'Reconnect' }).click();
    await until('a new connection', async () => (await running.connections()) > before);
    await until('a live channel', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'live', 30_000);
  });

  test('pauses a feed without an alarm, and resumes it', async () => {
    const drawer = page.locator('.feed-drawer');
    await drawer.getByRole('button', { name: 'Pause feed' }).click();
    await until('a paused channel', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'waiting');
    expect(await textOf(drawer.locator('.why'))).toContain('Paused, as you asked.');
    await until('its count', async () => (await textOf(page.locator('.trust'))).includes('1 paused'));
    const before = await running.connections();
    await drawer.getByRole('button', { name: 'Resume feed' }).click();
    await until('a live channel', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'live', 30_000);
    expect(await running.connections()).toBe(before + 1);
  });

  test('copies a report that names the channel and its state', async () => {
    await page.getByRole('button', { name: 'Copy report' }).click();
    const text = () => running.app.evaluate(({ clipboard }) => clipboard.readText());
    await until('the report', async () => (await text()).startsWith('Vigil feed report'));
    expect(await text()).toContain('Channel: trade:XBTUSD');
    expect(await text()).toMatch(/State: \w+/);
  });

  test('walks with the arrow keys, and the drawer follows', async () => {
    await page.keyboard.press('Escape');
    await until('the drawer to close', async () => (await page.locator('.feed-drawer').count()) === 0);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Feed Practice' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('complementary', { name: 'Channel ' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('copies the channel of the cursor by key, and its whole line', async () => {
    const text = () => running.app.evaluate(({ clipboard }) => clipboard.readText());
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+c');
    await until('the name of a channel', async () => /^\w+:\w+$/.test(await text()));
    const name = await text();
    await page.keyboard.press('Control+Shift+c');
    await until('its line', async () => (await text()).includes(`\t${name.replace(':', '\t')}\t`));
  });

  test('narrows by state and by search, and says when nothing matches', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('trade xbtusd');
    await until(
      'fewer rows',
      async () => (await channelRows(page).count()) < (await running.rows('channel')).length,
    );
    expect(await textOf(channelRows(page).first())).toContain('XBTUSD');
    await page.keyboard.type(' nowhere');
    await page.getByText('No channel matches').waitFor();
    await page.getByRole('button', { name: 'Show all channels' }).click();
    await until('every row', async () => (await channelRows(page).count()) > 5);
  });

  test('says why a feed is down and when it tries again, and shows it in the strip afterwards', async () => {
    await running.inject({ kind: 'refuse', status: 503, times: 1000 });
    await running.inject({ kind: 'drop' });
    await until('the channel to be down', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'down');
    const head = page.locator('.fb .fd').first();
    await until('the feed to say so', async () => (await textOf(head)).includes('down'));
    await head.locator('.fdn').click();
    const why = page.locator('.feed-drawer .why');
    await until('the time of the next try', async () => /Next try in/.test(await textOf(why)), 30_000);
    expect(await why.getAttribute('class')).toContain('down');
    await page.getByRole('tab', { name: /^down, / }).waitFor();
    await running.heal();
    // The next try may be half a minute away by now, as it should; nobody has to wait for it.
    await page.evaluate(() => window.vigil.request('feeds.reconnect', { feedId: 'practice/public' }));
    await until('a live channel', async () => (await stateOf(page, 'trade', 'XBTUSD')) === 'live', 40_000);
    const row = channelRow(page, 'trade', 'XBTUSD');
    expect(await row.locator('.tl-d').count()).toBeGreaterThan(0);
    expect(Number(await textOf(row.locator('td').nth(5)))).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
  });

  test('closes a market that the user opened, after a second question', async () => {
    const endpoint = await running.app.evaluate(() => vigilTestHooks?.practice()?.wsUrl ?? null);
    const added = await page.evaluate(
      (address) =>
        window.vigil.request('markets.add', { venue: 'bitmex', symbols: ['XBTUSD'], endpoint: address }),
      endpoint,
    );
    expect(added.ok).toBe(true);
    const head = page.locator('.fb .fd').filter({ hasText: 'BitMEX' });
    await head.locator('.fdn').click();
    await page.getByRole('button', { name: 'Close this feed' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await head.count()).toBe(1);
    await page.getByRole('button', { name: 'Close this feed' }).click();
    await page.getByRole('button', { name: 'Close feed' }).click();
    await until('the feed to leave the board', async () => (await head.count()) === 0);
    await page.getByText('BitMEX public is closed').waitFor();
  });

  test('has written no error on the console', () => {
    expect(running.pageErrors).toEqual([]);
  });
});

test('the board remembers which columns it shows', async () => {
  const profile = await newProfile();
  const first = await runApp({ profile });
  await openView(first.page, 'Feeds');
  await first.page.locator('.fb').waitFor();
  await first.page.getByRole('button', { name: 'Columns' }).click();
  await first.page.getByRole('menuitemcheckbox', { name: 'Latency' }).click();
  await first.page.keyboard.press('Escape');
  await until('the column to go', async () => (await headTexts(first.page)).includes('Latency') === false);
  await until('the choice to be saved', () =>
    first.page.evaluate(async () => {
      const settings = await window.vigil.request('settings.load', {});
      return settings.ok && settings.value.tables.feeds?.columns.includes('latency') === false;
    }),
  );
  await first.quit();

  const second = await runApp({ profile });
  await second.page.locator('.fb').waitFor();
  const heads = await headTexts(second.page);
  await second.quit();
  expect(heads).not.toContain('Latency');
  expect(heads).toContain('Gaps');
});

function channelRows(page: Page): Locator {
  return page.locator('.fb tr[data-key]:not(.fd)');
}

function channelRow(page: Page, topic: string, symbol: string): Locator {
  return page.locator(`.fb tr[data-key$="/${topic}/${symbol}"]`);
}

async function stateOf(page: Page, topic: string, symbol: string): Promise<string> {
  return (await textOf(channelRow(page, topic, symbol).locator('td').first())).trim();
}

function headTexts(page: Page): Promise<readonly string[]> {
  return page.locator('.fb th').allTextContents();
}

/** How often the venue was asked for this channel. */
function subscriptions(running: RunningApp, channel: string): Promise<number> {
  return running.app.evaluate((_, wanted) => {
    const received = vigilTestHooks?.practice()?.received ?? [];
    return received.filter(({ text }) => text.includes('"subscribe"') && text.includes(`"${wanted}"`)).length;
  }, channel);
}
