/** Planted keys are looked for wherever they must never be: files, output, arguments, environments, pages, rows. */
import { readdirSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';
import {
  accountsOf,
  addAccount,
  askAccounts,
  keepKey,
  openKeyWindow,
  typeKey,
  untilAccount,
  vaultPids,
} from './harness/accounts-view.ts';
import { type Keyring, missingForKeyring, startKeyring } from './harness/keyring.ts';
import {
  type PlantedKey,
  plantKeys,
  type RepeatingVenue,
  startRepeatingVenue,
} from './harness/planted-keys.ts';
import { type SecretSearch, searchFor } from './harness/secret-search.ts';
import { lackOf, reasonToSkip } from './harness/this-system.ts';
import {
  type CommandRun,
  vigil,
  vigilInTerminal,
  vigilReading,
  withTerminal,
} from './harness/vigil-command.ts';

const missing = missingForKeyring() ?? reasonToSkip(lackOf([withTerminal]));
const planted = plantKeys();
const search: SecretSearch = searchFor(
  Object.fromEntries(
    planted.flatMap(({ venue, key, secret, passphrase = '' }) => [
      ...[
        [`${venue} key`, key],
        [`${venue} secret`, secret],
      ],
      ...(passphrase === '' ? [] : [[`${venue} passphrase`, passphrase]]),
    ]),
  ),
);

let good: PracticeVenue;
let repeating: RepeatingVenue;
let keyring: Keyring;
let profile: string;
let running: RunningApp | null = null;
let output = '';
/** In arguments and environments of any program, in a moment in which a key was in use. */
const seen: string[] = [];
let looks = 0;

beforeAll(async () => {
  if (missing !== null) return;
  good = await startPracticeVenue({ seed: 3, speed: 1, historyMinutes: 5 }, systemClock);
  repeating = await startRepeatingVenue(planted);
  repeating.onAsked = () => {
    looks += 1;
    seen.push(...programs().flatMap(search.inProcess));
  };
  keyring = await startKeyring();
  profile = await newProfile();
  running = await runApp({ profile, env: { ...keyring.env, LOG_LEVEL: 'debug' } });
  for (const stream of [running.app.process().stdout, running.app.process().stderr]) {
    stream?.on('data', (text) => {
      output += String(text);
    });
  }
});
afterAll(async () => {
  try {
    await running?.quit();
  } finally {
    // A daemon must not outlive a test that failed.
    await keyring?.end();
    await repeating?.close();
    await good?.close();
    if (profile) await rm(profile, { recursive: true, force: true });
  }
});
beforeEach((context) => {
  if (missing !== null) context.skip(missing);
});

function programs(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function appOf(): RunningApp {
  if (running === null) throw new Error('The app is not there.');
  return running;
}

function pidOf(app: RunningApp, isKeyWindow: boolean): Promise<number> {
  return app.app.evaluate(({ BrowserWindow }, wanted) => {
    const found = BrowserWindow.getAllWindows().find(
      (window) => (window.getParentWindow() !== null) === wanted,
    );
    return found?.webContents.getOSProcessId() ?? 0;
  }, isKeyWindow);
}

/** As people bring a key: typed, from the clipboard, or out of a file. */
async function enter(app: RunningApp, page: Page, one: PlantedKey, how: How): Promise<void> {
  const { key, secret, passphrase = '' } = one;
  if (how === 'file') {
    const buffer = Buffer.from([key, secret, passphrase].filter((line) => line !== '').join('\n'));
    await page.locator('input[type=file]').setInputFiles({ name: 'key.txt', mimeType: 'text/plain', buffer });
    await until('the key', async () => (await page.getByLabel('API key').inputValue()) === key);
    return;
  }
  for (const [label, text] of [
    ['API key', key],
    ['Secret', secret],
    ['Passphrase', passphrase],
  ] as const) {
    if (text === '') continue;
    if (how === 'typed') await page.getByLabel(label).fill(text);
    else {
      await app.app.evaluate(({ clipboard }, words) => clipboard.writeText(words), text);
      await page.getByLabel(label).press('Control+V');
    }
  }
  await app.app.evaluate(({ clipboard }) => clipboard.clear());
}

type How = 'typed' | 'pasted' | 'file';
const ways: Readonly<Record<PlantedKey['venue'], How>> = {
  ...{ bitmex: 'typed', okx: 'pasted', binance: 'file', deribit: 'pasted', kraken: 'file' },
};

test('what is in the key window is in no other, and ends with its process', {
  timeout: 120_000,
}, async () => {
  const app = appOf();
  const page = await openKeyWindow(app, { venue: 'okx' });
  const [one] = planted.filter(({ venue }) => venue === 'okx');
  if (one === undefined) throw new Error('nothing was planted');
  await enter(app, page, one, 'pasted');
  const [own, main] = [await pidOf(app, true), await pidOf(app, false)];
  // The search itself finds what is there.
  expect(search.inMemory(own).found).toEqual(expect.arrayContaining(['okx secret', 'okx passphrase']));
  const { found, bytes } = search.inMemory(main);
  expect(bytes).toBeGreaterThan(10_000_000);
  expect(found).toEqual([]);
  const crashed = page.waitForEvent('crash');
  // It dies with the key in its memory.
  process.kill(own, 'SIGSEGV');
  await crashed;
  const windows = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await until('its window to go', async () => (await windows()) === 1);
  expect(search.inFiles(profile)).toEqual([]);
});

test('a refusal that repeats a key shows it neither in the key window nor to main', {
  timeout: 120_000,
}, async () => {
  const app = appOf();
  repeating.isRefusing = true;
  for (const one of planted.filter(({ venue }) => venue !== 'bitmex')) {
    const page = await openKeyWindow(app, { venue: one.venue });
    await page.getByLabel('Label').fill(one.venue);
    await page.getByLabel('Address', { exact: false }).first().fill(repeating.url);
    await page.getByLabel('REST address').fill(repeating.rest);
    await enter(app, page, one, ways[one.venue]);
    await page.getByRole('button', { name: 'Check the key' }).click();
    const words = page.locator('.warn.refused');
    await words.getByText('[secret]', { exact: false }).waitFor();
    expect(search.inText(await page.content())).toEqual([]);
    const closed = page.waitForEvent('close');
    await page.keyboard.press('Escape').catch(() => {});
    await closed;
  }
  repeating.isRefusing = false;
});

test('neither a working nor a refused nor a repeated key leaves a trace', { timeout: 240_000 }, async () => {
  const app = appOf();
  await addAccount(app, {
    ...{ label: 'good', endpoint: good.wsUrl, rest: good.restUrl, key: good.key, secret: good.secret },
  });
  for (const one of planted) {
    const page = await openKeyWindow(app, { venue: one.venue });
    await enter(app, page, one, ways[one.venue]);
    const at = { label: one.venue, endpoint: repeating.url, rest: repeating.rest };
    await typeKey(page, at);
    await keepKey(page);
    await untilAccount(app, one.venue, 'open');
  }
  const trouble = async () => {
    const { accounts } = await accountsOf(app);
    const feeds = await app.rows('feed');
    return planted.map(({ venue }) => {
      const problem = accounts.find(({ label }) => label === venue)?.checkProblem ?? '';
      return `${problem} ${feeds.find(({ label }) => label === venue)?.reason ?? ''}`;
    });
  };
  await until('every repeated key to be taken out', async () =>
    (await trouble()).every((words) => words.includes('[secret]')),
  );
  expect((await trouble()).join()).toContain('[passphrase]');
  // A vault that crashes with a key in its memory.
  for (const { id } of (await accountsOf(app)).accounts) {
    await askAccounts(app, 'accounts.pause', { accountId: id, paused: true });
    await askAccounts(app, 'accounts.pause', { accountId: id, paused: false });
  }
  const vaults = await vaultPids(app);
  expect(vaults.length).toBeGreaterThan(0);
  for (const pid of vaults) process.kill(pid, 'SIGSEGV');

  const shown = await app.page.evaluate(async () => {
    const seenHere: unknown[] = [document.documentElement.outerHTML];
    for (const table of ['order', 'position', 'margin', 'execution', 'feed', 'channel', 'total'] as const) {
      const snapshot = await window.vigil.request('tables.snapshot', { table });
      seenHere.push(snapshot);
      if (!snapshot.ok) continue;
      for (const [key] of snapshot.value.rows.slice(0, 5)) {
        seenHere.push(await window.vigil.request('rows.raw', { table, key }));
      }
    }
    const span = { fromMs: 0, toMs: Date.now() };
    seenHere.push(await window.vigil.request('accounts.state', {}));
    seenHere.push(await window.vigil.request('alerts.state', {}));
    seenHere.push(await window.vigil.request('settings.load', {}));
    seenHere.push(await window.vigil.request('incidents.list', { limit: 500 }));
    seenHere.push(await window.vigil.request('incidents.ask', span));
    seenHere.push(await window.vigil.request('app.diagnostics', {}));
    return JSON.stringify(seenHere);
  });
  expect(shown).toContain('[key ');
  expect(shown).toContain('Vigil diagnostics');
  expect(search.inText(shown)).toEqual([]);
  expect(search.inMemory(await pidOf(app, false)).found).toEqual([]);

  const csv = join(profile, 'incidents.csv');
  await app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, csv);
  await app.page.evaluate(() => window.vigil.request('incidents.export', { fromMs: 0, toMs: Date.now() }));
  expect(await readFile(csv, 'utf8')).toContain('deribit');

  expect(looks).toBeGreaterThan(planted.length);
  expect(seen).toEqual([]);
  expect(search.inText(app.pageErrors.join('\n'))).toEqual([]);
  await app.quit();
  running = null;
  expect(search.inText(output)).toEqual([]);
  const log = await readFile(join(profile, 'logs', 'vigil.log'), 'utf8');
  expect(['[key ', '[secret]', '[passphrase]'].filter((word) => !log.includes(word))).toEqual([]);
  expect(search.inFiles(profile)).toEqual([]);
  // The keyring's own file is there too, encrypted.
  expect(search.inFiles(keyring.home)).toEqual([]);
  expect(search.inText(await keyring.search()).length).toBe(planted.length * 2 + 1);
});

test.each(planted.map((one) => [one.venue, one] as const))(
  'the search finds every part of the %s key, in every writing',
  async (_, { venue, key, secret, passphrase }) => {
    const parts = [
      ['key', key],
      ['secret', secret],
      ['secret', secret.split('\n').at(1) ?? secret],
      ['passphrase', passphrase ?? ''],
    ] as const;
    for (const [name, text] of parts) {
      if (text === '') continue;
      const bytes = Buffer.from(`x${text}`);
      for (const written of [
        ...[text, JSON.stringify(text), encodeURIComponent(text), new URLSearchParams({ text }).toString()],
        ...[bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')],
        JSON.stringify({ body: JSON.stringify({ text }) }),
      ]) {
        expect(search.inText(`behind ${written} before`)).toEqual([`${venue} ${name}`]);
      }
      expect(search.inBytes(Buffer.from(`behind ${text}`, 'utf16le'))).toEqual([`${venue} ${name}`]);
    }
    const file = join(profile, 'control');
    writeFileSync(file, `x${Buffer.from(secret).toString('base64')}`);
    expect(search.inFiles(profile)).toEqual([`${file}: ${venue} secret`]);
    await rm(file);
  },
);

test('the headless command prints none, whatever its log level', { timeout: 120_000 }, async () => {
  await keyring.clear();
  const env = { ...keyring.env, LOG_LEVEL: 'debug', XDG_CONFIG_HOME: join(keyring.home, 'other') };
  const at = ['--endpoint', repeating.url, '--rest', repeating.rest];
  const runs: CommandRun[] = [];
  const run = async (args: readonly string[], lines: readonly string[] = []) => {
    const done = await vigil(env, args, lines);
    runs.push(done);
    return done;
  };
  for (const { venue, key, secret, passphrase } of planted) {
    const lines = [key, secret, ...(passphrase === undefined ? [] : [passphrase])];
    const add = ['accounts', 'add', '--venue', venue, '--label'];
    const file = join(keyring.home, 'a key');
    await writeFile(file, lines.join('\n'));
    const fromFile = await vigilReading(env, [...add, `${venue} of a file`, ...at], file);
    await rm(file);
    const pasted = await vigilInTerminal(env, [...add, `${venue} pasted`, ...at], lines);
    runs.push(fromFile, pasted);
    expect([fromFile.code, pasted.code]).toEqual([0, 0]);
    expect((await run([...add, venue, ...at], lines)).code).toBe(0);
    await run(['accounts', 'check', '--label', venue]);
    const collect = [
      'collect',
      '--venue',
      venue,
      '--account',
      venue,
      ...at,
      '--format',
      'ndjson',
      '--for',
      '2',
    ];
    expect((await run(collect)).stdout).toContain('"type":"feed"');
  }
  expect((await run(['accounts', 'list'])).stdout.trim().split('\n')).toHaveLength(planted.length * 3);
  // All three ways brought the same.
  expect(search.inText(await keyring.search()).length).toBe(planted.length * 2 + 1);
  await run(['accounts', 'remove', '--all', '--yes']);
  const said = runs.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(said).toContain('[secret]');
  expect(said).toContain('[passphrase]');
  expect(search.inText(said)).toEqual([]);
  expect(seen).toEqual([]);
  expect(search.inFiles(keyring.home)).toEqual([]);
});
