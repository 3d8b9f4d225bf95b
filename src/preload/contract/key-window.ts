/** What crosses to and from the small window in which a key is typed: a bridge of its own, one way for secrets. */
import { z } from 'zod';
import type { AccountVenue, KeyRights, VaultView } from './accounts.ts';
import type { Settings } from './settings.ts';

const Text = z.string().trim();
/** Bytes, so that they can be wiped. A private key in PEM takes some hundred. */
const Secret = z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 8_000);

export const keyRequests = {
  /** What the window is for. */
  describe: z.strictObject({}),
  /** Starts a practice server on this computer; answers with the form filled in with its key. */
  practice: z.strictObject({}),
  /** Hands the key over, once; the venue is asked what it may do, and nothing is kept yet. */
  check: z.strictObject({
    venue: Text.max(40),
    label: Text.max(200),
    endpoint: Text.max(2000).nullable(),
    rest: Text.max(2000).nullable(),
    key: Text.min(1).max(2000),
    secret: Secret,
    passphrase: Secret.nullable(),
  }),
  /** Asks the venue again with the key that was handed over. */
  'check-again': z.strictObject({}),
  /** Keeps what was handed over last. */
  keep: z.strictObject({ keptIn: z.enum(['keychain', 'session']), beyondReading: z.boolean() }),
  /** Forgets what was handed over, so that another can be. */
  discard: z.strictObject({}),
  close: z.strictObject({}),
} as const;

export type KeyRequestName = keyof typeof keyRequests;
export type KeyRequest<N extends KeyRequestName> = z.input<(typeof keyRequests)[N]>;

export interface KeyForm {
  readonly purpose: 'add' | 'replace';
  readonly venues: readonly AccountVenue[];
  /** Chosen already, or the account's own. */
  readonly venue: string | null;
  readonly label: string;
  readonly endpoint: string | null;
  readonly rest: string | null;
  /** The key of a practice server, made for this session; null: the user brings one. */
  readonly sample: { readonly key: string; readonly secret: string } | null;
  readonly loopbackOnly: boolean;
  /** No key is in the keychain yet, and the system may ask for the password of a new keyring. */
  readonly mayCreateKeyring: boolean;
  readonly theme: Settings['theme'];
  readonly vault: VaultView;
}

export type KeyField = 'venue' | 'label' | 'endpoint' | 'rest' | 'key' | 'secret' | 'passphrase';

export type KeyAnswer =
  /** Something typed is wrong; nothing was taken over. */
  | { readonly kind: 'form'; readonly field: KeyField; readonly message: string }
  /** The venue turns the key away. */
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'checked';
      readonly venueName: string;
      readonly label: string;
      readonly fingerprint: string;
      readonly rights: KeyRights | null;
      /** Why the rights are not known. */
      readonly problem: string | null;
      /** "trade and withdraw": what the user must agree to; null for a key that only reads. */
      readonly beyond: string | null;
      /** Settings allow read-only keys only, and this is none. */
      readonly isForbidden: boolean;
    };

export interface KeyResults {
  describe: KeyForm;
  practice: KeyForm;
  check: KeyAnswer;
  'check-again': KeyAnswer;
  keep: null;
  discard: null;
  close: null;
}
