/** Chooses the Electron that goes into a package: the official one, unless the package is for tests only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findElectron } from '../electron-path.mjs';
import { withLock } from '../lock.mjs';
import { root } from '../paths.mjs';
import { installOfficialElectron } from '../setup/official-electron.mjs';
import { prepare } from '../setup/prepare.mjs';

/**
 * @param {boolean} isForTests
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the executable
 */
export async function runtimeFor(isForTests, say) {
  if (isForTests) return (await prepare('run', say)).runtime.path;
  if (!isOfficial()) await withLock('electron', () => installOfficialElectron(say));
  const found = findElectron();
  if (found !== undefined && !found.testRuntime) return found.path;
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'));
  throw new Error(
    `A package for people carries the official Electron ${version}, which is not here and could not be downloaded: build where GitHub or a mirror of it (ELECTRON_MIRROR) can be reached. For a package that is for tests only: npm run dist -- --test-runtime`,
  );
}

function isOfficial() {
  return findElectron()?.testRuntime === false;
}
