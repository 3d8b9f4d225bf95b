/** What a package's file says of itself: kind and processor by its name, size and hash by its bytes. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

const linux = 'Debian 12, Ubuntu 22.04 or newer';
const kinds = /** @type {const} */ ([
  { ending: '.deb', kind: 'deb', minimumSystem: linux },
  { ending: '.rpm', kind: 'rpm', minimumSystem: 'Fedora 38, RHEL 9 or newer' },
  { ending: '.AppImage', kind: 'appimage', minimumSystem: linux },
  { ending: '.dmg', kind: 'dmg', minimumSystem: 'macOS 12 or newer' },
  { ending: '.exe', kind: 'nsis', minimumSystem: 'Windows 10 or newer' },
]);

/** @param {string} path */
export async function describePackage(path) {
  const file = basename(path);
  const known = kinds.find(({ ending }) => file.endsWith(ending));
  if (known === undefined) {
    throw new Error(`${file} is no package: it ends in ${kinds.map(({ ending }) => ending).join(', ')}.`);
  }
  // Built on a runtime that is for tests only, it must never reach anybody.
  if (/^vigil-test/i.test(file)) throw new Error(`${file} is a package for tests and is not released.`);
  if (!/^[A-Za-z0-9][A-Za-z0-9._~+-]{0,119}$/.test(file)) {
    throw new Error(`"${file}" has characters that a terminal acts on: rename it.`);
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(path)) {
    hash.update(part);
    bytes += part.length;
  }
  const { kind, minimumSystem } = known;
  const arch = /arm64|aarch64/i.test(file) ? 'arm64' : 'x64';
  return { kind, arch, file, bytes, sha256: hash.digest('hex'), minimumSystem };
}
