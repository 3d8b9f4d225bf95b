/** Counts keys of Vigil's in the keychain by asking its service from outside, which reads no secret. */
import { execFile } from 'node:child_process';
import { keychainService } from './vault-messages.ts';

/** null: it can't be found out here (another system, no program to ask with, or no answer). */
export function countStoredKeys(platform: NodeJS.Platform): Promise<number | null> {
  if (platform !== 'linux') return Promise.resolve(null);
  return new Promise((resolve) => {
    execFile('gdbus', question, { timeout: patienceMs, killSignal: 'SIGKILL' }, (error, stdout) => {
      // Two lists, of open items and of locked ones; each item is one path.
      resolve(error === null ? (stdout.match(/'\/[^']*'/g)?.length ?? 0) : null);
    });
  });
}

const question = [
  ...['call', '--session', '-d', 'org.freedesktop.secrets', '-o', '/org/freedesktop/secrets'],
  ...['-m', 'org.freedesktop.Secret.Service.SearchItems', `{'service': '${keychainService}'}`],
];
const patienceMs = 5_000;
