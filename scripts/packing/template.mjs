/** Fills the templates of packaging/: every name between two at signs is replaced, and an unknown one is an error. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../paths.mjs';

/**
 * @param {string} template its path inside packaging/
 * @param {string} target
 * @param {Readonly<Record<string, string>>} values
 * @param {number} [mode]
 */
export async function fillTemplate(template, target, values, mode = 0o644) {
  const text = await readFile(join(root, 'packaging', template), 'utf8');
  const filled = text.replaceAll(/@([a-z]+)@/g, (_, name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`packaging/${template} wants @${name}@, which nobody gives it.`);
    return value;
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, filled);
  // Said apart, since the umask would take from it.
  await chmod(target, mode);
}
