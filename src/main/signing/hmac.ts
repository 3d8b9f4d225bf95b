/** Signs with HMAC-SHA256 and keeps the secret to itself. */
import { createHmac, createSecretKey } from 'node:crypto';
import type { Signer } from '../exchanges/exchange.ts';

/** The secret is held as a key object: it is not in any property, so no log or inspection shows it. */
export function hmacSigner(keyId: string, secret: string): Signer {
  const key = createSecretKey(secret, 'utf8');
  return {
    keyId,
    hmacSha256Hex: (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex'),
  };
}
