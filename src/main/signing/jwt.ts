/** Signed tokens, ES256 or EdDSA. https://datatracker.ietf.org/doc/html/rfc7515 and rfc8037, read 2026-11-24 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { base64Bytes } from './base64.ts';

/** An EC P-256 key as PEM, or an Ed25519 key as base64 of 32 or 64 bytes; null when it is neither. */
export function privateKey(secret: Uint8Array): KeyObject | null {
  const given = Buffer.from(secret);
  const text = withLineBreaks(given);
  try {
    const key = text.includes('-----BEGIN') ? createPrivateKey(text) : ed25519(text);
    return key !== null && algorithmOf(key) !== null ? key : null;
  } catch {
    return null;
  } finally {
    given.fill(0);
    text.fill(0);
  }
}

export function signedToken(
  key: KeyObject,
  header: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
): string {
  return signedText(key, JSON.stringify({ alg: algorithmOf(key), ...header }), JSON.stringify(claims));
}

export function signedText(key: KeyObject, header: string, payload: string): string {
  const text = `${url(header)}.${url(payload)}`;
  // Raw r and s as RFC 7518 3.4 wants them, not the ASN.1 that is usual elsewhere.
  const signature =
    algorithmOf(key) === 'EdDSA'
      ? sign(null, Buffer.from(text), key)
      : sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

function algorithmOf(key: KeyObject): 'ES256' | 'EdDSA' | null {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return isP256 ? 'ES256' : null;
}

function ed25519(text: Uint8Array): KeyObject | null {
  const bytes = base64Bytes(text);
  if (bytes === null || (bytes.length !== 32 && bytes.length !== 64)) return null;
  // Of 64 bytes the second half is the public key. The prefix is the PKCS #8 frame of RFC 8410.
  const der = Buffer.concat([pkcs8Prefix, bytes.subarray(0, 32)]);
  bytes.fill(0);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** Key files in JSON write the line breaks of a PEM as `\n`, and so do people who copy from them. */
function withLineBreaks(pem: Buffer): Buffer {
  return pem.includes('\\n') ? Buffer.from(pem.toString('latin1').replaceAll('\\n', '\n'), 'latin1') : pem;
}

function url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
