/** Makes a signer of a key: it can do every scheme, and shows nothing of the secret. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Signer } from '../exchanges/exchange.ts';
import { base64Bytes } from './base64.ts';
import { hmacSha256, hmacSha384, hmacSha512OverSha256 } from './hmac.ts';
import { privateKey, signedToken } from './jwt.ts';

export interface KeyParts {
  /** The public half: an API key or its name. */
  readonly key: string;
  readonly secret: Uint8Array;
  readonly passphrase: Uint8Array | null;
}

/**
 * The secret is held as key objects: it is in no property, so no log or inspection shows it. The caller may
 * wipe its bytes afterwards.
 */
export function createSigner({ key: keyId, secret, passphrase }: KeyParts): Signer {
  const plain = createSecretKey(secret);
  const decoded = decodedKey(secret);
  const pair = privateKey(secret);
  const phrase = passphrase === null ? null : createSecretKey(passphrase);
  return {
    keyId,
    hmacSha256Hex: (text) => hmacSha256(plain, text, 'hex'),
    hmacSha256Base64: (text) => hmacSha256(plain, text, 'base64'),
    hmacSha384Hex: (text) => hmacSha384(plain, text),
    hmacSha512Base64(prefix, hashed) {
      return hmacSha512OverSha256(needed(decoded, 'The secret is not base64.'), prefix, hashed);
    },
    jwt(claims, nonce) {
      const key = needed(pair, 'The secret is neither an EC P-256 key in PEM nor an Ed25519 key in base64.');
      return signedToken(key, { typ: 'JWT', kid: keyId, nonce }, claims);
    },
    passphrase: () => (phrase === null ? '' : phrase.export().toString('utf8')),
  };
}

/** A signer of a secret that is no secret, such as the practice venue's. */
export function textSigner(key: string, secret: string): Signer {
  return createSigner({ key, secret: Buffer.from(secret, 'utf8'), passphrase: null });
}

function decodedKey(secret: Uint8Array): KeyObject | null {
  const bytes = base64Bytes(secret);
  if (bytes === null) return null;
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

function needed(key: KeyObject | null, otherwise: string): KeyObject {
  if (key === null) throw new Error(`${otherwise} Enter the key again.`);
  return key;
}
