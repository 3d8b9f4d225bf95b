/** A keychain in memory, behind the same interface as the real one. */
import { type Credentials, fromKeychainText, toKeychainText } from '../../src/main/vault/credentials.ts';
import type { Vault, VaultFailure } from '../../src/main/vault/vault.ts';

export interface VaultDouble extends Vault {
  /** What it holds, as the keychain's text. */
  readonly items: Map<string, string>;
  /** How it fails from now on; null: it works. */
  failure: VaultFailure | null;
  /** What was asked, in order. */
  readonly asked: string[];
  /** Runs before each read is answered. */
  beforeRead: () => Promise<void>;
}

export function vaultDouble(): VaultDouble {
  const items = new Map<string, string>();
  const asked: string[] = [];
  return {
    items,
    asked,
    failure: null,
    beforeRead: async () => {},
    get state() {
      return this.failure?.trouble ?? 'ready';
    },
    get detail() {
      return this.failure?.detail ?? '';
    },
    async read(account) {
      asked.push(`read ${account}`);
      await this.beforeRead();
      if (this.failure !== null) return this.failure;
      const text = items.get(account);
      if (text === undefined) return { kind: 'removed' };
      const credentials = fromKeychainText(text);
      return credentials === null ? { kind: 'unreadable' } : { kind: 'key', credentials };
    },
    async write(account, credentials: Credentials) {
      asked.push(`write ${account}`);
      if (this.failure !== null) return this.failure;
      items.set(account, toKeychainText(credentials));
      return { kind: 'done' };
    },
    async remove(account) {
      asked.push(`remove ${account}`);
      if (this.failure !== null) return this.failure;
      items.delete(account);
      return { kind: 'done' };
    },
    async unlock() {
      asked.push('unlock');
      return this.failure ?? { kind: 'done' };
    },
    close() {},
  };
}

export const lockedVault: VaultFailure = { kind: 'failed', trouble: 'locked', detail: 'locked collection' };
