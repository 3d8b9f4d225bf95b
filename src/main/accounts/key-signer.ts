/** Makes the signer of a key; from then on texts that repeat the key are redacted. */
import type { Signer } from '../exchanges/exchange.ts';
import { createSigner } from '../signing/signer.ts';
import type { Credentials } from '../vault/credentials.ts';
import { learnSecrets } from '../vault/redact.ts';

/** The bytes stay the caller's to wipe. */
export function keySigner(credentials: Credentials): Signer {
  learnSecrets(credentials);
  return createSigner(credentials);
}
