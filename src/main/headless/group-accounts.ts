/** Finds the stored accounts that groups name, and reads their keys. */
import { type AccountAddress, checkAddress } from '../accounts/account-rules.ts';
import type { Signer } from '../exchanges/exchange.ts';
import { findAccount } from './find-account.ts';
import type { Group } from './groups.ts';
import type { HeadlessIo } from './io.ts';
import type { Parsed } from './options.ts';
import { openStoredAccounts, type StoredAccounts } from './stored-accounts.ts';

export interface GroupAccount {
  readonly label: string;
  readonly address: AccountAddress;
  /** Not the venue itself: its public channels are at the same address. */
  readonly isOtherServer: boolean;
  /** null: the keychain did not give the key, for this reason. */
  readonly signer: Signer | null;
  readonly reason: string;
}

export type GroupAccounts = ReadonlyMap<Group, GroupAccount>;

/** An account that is not there, or an address it may not be used at, is a mistake in the arguments. */
export async function groupAccounts(
  groups: readonly Group[],
  io: HeadlessIo,
): Promise<Parsed<GroupAccounts>> {
  const found = new Map<Group, GroupAccount>();
  const named = groups.filter(({ account }) => account !== null);
  if (named.length === 0) return { ok: true, value: found };
  const stored = await openStoredAccounts(io);
  try {
    for (const group of named) {
      const account = await groupAccount(group, stored, io.host.loopbackOnly);
      if (!account.ok) return account;
      found.set(group, account.value);
    }
    return { ok: true, value: found };
  } finally {
    stored.close();
  }
}

async function groupAccount(
  group: Group,
  { accounts, opened }: StoredAccounts,
  loopbackOnly: boolean,
): Promise<Parsed<GroupAccount>> {
  const account = findAccount(accounts, { label: group.account ?? '', venue: group.venue });
  if (!account.ok) return account;
  const { id, venue, label, endpoint, rest } = account.value.indexed;
  // Another server's REST would be compared with this one's stream.
  const isSameServer = group.endpoint === null || group.endpoint === endpoint;
  const wanted = {
    ...{ venue, label },
    endpoint: group.endpoint ?? endpoint,
    rest: group.rest ?? (isSameServer ? rest : null),
  };
  const address = checkAddress(wanted, loopbackOnly);
  if (!address.ok) return { ok: false, message: address.error.message };
  const result = await accounts.open(id);
  const signer = opened(accounts.find(id)?.feedId ?? '')?.signer ?? null;
  const reason = result.ok ? '' : result.error.message;
  const isOtherServer = wanted.endpoint !== null;
  return { ok: true, value: { label, address: address.value, isOtherServer, signer, reason } };
}
