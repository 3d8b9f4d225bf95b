/** Where the desktop app keeps its files, for the command that runs without it. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** As Electron's `userData` for an app of this name. https://www.electronjs.org/docs/latest/api/app#appgetpathname, read 2026-11-24 */
export function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', appName);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), appName);
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), appName);
}

const appName = 'Vigil';
