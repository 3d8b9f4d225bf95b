/** The keychain as the rest of main sees it: keys in, keys out, and a state that is always known. */
import type { VaultState } from '../../preload/contract/accounts.ts';
import { type Credentials, wipe } from './credentials.ts';
import type { VaultClient, VaultOutcome } from './vault-client.ts';
import type { VaultTrouble } from './vault-messages.ts';

export interface VaultFailure {
  readonly kind: 'failed';
  readonly trouble: VaultTrouble;
  /** The keychain's own words. */
  readonly detail: string;
}

export type KeyRead =
  | { readonly kind: 'key'; readonly credentials: Credentials }
  /** The keychain is open and has no such key. */
  | { readonly kind: 'removed' }
  | { readonly kind: 'unreadable' }
  | VaultFailure;

export type VaultDone = { readonly kind: 'done' } | VaultFailure;

export interface Vault {
  readonly state: VaultState;
  /** The keychain's own words about the last failure; empty while all is well. */
  readonly detail: string;
  /** The caller owns the bytes and wipes them. */
  read(account: string): Promise<KeyRead>;
  /** The caller keeps the bytes and wipes them. */
  write(account: string, credentials: Credentials): Promise<VaultDone>;
  /** Done means that the key is gone for certain. */
  remove(account: string): Promise<VaultDone>;
  /** Finds out by writing whether the keychain is open; it may ask the user, so only when the user wants it. */
  unlock(): Promise<VaultDone>;
  close(): void;
}

export interface OpenVault {
  readonly connect: (onWaiting: (isWaiting: boolean) => void) => VaultClient;
  readonly onChange: () => void;
}

export function createVault({ connect, onChange }: OpenVault): Vault {
  let settled: VaultState = 'ready';
  let detail = '';
  let isWaiting = false;
  /** An account whose key is there: where even that one cannot be read, nothing is missing, it is locked. */
  let witness: string | null = null;
  let isKnownOpen = false;

  const client = connect((waits) => {
    isWaiting = waits;
    onChange();
  });

  function works(): void {
    isKnownOpen = true;
    if (settled === 'ready') return;
    settled = 'ready';
    detail = '';
    onChange();
  }

  function fails(trouble: VaultTrouble, words: string): VaultFailure {
    isKnownOpen = false;
    if (settled !== trouble || detail !== words) {
      settled = trouble;
      detail = words;
      onChange();
    }
    return { kind: 'failed', trouble, detail: words };
  }

  /** Locked after a silence means that the user was asked, and did not unlock it. */
  function failure(outcome: VaultOutcome & { readonly kind: 'failed' }): VaultFailure {
    const isRefused = outcome.trouble === 'locked' && outcome.waited;
    return fails(isRefused ? 'denied' : outcome.trouble, outcome.detail);
  }

  function done(outcome: VaultOutcome): VaultDone {
    if (outcome.kind === 'failed') return failure(outcome);
    works();
    return { kind: 'done' };
  }

  /** A locked keyring answers as if there were nothing in it. */
  async function afterNone({ waited }: VaultOutcome): Promise<KeyRead> {
    if (!waited && isKnownOpen && (await isStillOpen())) return { kind: 'removed' };
    return fails(waited ? 'denied' : 'locked', 'the keychain did not give the key');
  }

  async function isStillOpen(): Promise<boolean> {
    if (witness === null) return true;
    const outcome = await client.perform({ op: 'read', account: witness });
    if (outcome.kind === 'key') wipe(outcome.credentials);
    return outcome.kind === 'key';
  }

  return {
    get state() {
      return isWaiting ? 'waiting' : settled;
    },
    get detail() {
      return detail;
    },
    async read(account) {
      const outcome = await client.perform({ op: 'read', account });
      switch (outcome.kind) {
        case 'key':
          works();
          witness = account;
          return { kind: 'key', credentials: outcome.credentials };
        case 'unreadable':
          works();
          return { kind: 'unreadable' };
        case 'failed':
          return failure(outcome);
        default:
          return afterNone(outcome);
      }
    },
    async write(account, credentials) {
      const result = done(await client.perform({ op: 'write', account, credentials }));
      if (result.kind === 'done') witness = account;
      return result;
    },
    async remove(account) {
      if (witness === account) witness = null;
      return done(await client.perform({ op: 'delete', account }));
    },
    async unlock() {
      // The probe is a better witness than a key that may be gone by now.
      witness = null;
      return done(await client.perform({ op: 'probe' }));
    },
    close: () => client.close(),
  };
}
