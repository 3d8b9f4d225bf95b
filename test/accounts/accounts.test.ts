/** Accounts from adding to removing: list, keychain and feeds stay in step, whatever fails between. */
import { describe, expect, test } from 'vitest';
import type { KeyCheck } from '../../src/main/accounts/key-check.ts';
import type { IndexedAccount } from '../../src/main/vault/account-index.ts';
import { toKeychainText } from '../../src/main/vault/credentials.ts';
import type { KeyRights } from '../../src/preload/contract/accounts.ts';
import {
  accountsBench,
  compatible,
  readChecked,
  readOnly,
  someKey,
  storedAccount,
  trading,
} from '../support/accounts-bench.ts';
import { until } from '../support/until.ts';
import { lockedVault } from '../support/vault-double.ts';

const inKeychain = { keptIn: 'keychain', check: readChecked } as const;

describe('adding', () => {
  test('stores the key, then the account, then opens its feed', async () => {
    const { accounts, vault, feeds, list } = accountsBench();
    expect(await accounts.add(compatible('main'), someKey(), inKeychain)).toEqual({ ok: true, value: null });
    const [account] = list();
    expect(account).toMatchObject({ label: 'main', keptIn: 'keychain', rights: readChecked.rights });
    expect([...vault.items.keys()]).toEqual([account?.id]);
    expect([...feeds]).toEqual([['bitmex/account/main', 'open']]);
    expect(JSON.stringify(list())).not.toContain('secret');
    expect(JSON.stringify(accounts.all())).not.toContain('key-secret');
  });

  test('with a locked keychain adds nothing and says why', async () => {
    const { accounts, vault, list, feeds } = accountsBench();
    vault.failure = lockedVault;
    const added = await accounts.add(compatible('main'), someKey(), inKeychain);
    expect(added).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(list()).toEqual([]);
    expect(feeds.size).toBe(0);
  });

  test('leaves no key behind when the list cannot be written', async () => {
    const { accounts, vault, fillDisk } = accountsBench();
    fillDisk();
    const added = await accounts.add(compatible('main'), someKey(), inKeychain);
    expect(added).toMatchObject({ ok: false, error: { code: 'not-saved' } });
    expect(vault.items.size).toBe(0);
  });

  test('for this session never touches the keychain', async () => {
    const { accounts, vault, list, state } = accountsBench();
    await accounts.add(compatible('main'), someKey(), { keptIn: 'session', check: readChecked });
    expect(vault.asked).toEqual([]);
    expect(list()).toHaveLength(1);
    expect(state('main')).toBe('open');
  });

  test('a label of the same venue twice is refused, in any case of letters', async () => {
    const { accounts } = accountsBench();
    await accounts.add(compatible('main'), someKey(), inKeychain);
    const again = await accounts.add(compatible(' MAIN '), someKey(), inKeychain);
    expect(again).toMatchObject({ ok: false, error: { code: 'label-taken' } });
  });
});

