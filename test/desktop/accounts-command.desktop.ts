/** `vigil accounts` and `collect --account` on a real keyring and a real compatible server. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { unnamedAt } from '../support/asked.ts';
import { bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { openView } from '../support/page-text.ts';
import { runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';
import { untilAccount, untilForgotten } from './harness/accounts-view.ts';
import { type Keyring, missingForKeyring, startKeyring } from './harness/keyring.ts';
import { vigil } from './harness/vigil-command.ts';

const missing = missingForKeyring();
let venue: PracticeVenue;
let keyring: Keyring;

beforeAll(async () => {
  if (missing !== null) return;
  venue = await startPracticeVenue({ seed: 3, speed: 1, historyMinutes: 5 }, systemClock);
});
afterAll(async () => {
  await venue?.close();
  // Nothing that could change an account was ever asked for.
  if (missing === null) expect(unnamedAt(venue)).toEqual([]);
});
beforeEach((context) => {
  if (missing !== null) context.skip(missing);
});

const at = () => ['--endpoint', venue.wsUrl, '--rest', venue.restUrl];
const add = (label: string, lines = [venue.key, venue.secret]) =>
  vigil(keyring.env, ['accounts', 'add', '--venue', 'bitmex', '--label', label, ...at()], lines);

describe('with an open keyring', () => {
  beforeAll(async () => {
    if (missing === null) keyring = await startKeyring();
  });
  afterAll(() => keyring?.end());

  test('add stores the key and says what it may do, with its fingerprint', async () => {
    const run = await add('main');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /^Stored "main" \(bitmex\), key ([0-9a-f]{2}:){3}[0-9a-f]{2}\. The key can only read\./,
    );
    expect(`${run.stdout}${run.stderr}`).not.toContain(venue.secret);
  });

  test('list shows labels, venues and fingerprints, and no key', async () => {
    const run = await vigil(keyring.env, ['accounts', 'list']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^main {2}bitmex {2}([0-9a-f]{2}:){3}[0-9a-f]{2} {2}read-only, ws:/);
    expect(run.stdout).not.toContain(venue.key);
  });

  test('check asks the venue with the stored key', async () => {
    const run = await vigil(keyring.env, ['accounts', 'check', '--label', 'main']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('"main" (bitmex), key ');
    expect(run.stdout).toContain('The key can only read.');
  });

  test('collect --account opens its private channels under its label', async () => {
    const run = await vigil(keyring.env, [
      ...['collect', '--venue', 'bitmex', '--account', 'main', ...at()],
      ...['--format', 'ndjson', '--for', '4'],
    ]);
    expect(run.code).toBe(0);
    const events = run.stdout
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    const tables = new Set(events.flatMap(({ type, table }) => (type === 'table' ? [table] : [])));
    expect([...tables].sort()).toEqual(['execution', 'margin', 'order', 'position']);
    const others = events.filter(({ account, type }) => type !== 'gap' && account !== 'main');
    expect(others).toEqual([]);
    expect(`${run.stdout}${run.stderr}`).not.toContain(venue.secret);
  });

  test('collect --account finds the addresses with the account', async () => {
    const run = await vigil(keyring.env, [
      ...['collect', '--venue', 'bitmex', '--account', 'MAIN', '--channels', 'margin'],
      ...['--format', 'ndjson', '--for', '2'],
    ]);
    expect(run.stdout).toContain('"table":"margin"');
  });

  test('a venue that cannot be reached is no obstacle to add', async () => {
    const dead = ['--endpoint', 'ws://127.0.0.1:9/realtime', '--rest', 'http://127.0.0.1:9'];
    const run = await vigil(
      keyring.env,
      ['accounts', 'add', '--venue', 'bitmex', '--label', 'away', ...dead],
      ['some-key', 'some-secret'],
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Its permissions are unknown.');
    const list = await vigil(keyring.env, ['accounts', 'list']);
    expect(list.stdout).toMatch(/^away .*permissions unknown/m);
    const check = await vigil(keyring.env, ['accounts', 'check', '--label', 'away']);
    expect(check.code).toBe(1);
    expect(check.stderr).toContain('away (bitmex), key ');
    expect(check.stderr).toContain('Check the key again in a while.');
  });

  test('a key that the venue refuses is not stored', async () => {
    const run = await add('wrong', [venue.key, 'not-its-secret']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('Nothing is stored.');
    expect(run.stderr).not.toContain('not-its-secret');
    expect((await vigil(keyring.env, ['accounts', 'list'])).stdout).not.toContain('wrong');
  });

  test('two accounts added at once are both there', async () => {
    const runs = await Promise.all([add('one'), add('two')]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const list = await vigil(keyring.env, ['accounts', 'list']);
    expect(list.stdout.match(/^\S+/gm)).toEqual(expect.arrayContaining(['one', 'two']));
    const checks = await Promise.all(
      ['one', 'two'].map((label) => vigil(keyring.env, ['accounts', 'check', '--label', label])),
    );
    expect(checks.map(({ code }) => code)).toEqual([0, 0]);
  });

  test('remove deletes the key for certain, and the account', async () => {
    const run = await vigil(keyring.env, ['accounts', 'remove', '--label', 'main']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toBe('Removed "main" (bitmex). Its key is gone from the keychain.\n');
    const again = await vigil(keyring.env, ['accounts', 'remove', '--label', 'main']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('There is no account "main"');
  });

  test('the running app opens what is added, and closes what is removed', async () => {
    const running = await runApp({
      profile: join(keyring.env.XDG_CONFIG_HOME ?? '', 'Vigil'),
      env: keyring.env,
    });
    try {
      const beside = running.page.locator('[data-table="positions"] tbody tr', { hasText: 'beside' });
      await openView(running.page, 'Positions');
      await add('beside');
      await untilAccount(running, 'beside', 'open');
      await beside.first().waitFor();
      await vigil(keyring.env, ['accounts', 'remove', '--label', 'beside']);
      await untilForgotten(running, 'beside');
      await beside.first().waitFor({ state: 'detached' });
    } finally {
      await running.quit();
    }
  }, 60_000);

  test('the running app obeys at once what check learns of a key, where read-only keys are wanted', async () => {
    const bybit = await startBybitServer();
    const running = await runApp({
      profile: join(keyring.env.XDG_CONFIG_HOME ?? '', 'Vigil'),
      env: keyring.env,
    });
    try {
      await running.page.evaluate(async () => {
        const settings = await window.vigil.request('settings.load', {});
        if (settings.ok)
          await window.vigil.request('settings.save', {
            settings: { ...settings.value, readOnlyKeys: true },
          });
      });
      const server = ['--endpoint', bybit.ws, '--rest', bybit.rest];
      await vigil(
        keyring.env,
        ['accounts', 'add', '--venue', 'bybit', '--label', 'narrow', ...server],
        [bybitKey, bybitSecret],
      );
      await untilAccount(running, 'narrow', 'open');
      bybit.permissions = { ...bybit.permissions, readOnly: 0 };
      const check = await vigil(keyring.env, ['accounts', 'check', '--label', 'narrow']);
      expect(check.stdout + check.stderr).toContain('trade');
      await untilAccount(running, 'narrow', 'unusable');
      await until('no feed of it', async () =>
        (await running.rows('feed')).every(({ label }) => label !== 'narrow'),
      );
      bybit.permissions = { ...bybit.permissions, readOnly: 1 };
      await vigil(keyring.env, ['accounts', 'check', '--label', 'narrow']);
      await untilAccount(running, 'narrow', 'open');
      await vigil(keyring.env, ['accounts', 'remove', '--label', 'narrow']);
    } finally {
      await running.quit();
      await bybit.close();
    }
  });

  test('remove --all wants to be sure', async () => {
    const run = await vigil(keyring.env, ['accounts', 'remove', '--all']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('it wants --yes');
    expect((await vigil(keyring.env, ['accounts', 'list'])).stdout).not.toBe('');
  });

  test('remove --all leaves none, neither in the list nor in the keyring', async () => {
    expect(await keyring.search()).toContain('app.vigil.accounts');
    const run = await vigil(keyring.env, ['accounts', 'remove', '--all', '--yes']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^Removed "away" \(bitmex\)\. Its key is gone from the keychain\.$/m);
    expect((await vigil(keyring.env, ['accounts', 'list'])).stdout).toBe('');
    expect(await keyring.search()).toBe('');
  });

  test('remove --all says when keys are left that no list names, and how to delete them', async () => {
    await add('lost');
    await add('lost too');
    await rm(join(keyring.env.XDG_CONFIG_HOME ?? '', 'Vigil'), { recursive: true });
    const run = await vigil(keyring.env, ['accounts', 'remove', '--all', '--yes']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('2 keys of Vigil are still in the keychain');
    expect(run.stderr).toContain('secret-tool clear service app.vigil.accounts');
    await keyring.clear();
    const again = await vigil(keyring.env, ['accounts', 'remove', '--all', '--yes']);
    expect(again).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('with a locked keyring', () => {
  beforeAll(async () => {
    if (missing !== null) return;
    keyring = await startKeyring();
    await add('main');
    await keyring.lock();
  });
  afterAll(() => keyring?.end());

  test('check waits for the password, and goes on when it is given', async () => {
    const check = vigil(keyring.env, ['accounts', 'check', '--label', 'main']);
    await keyring.answerPrompt('password');
    expect((await check).stdout).toContain('The key can only read.');
  });

  test('a question that is closed ends the command with a cure', async () => {
    await keyring.lock();
    const check = vigil(keyring.env, ['accounts', 'check', '--label', 'main']);
    // It has to be open for a while to count as asked.
    await keyring.answerPrompt('escape');
    await keyring.escapePrompts(check);
    const run = await check;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/keyring (is locked|was not unlocked)/);
  });
});

describe('without a keyring', () => {
  beforeAll(async () => {
    if (missing === null) keyring = await startKeyring({ withService: false });
  });
  afterAll(() => keyring?.end());

  test('add says that there is none, and what to do', async () => {
    const run = await add('main');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('This desktop has no keyring that Vigil can use.');
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect((await vigil(keyring.env, ['accounts', 'list'])).stdout).toBe('');
  });
});
