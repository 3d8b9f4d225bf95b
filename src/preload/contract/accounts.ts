/** Accounts and the keychain as the window shows them: fingerprints and states, never a key. */
import { z } from 'zod';
import type { IsoTime } from './rows.ts';

const AccountId = z.string().min(1).max(80);

/** How a label is written: something to read on one line, and to type after `--label`. */
export const AccountLabel = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);

/** Everything the main window can ask of accounts. It never sends a key: that has a window of its own. */
export const accountRequests = {
  'accounts.state': z.strictObject({}),
  /** Opens the key window for a new account; `venue` is chosen there already. */
  'accounts.add': z.strictObject({ venue: z.string().max(40).nullable() }),
  /** Opens the key window for an account that is there: its key is replaced, or entered again. */
  'accounts.replace-key': z.strictObject({ accountId: AccountId }),
  /** Asks the venue what the key may do; null: every account's. */
  'accounts.check': z.strictObject({ accountId: AccountId.nullable() }),
  'accounts.rename': z.strictObject({ accountId: AccountId, label: AccountLabel }),
  'accounts.pause': z.strictObject({ accountId: AccountId, paused: z.boolean() }),
  /**
   * Deletes the key from the keychain, and the account once the key is gone for certain. Where that cannot
   * be had, the refusal is `not-verified`; `evenIfKept` forgets the account all the same.
   */
  'accounts.remove': z.strictObject({ accountId: AccountId, evenIfKept: z.boolean() }),
  /** Asks the keychain again for the keys it did not give; the system may ask for a password. */
  'accounts.unlock': z.strictObject({}),
} as const;

/** What a venue says that a key may do. */
export interface KeyRights {
  /** null: the venue does not say. */
  readonly read: boolean | null;
  readonly trade: boolean | null;
  readonly withdraw: boolean | null;
  /** The venue's own words for what goes beyond reading. */
  readonly words: readonly string[];
  readonly expiresAt: IsoTime | null;
  /** Addresses the key is bound to; empty: none that the venue tells of. */
  readonly addresses: readonly string[];
}

/** Where a key is kept. */
export type KeptIn = 'keychain' | 'session';

/** How far an account has come; the health of what it sends is that of its feed. */
export type AccountState =
  /** Its key is known, its feed is open. */
  | 'open'
  /** The keychain has not been asked yet. */
  | 'starting'
  /** The keychain is asking the user for its password. */
  | 'waiting'
  /** The keychain did not give the key: locked, refused by the user, absent, or failing. */
  | 'locked'
  | 'denied'
  | 'unavailable'
  | 'broken'
  /** The keychain is open and has no such key any more. */
  | 'removed'
  /** Kept for one session, which is over: the key must be entered again. */
  | 'enter-again'
  | 'paused'
  /** Its venue or address cannot be used here; `message` says why. */
  | 'unusable';

export interface AccountView {
  readonly id: string;
  readonly venue: string;
  readonly venueName: string;
  readonly label: string;
  /** Of the key's public half, such as `7c:41:e0:9a`. */
  readonly fingerprint: string;
  readonly keptIn: KeptIn;
  /** The address of a compatible server; null: the venue's own. */
  readonly endpoint: string | null;
  readonly rest: string | null;
  readonly state: AccountState;
  /** What is wrong and what to do; empty when nothing is. */
  readonly message: string;
  /** The feed whose rows are this account's; null while it has none. */
  readonly feedId: string | null;
  /** null: not established. */
  readonly rights: KeyRights | null;
  /** Why the last check told nothing; null when it did, or there was none. */
  readonly checkProblem: string | null;
  readonly checking: boolean;
  /** Wall ms. */
  readonly checkedMs: number | null;
  readonly createdMs: number;
}

export type VaultState = 'ready' | 'waiting' | 'locked' | 'denied' | 'unavailable' | 'broken';

/** The keychain as a whole; a banner while it is not ready and an account needs it. */
export interface VaultView {
  readonly state: VaultState;
  /** `Keyring locked` */
  readonly headline: string;
  readonly body: string;
  /** A command that cures it, to be copied; null: there is none. */
  readonly command: string | null;
  /** What a button would do: ask again with `accounts.unlock`. null: nothing to press. */
  readonly action: 'Unlock' | 'Try again' | null;
}

/** A venue that an account can be added for. */
export interface AccountVenue {
  readonly id: string;
  readonly name: string;
  /** It has no address of its own: a compatible server's is needed. */
  readonly needsEndpoint: boolean;
  readonly needsPassphrase: boolean;
}

export interface AccountsView {
  readonly vault: VaultView;
  /** In the order they were added. */
  readonly accounts: readonly AccountView[];
  readonly venues: readonly AccountVenue[];
  /** True under the test-only runtime: only servers on this computer are accepted. */
  readonly loopbackOnly: boolean;
  /** What became of a damaged list of accounts. */
  readonly notices: readonly string[];
}

export interface AccountResults {
  'accounts.state': AccountsView;
  'accounts.add': null;
  'accounts.replace-key': null;
  'accounts.check': null;
  'accounts.rename': null;
  'accounts.pause': null;
  'accounts.remove': null;
  'accounts.unlock': null;
}
