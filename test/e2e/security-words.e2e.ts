/** What a hostile venue writes stays text: in every view, in the exports, and on the way to other programs. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepKey, openKeyWindow, typeKey, untilAccount } from '../desktop/harness/accounts-view.ts';
import { type BybitServer, bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { openView } from '../support/page-text.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';
import { until } from '../support/until.ts';

const markup = '"><img class=evil src=x onerror="globalThis.hacked=1"><script class=evil>hacked=1</script>';
const evil = `=HYPERLINK("http://x")${markup}\u202e\u0007\u001b[31m`;

let running: RunningApp;
let bybit: BybitServer;
let market: ScriptedVenue;
let folder: string;

beforeAll(async () => {
  [bybit, market, folder] = await Promise.all([
    startBybitServer(),
    startScriptedVenue(),
    mkdtemp(join(tmpdir(), 'vigil-exports-')),
  ]);
  hostileAccount(bybit);
  market.onText = (client, text) => {
    if (!text.includes('subscribe')) return;
    client.send(
      JSON.stringify({ type: 'subscriptions', channels: [{ name: 'matches', product_ids: ['BTC-USD'] }] }),
      JSON.stringify({ type: 'error', message: `Notice ${evil}`, reason: evil }),
      JSON.stringify({
        type: 'error',
        message: 'Failed to subscribe',
        reason: `BTC-USD is not a valid product ${evil}`,
      }),
      evil,
    );
  };
  running = await runApp();
  const key = await openKeyWindow(running, { venue: 'bybit' });
  await typeKey(key, {
    ...{ label: '<b class=evil>main</b>', endpoint: bybit.ws, rest: bybit.rest },
    ...{ key: bybitKey, secret: bybitSecret },
  });
  await key.getByRole('button', { name: /^(Add account|Keep the key)$/ }).waitFor();
  expect(await key.locator('.evil').count()).toBe(0);
  await key
    .getByRole('radio', { name: /session/i })
    .check()
    .catch(() => {});
  await keepKey(key);
  await untilAccount(running, '<b class=evil>main</b>', 'open');
  await running.page.evaluate(
    (endpoint) =>
      window.vigil.request('markets.add', { venue: 'coinbase', symbols: ['BTC-USD', 'ETH-USD'], endpoint }),
    market.url,
  );
  await until('the order', async () =>
    (await running.rows('order')).some(({ id }) => id.includes('HYPERLINK')),
  );
});
afterAll(async () => {
  await running?.quit();
  await Promise.all([bybit?.close(), market?.close(), rm(folder, { recursive: true, force: true })]);
});

/** Elements that only a venue could have brought. */
async function expectTextOnly(): Promise<void> {
  const found = await running.page.evaluate(() => ({
    elements: document.querySelectorAll('.evil, img[src=x], script:not([src]), iframe, [onerror]').length,
    ran: 'hacked' in globalThis,
  }));
  expect(found).toEqual({ elements: 0, ran: false });
}

describe('in the window', () => {
  test.each(['Overview', 'Positions', 'Orders', 'Executions', 'Market', 'Feeds', 'Incidents', 'Accounts'])(
    '%s shows it as text',
    async (view) => {
      await openView(running.page, view);
      await running.page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      await expectTextOnly();
      if (view === 'Orders' || view === 'Accounts') {
        expect(await running.page.locator('body').textContent()).toContain('class=evil');
      }
    },
  );

  test('and so does the drawer with the venue’s own item', async () => {
    await openView(running.page, 'Orders');
    await running.page.locator('[data-table="orders"] tbody tr', { hasText: 'class=evil' }).first().click();
    await running.page.getByText('orderLinkId').first().waitFor();
    await expectTextOnly();
    await running.page.keyboard.press('Escape');
  });
});

describe('in an export', () => {
  test('no field runs as a formula, and numbers stay numbers', async () => {
    const file = join(folder, 'orders.csv');
    await saveTo(file);
    await openView(running.page, 'Orders');
    await running.page.getByRole('button', { name: 'Export CSV' }).first().click();
    await until('the file', async () => (await readFile(file, 'utf8').catch(() => '')) !== '');
    const csv = await readFile(file, 'utf8');
    expect(csv).toContain('HYPERLINK');
    // Every field begins after a comma, a line's end or a quote; none of them begins a formula.
    expect(csv).not.toMatch(/(^|,|\n)"?[=@+]/);
    expect(csv).toMatch(/,(0\.010|71000),/);
  });

  test.each([
    '../../../evil.csv',
    '/etc/cron.d/evil',
    '..',
    'C:\\evil.csv',
    '\u202evsc.live',
    `${markup}.csv`,
  ])('named %j is offered in the folder for downloads, under a plain name', async (name) => {
    const offered = await offeredFor(name);
    expect(offered.folder).toBe(offered.downloads);
    expect(offered.name).toMatch(/^[^\p{C}<>:"/\\|?*]+$/u);
    expect(offered.name).not.toMatch(/^\.+$/);
  });
});

async function saveTo(filePath: string): Promise<void> {
  await running.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, filePath);
}

async function offeredFor(name: string): Promise<{ folder: string; downloads: string; name: string }> {
  await running.app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = async (...args: readonly unknown[]) => {
      Object.assign(globalThis, { offered: Reflect.get(Object(args.at(-1)), 'defaultPath') });
      return { canceled: true, filePath: '' };
    };
  });
  await until(
    'a turn',
    () =>
      running.page.evaluate(
        (wanted) => window.vigil.request('export.csv', { name: wanted, text: 'x' }).then(({ ok }) => ok),
        name,
      ),
    15_000,
    250,
  );
  const { path, downloads } = await running.app.evaluate(({ app }) => ({
    path: String(Reflect.get(globalThis, 'offered')),
    downloads: app.getPath('downloads'),
  }));
  return {
    downloads,
    folder: path.slice(0, path.lastIndexOf('/')),
    name: path.slice(path.lastIndexOf('/') + 1),
  };
}

/** Orders, positions and executions whose every word is the venue's. */
function hostileAccount({ account }: BybitServer): void {
  account.place({ side: 'Sell', qty: '0.010', price: '71000' });
  const filled = account.place({ symbol: 'ETHUSDT', qty: '0.125' });
  account.fill(filled.id, '0.125', '64210.5');
  for (const [id, row] of account.orders) {
    Object.assign(row, {
      orderLinkId: evil,
      rejectReason: evil,
      stopOrderType: '',
      timeInForce: evil,
      cancelType: evil,
    });
    account.orders.set(id, { ...row, orderId: `${evil}${id}` });
  }
  for (const row of account.positions.values())
    Object.assign(row, { positionStatus: evil, adlRankIndicator: evil });
  for (const row of account.executions)
    Object.assign(row, { execId: `${evil}1`, orderLinkId: evil, feeCurrency: evil });
}
