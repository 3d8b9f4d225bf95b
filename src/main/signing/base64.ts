/** Decodes base64 from bytes to bytes: a secret that became a string could not be wiped. */

/** Padding may be missing; null when there is anything else than base64 in it, or nothing. */
export function base64Bytes(text: Uint8Array): Buffer | null {
  const digits = text.filter((code) => code !== padding && !isSpace(code));
  try {
    return decoded(digits);
  } finally {
    digits.fill(0);
  }
}

function decoded(digits: Uint8Array): Buffer | null {
  if (digits.length === 0 || digits.length % 4 === 1) return null;
  const bytes = Buffer.alloc((digits.length * 6) >> 3);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const code of digits) {
    const value = alphabet.indexOf(code);
    if (value < 0) {
      bytes.fill(0);
      return null;
    }
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

const padding = 61;
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'latin1');
