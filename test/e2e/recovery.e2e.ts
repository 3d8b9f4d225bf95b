/** What the app survives, what it says of it, and what it leaves behind: log, diagnostics, data folder. */
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepKey, openKeyWindow, typeKey, untilAccounts } from '../desktop/harness/accounts-view.ts';
import { type BybitServer, bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';

const label = 'Grandma savings';
const balance = '64210.5';

describe('the app with an account', () => {
  let bybit: BybitServer;
  let profile: string;
  let running: RunningApp;
  const tokens = ['listen-Key-77', 'user:password'];

  beforeAll(async () => {
    bybit = await startBybitServer();
    const { id } = bybit.account.place({ qty: '0.125' });
    bybit.account.fill(id, '0.125', balance);
    profile = await newProfile();
    running = await runApp({ profile });
    const page = await openKeyWindow(running, { venue: 'bybit' });
    await typeKey(page, {
      ...{ label, endpoint: bybit.ws, rest: bybit.rest },
      ...{ key: bybitKey, secret: bybitSecret },
    });
    await page.getByLabel('For this session only, in memory').check();
    await keepKey(page);
    await untilAccounts(running, { label, state: 'open' });
  });
  afterAll(async () => {
    await running.app.close();
    await bybit.close();
    await rm(profile, { recursive: true, force: true });
  });

  test('an error of its own is logged, said in the window, and survived', async () => {
    await running.app.evaluate(
      (_, words) => {
        setImmediate(() => {
          throw new Error(`planted ${words.join(' ')}`);
        });
      },
      [bybitKey, bybitSecret, `wss://user:password@127.0.0.1:9/${tokens[0]}?k=1`],
    );
    await running.page.getByText('Vigil met an error of its own and goes on').waitFor();
    await until('the log', async () => (await logText(profile)).includes('planted'));
    expect((await running.rows('position')).length).toBeGreaterThan(0);
  });

  test('the GPU process may end: it is noted, and rows go on', async () => {
    const gpu = await running.app.evaluate(({ app }) =>
      app.getAppMetrics().find(({ type }) => type === 'GPU'),
    );
    if (gpu === undefined) return;
    process.kill(gpu.pid, 'SIGKILL');
    await until('the log', async () => (await logText(profile)).includes('A process of Vigil ended: GPU'));
    await until('a row that changes', () => changes(running));
  });

  test('the text for a report is shown whole, and holds no secret', async () => {
    const { page } = running;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('diagnostics');
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Diagnostics' });
    await until('the text', async () => (await field.inputValue()).includes('Program'));
    const text = await field.inputValue();
    for (const part of [
      'version: ',
      'Electron',
      'practice/',
      'bybit/account/',
      'frames ',
      'theme: dark',
      'starts:',
    ])
      expect(text).toContain(part);
    expect(wordsIn(text)).toEqual([]);
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByText('Diagnostics copied').waitFor();
    expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);
  });

  test('the log tells of the start, the feeds and incidents, and holds no secret', async () => {
    const text = await logText(profile);
    expect(text).toMatch(/ info Vigil \d+\.\d+\.\d+ starts: Electron /);
    expect(text).toMatch(/ info practice\/\S+ \S+: live/);
    expect(text).toMatch(/ bybit\/account\/\d /);
    expect(wordsIn(text)).toEqual([]);
  });

  test('a page that fails again and again gives way to a plain one, whose button opens it again', async () => {
    const before = await running.connections();
    const pages = [];
    for (let time = 1; time <= 4; time += 1) {
      pages.push(await crash(running));
    }
    const [page, plain] = ['app://vigil/index.html', 'app://vigil/failed/index.html'];
    expect(pages).toEqual([page, page, page, plain]);
    await running.app.evaluate(({ BrowserWindow }) => {
      void BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("a").click()',
        true,
      );
    });
    await until('the page again', async () => (await addressOf(running)) === page);
    expect(await running.connections()).toBe(before);
  });

  /** Everything that must be in no log and no report. */
  function wordsIn(text: string): readonly string[] {
    const secrets = [bybitKey, bybitSecret, label, encodeURIComponent(label), balance, ...tokens, profile];
    return secrets.filter((word) => text.includes(word));
  }
});

describe('the end of the app', () => {
  test('by SIGHUP comes within seconds, and leaves no process and no temporary file', async () => {
    const temporary = await chromiumFolders();
    const profile = await newProfile();
    const running = await runApp({ profile });
    await until('positions', async () => (await running.rows('position')).length > 0);
    const pids = await running.app.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
    const ended = once(running.app.process(), 'exit');
    const begunMs = Date.now();
    running.app.process().kill('SIGHUP');
    expect(await ended).toEqual([0, null]);
    expect(Date.now() - begunMs).toBeLessThan(5_000);
    await until('its processes to end', () => pids.every((pid) => !isAlive(pid)));
    const presence = JSON.parse(await readFile(join(profile, 'presence.json'), 'utf8')) as {
      aliveMs: number;
    };
    expect(presence.aliveMs).toBeGreaterThanOrEqual(begunMs - 1_000);
    expect(await logText(profile)).toContain('Vigil ends: SIGHUP.');
    const left = await readdir(profile);
    expect(left.filter((name) => /\.(new|next)$|^Singleton/.test(name))).toEqual([]);
    expect(await chromiumFolders()).toEqual(temporary);
    await rm(profile, { recursive: true });
  });
});

async function logText(profile: string): Promise<string> {
  return readFile(join(profile, 'logs', 'vigil.log'), 'utf8').catch(() => '');
}

async function chromiumFolders(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('.org.chromium')).sort();
}

/** Crashes the page; gives the address of the one that comes after it, once a script runs in it. */
async function crash({ app }: RunningApp): Promise<string> {
  await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((done) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('render-process-gone', () => done());
        contents?.forcefullyCrashRenderer();
      }),
  );
  let address = '';
  await until('the next page', async () => {
    // Asked through main, because Playwright gives a page up that crashed.
    address = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined || contents.isCrashed() || contents.isLoading()) return '';
      return contents.executeJavaScript('document.readyState === "complete" ? location.href : ""');
    });
    return address !== '';
  });
  return address;
}

function addressOf({ app }: RunningApp): Promise<string | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
}

async function changes(running: RunningApp): Promise<boolean> {
  const before = JSON.stringify(await running.rows('instrument'));
  await new Promise((done) => setTimeout(done, 300));
  return JSON.stringify(await running.rows('instrument')) !== before;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
