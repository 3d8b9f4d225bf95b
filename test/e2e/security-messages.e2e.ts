/** Messages to main that no honest page sends: from elsewhere, of any shape and in any number. In the real app. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

/** Electron's own table of handlers, so that they are called as it calls them. */
declare global {
  var handlerOf: (channel: string) => (event: object, name: unknown, payload: unknown) => unknown;
}

let running: RunningApp;
beforeAll(async () => {
  running = await runApp();
  await running.app.evaluate(({ ipcMain }) => {
    globalThis.handlerOf = (channel) => {
      const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
      const handler = handlers instanceof Map ? handlers.get(channel) : undefined;
      if (typeof handler !== 'function') throw new Error(`No handler for ${channel}`);
      return handler as ReturnType<typeof globalThis.handlerOf>;
    };
  });
});
afterAll(() => running?.quit());

const untrusted = { ok: false, error: { code: 'untrusted' } };

describe('a sender that is not the page', () => {
  test('finds three channels and no more', async () => {
    const channels = await running.app.evaluate(({ ipcMain }) => {
      const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
      return {
        handled: handlers instanceof Map ? [...handlers.keys()].sort() : [],
        heard: ipcMain.eventNames().filter((name) => ipcMain.listenerCount(name) > 0),
      };
    });
    // Electron hears errors itself.
    expect(channels).toEqual({ handled: ['key', 'request'], heard: ['error', 'received'] });
  });

  test('is refused in a frame of the page, from another origin, and while its frame is replaced', async () => {
    const results = await running.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await contents?.executeJavaScript('document.body.append(document.createElement("iframe")); 1');
      const frames = contents?.mainFrame.frames ?? [];
      const senders = [null, undefined, ...frames, { origin: 'app://vigil' }, { ...contents?.mainFrame }];
      await contents?.executeJavaScript('document.querySelector("iframe").remove(); 1');
      const answers = senders.map((senderFrame) =>
        globalThis.handlerOf('request')({ senderFrame, sender: contents }, 'app.info', {}),
      );
      return Promise.all(answers);
    });
    expect(results).toHaveLength(5);
    for (const result of results) expect(result).toMatchObject(untrusted);
  });

  test('is refused in a second window with the same page and the same bridge', async () => {
    // Waited for, so that no later test takes it for the window that it opened itself.
    const opened = running.app.waitForEvent('window');
    const result = await running.app.evaluate(async ({ BrowserWindow, app, session }) => {
      const twin = new BrowserWindow({
        show: false,
        webPreferences: {
          session: session.fromPartition('vigil'),
          preload: `${app.getAppPath()}/out/preload/index.cjs`,
          sandbox: true,
        },
      });
      await twin.loadURL('app://vigil/index.html');
      return twin.webContents.executeJavaScript('window.vigil.request("app.info", {})');
    });
    await (await opened).close();
    expect(result).toMatchObject(untrusted);
  });

  test('is refused by the main window’s channel in the key window, and the other way round', async () => {
    const opened = running.app.waitForEvent('window');
    await running.page.evaluate(() => window.vigil.request('accounts.add', { venue: 'bitmex' }));
    const key = await opened;
    await key.getByRole('button', { name: 'Check the key' }).waitFor();
    const results = await running.app.evaluate(({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      const main = windows.find((window) => window.getParentWindow() === null)?.webContents;
      const child = windows.find((window) => window.getParentWindow() !== null)?.webContents;
      const event = (contents: typeof main) => ({ sender: contents, senderFrame: contents?.mainFrame });
      const [request, keyRequest] = [globalThis.handlerOf('request'), globalThis.handlerOf('key')];
      return Promise.all([
        request(event(child), 'app.info', {}),
        keyRequest(event(main), 'describe', {}),
        request(event(main), 'app.info', {}),
        keyRequest(event(child), 'describe', {}),
      ]);
    });
    expect(results[0]).toMatchObject(untrusted);
    expect(results[1]).toMatchObject(untrusted);
    expect(results[2]).toMatchObject({ ok: true });
    expect(results[3]).toMatchObject({ ok: true });
    const flood = await key.evaluate(async () => {
      const answers = await Promise.all(
        Array.from({ length: 500 }, () => window.vigilKey.request('describe', {})),
      );
      return answers.filter((answer) => !answer.ok).map((answer) => (answer.ok ? '' : answer.error.code));
    });
    expect(flood.length).toBeGreaterThan(400);
    expect(new Set(flood)).toEqual(new Set(['too-many-requests']));
    await key.close();
    const gone = await running.app.evaluate(({ webContents }) => {
      // The key window may be among them for a moment yet.
      const main = webContents.getAllWebContents().find((one) => one.getURL() === 'app://vigil/index.html');
      return globalThis.handlerOf('key')({ sender: main, senderFrame: main?.mainFrame }, 'describe', {});
    });
    expect(gone).toMatchObject(untrusted);
  });
});

