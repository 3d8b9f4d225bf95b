/** Reads a key from standard input, one line each, as bytes that can be wiped; typed ones are not shown. */

import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Credentials } from '../vault/credentials.ts';

export interface KeyInput {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  readonly ask: (words: string) => void;
}

/** Words instead of credentials say what was missing. */
export async function readKey(
  input: KeyInput,
  needsPassphrase: boolean,
): Promise<Credentials | { readonly problem: string }> {
  const names = ['API key', 'Secret', ...(needsPassphrase ? ['Passphrase'] : [])];
  const lines =
    input.stdin.isTTY === true ? await typedLines(input, names) : await pipedLines(input, names.length);
  if (lines === null) return { problem: 'No key was entered; nothing is stored.' };
  const missing = names.find((_, at) => (lines[at]?.length ?? 0) === 0);
  const [key, secret, passphrase] = lines;
  if (missing !== undefined || key === undefined || secret === undefined) {
    return {
      problem: `Standard input must hold ${names.join(', ')}, one per line; ${missing ?? 'one'} is missing.`,
    };
  }
  // A private key in one line has its line breaks written out.
  return { key: key.toString('utf8'), secret: unfolded(secret), passphrase: passphrase ?? null };
}

/** Reads no further than it must: whoever pipes a key in may keep the pipe open. */
async function pipedLines({ stdin }: KeyInput, count: number): Promise<readonly Buffer[]> {
  const lines: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    const text = Buffer.concat([rest, bytes]);
    rest.fill(0);
    bytes.fill(0);
    let from = 0;
    for (
      let end = text.indexOf(newline);
      end >= 0 && !isWhole(lines, count);
      end = text.indexOf(newline, from)
    ) {
      take(lines, trimmed(text.subarray(from, end)));
      from = end + 1;
    }
    rest = Buffer.from(text.subarray(from));
    text.fill(0);
    if (isWhole(lines, count) || rest.length + (lines.at(-1)?.length ?? 0) > longest) break;
  }
  if (!isWhole(lines, count)) take(lines, trimmed(rest));
  rest.fill(0);
  return lines;
}

/** null when the user gave up. */
async function typedLines(
  { stdin, ask }: KeyInput,
  names: readonly string[],
): Promise<readonly Buffer[] | null> {
  const decoder = new StringDecoder('utf8');
  const lines: Buffer[] = [];
  let line = '';
  // Without this the terminal would show what is typed.
  stdin.setRawMode?.(true);
  try {
    ask(`${names[0]}: `);
    for await (const chunk of stdin) {
      for (const character of decoder.write(Buffer.from(chunk))) {
        if (character === '\u0003' || character === '\u0004') return null;
        if (character === '\u007f' || character === '\b') line = line.slice(0, -1);
        else if (character !== '\r' && character !== '\n') line += character;
        else if (isOpen(Buffer.from(line, 'utf8'))) line = `${line.trimEnd()}\n`;
        else if (line !== '') {
          lines.push(Buffer.from(line.trim(), 'utf8'));
          line = '';
          ask('\n');
          if (lines.length === names.length) return lines;
          ask(`${names[lines.length]}: `);
        }
      }
    }
    return null;
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
  }
}

/** A private key goes on to its last line; an empty one in it would make it unreadable. */
function take(lines: Buffer[], line: Buffer): void {
  const last = lines.at(-1);
  if (last === undefined || !isOpen(last)) {
    lines.push(line);
    return;
  }
  if (line.length === 0) return;
  lines[lines.length - 1] = Buffer.concat([last, Buffer.from([newline]), line]);
  last.fill(0);
  line.fill(0);
}

function isWhole(lines: readonly Buffer[], count: number): boolean {
  const last = lines.at(-1);
  return lines.length >= count && (last === undefined || !isOpen(last));
}

function isOpen(line: Buffer): boolean {
  return line.subarray(0, keyBegins.length).equals(keyBegins) && !line.includes(keyEnds);
}

function trimmed(bytes: Uint8Array): Buffer {
  let [from, to] = [0, bytes.length];
  while (from < to && (bytes[from] ?? 0) <= space) from += 1;
  while (to > from && (bytes[to - 1] ?? 0) <= space) to -= 1;
  return Buffer.from(bytes.subarray(from, to));
}

function unfolded(secret: Buffer): Buffer {
  if (!secret.includes('\\n')) return secret;
  const whole = Buffer.from(secret.toString('utf8').replaceAll('\\n', '\n'), 'utf8');
  secret.fill(0);
  return whole;
}

const keyBegins = Buffer.from('-----BEGIN');
const keyEnds = Buffer.from('-----END');
const newline = 10;
const space = 32;
const longest = 64_000;
