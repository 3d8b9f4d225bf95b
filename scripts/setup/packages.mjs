/** Installs the npm packages of package-lock.json when they are missing or stale. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';
import { patience } from './npm-patience.mjs';

/** @param {(line: string) => void} say */
export async function installPackages(say) {
  if (await packagesAreFresh()) return;
  await withLock('packages', async () => {
    if (await packagesAreFresh()) return;
    say('Installing the npm packages …');
    // No install scripts: no package needs one, so none gets to run.
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...patience];
    const installed = await runCommand('npm', args, { cwd: root, output: 'stderr' });
    if (!installed.ok) {
      throw new Error(
        'npm could not install the packages (its reason is above). Check the network and start again.',
      );
    }
  });
}

/**
 * Compares the lock file with npm's own record of what is installed, which npm writes last: so an
 * interrupted install is stale, and one that somebody ran by hand is fresh.
 */
async function packagesAreFresh() {
  const wanted = await readLock('package-lock.json');
  const installed = await readLock('node_modules/.package-lock.json');
  if (wanted === undefined || installed === undefined) return false;
  for (const [path, entry] of Object.entries(installed)) {
    if (wanted[path]?.version !== entry.version || wanted[path]?.integrity !== entry.integrity) return false;
    if (!runsHere(entry)) return false;
  }
  return Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional || path in installed);
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[] }} LockEntry */

/** @param {LockEntry} entry */
function runsHere({ os, cpu }) {
  return (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockEntry> | undefined>}
 */
async function readLock(file) {
  try {
    return JSON.parse(await readFile(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
