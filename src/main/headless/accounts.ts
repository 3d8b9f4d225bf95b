/** Runs `accounts`: adds, lists, checks and removes accounts; keys come in, only fingerprints go out. */

import type { KeyRights } from '../../preload/contract/accounts.ts';
import {
  checkAddress,
  checkLabel,
  exceedsReading,
  isPassing,
  type NewAccount,
  rightsBeyondReading,
} from '../accounts/account-rules.ts';
import { keySigner } from '../accounts/key-signer.ts';
import { wipe } from '../vault/credentials.ts';
import { fingerprintOf } from '../vault/fingerprint.ts';
import type { AccountsCommand, Wanted } from './accounts-options.ts';
import { done, type Ending, failed, misused, print } from './ending.ts';
import { findAccount } from './find-account.ts';
import type { HeadlessIo } from './io.ts';
import { readKey } from './key-input.ts';
import { removeAccount, removeAllAccounts } from './remove-accounts.ts';
import { openStoredAccounts, type StoredAccounts } from './stored-accounts.ts';

export async function runAccounts(command: AccountsCommand, io: HeadlessIo): Promise<number> {
  const stored = await openStoredAccounts(io);
  try {
    const ending = await perform(command, stored, io);
    if (ending.code !== 0) io.stderr(`vigil: ${ending.message}\n`);
    return ending.code;
  } finally {
    stored.close();
  }
}

function perform(command: AccountsCommand, stored: StoredAccounts, io: HeadlessIo): Promise<Ending> {
  switch (command.kind) {
    case 'add':
      return add(command.account, stored, io);
    case 'list':
      return list(stored, io);
    case 'check':
      return check(command.wanted, stored, io);
    case 'remove':
      return remove(command.wanted, stored, io);
    case 'remove-all':
      return removeAllAccounts(command.sure, stored.accounts, io);
    default:
      return command satisfies never;
  }
}

async function add(account: NewAccount, stored: StoredAccounts, io: HeadlessIo): Promise<Ending> {
  const { accounts } = stored;
  if (isPassing(account)) {
    return misused('The practice Bybit runs inside the window only: add it there. Nothing is stored.');
  }
  // Before the key is asked for: a mistake in the arguments needs none.
  const address = checkAddress(account, io.host.loopbackOnly);
  if (!address.ok) return misused(address.error.message);
  const label = checkLabel(
    account,
    accounts.all().map(({ indexed }) => indexed),
  );
  if (!label.ok) return misused(label.error.message);
  const credentials = await readKey(
    { stdin: io.stdin, ask: io.stderr },
    address.value.protocol.needsPassphrase,
  );
  if ('problem' in credentials) return misused(credentials.problem);
  try {
    const answer = await stored.ask(address.value, keySigner(credentials));
    if (answer.kind === 'refused') return failed(`${answer.message} Nothing is stored.`);
    if (answer.kind === 'rights' && exceedsReading(answer.rights)) {
      const beyond = rightsBeyondReading(answer.rights);
      if (stored.readOnlyKeys) {
        return failed(
          `This key can ${beyond}, and the settings allow read-only keys only. Nothing is stored.`,
        );
      }
      io.stderr(
        `vigil: Warning: this key can ${beyond}. Vigil never does, but whoever steals the key can. A read-only key does everything Vigil needs.\n`,
      );
    }
    const added = await accounts.add(account, credentials, { keptIn: 'keychain', check: answer });
    if (!added.ok) return failed(added.error.message);
    const said =
      answer.kind === 'rights'
        ? rightsWords(answer.rights)
        : `Its permissions are unknown. ${answer.message}`;
    print(io, `Stored "${label.value}" (${account.venue}), key ${fingerprintOf(credentials.key)}. ${said}`);
    return done;
  } finally {
    wipe(credentials);
  }
}

async function list({ accounts }: StoredAccounts, io: HeadlessIo): Promise<Ending> {
  const rows = accounts.all().map(({ indexed }) => {
    const { label, venue, fingerprint, endpoint, keptIn, paused, rights } = indexed;
    const rest = [
      rights === null ? 'permissions unknown' : rightsNote(rights),
      ...(endpoint === null ? [] : [endpoint]),
      ...(keptIn === 'session' ? ['key not stored'] : []),
      ...(paused ? ['paused'] : []),
    ];
    return [label, venue, fingerprint, rest.join(', ')];
  });
  if (rows.length === 0)
    io.stderr('vigil: There is no account. Add one with: vigil accounts add --venue V --label L\n');
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) print(io, row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  return done;
}

async function check(wanted: Wanted, { accounts }: StoredAccounts, io: HeadlessIo): Promise<Ending> {
  const found = findAccount(accounts, wanted);
  if (!found.ok) return misused(found.message);
  const { id, label, venue, fingerprint } = found.value.indexed;
  const opened = await accounts.open(id);
  if (!opened.ok) return failed(`${label} (${venue}): ${opened.error.message}`);
  const checked = await accounts.check(id);
  if (!checked.ok) return failed(checked.error.message);
  const now = accounts.find(id);
  if (now === null || now.checkProblem !== null) {
    return failed(
      `${label} (${venue}), key ${fingerprint}: ${now?.checkProblem ?? 'it was removed meanwhile.'}`,
    );
  }
  const { rights } = now.indexed;
  print(io, `"${label}" (${venue}), key ${fingerprint}. ${rights === null ? '' : rightsWords(rights)}`);
  return done;
}

async function remove(wanted: Wanted, { accounts }: StoredAccounts, io: HeadlessIo): Promise<Ending> {
  const found = findAccount(accounts, wanted);
  return found.ok ? removeAccount(found.value, accounts, io) : misused(found.message);
}

function rightsWords(rights: KeyRights): string {
  const until = rights.expiresAt === null ? '' : ` It expires on ${rights.expiresAt.slice(0, 10)}.`;
  const from = rights.addresses.length === 0 ? '' : ` It works from ${rights.addresses.join(', ')} only.`;
  const may = exceedsReading(rights) ? `read and ${rightsBeyondReading(rights)}` : 'only read';
  return `The key can ${may}.${until}${from}`;
}

function rightsNote(rights: KeyRights): string {
  return exceedsReading(rights) ? `can ${rightsBeyondReading(rights)}` : 'read-only';
}
