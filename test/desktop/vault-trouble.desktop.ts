/** Accounts in the real app on a keyring that is locked, gone, or was never there: each has its words and its cure. */
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { unnamedAt } from '../support/asked.ts';
import { newProfile, type RunningApp, runApp } from '../support/running-app.ts';
import { until } from '../support/until.ts';
import {
  accountNamed,
  accountsOf,
  addAccount,
  askAccounts,
  keepKey,
  keyAt,
  openKeyWindow,
  typeKey,
  untilAccount,
  untilAccounts,
  vaultPids,
} from './harness/accounts-view.ts';
import { type Keyring, missingForKeyring, startKeyring } from './harness/keyring.ts';

const missing = missingForKeyring();
let venue: PracticeVenue;
let keyring: Keyring;
let profile: string;
let running: RunningApp;

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

const start = async () => {
  running = await runApp({ profile, env: keyring.env });
};
const restart = async () => {
  await running.quit();
  await start();
};
const endKeyring = async () => {
  await keyring?.end();
  if (profile) await rm(profile, { recursive: true, force: true });
};
/** A daemon must not outlive a test that failed. */
const endAll = async () => {
  try {
    await running?.quit();
  } finally {
    await endKeyring();
  }
};

describe('with a locked keyring', () => {
  beforeAll(async () => {
    if (missing !== null) return;
    keyring = await startKeyring();
    profile = await newProfile();
    await start();
    await addAccount(running, keyAt(venue, 'main'));
    await addAccount(running, keyAt(venue, 'other'));
    await running.quit();
    await keyring.lock();
  });
  afterEach(async () => {
    await running?.quit();
  });
  afterAll(endKeyring);

  test('the accounts wait, a closed question is no answer, and a second one is only asked by a click', async () => {
    await start();
    await untilAccount(running, 'main', 'waiting');
    const { vault } = await accountsOf(running);
    expect(vault).toMatchObject({
      state: 'waiting',
      headline: expect.stringContaining('asking for its password'),
    });
    await keyring.answerPrompt('escape');
    await untilAccounts(running, { vault: 'denied' });
    await untilAccount(running, 'other', 'denied');
    const { accounts } = await accountsOf(running);
    expect(accounts.map(({ state }) => state)).toEqual(['denied', 'denied']);
    expect(await keyring.hasPrompt()).toBe(false);
    // They only wait: there is a banner, and nobody is alarmed.
    const alerts = await running.page.evaluate(() => window.vigil.request('alerts.state', {}));
    const told = alerts.ok ? alerts.value.troubles : [];
    expect(told.map(({ kind, critical, announced }) => [kind, critical, announced])).toEqual([
      ['waiting', false, false],
      ['waiting', false, false],
    ]);
    const feeds = await running.rows('feed');
    expect(feeds.map(({ label, state }) => `${label} ${state}`).sort()).toEqual([
      'demo live',
      'main waiting',
      'other waiting',
      'public live',
    ]);
  });

  test('a crash inside a call that waits for the user leaves the app running, and asks once more', async () => {
    await start();
    await untilAccount(running, 'main', 'waiting');
    const [pid] = await vaultPids(running);
    if (pid === undefined) throw new Error('The vault process is not there.');
    process.kill(pid, 'SIGSEGV');
    await until('another vault process', async () => {
      const pids = await vaultPids(running);
      return pids.length > 0 && !pids.includes(pid);
    });
    await untilAccount(running, 'main', 'waiting');
    expect((await running.rows('feed')).find(({ label }) => label === 'public')?.state).toBe('live');
    const shut = keyring.answerPrompt('escape');
    await keyring.escapePrompts(untilAccount(running, 'main', 'denied'));
    await shut;
  });

  test('the button of the banner asks for the password, and behind it everything opens', async () => {
    await start();
    await untilAccount(running, 'main', 'waiting');
    await keyring.answerPrompt('escape');
    await untilAccount(running, 'main', 'denied');
    await running.page.locator('.banner').getByRole('button', { name: 'Unlock' }).click();
    await keyring.answerPrompt('password');
    await untilAccount(running, 'main', 'open');
    await untilAccount(running, 'other', 'open');
    expect((await accountsOf(running)).vault.state).toBe('ready');
    await keyring.lock();
  });

  test('a key that is kept meanwhile waits for the password, and a closed question keeps nothing', async () => {
    await start();
    await untilAccount(running, 'main', 'waiting');
    await keyring.answerPrompt('escape');
    await untilAccount(running, 'main', 'denied');
    const page = await openKeyWindow(running);
    await typeKey(page, keyAt(venue, 'third'));
    await page.getByText('This key can only read.').waitFor();
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByText('asking for its password', { exact: false }).waitFor();
    await keyring.answerPrompt('escape');
    await page.getByText('The key was not stored.', { exact: false }).waitFor();
    expect((await accountsOf(running)).accounts.map(({ label }) => label)).toEqual(['main', 'other']);
    const kept = keepKey(page);
    await keyring.answerPrompt('password');
    await kept;
    await untilAccount(running, 'third', 'open');
    const { id } = await accountNamed(running, 'third');
    expect(await keyring.search()).toContain(id);
    expect(await askAccounts(running, 'accounts.remove', { accountId: id, evenIfKept: false })).toBe(null);
    await keyring.lock();
  });

  test('the password at the first question opens everything without a click', async () => {
    await start();
    await untilAccount(running, 'main', 'waiting');
    await keyring.answerPrompt('password');
    await untilAccount(running, 'main', 'open');
    await untilAccount(running, 'other', 'open');
    await until('rows of both', async () => {
      const rows = await running.rows('margin');
      return ['main', 'other'].every((label) => rows.some((row) => row.account === label));
    });
  });
});