describe('a message of the page that is wrong', () => {
  /** As a script in the page would send it; a bridge that throws is an answer too. */
  const send = (make: string) =>
    running.page.evaluate<string>(
      `(async () => {
        const request = (name, payload) => window.vigil.request(name, payload);
        try {
          const answer = await (async () => { ${make} })();
          return answer.ok ? 'answered' : answer.error.code;
        } catch (error) { return 'refused'; }
      })()`,
    );
  const refusals = ['bad-payload', 'unknown-request', 'refused'];

  test.each([
    ['an unknown name', 'return request("feeds.explode", {})'],
    ['a name of every object', 'return request("__proto__", {})'],
    ['a name that is none', 'return request({ toString: () => "app.info" }, {})'],
    ['no payload', 'return request("tables.snapshot")'],
    ['a surplus field', 'return request("app.info", { more: 1 })'],
    [
      'a field of every object',
      'return request("tables.snapshot", JSON.parse(`{"__proto__":{"table":"order"}}`))',
    ],
    ['a table of every object', 'return request("tables.snapshot", { table: "constructor" })'],
    ['a cycle', 'const a = { table: "order" }; a.a = a; return request("tables.snapshot", a)'],
    ['a deep nest', 'let a = {}; for (let i = 0; i < 50_000; i++) a = { a }; return request("app.info", a)'],
    [
      'a wide one',
      'return request("app.info", Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [i, i])))',
    ],
    ['a getter that throws', 'return request("tables.snapshot", { get table() { throw new Error("x"); } })'],
    ['a proxy', 'return request("tables.snapshot", new Proxy({}, { get: () => "order" }))'],
    ['a function', 'return request("tables.snapshot", { table: () => "order" })'],
    ['a symbol', 'return request("tables.snapshot", { table: Symbol("order") })'],
    ['numbers that are none', 'return request("incidents.ask", { fromMs: NaN, toMs: Infinity })'],
    ['a time beyond all', 'return request("incidents.export", { fromMs: 0, toMs: 1e300 })'],
    ['a text of 60 MB', 'return request("export.csv", { name: "x.csv", text: "x".repeat(60_000_000) })'],
    ['a key of 5 MB', 'return request("app.info", { ["x".repeat(5_000_000)]: 1 })'],
    ['a name of 5 MB', 'return request("x".repeat(5_000_000), {})'],
    [
      'a hundred thousand symbols',
      'return request("markets.add", { venue: "coinbase", endpoint: null, symbols: Array(1e5).fill("A") })',
    ],
    [
      'a file as an address',
      'return request("markets.add", { venue: "bitmex", endpoint: "file:///etc/passwd", symbols: ["XBTUSD"] })',
    ],
    [
      'an address of the open web without TLS',
      'return request("markets.add", { venue: "bitmex", endpoint: "ws://example.com/", symbols: ["XBTUSD"] })',
    ],
    [
      'settings with another’s fields',
      'return request("settings.save", { settings: { constructor: {}, version: "x" } })',
    ],
  ])('%s is refused in words', async (_, make) => {
    expect([...refusals, 'bad-endpoint', 'too-far']).toContain(await send(make));
  });

  test('changes no object of main', async () => {
    await send(
      `const { value } = await request("settings.load", {});
       const settings = JSON.parse(JSON.stringify(value).replace('"tables":{', '"tables":{"__proto__":{"polluted":true},'));
       return request("settings.save", { settings })`,
    );
    const polluted = await running.app.evaluate(() => Reflect.get({}, 'polluted') ?? null);
    expect(polluted).toBeNull();
  });

  test('is answered with the reason, not with what was sent', async () => {
    const message = await running.page.evaluate(async () => {
      const answer = await window.vigil.request('app.info', { ['y'.repeat(100_000)]: 1 } as never);
      return answer.ok ? '' : answer.error.message;
    });
    expect(message.length).toBeGreaterThan(0);
    expect(message.length).toBeLessThan(500);
  });
});

describe('a flood of messages', () => {
  test('is cut off, while feeds go on and the page is answered again', async () => {
    const outcome = await running.page.evaluate(async () => {
      const answers = await Promise.all(
        Array.from({ length: 20_000 }, (_, i) =>
          i % 2 === 0
            ? window.vigil.request('tables.snapshot', { table: 'instrument' })
            : window.vigil.request('settings.load', {}),
        ),
      );
      return {
        answered: answers.filter(({ ok }) => ok).length,
        codes: [...new Set(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)))].sort(),
      };
    });
    expect(outcome.codes).toEqual(['ok', 'too-many-requests']);
    // Two names with a burst of 40 each, and what came back meanwhile.
    expect(outcome.answered).toBeLessThan(1_000);
    await until('rows that change', () =>
      running.page.evaluate(
        () =>
          new Promise<boolean>((done) => {
            const end = window.vigil.subscribe('tables.delta', () => {
              end();
              done(true);
            });
          }),
      ),
    );
    expect((await running.rows('feed')).every(({ state }) => state === 'live')).toBe(true);
  });
});
