/** A venue that sends too much of everything: the real app goes on, answers, and holds it within bounds. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openView, textOf } from '../support/page-text.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { type ScriptedClient, type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
let venue: ScriptedVenue;
let client: ScriptedClient;

beforeAll(async () => {
  venue = await startScriptedVenue();
  venue.onConnect = (connected) => {
    client = connected;
    connected.send(JSON.stringify({ info: 'Welcome', version: '2', timestamp: now(), docs: '', limit: {} }));
  };
  venue.onText = (from, text) => {
    if (text === 'ping') from.send('pong');
    if (!text.includes('"subscribe"')) return;
    for (const topic of JSON.parse(text).args) {
      from.send(JSON.stringify({ success: true, subscribe: topic, request: JSON.parse(text) }));
      const [table = '', symbol = ''] = String(topic).split(':');
      from.send(partial(table, table === 'instrument' ? [row(symbol)] : []));
    }
  };
  running = await runApp();
  await running.page.evaluate(
    (endpoint) => window.vigil.request('markets.add', { venue: 'bitmex', symbols: ['XBTUSD'], endpoint }),
    venue.url,
  );
  await until('the feed', async () => (await running.rows('feed')).some(({ venue: id }) => id === 'bitmex'));
  await until('its rows', async () => (await bitmexRows()) > 0, 20_000);
});
afterAll(async () => {
  await running?.quit();
  await venue?.close();
});

const now = () => new Date().toISOString();

function row(symbol: string): Record<string, unknown> {
  return {
    ...{ symbol, state: 'Open', typ: 'FFWCSX', quoteCurrency: 'USD', rootSymbol: 'XBT', tickSize: 0.5 },
    ...{ lastPrice: 64_000.5, markPrice: 64_000.25, timestamp: now(), bidPrice: 64_000, askPrice: 64_001 },
    ...{ bidSize: 1, askSize: 1 },
  };
}

function partial(table: string, data: readonly unknown[]): string {
  const keys = table === 'instrument' ? ['symbol'] : [];
  return JSON.stringify({ table, action: 'partial', keys, types: {}, filter: {}, data });
}

async function bitmexRows(): Promise<number> {
  return (await running.rows('instrument')).filter(({ venue: id }) => id === 'bitmex').length;
}

async function lastPrice(): Promise<string | null | undefined> {
  return (await running.rows('instrument')).find(({ venue: id }) => id === 'bitmex')?.lastPrice;
}

/** The page answers a person, and main answers the page, within a time that feels broken to nobody. */
async function expectAlive(): Promise<void> {
  const begun = performance.now();
  await openView(running.page, 'Overview');
  await openView(running.page, 'Market');
  await running.page.evaluate(() => window.vigil.request('app.info', {}));
  expect(performance.now() - begun).toBeLessThan(10_000);
}

describe('the app', () => {
  test('takes none of 50,000 instruments that nobody asked for', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => ({ ...row(`SYM${i}`), typ: undefined }));
    client.send(partial('instrument', [...many, { ...row('XBTUSD'), lastPrice: 7 }]));
    await until('the one that was', async () => (await lastPrice()) === '7');
    expect(await bitmexRows()).toBe(1);
    await expectAlive();
  });

  test.each([
    ['a text of 10 MB that is no JSON', () => 'x'.repeat(10_000_000)],
    ['a nest of 100,000', () => '['.repeat(100_000)],
    [
      'a word of 5 MB in a row',
      () => partial('instrument', [{ ...row('XBTUSD'), state: 'w'.repeat(5_000_000) }]),
    ],
    ['a symbol of 1 MB', () => partial('instrument', [row('S'.repeat(1_000_000)), row('XBTUSD')])],
    [
      'a number of 100,000 digits',
      () =>
        partial('instrument', []).replace('[]}', `[{"symbol":"XBTUSD","lastPrice":${'9'.repeat(100_000)}}]}`),
    ],
  ])('survives %s', async (_, frame) => {
    client.send(frame());
    await expectAlive();
    await until(
      'its prices to come again',
      async () => {
        if (client.isOpen) client.send(partial('instrument', [{ ...row('XBTUSD'), lastPrice: 8 }]));
        return (await lastPrice()) === '8';
      },
      30_000,
      250,
    );
    client.send(partial('instrument', [row('XBTUSD')]));
    const longest = await running.page.evaluate(() => {
      const texts = [...document.querySelectorAll('body *')].map((element) => element.childNodes);
      return Math.max(
        0,
        ...texts.flatMap((nodes) =>
          [...nodes].map((node) => (node.nodeType === 3 ? (node.nodeValue?.length ?? 0) : 0)),
        ),
      );
    });
    expect(longest).toBeLessThan(20_000);
  });

  test('survives a list of a million rows', async () => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => `{"symbol":"Q${i}"}`).join();
    client.send(
      `{"table":"instrument","action":"partial","keys":["symbol"],"types":{},"filter":{},"data":[${rows}]}`,
    );
    await expectAlive();
  }, 120_000);

  test('takes an error of 5 MB for a refusal, and shows what a person can read of it', async () => {
    const error = JSON.stringify({ status: 400, error: 'e'.repeat(5_000_000) });
    const feed = async () => (await running.rows('feed')).find(({ venue: id }) => id === 'bitmex');
    // The list before may have cost the connection: what is sent while it goes is lost.
    await until(
      'the refusal',
      async () => {
        if (client.isOpen) client.send(error);
        return (await feed())?.state === 'refused';
      },
      15_000,
      250,
    );
    expect((await feed())?.reason.length).toBeLessThan(1_000);
    await openView(running.page, 'Feeds');
    await expectAlive();
  });

  test('and the practice venue beside it never noticed', async () => {
    await until('live practice feeds', async () =>
      (await running.rows('feed'))
        .filter(({ venue: id }) => id === 'practice')
        .every(({ state }) => state === 'live'),
    );
    expect(await textOf(running.page.locator('.rail'))).toContain('Overview');
  });
});
