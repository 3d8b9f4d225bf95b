/** Keys that come back in somebody's words are taken out again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, fromKeychainText, toKeychainText, wipe } from '../../src/main/vault/credentials.ts';
import { fingerprintOf } from '../../src/main/vault/fingerprint.ts';
import { learnSecrets, redact } from '../../src/main/vault/redact.ts';

const credentials = {
  key: 'LAqUlngMIQkIUjXMUreyu3qn',
  secret: bytesOf('chNOOS4KvNXR+Xq4k4c9qsfoK/vnDecLATCRlcBwyKDYnWgO=='),
  passphrase: bytesOf('correct-horse'),
};

test('a key, its secret and its passphrase are replaced wherever they stand', () => {
  learnSecrets(credentials);
  const words = new TextDecoder().decode(credentials.secret);
  const text = `{"error":"Bad key ${credentials.key}","sign":"${words}","p":"correct-horse"} ${words}`;
  expect(redact(text)).toBe(
    `{"error":"Bad key [key ${fingerprintOf(credentials.key)}]","sign":"[secret]","p":"[passphrase]"} [secret]`,
  );
});

test('every line of a private key is', () => {
  const lines = [
    '-----BEGIN EC PRIVATE KEY-----',
    'MHcCAQEEIFakeFakeFake',
    'oUQDQgAEFakeFakeFakeFake==',
    '-----END EC PRIVATE KEY-----',
  ];
  learnSecrets({ key: 'organizations/x', secret: bytesOf(lines.join('\n')), passphrase: null });
  const shown = redact(`at sign (${lines[1]}) and ${lines[2]}`);
  expect(shown).toBe('at sign ([secret]) and [secret]');
});

test('everything else stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(redact(text)).toBe(text);
    }),
  );
});

test.each([
  ['in an address', (secret: string) => `GET /v1?key=${encodeURIComponent(secret)}&n=1`],
  ['in JSON', (secret: string) => JSON.stringify({ body: secret })],
  ['between other characters', (secret: string) => `apiKey=${secret}.`],
  ['twice without a break', (secret: string) => `${secret}${secret}`],
])('a secret of any characters is found %s', (_, place) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8, maxLength: 80 }), (secret) => {
      fc.pre(!secret.includes('\n') && !secret.startsWith('-----') && !place('').includes(secret));
      learnSecrets({ key: 'the-public-half', secret: bytesOf(secret), passphrase: null });
      expect(redact(place(secret))).not.toContain(secret);
      expect(redact(place(secret))).toContain('[secret]');
    }),
  );
});

test('a passphrase with signs in it is found, and the longer of two secrets that begin alike', () => {
  const passphrase = bytesOf('Pa$s w0rd!');
  learnSecrets({ key: 'begins-alike', secret: bytesOf('begins-alike-and-goes-on'), passphrase });
  expect(redact('No Pa$s w0rd! for begins-alike-and-goes-on')).toBe('No [passphrase] for [secret]');
});

test('a fingerprint is the same everywhere, and no part of its key', () => {
  expect(fingerprintOf('abc')).toMatch(/^([0-9a-f]{2}:){3}[0-9a-f]{2}$/);
  expect(fingerprintOf('abc')).toBe(fingerprintOf('abc'));
  expect(fingerprintOf('abc')).not.toBe(fingerprintOf('abd'));
});

test('what the keychain keeps is read again as it was, and nothing else is taken for it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.option(fc.string()), (key, secret, passphrase) => {
      const whole = {
        key,
        secret: bytesOf(secret),
        passphrase: passphrase === null ? null : bytesOf(passphrase),
      };
      expect(fromKeychainText(toKeychainText(whole))).toEqual(whole);
    }),
  );
  for (const text of ['', 'null', '[]', '{"v":2,"key":"k","secret":"s"}', '{"v":1,"key":"k"}']) {
    expect(fromKeychainText(text)).toBe(null);
  }
});

test('wiping leaves nothing of a secret', () => {
  const taken = { key: 'k', secret: bytesOf('secret'), passphrase: bytesOf('phrase') };
  wipe(taken);
  expect([...taken.secret, ...(taken.passphrase ?? [])].every((byte) => byte === 0)).toBe(true);
});
