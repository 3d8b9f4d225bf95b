/** Whether this system has what a desktop test needs, and what becomes of the test where it has not. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Gives a reason to skip back, and throws it where nothing may be skipped: in CI. */
export function reasonToSkip(missing: string | null): string | null {
  if (missing !== null && process.env.VIGIL_REQUIRE_DESKTOP) throw new Error(missing);
  return missing;
}

/** null: all of them are here. */
export function lackOf(programs: readonly string[]): string | null {
  const missing = programs.filter((program) => !isOnPath(program));
  return missing.length === 0 ? null : `this system lacks ${missing.join(', ')}`;
}

export function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
