/** The keyed hashes that venues sign with. https://datatracker.ietf.org/doc/html/rfc2104, read 2026-11-24 */
import { createHash, createHmac, type KeyObject } from 'node:crypto';

/** BitMEX, Bybit, Binance, Deribit (hex); OKX, Poloniex (base64). */
export function hmacSha256(key: KeyObject, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', key).update(text, 'utf8').digest(encoding);
}

/** Bitfinex, Gemini. */
export function hmacSha384(key: KeyObject, text: string): string {
  return createHmac('sha384', key).update(text, 'utf8').digest('hex');
}

/** Kraken: the hash goes in as raw bytes, behind the path where there is one. */
export function hmacSha512OverSha256(key: KeyObject, prefix: string, hashed: string): string {
  const digest = createHash('sha256').update(hashed, 'utf8').digest();
  return createHmac('sha512', key).update(prefix, 'utf8').update(digest).digest('base64');
}
