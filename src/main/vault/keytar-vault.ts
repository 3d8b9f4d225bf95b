/**
 * The keychain of this computer, through keytar. Runs in the vault process only: a locked keyring makes
 * these calls wait for the user, and keytar has crashed in its time.
 *
 * Invariant: neither findCredentials (it kills the process on a locked keyring) nor findPassword.
 */
import type * as Keytar from 'keytar';
import { type Credentials, fromKeychainText, toKeychainText } from './credentials.ts';
import { troubleOf } from './keychain-errors.ts';
import { keychainService, type VaultAnswer, type VaultCall } from './vault-messages.ts';

const service = keychainService;
const probeAccount = '__probe__';

export async function performOnKeychain(call: VaultCall): Promise<VaultAnswer> {
  try {
    return await perform(await loadKeytar(), call);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return { kind: 'failed', trouble: troubleOf(detail), detail };
  }
}

async function perform(keytar: typeof Keytar, call: VaultCall): Promise<VaultAnswer> {
  switch (call.op) {
    case 'read':
      return read(keytar, call.account);
    case 'write':
      return write(keytar, call.account, call.credentials);
    case 'delete':
      return remove(keytar, call.account);
    case 'probe':
      return probe(keytar);
    default:
      return call satisfies never;
  }
}

async function read(keytar: typeof Keytar, account: string): Promise<VaultAnswer> {
  const text = await keytar.getPassword(service, account);
  if (text === null) return { kind: 'none' };
  const credentials = fromKeychainText(text);
  return credentials === null ? { kind: 'unreadable' } : { kind: 'key', credentials };
}

async function write(keytar: typeof Keytar, account: string, credentials: Credentials): Promise<VaultAnswer> {
  const text = toKeychainText(credentials);
  await keytar.setPassword(service, account, text);
  if ((await keytar.getPassword(service, account)) === text) return { kind: 'done' };
  const detail = 'the keychain took the key and did not give it back';
  return { kind: 'failed', trouble: 'broken', detail };
}

async function remove(keytar: typeof Keytar, account: string): Promise<VaultAnswer> {
  await keytar.deletePassword(service, account);
  if ((await keytar.getPassword(service, account)) !== null) {
    return { kind: 'failed', trouble: 'broken', detail: 'the keychain did not delete the key' };
  }
  // A locked keyring answers "nothing there" to everything: only one that can write is to be believed.
  return probe(keytar);
}

async function probe(keytar: typeof Keytar): Promise<VaultAnswer> {
  await keytar.setPassword(service, probeAccount, 'Vigil looks whether this keyring is open');
  await keytar.deletePassword(service, probeAccount);
  return { kind: 'done' };
}

/** Loaded when it is needed: where libsecret is missing, loading it fails. */
async function loadKeytar(): Promise<typeof Keytar> {
  const loaded: typeof Keytar & { readonly default?: typeof Keytar } = await import('keytar');
  return loaded.default ?? loaded;
}
