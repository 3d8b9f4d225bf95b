/**
 * Makes a fresh clone ready: npm packages, an Electron runtime, system libraries. Each part looks first
 * and does nothing when there is nothing to do.
 */
import { rm } from 'node:fs/promises';
import { findElectron, testRuntimeFolder, testRuntimeVersion } from '../electron-path.mjs';
import { withLock } from '../lock.mjs';
import { installLibraries } from './libraries.mjs';
import { installOfficialElectron } from './official-electron.mjs';
import { installPackages } from './packages.mjs';
import { installTestElectron, testElectronRunsHere } from './test-electron.mjs';

/**
 * @typedef {object} Ready
 * @property {import('../electron-path.mjs').ElectronRuntime} runtime
 * @property {readonly string[]} missingLibraries Debian names of what the system lacks for this stage
 *
 * @param {import('./libraries.mjs').Stage} stage
 * @param {(line: string) => void} say
 * @param {{ retryElectron?: boolean }} [options]
 * @returns {Promise<Ready>}
 */
export async function prepare(stage, say, { retryElectron = false } = {}) {
  await installPackages(say);
  const runtime = await installRuntime(say, retryElectron);
  if (runtime.testRuntime) warnOfTestRuntime(say);
  return { runtime, missingLibraries: await installLibraries(stage, say) };
}

/**
 * A test-only runtime that is here also says that the official one could not be had, so later starts
 * lose no time on trying again, until somebody asks for it.
 *
 * @param {(line: string) => void} say
 * @param {boolean} retry
 */
async function installRuntime(say, retry) {
  const present = findElectron();
  if (present !== undefined && !(retry && present.testRuntime)) return present;
  return await withLock('electron', async () => {
    if (findElectron() === undefined || retry) await installOfficialElectron(say);
    if (findElectron() === undefined && testElectronRunsHere()) await installTestElectron(say);
    const installed = findElectron();
    if (installed === undefined) {
      throw new Error('There is no Electron runtime. Start again where GitHub or its mirror can be reached.');
    }
    if (!installed.testRuntime) await rm(testRuntimeFolder, { recursive: true, force: true });
    return installed;
  });
}

/** @param {(line: string) => void} say */
function warnOfTestRuntime(say) {
  say(
    `Warning: this is a test-only Electron ${testRuntimeVersion}, repacked by a third party, because Electron's own`,
  );
  say('release is not installed. For practice and tests only: it takes no real keys. Where GitHub can be');
  say('reached, `npm run setup -- --retry-electron` gets the official one.');
}