describe('starting', () => {
  test('opens every account whose key is there, and asks its rights again', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    await bench.accounts.start();
    expect(bench.state('main')).toBe('open');
    await until('the rights', () => bench.list()[0]?.rights !== null);
  });

  test.each([
    ['another server', { endpoint: 'wss://elsewhere.example/realtime' }],
    ['another server of reads', { rest: 'https://elsewhere.example' }],
    ['another venue', { venue: 'bybit' }],
  ])(
    'with a list that names %s than its key was given for logs in nowhere, until the key is entered again',
    async (_, change) => {
      const first = accountsBench();
      await first.accounts.add(compatible('main'), someKey(), inKeychain);
      const [added] = first.list();
      if (added === undefined) throw new Error('nothing was added');
      const { accounts, vault, feeds, state } = accountsBench([{ ...added, ...change }]);
      for (const [id, text] of first.vault.items) vault.items.set(id, text);
      await accounts.start();
      expect(state('main')).toBe('broken');
      expect([...feeds.values()]).toEqual([
        expect.stringContaining('another server than the one this key was given for'),
      ]);
      await accounts.replaceKey(added.id, someKey(), inKeychain);
      expect(state('main')).toBe('open');
    },
  );

  test('opens a key that an earlier version kept, which says nothing of its server', async () => {
    const { accounts, vault, state } = accountsBench([storedAccount('main')]);
    vault.items.set(storedAccount('main').id, toKeychainText(someKey()));
    await accounts.start();
    expect(state('main')).toBe('open');
  });

  test('asks a keychain that fails only once, and everybody waits', async () => {
    const bench = accountsBench([storedAccount('one'), storedAccount('two'), storedAccount('three')]);
    bench.vault.failure = lockedVault;
    await bench.accounts.start();
    expect(bench.vault.asked).toEqual(['read id-one']);
    expect(['one', 'two', 'three'].map(bench.state)).toEqual(['locked', 'locked', 'locked']);
    expect([...bench.feeds.values()].every((reason) => reason.includes('locked'))).toBe(true);
  });

  test('a keychain that opens later opens them all', async () => {
    const bench = accountsBench([storedAccount('one'), storedAccount('two')]);
    bench.vault.items.set('id-one', toKeychainText(someKey()));
    bench.vault.failure = lockedVault;
    await bench.accounts.start();
    bench.vault.failure = null;
    expect(await bench.accounts.unlock()).toMatchObject({ ok: true });
    expect(bench.state('one')).toBe('open');
    expect(bench.state('two')).toBe('removed');
  });

  test('does not open an account that was paused while the keychain was asking', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    bench.vault.beforeRead = async () => {
      bench.vault.beforeRead = async () => {};
      await bench.accounts.pause('id-main', true);
    };
    await bench.accounts.start();
    expect(bench.state('main')).toBe('paused');
    expect(bench.feeds.size).toBe(0);
  });

  test('does not open one that was paused or removed while the keychain was asking for another', async () => {
    const bench = accountsBench(['first', 'second', 'third'].map((label) => storedAccount(label)));
    for (const label of ['first', 'second', 'third']) {
      bench.vault.items.set(`id-${label}`, toKeychainText(someKey()));
    }
    bench.vault.beforeRead = async () => {
      bench.vault.beforeRead = async () => {};
      await bench.accounts.pause('id-second', true);
      await bench.accounts.remove('id-third', true);
    };
    await bench.accounts.start();
    expect([bench.state('first'), bench.state('second')]).toEqual(['open', 'paused']);
    expect(bench.feeds.size).toBe(1);
  });

  test('says of a key for one session that it must be entered again', async () => {
    const bench = accountsBench([storedAccount('main', { keptIn: 'session' })]);
    await bench.accounts.start();
    expect(bench.state('main')).toBe('enter-again');
    expect(bench.vault.asked).toEqual([]);
  });

  test('opens no key before its venue has answered, where settings allow read-only keys only', async () => {
    const answers = new Map<string, (found: KeyCheck) => void>();
    const check = async ({ rest }: { readonly rest: string | null }) =>
      new Promise<KeyCheck>((resolve) => answers.set(rest ?? '', resolve));
    const bench = accountsBench(
      ['http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3'].map((rest, index) =>
        storedAccount(`a${index}`, { rest, rights: readOnly }),
      ),
      { check },
    );
    for (const label of ['a0', 'a1', 'a2']) bench.vault.items.set(`id-${label}`, toKeychainText(someKey()));
    bench.wantsReadOnlyKeys();
    await bench.accounts.start();
    await bench.accounts.settingsChanged();
    expect(['a0', 'a1', 'a2'].map(bench.state)).toEqual(['starting', 'starting', 'starting']);
    expect([...bench.feeds.values()].every((reason) => reason.includes('being asked'))).toBe(true);

    answers.get('http://127.0.0.1:1')?.(readChecked);
    answers.get('http://127.0.0.1:2')?.({ kind: 'rights', rights: trading });
    answers.get('http://127.0.0.1:3')?.({ kind: 'unknown', message: 'away' });
    await until('all answers', () => ['a0', 'a1', 'a2'].every((label) => bench.state(label) !== 'starting'));
    expect(['a0', 'a1', 'a2'].map(bench.state)).toEqual(['open', 'unusable', 'open']);
    expect([...bench.feeds.keys()]).toEqual(['bitmex/account/a0', 'bitmex/account/a2']);
  });

  test('somebody who waits for one account gets it with its answer', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    bench.wantsReadOnlyKeys();
    await bench.accounts.load();
    expect(await bench.accounts.open('id-main')).toMatchObject({ ok: true });
    bench.answers({ kind: 'rights', rights: trading });
    await bench.accounts.pause('id-main', true);
    await bench.accounts.pause('id-main', false);
    await until('the answer', () => bench.state('main') === 'unusable');
  });

  test('does so as soon as settings say so, and opens it again when they do not, or the key is narrowed', async () => {
    const bench = accountsBench();
    await bench.accounts.add(compatible('main'), someKey(), {
      ...{ keptIn: 'keychain', check: { kind: 'rights', rights: trading } },
    });
    expect(bench.state('main')).toBe('open');
    bench.wantsReadOnlyKeys();
    await bench.accounts.settingsChanged();
    expect(bench.state('main')).toBe('unusable');
    expect(bench.feeds.size).toBe(0);

    bench.wantsReadOnlyKeys(false);
    await bench.accounts.settingsChanged();
    expect(bench.state('main')).toBe('open');

    bench.wantsReadOnlyKeys();
    await bench.accounts.settingsChanged();
    await bench.accounts.check(bench.idOf('main'));
    expect(bench.state('main')).toBe('open');
    expect(bench.feeds.size).toBe(1);
  });

  test('keeps what was known of a key while its venue cannot be asked', async () => {
    const bench = accountsBench([storedAccount('main', { rights: trading })]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    bench.answers({ kind: 'unknown', message: 'away' });
    await bench.accounts.start();
    await until('the check', () => bench.list()[0]?.checkedMs !== null);
    expect(bench.list()[0]?.rights).toEqual(trading);
    expect(bench.accounts.all()[0]?.checkProblem).toBe('away');
  });
});

