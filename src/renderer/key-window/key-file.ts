/** Reads a key from a file: key, secret and, where the venue has one, passphrase, a line each. */

export interface KeyLines {
  readonly key: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** null when the text does not hold two or three lines. A `\n` in the secret stands for a line break. */
export function readKeyLines(text: string): KeyLines | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [key, secret, passphrase = ''] = lines;
  if (key === undefined || secret === undefined || lines.length > 3) return null;
  return { key, secret, passphrase };
}
