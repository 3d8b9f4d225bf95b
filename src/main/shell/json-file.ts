/**
 * A small JSON file: read once, written whole and atomically, one write at a time. What stands there and
 * can't be used as it is, is kept under another name before anything is written in its place.
 */
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { z } from 'zod';

/** What the content of a file means. */
export type Reading<T> =
  | { readonly kind: 'whole'; readonly value: T }
  /** Usable, though not all of it, or of another version. `notice` null: nobody needs to know. */
  | {
      readonly kind: 'altered';
      readonly value: T;
      readonly keptAs: 'damaged' | `version-${number}`;
      readonly notice: string | null;
    }
  | { readonly kind: 'unusable' };

export interface JsonFileOptions<T> {
  readonly path: string;
  /** undefined: not JSON. */
  readonly read: (content: unknown) => Reading<T>;
  readonly defaults: T;
}

export interface Loaded<T> {
  readonly value: T;
  /** What the user should know: the file was damaged and where it is now. */
  readonly notice: string | null;
}

export interface JsonFile<T> {
  load(): Promise<Loaded<T>>;
  /** Resolves when this value, or one saved after it, is on the disk. */
  save(value: T): Promise<void>;
  /** Resolves when nothing waits to be written; what could not be written is tried once more. */
  settled(): Promise<void>;
}

// Nothing that Vigil writes comes near it.
const mostBytes = 4_000_000;

export function wholeOrNothing<T>(schema: z.ZodType<T>): (content: unknown) => Reading<T> {
  return (content) => {
    const parsed = schema.safeParse(content);
    return parsed.success ? { kind: 'whole', value: parsed.data } : { kind: 'unusable' };
  };
}

export function createJsonFile<T>({ path, read, defaults }: JsonFileOptions<T>): JsonFile<T> {
  let waiting: { readonly value: T } | null = null;
  let writing: Promise<void> | null = null;
  /** Invariant: nothing is written while what stands there has yet to be kept. */
  let keep: (() => Promise<void>) | null = null;

  async function keepFirst(): Promise<void> {
    await keep?.();
    keep = null;
  }

  async function drain(): Promise<void> {
    while (waiting !== null) {
      const { value } = waiting;
      waiting = null;
      try {
        await keepFirst();
        await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);
      } catch (cause) {
        waiting ??= { value };
        throw cause;
      }
    }
  }

  function write(): Promise<void> {
    writing ??= drain().finally(() => {
      writing = null;
    });
    return writing;
  }

  /** The sentences for the user. */
  async function putAside(what: string, target: string, put: () => Promise<void>): Promise<string> {
    keep = put;
    try {
      await keepFirst();
      return `${what} The file as it was is kept as ${target}.`;
    } catch (cause) {
      return `${what} It could not be set aside (${words(cause)}), so nothing is saved until it can be.`;
    }
  }

  /** Once, so that the next start finds nothing damaged. What it says when that fails. */
  async function mend(value: T): Promise<string> {
    waiting = { value };
    try {
      await write();
      return '';
    } catch (cause) {
      return `It could not be mended (${words(cause)}), so the next start finds it damaged again.`;
    }
  }

  async function unusable(): Promise<Loaded<T>> {
    const kept = keptName(path, 'damaged');
    const what = `${basename(path)} could not be read. Vigil starts with its defaults.`;
    return { value: defaults, notice: await putAside(what, kept, () => rename(path, kept)) };
  }

  return {
    async load() {
      const found = await contentOf(path);
      if (found === 'none') return { value: defaults, notice: null };
      const reading: Reading<T> = found === 'unreadable' ? { kind: 'unusable' } : read(found.content);
      if (reading.kind === 'unusable') return unusable();
      if (reading.kind === 'whole') return { value: reading.value, notice: null };
      const { value, keptAs, notice } = reading;
      const kept = keptName(path, keptAs);
      const said = [await putAside(notice ?? '', kept, () => copyFile(path, kept))];
      if (keptAs === 'damaged' && keep === null) said.push(await mend(value));
      return { value, notice: notice === null && keep === null ? null : said.join(' ').trim() };
    },
    save(value) {
      waiting = { value };
      return write();
    },
    async settled() {
      await writing?.catch(() => null);
      if (waiting !== null) await write();
    },
  };
}

async function contentOf(path: string): Promise<{ readonly content: unknown } | 'none' | 'unreadable'> {
  try {
    const found = await stat(path);
    // Reading a pipe would wait for ever.
    if (!found.isFile() || found.size > mostBytes) return 'unreadable';
    return { content: parseJson(await readFile(path, 'utf8')) };
  } catch (cause) {
    return codeOf(cause) === 'ENOENT' ? 'none' : 'unreadable';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Every reader refuses undefined, which is how the caller learns of it.
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
    await file.close();
    await rename(temporary, path);
  } catch (cause) {
    await file.close().catch(() => null);
    await rm(temporary, { force: true });
    throw cause;
  }
}

/** Damaged files may differ; of each version one copy is enough. */
function keptName(path: string, why: string): string {
  return why === 'damaged' ? `${path}.damaged-${Date.now()}` : `${path}.${why}`;
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : null;
}

function words(cause: unknown): string {
  return codeOf(cause) ?? String(cause);
}
