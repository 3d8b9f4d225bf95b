/**
 * A small JSON file with a schema: read once, written whole and atomically, one write at a time. A
 * damaged file is kept under another name, reported, and replaced by the defaults.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { z } from 'zod';

export interface Loaded<T> {
  readonly value: T;
  /** What the user should know: the file was damaged and where it is now. */
  readonly notice: string | null;
}

export interface JsonFile<T> {
  load(): Promise<Loaded<T>>;
  /** Resolves when this value, or one saved after it, is on the disk. */
  save(value: T): Promise<void>;
  /** Resolves when nothing waits to be written. */
  settled(): Promise<void>;
}

export function createJsonFile<T>(path: string, schema: z.ZodType<T>, defaults: T): JsonFile<T> {
  let waiting: { readonly value: T } | null = null;
  let writing: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (waiting !== null) {
      const { value } = waiting;
      waiting = null;
      await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);
    }
  }

  return {
    async load() {
      const text = await readIfThere(path);
      if (text === null) return { value: defaults, notice: null };
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return { value: parsed.data, notice: null };
      const kept = `${path}.damaged-${Date.now()}`;
      await rename(path, kept);
      const notice = `${basename(path)} could not be read and was set aside as ${kept}. Vigil starts with its defaults.`;
      return { value: defaults, notice };
    },
    save(value) {
      waiting = { value };
      writing ??= drain().finally(() => {
        writing = null;
      });
      return writing;
    },
    async settled() {
      await writing;
    },
  };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses undefined, which is how the caller learns of it.
    return undefined;
  }
}

/** A reader sees the old file or the new one, never a part, even after a power cut. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
