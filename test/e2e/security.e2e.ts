/** The security baseline, line by line, on the real app. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await runApp();
  await until('positions', async () => (await running.rows('position')).length > 0);
});
afterAll(() => running.quit());

test('the page comes from app://vigil under a policy that trusts only it', async () => {
  expect(await running.page.evaluate(() => location.origin)).toBe('app://vigil');
  // Asked from main: the page itself may fetch nothing.
  const policy = await running.app.evaluate(async ({ session }) => {
    const answer = await session.fromPartition('vigil').fetch('app://vigil/index.html');
    return answer.headers.get('content-security-policy');
  });
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  );
});

test('the page cannot run text as code, fetch, or reach into Node', async () => {
  const attempts = await running.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.head.append(script);
    return {
      fetched: await fetch('https://example.com').then(
        () => true,
        () => false,
      ),
      injected: 'injected' in globalThis,
      node: 'require' in globalThis || 'process' in globalThis || 'Buffer' in globalThis,
      electron: 'ipcRenderer' in globalThis || 'electron' in globalThis,
      bridge: Object.keys(window.vigil).sort(),
    };
  });
  expect(attempts).toEqual({
    fetched: false,
    injected: false,
    node: false,
    electron: false,
    bridge: ['request', 'subscribe'],
  });
});

test('the window keeps its page apart from Node, in the sandbox, without DevTools or webviews', async () => {
  const preferences = await running.app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0] ?? {};
    webContents?.openDevTools();
    return { devTools: webContents?.isDevToolsOpened(), sandboxed: process.argv.includes('--no-sandbox') };
  });
  expect(preferences.devTools).toBe(false);
  const isolated = await running.page.evaluate(
    () => document.createElement('webview') instanceof HTMLUnknownElement,
  );
  expect(
    isolated || (await running.page.evaluate(() => !('loadURL' in document.createElement('webview')))),
  ).toBe(true);
});

test('no other window opens, and the page stays where it is', async () => {
  const opened = await running.page.evaluate(() => window.open('https://example.com') !== null);
  expect(opened).toBe(false);
  await running.page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await running.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'app://elsewhere/';
    document.body.append(link);
    link.click();
  });
  expect(await running.page.evaluate(() => location.origin)).toBe('app://vigil');
  expect(running.app.windows()).toHaveLength(1);
});

test('every permission is refused', async () => {
  const answers = await running.page.evaluate(async () => {
    const notification = await Notification.requestPermission();
    const states = await Promise.all(
      (['geolocation', 'notifications'] as const).map((name) => navigator.permissions.query({ name })),
    );
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return [notification, ...states.map(({ state }) => state), media];
  });
  expect(answers).toEqual(['denied', 'denied', 'denied', 'denied']);
});

test('a request from a frame that is not the page is refused', async () => {
  const results = await running.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // The handler as Electron calls it, with senders that are not ours.
    const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
    const handler = handlers instanceof Map ? handlers.get('request') : undefined;
    const senders = [
      null,
      { origin: 'app://vigil' },
      { ...contents?.mainFrame, origin: 'https://example.com' },
    ];
    return Promise.all(
      senders.map((senderFrame) => handler({ senderFrame, sender: contents }, 'app.info', {})),
    );
  });
  expect(results).toHaveLength(3);
  for (const result of results) expect(result).toMatchObject({ ok: false, error: { code: 'untrusted' } });
});

test('files outside the page’s folder are not found under its address', async () => {
  const statuses = await running.app.evaluate(async ({ session }) => {
    const addresses = [
      'app://vigil/../main/index.js',
      'app://vigil/%2e%2e/main/index.js',
      'app://other/index.html',
    ];
    const answers = addresses.map((address) =>
      session
        .fromPartition('vigil')
        .fetch(address)
        .then(
          ({ status }) => status,
          () => 0,
        ),
    );
    return Promise.all(answers);
  });
  expect(statuses).toEqual([404, 404, 404]);
});

test('the preload script needs nothing but electron', async () => {
  const script = await readFile(resolve(import.meta.dirname, '../../out/preload/index.cjs'), 'utf8');
  const needed = [...script.matchAll(/require\((["'`])(.+?)\1\)/g)].map(([, , name]) => name);
  expect([...new Set(needed)]).toEqual(['electron']);
  expect(script.length).toBeLessThan(10_000);
});
