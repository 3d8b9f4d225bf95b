/** A key from standard input: piped or typed, and never shown. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readKey } from '../../src/main/headless/key-input.ts';

const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('utf8'));

function piped(...chunks: readonly string[]) {
  const stdin = new PassThrough();
  for (const chunk of chunks) stdin.write(chunk);
  stdin.end();
  return { stdin, ask: () => {} };
}

async function read(input: Parameters<typeof readKey>[0], needsPassphrase = false) {
  const found = await readKey(input, needsPassphrase);
  if ('problem' in found) return found.problem;
  return [found.key, text(found.secret), text(found.passphrase)];
}

describe('piped', () => {
  test.each([
    [['k\ns\n'], ['k', 's', null]],
    [['k\r\ns'], ['k', 's', null]],
    [['  k \n\ts\n\n'], ['k', 's', null]],
    [
      ['k', '\n', 's', 'ecret\n'],
      ['k', 'secret', null],
    ],
    [['kéy\nsécret\n'], ['kéy', 'sécret', null]],
    [['k\n-----BEGIN\\nabc\\n-----END\n'], ['k', '-----BEGIN\nabc\n-----END', null]],
    [
      ['k\n-----BEGIN\r\nab', 'c\n-----END'],
      ['k', '-----BEGIN\nabc\n-----END', null],
    ],
  ])('%j', async (chunks, expected) => {
    expect(await read(piped(...chunks))).toEqual(expected);
  });

  test('a private key with empty lines in it, without them', async () => {
    const lines = ['k', '-----BEGIN', '', 'abc', '', '-----END'].map((line) => `${line}\n`);
    expect(await read(piped(...lines))).toEqual(['k', '-----BEGIN\nabc\n-----END', null]);
  });

  test('a private key over several lines, with a passphrase behind it', async () => {
    const lines = ['k', '-----BEGIN', 'abc', '-----END', 'p'].map((line) => `${line}\n`);
    expect(await read(piped(...lines), true)).toEqual(['k', '-----BEGIN\nabc\n-----END', 'p']);
  });

  test('with a passphrase where the venue has one', async () => {
    expect(await read(piped('k\ns\np\n'), true)).toEqual(['k', 's', 'p']);
  });

  test.each([
    [[''], false, 'API key is missing'],
    [['k\n'], false, 'Secret is missing'],
    [['k\n\n'], false, 'Secret is missing'],
    [['k\ns\n'], true, 'Passphrase is missing'],
  ])('%j, passphrase %s: %s', async (chunks, needsPassphrase, words) => {
    expect(await read(piped(...chunks), needsPassphrase)).toContain(words);
  });

  test('is read as soon as it is whole, though the pipe stays open', async () => {
    const stdin = new PassThrough();
    stdin.write('k\ns\n');
    expect(await read({ stdin, ask: () => {} })).toEqual(['k', 's', null]);
  });
});

describe('typed', () => {
  function terminal(...keys: readonly string[]) {
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      isRaw: false,
      setRawMode(isRaw: boolean) {
        stdin.isRaw = isRaw;
      },
    });
    const said: string[] = [];
    for (const key of keys) stdin.write(key);
    return { stdin, ask: (words: string) => said.push(words), said };
  }

  test('asks for each part, and shows none', async () => {
    const input = terminal('k', 'e', 'x', '\u007f', 'y', '\r', 'secret\r');
    expect(await read(input)).toEqual(['key', 'secret', null]);
    expect(input.said).toEqual(['API key: ', '\n', 'Secret: ', '\n']);
    expect(input.stdin.isRaw).toBe(false);
  });

  test('a private key that is pasted with its lines stays one secret', async () => {
    const input = terminal('k\r-----BEGIN A KEY-----\rabc\rdef\r-----END A KEY-----\rp\r');
    expect(await read(input, true)).toEqual([
      'k',
      '-----BEGIN A KEY-----\nabc\ndef\n-----END A KEY-----',
      'p',
    ]);
  });

  test('a terminal that ends each pasted line twice puts no empty ones into a private key', async () => {
    const input = terminal('k\r\n-----BEGIN A KEY-----\r\nabc\r\n-----END A KEY-----\r\n');
    expect(await read(input)).toEqual(['k', '-----BEGIN A KEY-----\nabc\n-----END A KEY-----', null]);
  });

  test('Ctrl+C gives up, and the terminal is as before', async () => {
    const input = terminal('k\r', '\u0003');
    expect(await read(input)).toContain('nothing is stored');
    expect(input.stdin.isRaw).toBe(false);
  });
});
