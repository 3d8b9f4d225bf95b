/** Accounts in the real app on a real keyring: added, kept over a restart, locked, lost, and never guessed at. */

import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { unnamedAt } from '../support/asked.ts';
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

const typed = (label: string) => ({
  ...{ label, endpoint: venue.wsUrl, rest: venue.restUrl },
  ...{ key: venue.key, secret: venue.secret },
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
const account = async (label: string) => {
  const found = (await accountsOf(running)).accounts.find((one) => one.label === label);
  if (found === undefined) throw new Error(`There is no account ${label}.`);
  return found;
};

describe('with an open keyring', () => {
  beforeAll(async () => {
    if (missing !== null) return;
    keyring = await startKeyring();
    profile = await newProfile();
    await start();
  });
  afterAll(endAll);

  test('a key typed into its window opens the account, and the window is empty and gone', async () => {
    const page = await openKeyWindow(running);
    await typeKey(page, typed('main'));
    await page.getByText('This key can only read.').waitFor();
    // Handed over once: nothing of it is left in the page.
    expect(await page.content()).not.toContain(venue.key);
    await keepKey(page);
    await untilAccount(running, 'main', 'open');
    expect(await account('main')).toMatchObject({
      ...{ venue: 'bitmex', keptIn: 'keychain', checkProblem: null, endpoint: venue.wsUrl },
      rights: { read: true, trade: false, withdraw: false },
      fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){3}[0-9a-f]{2}$/),
    });
  });

  test('its positions, orders and margin appear under its label', async () => {
    for (const table of ['position', 'order', 'margin'] as const) {
      await until(`${table} rows of main`, async () =>
        (await running.rows(table)).some((row) => row.account === 'main'),
      );
    }
  });

  test('is there again after a restart, without being asked for', async () => {
    await restart();
    await untilAccount(running, 'main', 'open');
    await until('rows of main', async () =>
      (await running.rows('margin')).some((row) => row.account === 'main'),
    );
  });

  test('two keys kept at once are both kept', async () => {
    await addAccount(running, typed('second'));
    const { accounts } = await accountsOf(running);
    const ids = accounts.map(({ id }) => id);
    const paused = await Promise.all(
      ids.map((accountId) => askAccounts(running, 'accounts.pause', { accountId, paused: true })),
    );
    expect(paused).toEqual([null, null]);
    // Both keys are read from the keyring again, at once.
    const resumed = await Promise.all(
      ids.map((accountId) => askAccounts(running, 'accounts.pause', { accountId, paused: false })),
    );
    expect(resumed).toEqual([null, null]);
    await untilAccount(running, 'main', 'open');
    await untilAccount(running, 'second', 'open');
  });

  test('a name that is taken, an address that leaves this computer: said at its field, nothing taken over', async () => {
    const page = await openKeyWindow(running);
    await typeKey(page, typed('Main'));
    await page.getByText('There is an account "Main" at bitmex already.', { exact: false }).waitFor();
    // With the official runtime the key would be tried there.
    if ((await accountsOf(running)).loopbackOnly) {
      await typeKey(page, { ...typed('third'), endpoint: 'wss://example.com/realtime' });
      await page.getByText('takes no real keys', { exact: false }).waitFor();
    }
    const closed = page.waitForEvent('close');
    // The page is gone before it can say that it heard the key.
    await page.keyboard.press('Escape').catch(() => {});
    await closed;
    expect((await accountsOf(running)).accounts).toHaveLength(2);
  });

  test('a new label goes with its rows', async () => {
    const { id } = await account('second');
    expect(await askAccounts(running, 'accounts.rename', { accountId: id, label: 'renamed' })).toBe(null);
    await until('rows of renamed', async () =>
      (await running.rows('margin')).some((row) => row.account === 'renamed'),
    );
    expect((await running.rows('margin')).some((row) => row.account === 'second')).toBe(false);
  });

  test('a crash of the vault leaves the app running, and the next key is read by a new one', async () => {
    const { id } = await account('renamed');
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: false });
    const [pid] = await vaultPids(running);
    if (pid === undefined) throw new Error('The vault process is not there.');
    process.kill(pid, 'SIGSEGV');
    await until('the vault process to end', async () => !(await vaultPids(running)).includes(pid));
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: false });
    await untilAccount(running, 'renamed', 'open');
    expect((await vaultPids(running))[0]).not.toBe(pid);
  });

  test('a daemon killed in mid-session is found again by a new vault process', async () => {
    const { id } = await account('renamed');
    // The vault process that has just talked to the old daemon.
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: false });
    await keyring.restart();
    expect((await account('main')).state).toBe('open');
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    expect(await askAccounts(running, 'accounts.pause', { accountId: id, paused: false })).toBe(null);
    await untilAccount(running, 'renamed', 'open');
    expect((await accountsOf(running)).vault.state).toBe('ready');
  });

  test('a key that another program deleted is called removed, and can be entered again', async () => {
    const { id } = await account('renamed');
    await keyring.clear(id);
    await restart();
    await untilAccount(running, 'renamed', 'removed');
    await untilAccount(running, 'main', 'open');
    const page = await openKeyWindow(running, { accountId: id });
    await typeKey(page, { key: venue.key, secret: venue.secret });
    await keepKey(page);
    await untilAccount(running, 'renamed', 'open');
    expect((await keyring.search()).includes(id)).toBe(true);
  });

  test('removing an account removes its key, its feed and its rows', async () => {
    const { id } = await account('renamed');
    expect(await askAccounts(running, 'accounts.remove', { accountId: id, evenIfKept: false })).toBe(null);
    expect((await keyring.search()).includes(id)).toBe(false);
    await until('its rows to go', async () =>
      (await running.rows('margin')).every((row) => row.account !== 'renamed'),
    );
    expect((await accountsOf(running)).accounts.map(({ label }) => label)).toEqual(['main']);
  });
});

