/** Removes accounts with their keys: one, or every one, and then looks whether a key is left. */
import { createInterface } from 'node:readline';
import type { Account } from '../accounts/account-view.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { countStoredKeys } from '../vault/leftover-keys.ts';
import { keychainService } from '../vault/vault-messages.ts';
import { done, type Ending, failed, misused, print } from './ending.ts';
import type { HeadlessIo } from './io.ts';

export async function removeAccount(
  { indexed }: Account,
  accounts: Accounts,
  io: HeadlessIo,
): Promise<Ending> {
  const { id, label, venue, keptIn } = indexed;
  const removed = await accounts.remove(id, false);
  if (!removed.ok) return failed(removed.error.message);
  const key = keptIn === 'keychain' ? ' Its key is gone from the keychain.' : '';
  print(io, `Removed "${label}" (${venue}).${key}`);
  return done;
}

/** `sure`: nothing is asked. */
export async function removeAllAccounts(sure: boolean, accounts: Accounts, io: HeadlessIo): Promise<Ending> {
  const all = accounts.all();
  if (all.length > 0 && !sure) {
    const what = `the keys of ${all.map(({ indexed }) => `"${indexed.label}"`).join(', ')}`;
    if (io.stdin.isTTY !== true) {
      return misused(`accounts remove --all deletes ${what}. Without a terminal to ask in, it wants --yes.`);
    }
    io.stderr(`This deletes ${what} from the keychain of this computer. Type yes to go on: `);
    if ((await firstLine(io)) !== 'yes') return failed('Nothing is removed.');
  }
  if (all.length === 0) io.stderr('vigil: There is no account in the list.\n');
  // All that can be removed are, even when one cannot.
  let ending: Ending = done;
  for (const account of all) {
    const one = await removeAccount(account, accounts, io);
    if (one.code !== 0) {
      io.stderr(ending.code === 0 ? '' : `vigil: ${ending.message}\n`);
      ending = one;
    }
  }
  return ending.code === 0 ? lookForMore() : ending;
}

/** A key that no list names: of another data folder, or of a list that was lost. It is not ours to delete unasked. */
async function lookForMore(): Promise<Ending> {
  const count = await countStoredKeys(process.platform);
  if (count === null || count === 0) return done;
  const keys = count === 1 ? '1 key of Vigil is' : `${count} keys of Vigil are`;
  return failed(
    `${keys} still in the keychain, of no account in this list: of another data folder, or of a list that was lost. To delete all: secret-tool clear service ${keychainService}`,
  );
}

async function firstLine({ stdin }: HeadlessIo): Promise<string> {
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return line.trim().toLowerCase();
    return '';
  } finally {
    lines.close();
    stdin.pause();
  }
}
