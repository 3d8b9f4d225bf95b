/**
 * Takes keys out of texts that go to logs, screens and files, in case a venue or a library repeats one. Knows
 * them by their hashes only, so that nothing here gives one away.
 */
import { createHash } from 'node:crypto';
import { bytesOf, type Credentials } from './credentials.ts';
import { fingerprintOf } from './fingerprint.ts';

interface Known {
  readonly length: number;
  readonly hash: string;
  readonly instead: string;
}

/** By a sum over the first characters, which says where in a text one may begin. */
const known = new Map<number, readonly Known[]>();
/** The same sums, cut short: most places of a text need no other look. */
const beginnings = new Uint8Array(0x10000);

/** From now on these are replaced wherever `redact` looks. */
export function learnSecrets({ key, secret, passphrase }: Credentials): void {
  // Through bytes, as the others: what is no character could not be written in an address.
  learn(wordsOf(bytesOf(key)), `[key ${fingerprintOf(key)}]`);
  learn(wordsOf(secret), '[secret]');
  if (passphrase !== null) learn(wordsOf(passphrase), '[passphrase]');
}

export function redact(text: string): string {
  if (known.size === 0 || text.length < shortest) return text;
  let shown = '';
  let from = 0;
  let sum = sumOf(text);
  for (let at = 0; ; at += 1) {
    const found = at >= from && beginnings[sum & 0xffff] === 1 ? knownAt(text, at, sum) : null;
    if (found !== null) {
      shown += text.slice(from, at) + found.instead;
      from = at + found.length;
    }
    if (at + shortest >= text.length) break;
    const left = Math.imul(text.charCodeAt(at), firstWeight);
    sum = (Math.imul(sum - left, weight) + text.charCodeAt(at + shortest)) | 0;
  }
  return shown + text.slice(from);
}

function knownAt(text: string, at: number, sum: number): Known | null {
  const found = known
    .get(sum)
    ?.find(({ length, hash }) => length <= text.length - at && hashOf(text.slice(at, at + length)) === hash);
  return found ?? null;
}

function wordsOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** As it is, and as it stands in JSON and in an address; a private key is many secrets, a line each. */
function learn(text: string, instead: string): void {
  for (const line of text.split(/\s*\n\s*|-----[A-Z ]+-----/)) {
    for (const written of [line, JSON.stringify(line).slice(1, -1), encodeURIComponent(line)]) {
      if (written.length >= shortest) add(written, instead);
    }
  }
}

function add(text: string, instead: string): void {
  const sum = sumOf(text);
  const hash = hashOf(text);
  const others = known.get(sum) ?? [];
  if (others.some((one) => one.hash === hash)) return;
  beginnings[sum & 0xffff] = 1;
  // The longest first: one secret may begin as another does.
  known.set(
    sum,
    [...others, { length: text.length, hash, instead }].toSorted((a, b) => b.length - a.length),
  );
}

/** Of the first characters. */
function sumOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < shortest; at += 1) sum = (Math.imul(sum, weight) + text.charCodeAt(at)) | 0;
  return sum;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

/** Anything shorter would also be found where it is not meant. */
const shortest = 8;
const weight = 16_777_619;
/** What the first of these characters adds to the sum. */
const firstWeight = Array.from({ length: shortest - 1 }).reduce<number>((of) => Math.imul(of, weight), 1);
