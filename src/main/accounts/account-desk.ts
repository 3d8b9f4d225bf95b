/** Accounts as the window meets them: what it is shown, what it can ask, and the window for keys. */
import type { AccountsView, VaultView } from '../../preload/contract/accounts.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { refusal, success } from '../bridge/result.ts';
import type { AccountServices } from '../bridge/services.ts';
import type { Clock } from '../feeds/clock.ts';
import type { Fetch } from '../feeds/http-read.ts';
import { openAccountIndex } from '../vault/account-index.ts';
import { explainVault, type Surroundings } from '../vault/explain.ts';
import { createVault } from '../vault/vault.ts';
import type { StartVaultChild } from '../vault/vault-child.ts';
import { createVaultClient } from '../vault/vault-client.ts';
import type { AccountFeeds } from './account-life.ts';
import { accountVenues } from './account-rules.ts';
import { accountView } from './account-view.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { venueAsker } from './key-check.ts';
import { type KeyEntry, openKeyEntry, type PracticeServer } from './key-entry.ts';

export interface AccountDeskOptions {
  readonly clock: Clock;
  /** The file with the list of accounts. */
  readonly listFile: string;
  readonly startVault: StartVaultChild;
  readonly surroundings: Surroundings;
  readonly fetch: Fetch;
  readonly feeds: AccountFeeds;
  readonly loopbackOnly: boolean;
  readonly settings: () => Pick<Settings, 'theme' | 'readOnlyKeys'>;
  /** The same server while it runs. */
  readonly practice: () => Promise<PracticeServer>;
  readonly changed: (view: AccountsView) => void;
  readonly keyWindow: KeyWindow;
}

/** The window in which a key is typed: at most one. */
export interface KeyWindow {
  /** Opens it in place of one that is open already. */
  open(entry: KeyEntry): void;
  close(): void;
  /** The keychain's state, for its open window. */
  tell(vault: VaultView): void;
}

export interface AccountDesk {
  readonly services: AccountServices;
  start(): Promise<void>;
  settingsChanged(): Promise<void>;
  close(): void;
}

export function createAccountDesk(options: AccountDeskOptions): AccountDesk {
  const { clock, loopbackOnly, settings, keyWindow } = options;
  const notices: string[] = [];
  const index = openAccountIndex({
    path: options.listFile,
    clock,
    notice: (message) => notices.push(message),
  });
  const check = venueAsker(clock, options.fetch);
  const readOnlyKeys = () => settings().readOnlyKeys;

  const vault = createVault({
    connect: (onWaiting) => createVaultClient({ start: options.startVault, clock, onWaiting }),
    onChange: () => changed(),
  });
  const accounts: Accounts = createAccounts({
    ...{ clock, index, vault, check, loopbackOnly, readOnlyKeys, feeds: options.feeds },
    changed: () => changed(),
    explain({ trouble, detail }) {
      const { headline, body } = explainVault(trouble, detail, options.surroundings);
      return `${headline} ${body}`;
    },
  });

  let endWatch = () => {};

  function vaultView(): VaultView {
    return explainVault(vault.state, vault.detail, options.surroundings);
  }

  function state(): AccountsView {
    const shown = vaultView();
    return {
      vault: shown,
      accounts: accounts.all().map((account) => accountView(account, shown)),
      venues: accountVenues(),
      loopbackOnly,
      notices,
    };
  }

  function changed(): void {
    options.changed(state());
    keyWindow.tell(vaultView());
  }

  function mayCreateKeyring(): boolean {
    const isAnyKept = accounts.all().some(({ indexed }) => indexed.keptIn === 'keychain');
    return options.surroundings.platform === 'linux' && !isAnyKept;
  }

  function openKeyWindow(accountId: string | null, venue: string | null): void {
    keyWindow.open(
      openKeyEntry({
        ...{ accounts, check, venue, readOnlyKeys, monoMs: clock.monoMs, practice: options.practice },
        account: accountId === null ? null : accounts.find(accountId),
        form: () => ({
          ...{ venues: accountVenues(), loopbackOnly, theme: settings().theme, vault: vaultView() },
          mayCreateKeyring: mayCreateKeyring(),
        }),
        done: () => keyWindow.close(),
      }),
    );
  }

  return {
    services: {
      state,
      add(venue) {
        openKeyWindow(null, venue);
        return success(null);
      },
      replaceKey(accountId) {
        if (accounts.find(accountId) === null) {
          return refusal('no-account', 'There is no such account any more.');
        }
        openKeyWindow(accountId, null);
        return success(null);
      },
      async check(accountId) {
        if (accountId !== null) return accounts.check(accountId);
        const ids = accounts.all().map(({ indexed }) => indexed.id);
        await Promise.all(ids.map((id) => accounts.check(id)));
        return success(null);
      },
      rename: accounts.rename,
      pause: accounts.pause,
      remove: accounts.remove,
      unlock: accounts.unlock,
    },
    async start() {
      endWatch = index.watch(accounts.refresh);
      await accounts.start();
    },
    settingsChanged: accounts.settingsChanged,
    close() {
      endWatch();
      keyWindow.close();
      vault.close();
    },
  };
}
