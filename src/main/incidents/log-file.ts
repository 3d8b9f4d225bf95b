/** A log file on this computer's disk, readable by its user alone. */
import { appendFile, copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { LogFile } from './incident-log.ts';

export function logFileAt(path: string): LogFile {
  return {
    async read() {
      try {
        const found = await stat(path);
        // Reading a pipe would wait for ever.
        if (!found.isFile()) throw new Error('it is no file');
        if (found.size > mostBytes) throw new Error(`it has ${found.size} bytes`);
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        // What stands there may be all that is left of the list: nothing is written over it.
        const aside = await freeName(path);
        await rename(path, aside);
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`${why}. What was there is kept as ${basename(aside)}.`);
      }
    },
    async keepCopy() {
      const copy = await freeName(path);
      await copyFile(path, copy);
      return basename(copy);
    },
    async append(text) {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, text, { mode: 0o600 });
    },
    async replace(text) {
      await mkdir(dirname(path), { recursive: true });
      // A crash leaves either the old file or the new one.
      const next = `${path}.next`;
      await writeFile(next, text, { mode: 0o600 });
      await rename(next, path);
    },
  };
}

/** The first that nothing has yet. */
async function freeName(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = `${path}.damaged-${number}`;
    const isTaken = await stat(name).then(
      () => true,
      () => false,
    );
    if (!isTaken) return name;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

// Several times what 10,000 long incidents take.
const mostBytes = 32_000_000;
