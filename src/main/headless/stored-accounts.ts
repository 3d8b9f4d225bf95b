/** The accounts of this computer as the headless command uses them, and their keychain. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AccountAddress } from '../accounts/account-rules.ts';
import { type Accounts, createAccounts } from '../accounts/accounts.ts';
import { type AskVenue, venueAsker } from '../accounts/key-check.ts';
import type { Signer } from '../exchanges/exchange.ts';
import { openAccountIndex } from '../vault/account-index.ts';
import { explainVault } from '../vault/explain.ts';
import { readSurroundings } from '../vault/surroundings.ts';
import { createVault } from '../vault/vault.ts';
import { createVaultClient } from '../vault/vault-client.ts';
import type { HeadlessIo } from './io.ts';

/** An account whose key was read: what a feed of it needs. */
export interface OpenAccount {
  readonly address: AccountAddress;
  readonly label: string;
  readonly signer: Signer;
}

export interface StoredAccounts {
  readonly accounts: Accounts;
  readonly ask: AskVenue;
  readonly readOnlyKeys: boolean;
  /** By the id that its account carries as `feedId` once it is open. */
  opened(feedId: string): OpenAccount | null;
  close(): void;
}

export async function openStoredAccounts(io: HeadlessIo): Promise<StoredAccounts> {
  const { clock, host } = io;
  const say = (message: string) => io.stderr(`vigil: ${message}\n`);
  const opened = new Map<string, OpenAccount>();
  const ask = venueAsker(clock, io.fetch);
  const surroundings = await readSurroundings(process.env);
  const readOnlyKeys = await wantsReadOnlyKeys(host.dataFolder);
  let wasWaiting = false;
  const vault = createVault({
    connect: (onWaiting) => createVaultClient({ start: host.startVault, clock, onWaiting }),
    onChange() {
      const isWaiting = vault.state === 'waiting';
      if (isWaiting && !wasWaiting)
        say('Your keychain is asking for its password; waiting for your answer there.');
      wasWaiting = isWaiting;
    },
  });
  const accounts = createAccounts({
    ...{ clock, vault, loopbackOnly: host.loopbackOnly, check: ask },
    index: openAccountIndex({ path: join(host.dataFolder, 'accounts.json'), clock, notice: say }),
    readOnlyKeys: () => readOnlyKeys,
    changed() {},
    explain({ trouble, detail }) {
      const { headline, body, command } = explainVault(trouble, detail, surroundings);
      return [headline, body, ...(command === null ? [] : [`Command: ${command}`])].join(' ');
    },
    feeds: {
      open(address, label, signer) {
        const feedId = `${address.venue} ${label}`;
        opened.set(feedId, { address, label, signer });
        return feedId;
      },
      wait: (address, label) => `${address.venue} ${label}`,
      async close(feedId) {
        opened.delete(feedId);
      },
    },
  });
  await accounts.load();
  return {
    ...{ accounts, ask, readOnlyKeys },
    opened: (feedId) => opened.get(feedId) ?? null,
    close: () => vault.close(),
  };
}

/** The one setting that concerns keys; a file that cannot be read is the desktop app's to report. */
async function wantsReadOnlyKeys(dataFolder: string): Promise<boolean> {
  try {
    const text = await readFile(join(dataFolder, 'settings.json'), 'utf8');
    return z.object({ readOnlyKeys: z.boolean() }).parse(JSON.parse(text)).readOnlyKeys;
  } catch {
    return false;
  }
}
