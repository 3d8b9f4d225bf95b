/** Accounts in the real app on a real keyring: added, kept over a restart, locked, lost, and never guessed at. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
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
import { vigil } from './harness/vigil-command.ts';

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
    // Where the headless command looks too.
    profile = join(keyring.env.XDG_CONFIG_HOME ?? '', 'Vigil');
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

  test('two keys asked for at once are both read', async () => {
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

  test('accounts added at once, in the window and by two commands, are all kept and opened', async () => {
    const page = await openKeyWindow(running);
    await typeKey(page, typed('by hand'));
    await page.getByText('This key can only read.').waitFor();
    const at = ['--endpoint', venue.wsUrl, '--rest', venue.restUrl];
    const add = (label: string) =>
      vigil(
        keyring.env,
        ['accounts', 'add', '--venue', 'bitmex', '--label', label, ...at],
        [venue.key, venue.secret],
      );
    const [one, other] = await Promise.all([add('by command'), add('by another'), keepKey(page)]);
    expect([one.code, other.code]).toEqual([0, 0]);
    const labels = ['by hand', 'by command', 'by another'];
    for (const label of labels) await untilAccount(running, label, 'open');
    const stored = await keyring.search();
    const added = (await accountsOf(running)).accounts.filter(({ label }) => labels.includes(label));
    expect(added.map(({ id }) => stored.includes(id))).toEqual([true, true, true]);
    for (const { id } of added) {
      expect(await askAccounts(running, 'accounts.remove', { accountId: id, evenIfKept: false })).toBe(null);
    }
    const left = await keyring.search();
    expect(added.map(({ id }) => left.includes(id))).toEqual([false, false, false]);
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

  test('a daemon that is killed for good is replaced by a locked one, which asks', async () => {
    const { id } = await account('renamed');
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    await keyring.kill();
    expect((await account('main')).state).toBe('open');
    const resumed = askAccounts(running, 'accounts.pause', { accountId: id, paused: false });
    await untilAccount(running, 'renamed', 'waiting');
    await keyring.answerPrompt('password');
    expect(await resumed).toBe(null);
    await untilAccount(running, 'renamed', 'open');
    // What the bus has started does not live as long as what comes next.
    await keyring.restart();
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
    await addAccount(running, typed('main'));
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
