/** Collects the licence of everything that Vigil is made of: what is bundled, what main loads, and Electron. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Where the build leaves the list; the window shows it, and packages carry it as text. */
export const licencesFile = join(root, 'out/licences.json');
/** Vite's own list of what it bundled into the page; it has served when the whole list is written. */
export const bundledLicences = 'licences.json';

/**
 * @typedef {object} Licence
 * @property {string} name
 * @property {string} version
 * @property {string} licence its SPDX identifier
 * @property {string} text
 */

/** Writes the list; the page must have been built. */
export async function writeLicences() {
  const bundledFile = join(root, 'out/renderer', bundledLicences);
  const bundled = JSON.parse(await readFile(bundledFile, 'utf8')).map(
    (/** @type {{ name: string }} */ entry) => entry.name,
  );
  const found = [...new Set([...bundled, ...(await loadedByMain()), ...(await fonts()), 'electron'])];
  const licences = await Promise.all(found.sort().map(licenceOf));
  await writeFile(licencesFile, `${JSON.stringify(licences, null, 2)}\n`);
  await rm(bundledFile);
}

/** @returns {Promise<readonly Licence[]>} as the last build left it */
export async function readLicences() {
  return JSON.parse(await readFile(licencesFile, 'utf8'));
}

/**
 * The list as one text file, for a package.
 *
 * @param {readonly Licence[]} licences
 */
export function licencesText(licences) {
  const head =
    'Vigil is made with the software below. The notices of Chromium, which is part of Electron, are in LICENSES.chromium.html beside the program.\n';
  const parts = licences.map(
    ({ name, version, licence, text }) => `${line}\n${name} ${version} (${licence})\n${line}\n\n${text}\n`,
  );
  return [head, ...parts].join('\n');
}

/** Main's packages stay packages, with whatever they need themselves. */
async function loadedByMain() {
  const { dependencies } = await packageAt(root);
  const names = new Set(Object.keys(dependencies));
  for (const name of names) {
    const { dependencies: further = {} } = await packageAt(folderOf(name));
    for (const next of Object.keys(further)) names.add(next);
  }
  return names;
}

/** Style sheets bundle them as files, of which Vite keeps no account. */
async function fonts() {
  const { devDependencies } = await packageAt(root);
  return Object.keys(devDependencies).filter((name) => name.startsWith('@fontsource'));
}

/**
 * @param {string} name
 * @returns {Promise<Licence>}
 */
async function licenceOf(name) {
  const folder = folderOf(name);
  const { name: realName, version, license } = await packageAt(folder);
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file === undefined || typeof license !== 'string') {
    throw new Error(`${name} ships no licence. It can't be part of Vigil until its text is known.`);
  }
  const text = await readFile(join(folder, file), 'utf8');
  return { name: realName, version, licence: license, text: text.replaceAll('\r\n', '\n').trim() };
}

/** @param {string} folder */
async function packageAt(folder) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

/** @param {string} name */
function folderOf(name) {
  return join(root, 'node_modules', name);
}

const line = '='.repeat(80);
