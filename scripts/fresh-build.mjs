/** Builds the app into out/ when its sources are not the ones that out/ was built from. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeLicences } from './licences.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { runCommand } from './run-command.mjs';

const stampFile = join(root, 'out/.built-from');
const configFiles = [
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'release-channel.json',
  'scripts/licences.mjs',
  'tsconfig.json',
];

/** @param {(line: string) => void} say */
export async function ensureBuilt(say) {
  if (await isFresh()) return;
  await withLock('build', async () => {
    if (await isFresh()) return;
    say('Building …');
    const result = await build();
    if (!result.ok) throw new Error(`The build failed:\n${result.output.trim()}`);
  });
}

/** Builds whatever out/ holds. */
export async function build() {
  // Taken before the build: a file that changes meanwhile leaves out/ stale, as it should.
  const sources = await fingerprint();
  const electronVite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const result = await runCommand(process.execPath, [electronVite, 'build'], { cwd: root });
  if (!result.ok) return result;
  await writeLicences();
  await writeFile(stampFile, sources);
  return result;
}

/** For whoever is about to build something else into out/. */
export async function forgetBuild() {
  await rm(stampFile, { force: true });
}

async function isFresh() {
  try {
    return (await readFile(stampFile, 'utf8')) === (await fingerprint());
  } catch {
    return false;
  }
}

/** By content, since a checkout gives old sources new dates. */
async function fingerprint() {
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [...configFiles.map((name) => join(root, name)), ...sources.sort()]) {
    hash.update(`${file.slice(root.length)}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}
