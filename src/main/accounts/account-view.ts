/** An account as the window shows it. Pure. */
import type { AccountState, AccountView, VaultView } from '../../preload/contract/accounts.ts';
import { findVenue } from '../exchanges/registry.ts';
import type { IndexedAccount } from '../vault/account-index.ts';

/** An account and how far it has come. */
export interface Account {
  readonly indexed: IndexedAccount;
  readonly state: Exclude<AccountState, 'waiting'>;
  /** Where the state alone does not say it. */
  readonly message: string;
  readonly feedId: string | null;
  readonly checking: boolean;
  readonly checkProblem: string | null;
}

export function accountView(account: Account, vault: VaultView): AccountView {
  const { id, venue, label, fingerprint, keptIn, endpoint, rest, rights, checkedMs, createdMs } =
    account.indexed;
  const found = findVenue(venue);
  const isWaiting = account.state === 'starting' && keptIn === 'keychain' && vault.state === 'waiting';
  const state = isWaiting ? 'waiting' : account.state;
  return {
    ...{ id, venue, label, fingerprint, keptIn, endpoint, rest, rights, checkedMs, createdMs, state },
    venueName: found.kind === 'supported' ? found.exchange.name : venue,
    message: wordsOf({ ...account, state }),
    feedId: account.feedId,
    checking: account.checking,
    checkProblem: account.checkProblem,
  };
}

/** What keeps an account from its feed, and what to do about it; empty when nothing does. */
export function wordsOf({
  message,
  state,
}: {
  readonly message: string;
  readonly state: AccountState;
}): string {
  return message || (words[state] ?? '');
}

const words: Partial<Record<AccountState, string>> = {
  removed: 'This key was removed from your keychain. Enter it again, or remove the account.',
  'enter-again': 'This key was kept for one session only, which is over. Enter it again.',
  locked: 'The keychain is locked, so this account waits for its key.',
  denied: 'The keychain was not unlocked, so this account waits for its key.',
  unavailable: 'There is no keychain to read the key from.',
  broken: 'The keychain did not give the key.',
  starting: 'Its key is being read from the keychain.',
  waiting: 'The keychain is asking for its password.',
};
