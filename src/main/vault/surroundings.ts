/** Reads what of this computer decides how a missing keychain is cured. */
import { readFile } from 'node:fs/promises';
import type { Surroundings } from './explain.ts';

export async function readSurroundings(env: NodeJS.ProcessEnv): Promise<Surroundings> {
  return {
    platform: process.platform,
    // Absent outside Linux, and in bare containers.
    osRelease: await readFile('/etc/os-release', 'utf8').catch(() => ''),
    desktop: env.XDG_CURRENT_DESKTOP ?? '',
    isSnap: env.SNAP !== undefined,
  };
}
