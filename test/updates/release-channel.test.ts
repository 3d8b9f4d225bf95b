import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readChannel } from '../../src/main/updates/release-channel.ts';
import { newReleaseKeys } from '../support/release-server.ts';

const publicKeys = [newReleaseKeys().publicKey];
const channel = (address: string | null, keys = publicKeys) => ({
  address,
  pageHosts: ['releases.vigil.example'],
  publicKeys: keys,
});

describe('the release channel of a build', () => {
  test('is none where the file has no address', () => {
    expect(readChannel(channel(null, []))).toBe(null);
  });

  test('makes sense in this checkout', async () => {
    const file = JSON.parse(await readFile('release-channel.json', 'utf8'));
    expect(() => readChannel(file)).not.toThrow();
  });

  test('is an https address, or one on this computer', () => {
    const good = ['https://releases.vigil.example/release.signed', 'http://127.0.0.1:8000/release.signed'];
    expect(good.map((address) => readChannel(channel(address))?.address)).toEqual(good);
  });

  test.each([
    'http://releases.vigil.example/release.signed',
    'https://me:secret@releases.vigil.example/release.signed',
    'https://releases.vigil.example/release.signed?from=me',
    'ftp://releases.vigil.example/release.signed',
    'file:///tmp/release.signed',
    'release.signed',
  ])('is refused as a fault of the build: %s', (address) => {
    expect(() => readChannel(channel(address))).toThrow(/https address/);
  });

  test('has at least one key, and keys that are keys', () => {
    const address = 'https://releases.vigil.example/release.signed';
    expect(() => readChannel(channel(address, []))).toThrow(/no public key/);
    expect(() => readChannel(channel(address, ['c2hvcnQ=']))).toThrow();
  });
});
