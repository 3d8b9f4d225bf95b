/** Accounts and the keychain as main tells them, and everything that can be asked of them. */
import type { AccountsView, AccountView } from '../../preload/contract/accounts.ts';
import type { Result } from '../../preload/contract/bridge.ts';
import { bridge } from '../bridge.ts';
import { toast } from './toasts.ts';
import { createValue, useValue } from './value.ts';

const accounts = createValue<AccountsView | null>(null);

export async function startAccounts(): Promise<void> {
  bridge.subscribe('accounts.changed', accounts.set);
  const result = await bridge.request('accounts.state', {});
  // An event that came meanwhile is newer than the answer.
  if (result.ok && accounts.get() === null) accounts.set(result.value);
}

/** null until main has told. */
export function useAccounts(): AccountsView | null {
  return useValue(accounts);
}

/** Opens the window in which a key is typed. */
export async function addAccount(): Promise<void> {
  const result = await bridge.request('accounts.add', { venue: null });
  if (!result.ok) toast('The window for the key did not open', result.error.message);
}

export async function enterKey({ id, label }: AccountView): Promise<void> {
  const result = await bridge.request('accounts.replace-key', { accountId: id });
  if (!result.ok) toast(`The key of ${label} stays as it is`, result.error.message);
}

/** null: every account. */
export async function checkAccounts(account: AccountView | null): Promise<void> {
  const result = await bridge.request('accounts.check', { accountId: account?.id ?? null });
  const name = account === null ? 'Every account' : `${account.venueName} ${account.label}`;
  if (result.ok) toast(`${name} was checked`);
  else toast(`${name} was not checked`, result.error.message);
}

export async function pauseAccount({ id, label }: AccountView, paused: boolean): Promise<void> {
  const result = await bridge.request('accounts.pause', { accountId: id, paused });
  if (result.ok) toast(paused ? `${label} is paused` : `${label} goes on`);
  else toast(paused ? `${label} was not paused` : `${label} stays paused`, result.error.message);
}

export function renameAccount({ id }: AccountView, label: string): Promise<Result<null>> {
  return bridge.request('accounts.rename', { accountId: id, label });
}

/** `evenIfKept`: also when nobody can tell whether its key is gone. */
export function removeAccount({ id }: AccountView, evenIfKept: boolean): Promise<Result<null>> {
  return bridge.request('accounts.remove', { accountId: id, evenIfKept });
}

export async function unlockKeychain(): Promise<void> {
  const result = await bridge.request('accounts.unlock', {});
  if (!result.ok) toast('The keychain stays as it is', result.error.message);
}