describe('a list that another process changes', () => {
  test('opens what was added, with its key', async () => {
    const bench = accountsBench([storedAccount('one')]);
    bench.vault.items.set('id-one', toKeychainText(someKey()));
    await bench.accounts.start();
    bench.vault.items.set('id-two', toKeychainText(someKey()));
    bench.changeList([...bench.list(), storedAccount('two')]);
    await bench.accounts.refresh();
    expect([...bench.feeds]).toEqual([
      ['bitmex/account/one', 'open'],
      ['bitmex/account/two', 'open'],
    ]);
    expect(bench.vault.asked).toEqual(['read id-one', 'read id-two']);
  });

  test('closes what was removed, and opens what came under its label', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    await bench.accounts.start();
    bench.vault.items.delete('id-main');
    bench.changeList([]);
    await bench.accounts.refresh();
    expect(bench.feeds.size).toBe(0);
    expect(bench.accounts.all()).toEqual([]);

    bench.vault.items.set('other', toKeychainText(someKey('other')));
    bench.changeList([storedAccount('main', { id: 'other' })]);
    await bench.accounts.refresh();
    expect(bench.state('main')).toBe('open');
    expect(bench.idOf('main')).toBe('other');
  });

  test('takes over what was learnt of a key, and leaves the feed alone', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    await bench.accounts.start();
    await until('the rights', () => bench.list()[0]?.rights !== null);
    bench.changeList(checkedLater(bench.list(), trading));
    await bench.accounts.refresh();
    expect(bench.accounts.all()[0]?.indexed.rights).toEqual(trading);
    expect(bench.state('main')).toBe('open');
    expect(bench.vault.asked).toEqual(['read id-main']);
  });

  test('ends what a key may not do, and what it may do again goes on, where read-only keys are wanted', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    bench.wantsReadOnlyKeys();
    await bench.accounts.start();
    await until('the rights', () => bench.state('main') === 'open');
    bench.changeList(checkedLater(bench.list(), trading));
    await bench.accounts.refresh();
    expect(bench.state('main')).toBe('unusable');
    expect(bench.feeds.size).toBe(0);
    bench.changeList(checkedLater(bench.list(), readOnly));
    await bench.accounts.refresh();
    expect([...bench.feeds.values()]).toEqual(['open']);
  });

  test('does not take back what was learnt while it could not be written', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.items.set('id-main', toKeychainText(someKey()));
    bench.fillDisk();
    bench.answers({ kind: 'rights', rights: trading });
    await bench.accounts.start();
    await until('the check', () => bench.accounts.all()[0]?.indexed.rights !== null);
    await bench.accounts.refresh();
    expect(bench.accounts.all()[0]?.indexed.rights).toEqual(trading);
  });

  test('is not looked at before it was loaded', async () => {
    const bench = accountsBench([storedAccount('main')]);
    await bench.accounts.refresh();
    expect(bench.accounts.all()).toEqual([]);
  });
});

function checkedLater(list: readonly IndexedAccount[], rights: KeyRights): readonly IndexedAccount[] {
  return list.map((one) => ({ ...one, rights, checkedMs: (one.checkedMs ?? 0) + 1 }));
}