describe('with a locked keyring', () => {
  beforeAll(async () => {
    if (missing !== null) return;
    keyring = await startKeyring();
    profile = await newProfile();
    await start();
    await addAccount(running, typed('main'));
    await addAccount(running, typed('other'));
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
    const feeds = await running.rows('feed');
    expect(feeds.map(({ label, state }) => `${label} ${state}`).sort()).toEqual([
      'demo live',
      'main waiting',
      'other waiting',
      'public live',
    ]);
  });

  test('after the password everything opens', async () => {
    await start();
    await untilAccount(running, 'main', 'waiting');
    await keyring.answerPrompt('escape');
    await untilAccount(running, 'main', 'denied');
    const unlocked = askAccounts(running, 'accounts.unlock', {});
    await keyring.answerPrompt('password');
    expect(await unlocked).toBe(null);
    await untilAccount(running, 'main', 'open');
    await untilAccount(running, 'other', 'open');
    expect((await accountsOf(running)).vault.state).toBe('ready');
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
    await typeKey(page, typed('main'));
    await page.getByRole('button', { name: 'Add account' }).click();
    await page.getByText('This desktop has no keyring that Vigil can use.', { exact: false }).waitFor();
    await page.getByLabel('For this session only, in memory').check();
    await keepKey(page);
    await untilAccount(running, 'main', 'open');
    expect(await account('main')).toMatchObject({ keptIn: 'session' });
  });

  test('it is asked for again at the next start', async () => {
    await restart();
    await untilAccount(running, 'main', 'enter-again');
    expect(await account('main')).toMatchObject({
      message: expect.stringContaining('one session'),
    });
    const page = await openKeyWindow(running, { accountId: (await account('main')).id });
    await typeKey(page, { key: venue.key, secret: venue.secret });
    await page.getByLabel('For this session only, in memory').check();
    await keepKey(page);
    await untilAccount(running, 'main', 'open');
  });
});
