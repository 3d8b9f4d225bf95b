/** Reads the words after `npm run dist --`; every mistake is one clear sentence. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { versionPattern } from '../../src/main/updates/version-order.mjs';

/**
 * @typedef {'deb' | 'appimage' | 'rpm' | 'dmg' | 'nsis'} Format
 * @typedef {object} DistOptions
 * @property {Format} format
 * @property {boolean} testRuntime builds vigil-test, with the test-only runtime where that is what is here
 * @property {string} version
 * @property {boolean} quick a larger file in seconds instead of a small one in minutes
 * @property {boolean} dirty packs a working tree with changes that are not committed
 * @property {string} out the folder that gets the package
 */

export const usage = `npm run dist [-- FORMAT] [-- OPTIONS]

  FORMAT           deb (default) or rpm, with system tools alone; appimage, dmg or nsis, with electron-builder
  --version X      instead of the version in package.json; a pre-release such as 1.2.0-rc.1 too
  --out DIR        where the package goes (dist/)
  --quick          compresses for speed, not for size
  --dirty          packs changes that are not committed
  --test-runtime   makes vigil-test, for tests only, where Electron's official runtime is not to be had
`;

/** @type {readonly Format[]} */
const formats = ['deb', 'appimage', 'rpm', 'dmg', 'nsis'];

/** @param {readonly string[]} args @param {{ version: string, outFolder: string }} defaults @returns {DistOptions} */
export function readDistOptions(args, { version: usualVersion, outFolder }) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      version: { type: 'string', default: usualVersion },
      out: { type: 'string', default: outFolder },
      quick: { type: 'boolean', default: false },
      dirty: { type: 'boolean', default: false },
      'test-runtime': { type: 'boolean', default: false },
    },
  });
  const [word = 'deb', another] = positionals;
  const format = formats.find((name) => name === word);
  if (format === undefined || another !== undefined) {
    throw new Error(`Say one format: ${formats.join(', ')}; not "${positionals.join(' ')}".`);
  }
  const { version, out, quick, dirty, 'test-runtime': testRuntime } = values;
  if (!versionPattern.test(version))
    throw new Error(`--version is like 1.2.0 or 1.2.0-rc.1, not "${version}".`);
  return { format, version, quick, dirty, testRuntime, out: resolve(out) };
}
