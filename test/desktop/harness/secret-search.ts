/** Looks for secrets in bytes: as they are, and in every way in which a program might write them. */
import { createPrivateKey } from 'node:crypto';
import { closeSync, type Dirent, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface SecretSearch {
  /** What was found, by name; never the secret itself, which would stand in the report. */
  inBytes(bytes: Uint8Array): readonly string[];
  inText(text: string): readonly string[];
  /** Files of a folder, and of those in it. */
  inFiles(folder: string): readonly string[];
  /** What a process was started with: arguments and environment. */
  inProcess(pid: number | string): readonly string[];
  /** What a process holds now, its program and files aside. */
  inMemory(pid: number): { readonly found: readonly string[]; readonly bytes: number };
}

interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

/** `secrets` by the name under which they are reported. */
export function searchFor(secrets: Readonly<Record<string, string>>): SecretSearch {
  const needles = new Map<number, Needle[]>();
  for (const [name, secret] of Object.entries(secrets)) {
    for (const needle of needlesOf(name, secret)) {
      const start = needle.bytes.readUInt32LE(0);
      needles.set(start, [...(needles.get(start) ?? []), needle]);
    }
  }
  const starts = new Uint8Array(0x100000);
  for (const start of needles.keys()) starts[placeOf(start)] = 1;

  /** One pass, however many there are: only where four bytes are those of a beginning is there another look. */
  function inBytes(bytes: Uint8Array): readonly string[] {
    const found = new Set<string>();
    let word = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      word = (word >>> 8) | ((bytes[at] ?? 0) << 24);
      if (starts[placeOf(word)] !== 1) continue;
      for (const { name, bytes: needle } of needles.get(word >>> 0) ?? []) {
        const from = at - 3;
        if (from >= 0 && needle.equals(bytes.subarray(from, from + needle.length))) found.add(name);
      }
    }
    return [...found];
  }

  return {
    inBytes,
    inText: (text) => inBytes(Buffer.from(text, 'utf8')),
    inFiles(folder) {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry: Dirent) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .flatMap((file) => inBytes(readIfThere(file)).map((name) => `${file}: ${name}`));
    },
    inProcess(pid) {
      return ['cmdline', 'environ'].flatMap((kind) =>
        inBytes(readIfThere(`/proc/${pid}/${kind}`)).map((name) => `${kind} of ${pid}: ${name}`),
      );
    },
    inMemory(pid) {
      const found = new Set<string>();
      let total = 0;
      const memory = openSync(`/proc/${pid}/mem`, 'r');
      try {
        for (const chunk of chunksOf(pid)) {
          const bytes = Buffer.alloc(chunk.length);
          const read = readChunk(memory, bytes, chunk.from);
          total += read;
          for (const name of inBytes(bytes.subarray(0, read))) found.add(name);
        }
      } finally {
        closeSync(memory);
      }
      return { found: [...found], bytes: total };
    },
  };
}

function placeOf(word: number): number {
  return Math.imul(word, 0x9e3779b1) >>> 12;
}

function needlesOf(name: string, secret: string): readonly Needle[] {
  const lines = secret.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  const words = [...new Set([secret, ...lines])].flatMap(spellings);
  const hidden = hiddenBytes(secret).flatMap((bytes) => [bytes, ...encodings(bytes)]);
  const all = [
    ...words.flatMap((word) => [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le')]),
    ...[secret, ...lines].flatMap((word) => encodings(Buffer.from(word, 'utf8'))),
    ...hidden,
  ];
  return all.filter(({ length }) => length >= shortest).map((bytes) => ({ name, bytes }));
}

/** As texts write it. */
function spellings(word: string): readonly string[] {
  const json = JSON.stringify(word).slice(1, -1);
  const form = new URLSearchParams({ '': word }).toString().slice(1);
  return [word, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(word), form];
}

/** Hex, and base64 wherever in a longer text it may begin. */
function encodings(bytes: Buffer): readonly Buffer[] {
  const hex = bytes.toString('hex');
  const shifted = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
    const [from, to] = [Math.ceil((shift * 4) / 3), Math.floor((whole.length * 4) / 3)];
    return (['base64', 'base64url'] as const).map((kind) => whole.toString(kind).slice(from, to));
  });
  return [hex, hex.toUpperCase(), ...shifted].map((text) => Buffer.from(text, 'latin1'));
}

/** What a text stands for: the bytes of base64, and the private number of a private key. */
function hiddenBytes(secret: string): readonly Buffer[] {
  if (secret.startsWith('-----')) {
    const { d = '' } = createPrivateKey(secret).export({ format: 'jwk' });
    return [Buffer.from(d, 'base64url')];
  }
  return /^[A-Za-z0-9+/]{40,}={0,2}$/.test(secret) ? [Buffer.from(secret, 'base64')] : [];
}

/** Chromium's own files, and processes, come and go. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** What can be written and is no file: heaps and stacks. They overlap, so that nothing falls between two. */
function* chunksOf(pid: number): Generator<{ readonly from: number; readonly length: number }> {
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [, start, end, name = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw\S* \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
    if (start === undefined || end === undefined || name.startsWith('/')) continue;
    const [first, last] = [Number.parseInt(start, 16), Number.parseInt(end, 16)];
    for (let from = first; from < last; from += chunk) {
      yield { from, length: Math.min(chunk + overlap, last - from) };
    }
  }
}

function readChunk(memory: number, bytes: Buffer, position: number): number {
  try {
    return readSync(memory, bytes, 0, bytes.length, position);
  } catch {
    // It was given back meanwhile.
    return 0;
  }
}

const shortest = 10;
const chunk = 4_194_304;
const overlap = 8_192;
