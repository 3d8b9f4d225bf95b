/** Checks the signatures of the BitMEX dialect. https://www.bitmex.com/app/apiKeysUsage, read 2026-11-24 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly key: string;
  /** UNIX seconds after which the request is void. */
  readonly expires: number;
  readonly signature: string;
  readonly verb: string;
  /** With the query, if any. */
  readonly path: string;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

export interface Auth {
  /** null when the signature is right. */
  check(request: SignedRequest, nowMs: number): Refusal | null;
  /** The retired way: a nonce that must grow instead of a time. */
  checkNonce(request: Omit<SignedRequest, 'expires'> & { readonly nonce: number }): Refusal | null;
}

export function createAuth(key: string, secret: string): Auth {
  let lastNonce = 0;

  function matches(text: string, signature: string): boolean {
    const right = createHmac('sha256', secret).update(text).digest();
    const given = Buffer.from(signature, 'hex');
    return given.length === right.length && timingSafeEqual(given, right);
  }

  return {
    check(request, nowMs) {
      if (request.key !== key) return { status: 401, message: 'Invalid API Key.' };
      const now = Math.floor(nowMs / 1000);
      if (!Number.isFinite(request.expires) || request.expires <= now) {
        const message = `This request has expired - \`expires\` is in the past. Current time: ${now}`;
        return { status: 401, message };
      }
      const text = `${request.verb}${request.path}${request.expires}`;
      return matches(text, request.signature) ? null : { status: 401, message: 'Signature not valid.' };
    },
    checkNonce(request) {
      if (request.key !== key) return { status: 401, message: 'Invalid API Key.' };
      if (!Number.isFinite(request.nonce) || request.nonce <= lastNonce) {
        const message = `Nonce is not increasing. This nonce: ${request.nonce}, last nonce: ${lastNonce}`;
        return { status: 401, message };
      }
      if (!matches(`${request.verb}${request.path}${request.nonce}`, request.signature)) {
        return { status: 401, message: 'Signature not valid.' };
      }
      lastNonce = request.nonce;
      return null;
    },
  };
}
