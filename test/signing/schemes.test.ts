/** Every signing scheme against published vectors: those of the venues, and those of the RFCs where a venue has none. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { base64Bytes } from '../../src/main/signing/base64.ts';
import { privateKey, signedText } from '../../src/main/signing/jwt.ts';
import { createSigner, textSigner } from '../../src/main/signing/signer.ts';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('HMAC', () => {
  test('SHA-256 in hex, as Binance and Deribit publish it', () => {
    // https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/request-security, read 2026-11-24
    const key = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
    const binance = textSigner(key, 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j');
    const payload = `apiKey=${key}&price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1645423376532&type=LIMIT`;
    expect(binance.hmacSha256Hex(payload)).toBe(
      'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
    );
    // https://docs.deribit.com/#authentication, read 2026-11-24
    const deribit = textSigner('', 'AMANDASECRECT');
    expect(deribit.hmacSha256Hex('1576074319000\n1iqt2wls\n')).toBe(
      '56590594f97921b09b18f166befe0d1319b198bbcdad7ca73382de2f88fe9aa1',
    );
  });

  // https://datatracker.ietf.org/doc/html/rfc4231#section-4.3, test case 2
  const jefe = textSigner('', 'Jefe');
  const data = 'what do ya want for nothing?';

  test('SHA-256 in base64', () => {
    const digest = bytes('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    expect(jefe.hmacSha256Base64(data)).toBe(digest.toString('base64'));
  });

  test('SHA-384 in hex', () => {
    expect(jefe.hmacSha384Hex(data)).toBe(
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
    );
  });

  test('SHA-512 over SHA-256 with a secret in base64, as Kraken publishes it', () => {
    // https://docs.kraken.com/api/docs/guides/spot-rest-auth, read 2026-11-24
    const kraken = textSigner(
      '',
      'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
    );
    const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25';
    expect(kraken.hmacSha512Base64('/0/private/AddOrder', `1616492376594${body}`)).toBe(
      '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
    );
  });

  test('SHA-512 over SHA-256 without a prefix, as Kraken Futures publishes it', () => {
    // https://docs.kraken.com/api/docs/guides/futures-websockets, read 2026-11-25
    const futures = textSigner(
      '',
      '7zxMEF5p/Z8l2p2U7Ghv6x14Af+Fx+92tPgUdVQ748FOIrEoT9bgT+bTRfXc5pz8na+hL/QdrCVG7bh9KpT0eMTm',
    );
    expect(futures.hmacSha512Base64('', 'c100b894-1729-464d-ace1-52dbce11db42')).toBe(
      '4JEpF3ix66GA2B+ooK128Ift4XQVtc137N9yeg4Kqsn9PI0Kpzbysl9M1IeCEdjg0zl00wkVqcsnG4bmnlMb3A==',
    );
  });
});

describe('a signed token', () => {
  test('by Ed25519 is that of RFC 8037', () => {
    // https://datatracker.ietf.org/doc/html/rfc8037#appendix-A.4: `d` of A.1 as base64, the payload signed.
    const key = privateKey(Buffer.from('nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=', 'latin1'));
    expect(key && signedText(key, '{"alg":"EdDSA"}', 'Example of Ed25519 signing')).toBe(
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    );
  });

  test('by P-256 is true to the key of RFC 7515, as the published one is', () => {
    // https://datatracker.ietf.org/doc/html/rfc7515#appendix-A.3. No two such signatures are alike.
    const curve = { kty: 'EC', crv: 'P-256' };
    const x = 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU';
    const y = 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0';
    const d = 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI';
    const published =
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q';
    const pem = createPrivateKey({ key: { ...curve, x, y, d }, format: 'jwk' });
    const key = privateKey(Buffer.from(pem.export({ format: 'pem', type: 'sec1' })));
    const [header = '', payload = ''] = published.split('.').map((part) => Buffer.from(part, 'base64url'));
    const ours = key === null ? '' : signedText(key, String(header), String(payload));
    expect(ours.split('.').slice(0, 2)).toEqual(published.split('.').slice(0, 2));
    const their = createPublicKey({ key: { ...curve, x, y }, format: 'jwk' });
    for (const token of [published, ours]) {
      const [head, body, signature = ''] = token.split('.');
      const raw = Buffer.from(signature, 'base64url');
      const text = Buffer.from(`${head}.${body}`);
      expect(verify('sha256', text, { key: their, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
    }
  });

  test('by P-256 has the form of RFC 7515 and is true', () => {
    const { privateKey: pair, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = pair.export({ format: 'pem', type: 'sec1' }).toString();
    for (const text of [pem, pem.replaceAll('\n', '\\n')]) {
      const signer = textSigner('organizations/1/apiKeys/2', text);
      const [header = '', claims = '', signature = ''] = signer
        .jwt({ iss: 'cdp', exp: 120 }, 'abc')
        .split('.');
      expect(decoded(header)).toEqual({
        alg: 'ES256',
        typ: 'JWT',
        kid: 'organizations/1/apiKeys/2',
        nonce: 'abc',
      });
      expect(decoded(claims)).toEqual({ iss: 'cdp', exp: 120 });
      const raw = Buffer.from(signature, 'base64url');
      expect(raw).toHaveLength(64);
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
      expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, raw)).toBe(true);
    }
  });

  test('takes an Ed25519 key of 64 bytes, of which the first half counts', () => {
    const seed = Buffer.from('nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=', 'base64');
    const long = Buffer.concat([seed, Buffer.alloc(32)]).toString('base64');
    const [header, claims, signature] = textSigner('k', long).jwt({ a: 1 }, 'n').split('.');
    const key = privateKey(Buffer.from(seed.toString('base64')));
    const isTrue =
      key !== null &&
      verify(
        null,
        Buffer.from(`${header}.${claims}`),
        createPublicKey(key),
        Buffer.from(signature ?? '', 'base64url'),
      );
    expect(isTrue).toBe(true);
  });

  test('needs a key that can sign one, and says so without showing it', () => {
    for (const secret of [
      'not a key',
      '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----',
    ]) {
      expect(() => textSigner('k', secret).jwt({}, 'n')).toThrow(/neither an EC P-256 key/);
    }
    expect(() => textSigner('k', '!').hmacSha512Base64('', '')).toThrow(/not base64/);
  });
});

test('base64 is read from bytes as from text, and anything else is none', () => {
  for (const text of ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((one) => Buffer.from(one))) {
    const written = text.toString('base64');
    const expected = text.length === 0 ? null : text;
    for (const variant of [written, written.replaceAll('=', ''), `${written}\n`]) {
      expect(base64Bytes(Buffer.from(variant))).toEqual(expected);
    }
  }
  for (const wrong of ['a', 'ab*d', 'ab_d', 'äbcd']) expect(base64Bytes(Buffer.from(wrong))).toBeNull();
});

test('base64 leaves no copy of its digits behind, also where it is none', () => {
  const copies: Uint8Array[] = [];
  class Watched extends Uint8Array {
    constructor(length: number) {
      super(length);
      copies.push(this);
    }
  }
  for (const text of ['Zm9vYmFy', 'Zm9v!YmFy', 'Zm9vY']) {
    const given = new Watched(text.length);
    given.set(Buffer.from(text));
    base64Bytes(given);
  }
  const derived = copies.filter((copy) => !copy.includes('Z'.charCodeAt(0)) || copy.length === 0);
  expect(copies).toHaveLength(6);
  expect(derived).toHaveLength(3);
});

test('a signer keeps working when the bytes it was made of are wiped, and shows nothing of them', () => {
  const secret = Buffer.from('c2VjcmV0IG9mIGEgc2lnbmVy');
  const passphrase = Buffer.from('a phrase');
  const text = secret.toString();
  const signer = createSigner({ key: 'k', secret, passphrase });
  const before = signer.hmacSha512Base64('p', 'h');
  secret.fill(0);
  passphrase.fill(0);
  expect(signer.hmacSha512Base64('p', 'h')).toBe(before);
  expect(signer.passphrase()).toBe('a phrase');
  const shown = inspect(signer, { depth: 10, showHidden: true }) + JSON.stringify(signer);
  for (const hidden of [text, 'a phrase', Buffer.from(text, 'base64').toString()]) {
    expect(shown).not.toContain(hidden);
  }
  expect(textSigner('k', 's').passphrase()).toBe('');
});

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
