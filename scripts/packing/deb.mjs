/** Makes the Debian package with dpkg-deb alone: no root, no fakeroot, the same bytes every time. */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { filesOf, settle, valuesOf } from './linux-stage.mjs';
import { fillTemplate } from './template.mjs';

/** What the binaries link, and what they load or run later: libnotify, gdbus, xdg-open. */
const depends = [
  ...['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libatspi2.0-0'],
  ...['libnotify4', 'libsecret-1-0', 'libglib2.0-bin', 'xdg-utils'],
];
const recommends = 'gnome-keyring | kwalletmanager | keepassxc';
/** @type {Partial<Record<NodeJS.Architecture, string>>} */
const architectures = { x64: 'amd64', arm64: 'arm64' };

/**
 * @param {string} stage all that is installed
 * @param {import('./linux-stage.mjs').About} about
 * @param {{ out: string, work: string, quick: boolean }} options
 * @returns {Promise<string>} the package
 */
export async function buildDeb(stage, about, { out, quick }) {
  const architecture = architectures[process.arch];
  if (architecture === undefined) throw new Error(`There is no Debian package for ${process.arch}.`);
  const { edition, time } = about;
  // A tilde sorts before the release itself.
  const version = about.version.replace('-', '~');
  const sums = await checksums(stage, await filesOf(stage));
  await fillTemplate('debian/postrm', join(stage, 'DEBIAN/postrm'), valuesOf(about), 0o755);
  await writeFile(join(stage, 'DEBIAN/md5sums'), sums);
  const control = {
    ...{
      Package: edition.package,
      Version: version,
      Architecture: architecture,
      Maintainer: 'The Vigil authors',
    },
    ...{ Section: 'net', Priority: 'optional', 'Installed-Size': await kibibytes(join(stage, 'usr')) },
    ...{ Depends: depends.join(', '), Recommends: recommends, Description: describe(edition) },
  };
  const lines = Object.entries(control).map(([field, value]) => `${field}: ${value}\n`);
  await writeFile(join(stage, 'DEBIAN/control'), lines.join(''));
  await settle(stage, time);
  const target = join(out, `${edition.package}_${version}_${architecture}.deb`);
  const compression = quick ? ['-Zzstd', '-z1'] : ['-Zxz'];
  const built = await runCommand(
    'dpkg-deb',
    ['--root-owner-group', ...compression, '--build', stage, target],
    {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(time) },
    },
  );
  if (built.ok) return target;
  // Half a package must not be taken for one.
  await rm(target, { force: true });
  throw new Error(`dpkg-deb could not build the package: ${built.output.trim()}`);
}

/** @param {import('./edition.mjs').Edition} edition */
function describe({ summary, notice, description }) {
  return `${summary}\n ${[...(notice === '' ? [] : [notice]), ...description].join('\n .\n ')}`;
}

/** @param {string} stage @param {readonly string[]} files */
async function checksums(stage, files) {
  const lines = [];
  for (const file of files) {
    const sum = createHash('md5').update(await readFile(join(stage, file)));
    lines.push(`${sum.digest('hex')}  ${file}\n`);
  }
  return lines.join('');
}

/** As Debian counts a package's size. @param {string} folder */
async function kibibytes(folder) {
  const du = await runCommand('du', ['-sk', '--apparent-size', folder]);
  if (!du.ok) throw new Error(`du could not measure the package: ${du.output.trim()}`);
  return du.output.split('\t')[0] ?? '';
}
