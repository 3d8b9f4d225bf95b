/** Puts runtime and app together into one folder that runs on Linux, hardened as it is installed. */
import { chmod, cp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createPackageWithOptions, listPackage } from '@electron/asar';
import { setFuses } from './fuses.mjs';

// Vigil speaks English; the other languages are 40 MB of Chromium's own words.
const language = 'en-US.pak';
const keychainModule = `keytar/prebuilds/linux-${process.arch}`;

/**
 * @param {string} folder
 * @param {{ runtime: string, app: string, edition: import('./edition.mjs').Edition }} parts runtime: Electron's executable
 */
export async function assembleLinuxApp(folder, { runtime, app, edition }) {
  const electron = dirname(runtime);
  await cp(electron, folder, { recursive: true, filter: (path) => isOfRuntime(path, electron) });
  await rename(join(folder, basename(runtime)), join(folder, edition.package));
  await rename(join(folder, 'LICENSE'), join(folder, 'LICENSE.electron.txt'));
  const prebuilds = join(app, 'node_modules/keytar/prebuilds');
  for (const target of await readdir(prebuilds)) {
    if (target !== basename(keychainModule)) await rm(join(prebuilds, target), { recursive: true });
  }
  const archive = join(folder, 'resources/app.asar');
  await createPackageWithOptions(app, archive, { unpack: '*.node' });
  const packed = listPackage(archive, { isPack: false });
  for (const file of [
    '/out/main/index.js',
    '/out/main/vault.js',
    `/node_modules/${keychainModule}/keytar.node`,
  ]) {
    if (!packed.includes(file)) throw new Error(`The package would lack ${file}. Build again: npm run build`);
  }
  await setFuses(join(folder, edition.package));
  await setModes(folder, edition.package);
}

/** @param {string} path @param {string} electron */
function isOfRuntime(path, electron) {
  const inside = path.slice(electron.length + 1);
  if (inside.startsWith('locales/')) return basename(inside) === language;
  return inside !== 'resources/default_app.asar';
}

/** As they are installed, whatever the runtime's own were. @param {string} folder @param {string} executable */
async function setModes(folder, executable) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
  for (const program of [executable, 'chrome_crashpad_handler']) await chmod(join(folder, program), 0o755);
  // Set-uid root, once root owns it: the sandbox then works where user namespaces are restricted.
  await chmod(join(folder, 'chrome-sandbox'), 0o4755);
}
