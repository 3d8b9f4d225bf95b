/** Planted keys are looked for wherever they must never be: files, output, arguments, environments, pages, rows. */
import { type Dirent, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { type ScriptedVenue, startScriptedVenue } from '../support/scripted-venue.ts';
import { accountsOf, addAccount, askAccounts, untilAccount, vaultPids } from './harness/accounts-view.ts';
import { type Keyring, missingForKeyring, startKeyring } from './harness/keyring.ts';
import { vigil } from './harness/vigil-command.ts';

const missing = missingForKeyring();
/** Of a venue that repeats what it should not. */
const planted = { key: 'PLANTED-key-8f2c61d0a9', secret: 'PLANTED-secret-5b1e77c3d4f0' };

let venue: PracticeVenue;
let chatty: ScriptedVenue;
let keyring: Keyring;
let profile: string;
let running: RunningApp | null = null;
let output = '';

beforeAll(async () => {
  if (missing !== null) return;
  venue = await startPracticeVenue({ seed: 3, speed: 1, historyMinutes: 5 }, systemClock);
  chatty = await startScriptedVenue();
  chatty.onText = (client) => {
    const error = `No ${planted.key} with ${planted.secret} here`;
    client.send(
      JSON.stringify({ status: 401, error, meta: {}, request: { op: 'authKeyExpires', args: [] } }),
    );
  };
  chatty.onRest = () => ({ status: 503 });
  keyring = await startKeyring();
  profile = await newProfile();
  running = await runApp({ profile, env: keyring.env });
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
    await chatty?.close();
    await venue?.close();
    if (profile) await rm(profile, { recursive: true, force: true });
  }
});
beforeEach((context) => {
  if (missing !== null) context.skip(missing);
});

/** A secret as it is, and as it might be written. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    encodeURIComponent(secret),
  ];
}

function holds(bytes: Buffer, secrets: readonly string[]): boolean {
  return secrets
    .flatMap(spellings)
    .some((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')));
}

function filesWith(folder: string, secrets: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry: Dirent) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => holds(readIfThere(file), secrets));
}

/** Told by the app, not asked for again and again. */
function untilFeed({ page }: RunningApp, label: string, state: string): Promise<void> {
  return page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const isIt = (row: object) =>
          'label' in row && row.label === wanted.label && 'state' in row && row.state === wanted.state;
        const end = window.vigil.subscribe('tables.delta', ({ table, upserts }) => {
          if (table === 'feed' && upserts.some(([, row]) => isIt(row))) finish();
        });
        const finish = () => {
          end();
          done();
        };
        void window.vigil.request('tables.snapshot', { table: 'feed' }).then((answer) => {
          if (answer.ok && answer.value.rows.some(([, row]) => isIt(row))) finish();
        });
      }),
    { label, state },
  );
}

/** Chromium's own files come and go. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

test('neither a working nor a refused nor a repeated key leaves a trace', { timeout: 120_000 }, async () => {
  if (running === null) throw new Error('The app is not there.');
  const app = running;
  const all = [venue.key, venue.secret, planted.key, planted.secret];
  await addAccount(app, {
    ...{ label: 'good', endpoint: venue.wsUrl, rest: venue.restUrl, key: venue.key, secret: venue.secret },
  });
  await addAccount(app, { label: 'chatty', endpoint: chatty.url, rest: chatty.rest, ...planted });
  await untilAccount(app, 'good', 'open');
  await untilFeed(app, 'chatty', 'refused');
  await untilFeed(app, 'good', 'live');
  // A vault that crashes with a key in its memory.
  const { accounts } = await accountsOf(app);
  for (const { id } of accounts) {
    await askAccounts(app, 'accounts.pause', { accountId: id, paused: true });
    await askAccounts(app, 'accounts.pause', { accountId: id, paused: false });
  }
  const vaults = await vaultPids(app);
  expect(vaults.length).toBeGreaterThan(0);
  for (const pid of vaults) process.kill(pid, 'SIGSEGV');

  const pids = await app.app.evaluate((electron) => [
    process.pid,
    ...electron.app.getAppMetrics().map(({ pid }) => pid),
  ]);
  const processes = pids.flatMap((pid) =>
    ['cmdline', 'environ'].map((name) => readIfThere(`/proc/${pid}/${name}`)),
  );
  expect(processes.filter((bytes) => bytes.length > 0).length).toBeGreaterThan(4);
  expect(processes.filter((bytes) => holds(bytes, all))).toEqual([]);

  const raw = await app.page.evaluate(async () => {
    const seen: unknown[] = [document.documentElement.outerHTML];
    for (const table of ['order', 'position', 'margin', 'execution', 'feed', 'channel'] as const) {
      const snapshot = await window.vigil.request('tables.snapshot', { table });
      seen.push(snapshot);
      if (!snapshot.ok) continue;
      for (const [key] of snapshot.value.rows.slice(0, 5)) {
        seen.push(await window.vigil.request('rows.raw', { table, key }));
      }
    }
    seen.push(await window.vigil.request('accounts.state', {}));
    seen.push(await window.vigil.request('alerts.state', {}));
    seen.push(await window.vigil.request('incidents.list', { limit: 500 }));
    return JSON.stringify(seen);
  });
  expect(raw).toContain('chatty');
  expect(raw).toContain('[key ');
  expect(raw).toContain('[secret]');
  expect(all.filter((secret) => raw.includes(secret))).toEqual([]);

  await app.quit();
  running = null;
  expect(all.filter((secret) => output.includes(secret))).toEqual([]);
  expect(filesWith(profile, all)).toEqual([]);
  // The keyring's own file is there too, encrypted.
  expect(filesWith(keyring.home, all)).toEqual([]);
  expect(await keyring.search()).toContain(planted.secret);
  // The search itself finds what is there.
  writeFileSync(join(profile, 'control'), `x${Buffer.from(planted.secret).toString('base64')}`);
  expect(filesWith(profile, all)).toHaveLength(1);
});

test('the headless command prints none, whatever its log level', { timeout: 60_000 }, async () => {
  const env = { ...keyring.env, LOG_LEVEL: 'debug' };
  const at = ['--endpoint', chatty.url, '--rest', chatty.rest];
  const runs = [
    await vigil(
      env,
      ['accounts', 'add', '--venue', 'bitmex', '--label', 'chatty', ...at],
      [planted.key, planted.secret],
    ),
    await vigil(env, ['accounts', 'check', '--label', 'chatty']),
    await vigil(env, [
      'collect',
      '--venue',
      'bitmex',
      '--account',
      'chatty',
      '--format',
      'ndjson',
      '--for',
      '3',
    ]),
    await vigil(env, ['accounts', 'list']),
    await vigil(env, ['accounts', 'remove', '--all', '--yes']),
  ];
  expect(runs[0]?.code).toBe(0);
  expect(runs[2]?.stdout).toContain('"state":"refused"');
  const said = runs.map(({ stdout, stderr }) => stdout + stderr).join('');
  expect([planted.key, planted.secret].filter((secret) => said.includes(secret))).toEqual([]);
  expect(filesWith(keyring.home, [planted.key, planted.secret])).toEqual([]);
});
