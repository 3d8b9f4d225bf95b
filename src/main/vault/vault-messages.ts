/** What main and the vault process say to each other: one call, one answer, by number. */
import { asCredentials, type Credentials } from './credentials.ts';

/** Under which every key of Vigil is in the keychain. */
export const keychainService = 'app.vigil.accounts';

export type VaultCall =
  | { readonly op: 'read'; readonly account: string }
  /** Written, and read back. */
  | { readonly op: 'write'; readonly account: string; readonly credentials: Credentials }
  /** Deleted, and proven gone: an empty answer alone proves nothing. */
  | { readonly op: 'delete'; readonly account: string }
  /** Writes and deletes an item of no meaning: whether the keychain is open. May ask the user. */
  | { readonly op: 'probe' };

/** Why the keychain did not do as it was asked. */
export type VaultTrouble = 'locked' | 'denied' | 'unavailable' | 'broken';

export type VaultAnswer =
  | { readonly kind: 'key'; readonly credentials: Credentials }
  /** No such item, or a locked keychain that does not say so. */
  | { readonly kind: 'none' }
  | { readonly kind: 'done' }
  /** There is an item, and it is not one that Vigil wrote. */
  | { readonly kind: 'unreadable' }
  /** `detail`: the keychain's own words; never a secret. */
  | { readonly kind: 'failed'; readonly trouble: VaultTrouble; readonly detail: string };

export interface NumberedCall {
  readonly id: number;
  readonly call: VaultCall;
}

export interface NumberedAnswer {
  readonly id: number;
  readonly answer: VaultAnswer;
}

/** null for anything that is not an answer. */
export function asNumberedAnswer(message: unknown): NumberedAnswer | null {
  if (!isObject(message) || typeof message.id !== 'number' || !isObject(message.answer)) return null;
  const { id, answer } = message;
  switch (answer.kind) {
    case 'none':
    case 'done':
    case 'unreadable':
      return { id, answer: { kind: answer.kind } };
    case 'key': {
      const credentials = asCredentials(answer.credentials);
      return credentials === null ? null : { id, answer: { kind: 'key', credentials } };
    }
    case 'failed': {
      const trouble = troubles.find((name) => name === answer.trouble);
      if (trouble === undefined || typeof answer.detail !== 'string') return null;
      return { id, answer: { kind: 'failed', trouble, detail: answer.detail } };
    }
    default:
      return null;
  }
}

/** null for anything that is not a call. */
export function asNumberedCall(message: unknown): NumberedCall | null {
  if (!isObject(message) || typeof message.id !== 'number' || !isObject(message.call)) return null;
  const { op, account } = message.call;
  if (op === 'probe') return { id: message.id, call: { op } };
  if (typeof account !== 'string') return null;
  if (op === 'read' || op === 'delete') return { id: message.id, call: { op, account } };
  const credentials = op === 'write' ? asCredentials(message.call.credentials) : null;
  return credentials === null ? null : { id: message.id, call: { op: 'write', account, credentials } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const troubles = ['locked', 'denied', 'unavailable', 'broken'] as const satisfies readonly VaultTrouble[];
