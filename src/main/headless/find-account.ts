/** Finds the account that a label means; the venue tells apart two of the same label. */
import type { Account } from '../accounts/account-view.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Wanted } from './accounts-options.ts';
import type { Parsed } from './options.ts';

export function findAccount(accounts: Accounts, { label, venue }: Wanted): Parsed<Account> {
  const same = (a: string, b: string) => a.toLowerCase() === b.trim().toLowerCase();
  const found = accounts
    .all()
    .filter(({ indexed }) => same(indexed.label, label) && (venue === null || indexed.venue === venue));
  const [account, another] = found;
  const at = venue === null ? '' : ` at ${venue}`;
  if (account === undefined) {
    return { ok: false, message: `There is no account "${label}"${at}. See: vigil accounts list` };
  }
  if (another !== undefined) {
    const venues = found.map(({ indexed }) => indexed.venue).join(', ');
    return {
      ok: false,
      message: `"${label}" is the label of accounts at ${venues}. Say which with --venue.`,
    };
  }
  return { ok: true, value: account };
}
