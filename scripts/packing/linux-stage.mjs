/** Lays out everything that a Linux package installs, as it stands on the disk afterwards. */
import { chmod, copyFile, lutimes, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { licencesText, readLicences } from '../licences.mjs';
import { root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';
import { assembleLinuxApp } from './linux-app.mjs';
import { fillTemplate } from './template.mjs';

const iconSizes = [16, 22, 24, 32, 48, 64, 128, 256, 512];

/**
 * @typedef {object} About what a package says of itself
 * @property {import('./edition.mjs').Edition} edition
 * @property {string} version
 * @property {number} time seconds since 1970, borne by every file
 */

/** @param {About} about @returns {Readonly<Record<string, string>>} for the templates of packaging/ */
export function valuesOf(about) {
  const { edition, version, time } = about;
  const { package: name, product, id, summary } = edition;
  const date = new Date(time * 1_000).toISOString().slice(0, 10);
  const values = { package: name, product, wmclass: product.toLowerCase(), id, summary, version };
  return { ...values, date, year: date.slice(0, 4), farewell: farewellOf(about) };
}

/** What is said when the package goes for good. @param {About} about */
export function farewellOf({ edition }) {
  const { package: name, product } = edition;
  return [
    `${name}: API keys stay in the keychain of each user, and settings in the home folder. To delete them:`,
    "  keys      secret-tool clear service app.vigil.accounts   (Debian: libsecret-tools), or the desktop's own",
    '            program for passwords, where their service is app.vigil.accounts',
    `  settings  rm -r "\${XDG_CONFIG_HOME:-$HOME/.config}/${product}"`,
    `Before the package is removed, "${name} accounts remove --all" deletes the keys and proves that they are gone.`,
  ].join('\n');
}

/**
 * @param {string} stage
 * @param {{ runtime: string, app: string }} parts runtime: Electron's executable; app: the gathered app
 * @param {About} about
 */
export async function stageForLinux(stage, { runtime, app }, about) {
  const { edition } = about;
  const { package: name, id } = edition;
  const values = valuesOf(about);
  const share = join(stage, 'usr/share');
  await assembleLinuxApp(join(stage, 'usr/lib', name), { runtime, app, edition });
  await fillTemplate('command.sh', join(stage, 'usr/bin', name), values, 0o755);
  await fillTemplate('menu.desktop', join(share, `applications/${name}.desktop`), values);
  await fillTemplate('metainfo.xml', join(share, `metainfo/${id}.metainfo.xml`), values);
  await fillTemplate('copyright', join(share, `doc/${name}/copyright`), values);
  await writeFile(join(share, `doc/${name}/THIRD-PARTY-LICENCES`), licencesText(await readLicences()));
  await writeBillOfMaterials(join(share, `doc/${name}/sbom.cdx.json`));
  for (const size of iconSizes) {
    const folder = join(share, `icons/hicolor/${size}x${size}/apps`);
    await mkdir(folder, { recursive: true });
    await copyFile(join(root, `packaging/icons/${size}x${size}.png`), join(folder, `${name}.png`));
  }
  for (const file of await filesOf(share)) await chmod(join(share, file), 0o644);
}

/** @param {string} file */
async function writeBillOfMaterials(file) {
  const made = await runCommand(process.execPath, [join(root, 'scripts/sbom.mjs'), file], { cwd: root });
  if (!made.ok) throw new Error(`The bill of materials could not be made: ${made.output.trim()}`);
}

/** @param {string} stage @returns {Promise<readonly string[]>} sorted, from the root of the package */
export async function filesOf(stage) {
  const entries = await readdir(stage, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(stage.length + 1)).sort();
}

/** The same folders and times whoever builds, under whatever umask. @param {string} stage @param {number} time */
export async function settle(stage, time) {
  const entries = await readdir(stage, { recursive: true, withFileTypes: true });
  const inside = entries.map((entry) => ({
    path: join(entry.parentPath, entry.name),
    isFolder: entry.isDirectory(),
  }));
  for (const { path, isFolder } of [...inside, { path: stage, isFolder: true }]) {
    if (isFolder) await chmod(path, 0o755);
    await lutimes(path, time, time);
  }
}