describe('with a keyring that is not there any more', () => {
  beforeAll(async () => {
    if (missing !== null) return;
    keyring = await startKeyring();
    profile = await newProfile();
    await start();
    await addAccount(running, keyAt(venue, 'main'));
    await running.quit();
    await keyring.end();
    keyring = await startKeyring({ withService: false });
    await start();
  });
  afterAll(endAll);

  test('keys cannot be had and are not taken for removed, and public feeds run', async () => {
    await untilAccount(running, 'main', 'unavailable');
    const banner = running.page.locator('.banner', { hasText: 'no keyring' });
    await banner.waitFor();
    await until('public feeds', async () =>
      (await running.rows('feed')).some(({ label, state }) => label === 'public' && state === 'live'),
    );
    await banner.getByRole('button', { name: 'Try again' }).click();
    await untilAccount(running, 'main', 'unavailable');
  });

  test('a key entered for this session opens the account all the same', async () => {
    const banner = running.page.locator('.banner', { hasText: 'no keyring' });
    const opened = running.app.waitForEvent('window');
    await banner.getByRole('button', { name: 'Enter for this session' }).click();
    const page = await opened;
    await typeKey(page, { key: venue.key, secret: venue.secret });
    await page.getByLabel('For this session only, in memory').check();
    await page.getByRole('button', { name: 'Keep the key' }).click();
    await untilAccount(running, 'main', 'open');
  });
});

describe('without a keyring', () => {
  beforeAll(async () => {
    if (missing !== null) return;
    keyring = await startKeyring({ withService: false });
    profile = await newProfile();
    await start();
  });
  afterAll(endAll);

  test('the key window says so, and the key can be used for this session', async () => {
    const page = await openKeyWindow(running);
    await typeKey(page, keyAt(venue, 'main'));
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByText('This desktop has no keyring that Vigil can use.', { exact: false }).waitFor();
    await page.getByLabel('For this session only, in memory').check();
    await keepKey(page);
    await untilAccount(running, 'main', 'open');
    expect(await accountNamed(running, 'main')).toMatchObject({ keptIn: 'session' });
  });

  test('it is asked for again at the next start', async () => {
    await restart();
    await untilAccount(running, 'main', 'enter-again');
    expect(await accountNamed(running, 'main')).toMatchObject({
      message: expect.stringContaining('one session'),
    });
    const page = await openKeyWindow(running, { accountId: (await accountNamed(running, 'main')).id });
    await typeKey(page, { key: venue.key, secret: venue.secret });
    await page.getByLabel('For this session only, in memory').check();
    await keepKey(page);
    await untilAccount(running, 'main', 'open');
  });
});