describe('changing', () => {
  async function withMain() {
    const bench = accountsBench();
    await bench.accounts.add(compatible('main'), someKey(), inKeychain);
    return { ...bench, id: bench.idOf('main') };
  }

  test('a new label closes the old feed and opens one under the new', async () => {
    const { accounts, feeds, id, list } = await withMain();
    await accounts.rename(id, 'other');
    expect([...feeds.keys()]).toEqual(['bitmex/account/other']);
    expect(list()[0]?.label).toBe('other');
  });

  test('a paused account gives its key back, and reads it again when it goes on', async () => {
    const { accounts, vault, feeds, id } = await withMain();
    await accounts.pause(id, true);
    expect(feeds.size).toBe(0);
    await accounts.pause(id, false);
    expect(vault.asked.at(-1)).toBe(`read ${id}`);
    expect([...feeds.values()]).toEqual(['open']);
  });

  test('a paused account for one session keeps its key', async () => {
    const bench = accountsBench();
    await bench.accounts.add(compatible('main'), someKey(), { keptIn: 'session', check: readChecked });
    await bench.accounts.pause(bench.idOf('main'), true);
    await bench.accounts.pause(bench.idOf('main'), false);
    expect(bench.state('main')).toBe('open');
  });

  test('a replaced key overwrites its item, and keeps the account', async () => {
    const { accounts, vault, id, list } = await withMain();
    const before = list()[0]?.fingerprint;
    await accounts.replaceKey(id, someKey('other'), inKeychain);
    expect(vault.items.get(id)).toContain('other-secret');
    expect(vault.items.size).toBe(1);
    expect(list()[0]?.fingerprint).not.toBe(before);
  });

  test('a key for this session takes the old one out of the keychain', async () => {
    const { accounts, vault, id, list, state } = await withMain();
    const forSession = { keptIn: 'session', check: readChecked } as const;
    expect(await accounts.replaceKey(id, someKey('other'), forSession)).toEqual({ ok: true, value: null });
    expect(vault.items.size).toBe(0);
    expect(list()[0]).toMatchObject({ keptIn: 'session', mayHoldOldKey: false });
    expect(state('main')).toBe('open');
    const asked = vault.asked.length;
    await accounts.replaceKey(id, someKey('third'), forSession);
    expect(vault.asked).toHaveLength(asked);
  });

  test('a key for this session says when the old one may still be stored, and tries again', async () => {
    const { accounts, vault, id, list, state } = await withMain();
    const forSession = { keptIn: 'session', check: readChecked } as const;
    vault.failure = lockedVault;
    expect(await accounts.replaceKey(id, someKey('other'), forSession)).toMatchObject({
      ok: false,
      error: {
        code: 'not-verified',
        message: expect.stringMatching(/old one may still be in the keychain\. The keychain is locked\./),
      },
    });
    expect(list()[0]).toMatchObject({ keptIn: 'session', mayHoldOldKey: true });
    expect(state('main')).toBe('open');
    expect(await accounts.remove(id, false)).toMatchObject({ ok: false, error: { code: 'not-verified' } });
    vault.failure = null;
    expect(await accounts.replaceKey(id, someKey('other'), forSession)).toMatchObject({ ok: true });
    expect(vault.items.size).toBe(0);
    expect(list()[0]).toMatchObject({ mayHoldOldKey: false });
  });

  test('a key that goes back to the keychain overwrites the one that was left there', async () => {
    const { accounts, vault, id, list } = await withMain();
    vault.failure = lockedVault;
    await accounts.replaceKey(id, someKey('other'), { keptIn: 'session', check: readChecked });
    vault.failure = null;
    await accounts.replaceKey(id, someKey('third'), inKeychain);
    expect(vault.items.get(id)).toContain('third-secret');
    expect(list()[0]).toMatchObject({ keptIn: 'keychain', mayHoldOldKey: false });
  });

  test('a replaced key counts where the list cannot be written, and that is said', async () => {
    const { accounts, id, fillDisk, feeds } = await withMain();
    const before = accounts.find(id)?.indexed.fingerprint;
    fillDisk();
    const check = { kind: 'rights', rights: trading } as const;
    expect(await accounts.replaceKey(id, someKey('other'), { keptIn: 'session', check })).toMatchObject({
      ok: false,
      error: { code: 'not-saved', message: expect.stringContaining('could not be written') },
    });
    expect(accounts.find(id)?.indexed).toMatchObject({ keptIn: 'session', rights: trading });
    expect(accounts.find(id)?.indexed.fingerprint).not.toBe(before);
    expect([...feeds.values()]).toEqual(['open']);
  });

  test('a key is in the keychain only once the list says that it may be', async () => {
    const bench = accountsBench();
    await bench.accounts.add(compatible('main'), someKey(), { keptIn: 'session', check: readChecked });
    const id = bench.idOf('main');
    bench.fillDisk();
    expect(await bench.accounts.replaceKey(id, someKey('other'), inKeychain)).toMatchObject({ ok: false });
    expect(bench.vault.items.size).toBe(0);
    bench.fillDisk(false);
    expect(await bench.accounts.replaceKey(id, someKey('other'), inKeychain)).toMatchObject({ ok: true });
    expect(bench.list()[0]).toMatchObject({ keptIn: 'keychain', mayHoldOldKey: false });
  });

  test('the key of a paused account is replaced without opening it', async () => {
    const { accounts, id, state, feeds, vault } = await withMain();
    await accounts.pause(id, true);
    await accounts.replaceKey(id, someKey('other'), inKeychain);
    expect(state('main')).toBe('paused');
    expect(feeds.size).toBe(0);
    expect(await accounts.check(id)).toMatchObject({ ok: false, error: { code: 'no-key' } });
    await accounts.pause(id, false);
    expect(vault.asked.at(-1)).toBe(`read ${id}`);
    expect([...feeds.values()]).toEqual(['open']);
  });

  test('paused and resumed at once, it goes on when its feed has ended', async () => {
    const { accounts, id, state, feeds, holdClosing } = await withMain();
    const closed = holdClosing();
    const both = [accounts.pause(id, true), accounts.pause(id, false)];
    await until('the pause', () => state('main') === 'paused');
    expect(feeds.size).toBe(0);
    closed();
    await Promise.all(both);
    expect([...feeds.values()]).toEqual(['open']);
  });

  test('a feed that fails to end does not keep its account from going on', async () => {
    const opened: string[] = [];
    const bench = accountsBench([], {
      feeds: {
        open: (_, label) => `${opened.push(label)}`,
        wait: () => 'waiting',
        close: () => Promise.reject(new Error('it would not')),
      },
    });
    await bench.accounts.add(compatible('main'), someKey(), inKeychain);
    await expect(bench.accounts.pause(bench.idOf('main'), true)).rejects.toThrow('it would not');
    await bench.accounts.pause(bench.idOf('main'), false);
    expect(opened).toEqual(['main', 'main']);
  });

  test('a key that must not be used says so before its feed has ended, and a new label does not open it', async () => {
    const bench = accountsBench();
    const check = { kind: 'rights', rights: trading } as const;
    await bench.accounts.add(compatible('main'), someKey(), { keptIn: 'keychain', check });
    const closed = bench.holdClosing();
    const renamed = bench.accounts.rename(bench.idOf('main'), 'other');
    await until('the end of the feed', () => bench.feeds.size === 0);
    bench.wantsReadOnlyKeys();
    const obeyed = bench.accounts.settingsChanged();
    closed();
    await Promise.all([renamed, obeyed]);
    expect(bench.state('other')).toBe('unusable');
    expect(bench.feeds.size).toBe(0);

    const goes = bench.holdClosing();
    bench.wantsReadOnlyKeys(false);
    await bench.accounts.settingsChanged();
    bench.wantsReadOnlyKeys();
    const ended = bench.accounts.settingsChanged();
    await until('the state', () => bench.state('other') === 'unusable');
    bench.wantsReadOnlyKeys(false);
    const again = bench.accounts.settingsChanged();
    expect(bench.feeds.size).toBe(0);
    goes();
    await Promise.all([ended, again]);
    expect([...bench.feeds.values()]).toEqual(['open']);
  });

  test('removed while its new label waits for the old feed to end, it leaves nothing behind', async () => {
    const bench = accountsBench([storedAccount('main')]);
    bench.vault.failure = lockedVault;
    await bench.accounts.start();
    const closed = bench.holdClosing();
    const renamed = bench.accounts.rename('id-main', 'other');
    await until('the end of the feed', () => bench.feeds.size === 0);
    const removed = bench.accounts.remove('id-main', true);
    await until('the end of the account', () => bench.accounts.all().length === 0);
    closed();
    await Promise.all([renamed, removed]);
    expect(bench.feeds.size).toBe(0);
  });

  test('removing deletes the key first, and keeps the account where that is not certain', async () => {
    const { accounts, vault, id, list, feeds } = await withMain();
    vault.failure = lockedVault;
    expect(await accounts.remove(id, false)).toMatchObject({ ok: false, error: { code: 'not-verified' } });
    expect(list()).toHaveLength(1);
    expect(feeds.size).toBe(1);
    expect(await accounts.remove(id, true)).toMatchObject({ ok: true });
    expect(list()).toEqual([]);
    expect(feeds.size).toBe(0);
  });

  test('an account that is gone says so', async () => {
    const { accounts } = accountsBench();
    const gone = { ok: false, error: { code: 'no-account' } };
    expect(await accounts.rename('x', 'y')).toMatchObject(gone);
    expect(await accounts.remove('x', false)).toMatchObject(gone);
    expect(await accounts.check('x')).toMatchObject(gone);
    expect(await accounts.pause('x', true)).toMatchObject(gone);
  });
});
