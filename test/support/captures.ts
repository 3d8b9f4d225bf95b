/** Recorded sessions that may lie beside the project; tests that need one skip without it. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface Capture {
  /** Text frames the venue sent, in order. */
  readonly received: readonly string[];
  /** Text frames the client sent. */
  readonly sent: readonly string[];
}

/** `BITMEX` or `COINBASE`; null where the recordings are not there. */
export function readCapture(name: string): Capture | null {
  const file = new URL(`../../../shared/captures/${name}.gz`, import.meta.url);
  if (!existsSync(file)) return null;
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return {
    received: lines.flatMap((line) => /^[\d.]+: (.*)$/.exec(line)?.[1] ?? []),
    sent: lines.flatMap((line) => /^\S+ <- [\d.]+: (.*)$/.exec(line)?.[1] ?? []),
  };
}
