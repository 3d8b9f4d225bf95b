/** A log file that cannot grow for ever: at its limit it becomes `.1`, the one before `.2`, and the oldest goes. */
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RotatedFileOptions {
  readonly path: string;
  readonly mostBytes?: number;
  /** With the one that is written. */
  readonly mostFiles?: number;
  /** It can't be written; told once until it can be again. */
  readonly problem: (message: string) => void;
}

export interface RotatedFile {
  write(line: string): void;
  /** Resolves when everything is written, or can't be. */
  settled(): Promise<void>;
}

/** More than this must not pile up in memory while the disk is slow or full. */
const mostWaiting = 5_000;

export function openRotatedFile(options: RotatedFileOptions): RotatedFile {
  const { path, mostBytes = 1_000_000, mostFiles = 4, problem } = options;
  let waiting: string[] = [];
  let leftOut = 0;
  let bytes: number | null = null;
  let writing: Promise<void> | null = null;
  let isFailing = false;

  async function append(text: string): Promise<void> {
    if (bytes === null) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      bytes = await sizeOf(path);
    }
    const length = Buffer.byteLength(text);
    if (bytes > 0 && bytes + length > mostBytes) {
      for (let number = mostFiles - 1; number >= 1; number -= 1) {
        await moveIfThere(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`);
      }
      bytes = 0;
    }
    await appendFile(path, text, { mode: 0o600 });
    bytes += length;
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const lines = leftOut > 0 ? [`${leftOut} lines were left out here.`, ...waiting] : waiting;
      waiting = [];
      leftOut = 0;
      try {
        // Pieces well below the limit, so that one long wait does not become one huge file.
        for (const piece of pieces(lines, mostBytes / 4)) await append(piece);
        isFailing = false;
      } catch (cause) {
        leftOut += lines.length;
        bytes = null;
        if (!isFailing) problem(`The log can't be written (${words(cause)}). Vigil goes on without it.`);
        isFailing = true;
      }
    }
  }

  return {
    write(line) {
      if (waiting.length < mostWaiting) waiting.push(line);
      else leftOut += 1;
      writing ??= drain().finally(() => {
        writing = null;
      });
    },
    async settled() {
      await writing;
    },
  };
}

function* pieces(lines: readonly string[], mostLength: number): Generator<string> {
  let piece = '';
  for (const line of lines) {
    if (piece !== '' && piece.length + line.length > mostLength) {
      yield piece;
      piece = '';
    }
    piece += `${line}\n`;
  }
  if (piece !== '') yield piece;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (words(cause) === 'ENOENT') return 0;
    throw cause;
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    if (words(cause) !== 'ENOENT') throw cause;
  }
}

function words(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
