/**
 * Whether an answer of the release server may be believed. Its first line is the signature, the rest is
 * the document that was signed, to the byte. Pure: the caller brings the time and what was seen before.
 */
import { createPublicKey, verify } from 'node:crypto';
import { isAllowedLink } from '../bridge/allowed-link.ts';
import type { ReleaseChannel } from './release-channel.ts';
import { ReleaseDocument } from './release-document.ts';

export type Judgement =
  | { readonly ok: true; readonly document: ReleaseDocument }
  | { readonly ok: false; readonly message: string };

export function judgeRelease(
  answer: string,
  channel: ReleaseChannel,
  /** When the newest document that was ever believed was signed. */
  seenIssuedMs: number,
  nowMs: number,
): Judgement {
  const lineEnd = answer.indexOf('\n');
  const [signature, text] = [answer.slice(0, Math.max(0, lineEnd)), answer.slice(lineEnd + 1)];
  if (!isSigned(text, signature, channel.publicKeys)) {
    return refused(
      'The release server’s answer is not signed with a key of this build, so nothing in it is believed. Install nothing that it leads to; if this lasts, ask the people you have Vigil from.',
    );
  }
  const parsed = ReleaseDocument.safeParse(parseJson(text));
  if (!parsed.success) {
    return refused(
      'The release server’s answer is signed, but this version cannot read it. Look at the place you have Vigil from.',
    );
  }
  const { issued, expires, page } = parsed.data;
  if (issued > nowMs + clockToleranceMs) {
    return refused(
      `The release server’s answer was signed on ${day(issued)}, which is still to come. Check the clock of this computer.`,
    );
  }
  if (expires <= nowMs) {
    return refused(
      `The release server’s answer was good until ${day(expires)} only: newer ones may be held back. Check the clock of this computer; if it is right, look at the place you have Vigil from.`,
    );
  }
  if (issued < seenIssuedMs) {
    return refused(
      `The release server’s answer is from ${day(issued)}, older than one that was read before, so it is not believed. It may be mended by itself; if this lasts, look at the place you have Vigil from.`,
    );
  }
  if (!isAllowedLink(page, channel.pageHosts)) {
    return refused(
      'The release server’s answer leads to a page that this build does not open. Look at the place you have Vigil from.',
    );
  }
  return { ok: true, document: parsed.data };
}

function isSigned(text: string, signature: string, publicKeys: readonly string[]): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // Base64 is read leniently; only the one true spelling counts.
  if (bytes.length !== signatureBytes || bytes.toString('base64') !== signature) return false;
  return publicKeys.some((key) => {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), publicKey, bytes);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses undefined, which is how the caller learns of it.
    return undefined;
  }
}

function refused(message: string): Judgement {
  return { ok: false, message };
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const signatureBytes = 64;
const clockToleranceMs = 24 * 3_600_000;
