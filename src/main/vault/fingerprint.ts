/** A short name for a key that gives nothing of it away. */
import { createHash } from 'node:crypto';

/** Of the public half only; the same key has the same fingerprint on every computer. */
export function fingerprintOf(key: string): string {
  const digest = createHash('sha256').update(`app.vigil.fingerprint\n${key}`, 'utf8').digest('hex');
  return digest.slice(0, 8).match(/../g)?.join(':') ?? '';
}
