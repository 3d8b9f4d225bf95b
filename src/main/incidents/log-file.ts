/** A log file on this computer's disk, readable by its user alone. */
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogFile } from './incident-log.ts';

export function logFileAt(path: string): LogFile {
  return {
    async read() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
