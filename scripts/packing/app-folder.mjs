/** Gathers what the app is made of: the build, its pictures, and the packages that main loads at run time. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { root } from '../paths.mjs';

// Headers for compiling keytar, which comes compiled.
const neededToCompile = new Set(['node-addon-api']);
const codeEndings = new Set(['.js', '.cjs', '.mjs', '.json', '.node']);
const legalName = /^(licen[cs]e|notice|copying)/i;

/** @param {string} folder @param {import('./edition.mjs').Edition} edition @param {string} version */
export async function gatherApp(folder, edition, version) {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { author, license, type, main } = manifest;
  await mkdir(folder, { recursive: true });
  const names = await packagesAtRunTime(Object.keys(manifest.dependencies));
  const staged = {
    ...{ name: edition.package, productName: edition.product, version, description: edition.summary },
    ...{ author, license, type, main, desktopName: `${edition.package}.desktop` },
    // electron-builder packs what is named here, and all the rest of node_modules not.
    dependencies: Object.fromEntries(names.map((name) => [name, manifest.dependencies[name] ?? '*'])),
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(staged, null, 2)}\n`);
  await cp(join(root, 'out'), join(folder, 'out'), { recursive: true, filter: isOfApp });
  const pictures = 'resources/icons/tray';
  await cp(join(root, pictures), join(folder, pictures), { recursive: true, filter: isNoDrawing });
  for (const name of names) {
    const from = join(root, 'node_modules', name);
    const filter = (/** @type {string} */ path) => isNeededOf(relative(from, path));
    await cp(from, join(folder, 'node_modules', name), { recursive: true, filter });
  }
}

/** The headless command of a package is the app itself; cli.js is for plain Node. @param {string} path */
function isOfApp(path) {
  return (
    !path.endsWith(join('main', 'cli.js')) && extname(path) !== '.map' && !basename(path).startsWith('.')
  );
}

/** @param {string} path */
function isNoDrawing(path) {
  return extname(path) !== '.svg';
}

/** @param {readonly string[]} direct @returns {Promise<readonly string[]>} those and all that they need, sorted */
async function packagesAtRunTime(direct) {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const found = new Set(direct);
  for (const name of found) {
    for (const needed of Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {})) {
      if (!neededToCompile.has(needed)) found.add(needed);
    }
  }
  return [...found].sort();
}

/** @param {string} path inside the package */
function isNeededOf(path) {
  const parts = path.split(sep);
  const [top, target] = parts;
  if (top === 'src' || top === 'script' || top === 'test') return false;
  // Both architectures of this system: one installer of macOS may hold two.
  if (top === 'prebuilds' && target !== undefined && !target.startsWith(`${process.platform}-`)) return false;
  const name = basename(path);
  if (/\.test\.\w+$/.test(name)) return false;
  const isFolder = extname(name) === '' && !legalName.test(name);
  return isFolder || legalName.test(name) || codeEndings.has(extname(name));
}
