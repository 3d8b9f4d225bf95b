/** A key pair in transit: the secret halves are bytes, so that they can be wiped. */

export interface Credentials {
  /** The public half: an API key or its name. */
  readonly key: string;
  readonly secret: Uint8Array;
  readonly passphrase: Uint8Array | null;
  /** The server it was given for, kept with it in the keychain. Absent in items of earlier versions. */
  readonly server?: string;
}

export function wipe({ secret, passphrase }: Credentials): void {
  secret.fill(0);
  passphrase?.fill(0);
}

/** The text that the keychain keeps. */
export function toKeychainText({ key, secret, passphrase, server }: Credentials): string {
  const fields = { v: 1, key, secret: textOf(secret), ...(server === undefined ? {} : { server }) };
  return JSON.stringify(passphrase === null ? fields : { ...fields, passphrase: textOf(passphrase) });
}

/** null when the text is not one of ours. */
export function fromKeychainText(text: string): Credentials | null {
  const fields = parse(text);
  if (fields === null || fields.v !== 1) return null;
  const { key, secret, passphrase, server } = fields;
  if (typeof key !== 'string' || typeof secret !== 'string') return null;
  if (passphrase !== undefined && typeof passphrase !== 'string') return null;
  return {
    key,
    secret: bytesOf(secret),
    passphrase: passphrase === undefined ? null : bytesOf(passphrase),
    ...(typeof server === 'string' ? { server } : {}),
  };
}

/** Read by shape, because they cross between processes of ours; null for anything else. */
export function asCredentials(value: unknown): Credentials | null {
  if (typeof value !== 'object' || value === null) return null;
  const { key, secret, passphrase, server } = value as Record<string, unknown>;
  if (typeof key !== 'string' || !(secret instanceof Uint8Array)) return null;
  if (passphrase !== null && !(passphrase instanceof Uint8Array)) return null;
  return { key, secret, passphrase, ...(typeof server === 'string' ? { server } : {}) };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
