/** Accounts in the real app on a real keyring that is open: added, kept over a restart, deleted, and lost on the way. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { unnamedAt } from '../support/asked.ts';
import { type RunningApp, runApp } from '../support/running-app.ts';
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

const start = async () => {
  running = await runApp({ profile, env: keyring.env });
};
const restart = async () => {
  await running.quit();
  await start();
};
/** A daemon must not outlive a test that failed. */
const endAll = async () => {
  try {
    await running?.quit();
  } finally {
    await keyring?.end();
  }
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
    await typeKey(page, keyAt(venue, 'main'));
    await page.getByText('This key can only read.').waitFor();
    // Handed over once: nothing of it is left in the page.
    expect(await page.content()).not.toContain(venue.key);
    await keepKey(page);
    await untilAccount(running, 'main', 'open');
    expect(await accountNamed(running, 'main')).toMatchObject({
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
    await addAccount(running, keyAt(venue, 'second'));
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
    await typeKey(page, keyAt(venue, 'Main'));
    await page.getByText('There is an account "Main" at bitmex already.', { exact: false }).waitFor();
    // With the official runtime the key would be tried there.
    if ((await accountsOf(running)).loopbackOnly) {
      await typeKey(page, { ...keyAt(venue, 'third'), endpoint: 'wss://example.com/realtime' });
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
    await typeKey(page, keyAt(venue, 'by hand'));
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
    const { id } = await accountNamed(running, 'second');
    expect(await askAccounts(running, 'accounts.rename', { accountId: id, label: 'renamed' })).toBe(null);
    await until('rows of renamed', async () =>
      (await running.rows('margin')).some((row) => row.account === 'renamed'),
    );
    expect((await running.rows('margin')).some((row) => row.account === 'second')).toBe(false);
  });

  test('a crash of the vault leaves the app running, and the next key is read by a new one', async () => {
    const { id } = await accountNamed(running, 'renamed');
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
    const { id } = await accountNamed(running, 'renamed');
    // The vault process that has just talked to the old daemon.
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: false });
    await keyring.restart();
    expect((await accountNamed(running, 'main')).state).toBe('open');
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    expect(await askAccounts(running, 'accounts.pause', { accountId: id, paused: false })).toBe(null);
    await untilAccount(running, 'renamed', 'open');
    expect((await accountsOf(running)).vault.state).toBe('ready');
  });

  test('a daemon that is killed for good is replaced by a locked one, which asks', async () => {
    const { id } = await accountNamed(running, 'renamed');
    await askAccounts(running, 'accounts.pause', { accountId: id, paused: true });
    await keyring.kill();
    expect((await accountNamed(running, 'main')).state).toBe('open');
    const resumed = askAccounts(running, 'accounts.pause', { accountId: id, paused: false });
    await untilAccount(running, 'renamed', 'waiting');
    await keyring.answerPrompt('password');
    expect(await resumed).toBe(null);
    await untilAccount(running, 'renamed', 'open');
    // What the bus has started does not live as long as what comes next.
    await keyring.restart();
  });

  test('a key that another program deleted is called removed, and can be entered again', async () => {
    const { id } = await accountNamed(running, 'renamed');
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
    const { id } = await accountNamed(running, 'renamed');
    expect(await askAccounts(running, 'accounts.remove', { accountId: id, evenIfKept: false })).toBe(null);
    expect((await keyring.search()).includes(id)).toBe(false);
    await until('its rows to go', async () =>
      (await running.rows('margin')).every((row) => row.account !== 'renamed'),
    );
    expect((await accountsOf(running)).accounts.map(({ label }) => label)).toEqual(['main']);
  });
});
