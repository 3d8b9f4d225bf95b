/** How a command on accounts ends, and how it speaks on the way. */
import type { HeadlessIo } from './io.ts';

/** The exit code, and why where that is not 0. */
export type Ending = { readonly code: 0 } | { readonly code: 1 | 2; readonly message: string };

export const done: Ending = { code: 0 };

export function misused(message: string): Ending {
  return { code: 2, message };
}

export function failed(message: string): Ending {
  return { code: 1, message };
}

export function print(io: HeadlessIo, line: string): void {
  io.stdout.write(`${line.trimEnd()}\n`);
}
