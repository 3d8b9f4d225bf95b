/** Signatures against the vectors that BitMEX published: https://www.bitmex.com/app/apiKeysUsage, read 2026-11-24 */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { textSigner } from '../../src/main/signing/signer.ts';

const key = 'LAqUlngMIQkIUjXMUreyu3qn';
const secret = 'chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO';
const body = '{"symbol":"XBTM15","price":219.0,"clOrdID":"mm_bitmex_1a/oemUeQ4CAJZgP3fjHsA","orderQty":98}';
const query = '?filter=%7B%22symbol%22%3A+%22XBTM15%22%7D';

test.each([
  ['GET/api/v1/instrument1518064236', 'c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00'],
  [
    `GET/api/v1/instrument${query}1518064237`,
    'e2f422547eecb5b3cb29ade2127e21b858b235b386bfa45e1c1756eb3383919f',
  ],
  [`POST/api/v1/order1518064238${body}`, '1749cd2ccae4aa49048ae09f0b95110cee706e0944e6a14ad0b3a8cb45bd336b'],
  [
    `GET/api/v1/instrument${query}1429631577690`,
    '9f1753e2db64711e39d111bc2ecace3dc9e7f026e6f65b65c4f53d3d14a60e5f',
  ],
  [
    `POST/api/v1/order1429631577995${body}`,
    '93912e048daa5387759505a76c28d6e92c6a0d782504fc9980f4fb8adfc13e25',
  ],
])('%s is signed as published', (text, signature) => {
  expect(textSigner(key, secret).hmacSha256Hex(text)).toBe(signature);
});

test('a signer shows its key but never its secret', () => {
  const signer = textSigner(key, secret);
  expect(signer.keyId).toBe(key);
  const shown = [
    JSON.stringify(signer),
    inspect(signer, { depth: 10, showHidden: true }),
    String(signer.hmacSha256Hex),
  ];
  for (const text of shown) expect(text).not.toContain(secret);
});
