/**
 * Takes keys out of texts that go to logs, screens and files, in case a venue or a library repeats one. Knows
 * them by their hashes only, so that nothing here gives one away.
 */
import { createHash } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { fingerprintOf } from './fingerprint.ts';

const known = new Map<string, string>();
/** Only words of these lengths need a look. */
const lengths = new Set<number>();

/** From now on these words are replaced wherever `redact` looks. */
export function learnSecrets({ key, secret, passphrase }: Credentials): void {
  learn(key, `[key ${fingerprintOf(key)}]`);
  learn(new TextDecoder().decode(secret), '[secret]');
  if (passphrase !== null) learn(new TextDecoder().decode(passphrase), '[passphrase]');
}

export function redact(text: string): string {
  if (known.size === 0) return text;
  return text.replace(words, (word) => {
    if (!lengths.has(word.length)) return word;
    return known.get(hashOf(word)) ?? word;
  });
}

/** A private key is many words, a line each. */
function learn(text: string, instead: string): void {
  for (const [word] of text.matchAll(words)) {
    known.set(hashOf(word), instead);
    lengths.add(word.length);
  }
}

function hashOf(word: string): string {
  return createHash('sha256').update(word, 'utf8').digest('base64');
}

/** Anything shorter would also be found where it is not meant. */
const words = /[\w+/.=~-]{8,}/g;
