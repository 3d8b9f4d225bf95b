/** Reads a key from a file: key, secret and, where the venue has one, passphrase, a line each. */

export interface KeyLines {
  readonly key: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** A private key of several lines in one, as the secret's field and key files in JSON have it. */
export function folded(text: string): string {
  return text.replace(privateKey, (lines) => lines.replace(/\s*\n\s*/g, '\\n'));
}

/** null when the text does not hold two or three lines. A `\n` in the secret stands for a line break. */
export function readKeyLines(text: string): KeyLines | null {
  const lines = folded(text)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [key, secret, passphrase = ''] = lines;
  if (key === undefined || secret === undefined || lines.length > 3) return null;
  return { key, secret, passphrase };
}

const privateKey = /-----BEGIN [\s\S]*?-----END [A-Z ]*-----/g;
