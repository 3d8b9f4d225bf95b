/** AppImage, dmg and Windows installers: one configuration for electron-builder, which fetches its own tools. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';
import { patience } from '../setup/npm-patience.mjs';
import { fuses, wrongFuses } from './fuses.mjs';

const folder = join(root, 'packaging/electron-builder');
const largeIcon = join(root, 'packaging/icon-1024.png');

/** @typedef {Exclude<import('./options.mjs').Format, 'deb' | 'rpm'>} BuilderFormat */
/** @type {Readonly<Record<BuilderFormat, { system: NodeJS.Platform, name: string, args: readonly string[] }>>} */
const builds = {
  appimage: { system: 'linux', name: 'Linux', args: ['--linux', 'AppImage'] },
  dmg: { system: 'darwin', name: 'macOS', args: ['--mac', 'dmg'] },
  nsis: { system: 'win32', name: 'Windows', args: ['--win', 'nsis'] },
};

/**
 * @typedef {object} Job
 * @property {BuilderFormat} format
 * @property {string} app the gathered app
 * @property {string | null} stage of Linux, whose packages all carry the same folder; null elsewhere
 * @property {import('./linux-stage.mjs').About} about
 * @property {string} out
 * @property {string} work
 *
 * @param {Job} job
 * @param {(line: string) => void} say
 */
export async function runElectronBuilder(job, say) {
  const { format, stage, about, work } = job;
  const { system, name, args } = builds[format];
  if (process.platform !== system) throw new Error(`A package of the format ${format} is built on ${name}.`);
  say('Installing electron-builder …');
  // Through npm's own script where npm runs us: on Windows `npm` alone is no program.
  const npm = process.env.npm_execpath;
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...patience];
  const installed = await runCommand(
    npm === undefined ? 'npm' : process.execPath,
    npm === undefined ? install : [npm, ...install],
    { cwd: folder, output: 'stderr' },
  );
  if (!installed.ok) throw new Error('npm could not install electron-builder (its reason is above).');
  const file = join(work, 'electron-builder.json');
  await writeFile(file, JSON.stringify(await configuration(job)));
  const cli = join(folder, 'node_modules/electron-builder/cli.js');
  const ready = stage === null ? [] : ['--prepackaged', join(stage, 'usr/lib', about.edition.package)];
  const built = await runCommand(
    process.execPath,
    [cli, ...args, ...ready, '--projectDir', root, '--config', file, '--publish', 'never'],
    { cwd: root, env: { ...process.env, SOURCE_DATE_EPOCH: String(about.time) }, output: 'stderr' },
  );
  if (!built.ok) throw new Error(`electron-builder could not make the ${format} (its reason is above).`);
  if (stage === null) await needFuses(job.out, about.edition.product);
}

/** It sets them from our list; what counts is what the binary says. @param {string} out @param {string} product */
async function needFuses(out, product) {
  const folders = (await readdir(out)).filter((name) => /^(mac(-.+)?|win(-.+)?-unpacked)$/.test(name));
  if (folders.length === 0)
    throw new Error(`electron-builder left no app in ${out} whose fuses could be read.`);
  for (const name of folders) {
    const program = join(out, name, `${product}.${name.startsWith('mac') ? 'app' : 'exe'}`);
    const wrong = await wrongFuses(program);
    if (wrong.length > 0) throw new Error(`These fuses of ${program} are not set: ${wrong.join(', ')}.`);
  }
}

/** @param {Job} job */
async function configuration({ app, about, out }) {
  const { package: name, product, id, summary } = about.edition;
  const electron = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'));
  return {
    appId: id,
    productName: product,
    directories: { app, output: out },
    electronVersion: electron.version,
    // Native modules come compiled, for every Electron.
    npmRebuild: false,
    files: ['**/*'],
    asarUnpack: ['**/*.node'],
    electronLanguages: ['en-US', 'en'],
    electronFuses: fuses,
    publish: null,
    artifactName: `${name}-\${version}-\${os}-\${arch}.\${ext}`,
    linux: {
      executableName: name,
      category: 'Office',
      icon: join(root, 'packaging/icons'),
      synopsis: summary,
      maintainer: 'The Vigil authors',
      desktop: { entry: { Categories: 'Office;Finance;', StartupWMClass: product.toLowerCase() } },
    },
    mac: {
      category: 'public.app-category.finance',
      icon: largeIcon,
      hardenedRuntime: true,
      // Apple's service wants an account; an unsigned build has none.
      notarize: Boolean(process.env.APPLE_ID),
    },
    win: { icon: largeIcon },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  };
}
