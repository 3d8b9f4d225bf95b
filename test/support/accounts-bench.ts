/** Accounts over a keychain and a list in memory, with feeds that only note what was opened. */
import { type AccountsOptions, createAccounts } from '../../src/main/accounts/accounts.ts';
import type { KeyCheck } from '../../src/main/accounts/key-check.ts';
import type { AccountIndex, IndexedAccount } from '../../src/main/vault/account-index.ts';
import { bytesOf } from '../../src/main/vault/credentials.ts';
import type { KeyRights } from '../../src/preload/contract/accounts.ts';
import { manualClock } from './manual-clock.ts';
import { vaultDouble } from './vault-double.ts';

export const readOnly: KeyRights = {
  ...{ read: true, trade: false, withdraw: false, words: [], expiresAt: null, addresses: [] },
};
export const trading: KeyRights = { ...readOnly, trade: true, words: ['order'] };
export const readChecked = { kind: 'rights', rights: readOnly } as const satisfies KeyCheck;

export const compatible = (label: string) => ({
  ...{ venue: 'bitmex', label, endpoint: 'ws://127.0.0.1:9/realtime', rest: 'http://127.0.0.1:9' },
});
export const someKey = (name = 'key') => ({
  ...{ key: `${name}-of-nobody`, secret: bytesOf(`${name}-secret`), passphrase: null },
});

export function accountsBench(
  stored: readonly IndexedAccount[] = [],
  changes: Partial<AccountsOptions> = {},
) {
  const vault = vaultDouble();
  const feeds = new Map<string, string>();
  let list = stored;
  let isFull = false;
  let answer: KeyCheck = readChecked;
  let wantsReadOnly = false;
  let closing = Promise.resolve();
  const index: AccountIndex = {
    read: async () => list,
    async change(edit) {
      if (isFull) throw new Error('ENOSPC: no space left on device');
      list = edit(list);
      return list;
    },
    watch: () => () => {},
  };
  const accounts = createAccounts({
    ...{ clock: manualClock(), vault, index, loopbackOnly: false },
    feeds: {
      open(address, label) {
        const id = `${address.venue}/account/${label}`;
        feeds.set(id, 'open');
        return id;
      },
      wait(address, label, reason) {
        const id = `${address.venue}/account/${label}`;
        feeds.set(id, reason);
        return id;
      },
      async close(id) {
        feeds.delete(id);
        await closing;
      },
    },
    check: async () => answer,
    readOnlyKeys: () => wantsReadOnly,
    explain: ({ trouble }) => `The keychain is ${trouble}.`,
    changed() {},
    ...changes,
  });
  return {
    ...{ accounts, vault, feeds },
    list: () => list,
    state: (label: string) => accounts.all().find(({ indexed }) => indexed.label === label)?.state,
    idOf: (label: string) => accounts.all().find(({ indexed }) => indexed.label === label)?.indexed.id ?? '',
    answers(next: KeyCheck) {
      answer = next;
    },
    wantsReadOnlyKeys(wants = true) {
      wantsReadOnly = wants;
    },
    /** As another process does it. */
    changeList(next: readonly IndexedAccount[]) {
      list = next;
    },
    fillDisk(isIt = true) {
      isFull = isIt;
    },
    /** Feeds take until the returned function is called to close. */
    holdClosing(): () => void {
      let go = () => {};
      closing = new Promise((resolve) => {
        go = resolve;
      });
      return go;
    },
  };
}

export function storedAccount(label: string, changes: Partial<IndexedAccount> = {}): IndexedAccount {
  return {
    ...{ id: `id-${label}`, fingerprint: '00:11:22:33', keptIn: 'keychain', ...compatible(label) },
    ...{ paused: false, rights: null, checkedMs: null, createdMs: 1, ...changes },
  };
}
