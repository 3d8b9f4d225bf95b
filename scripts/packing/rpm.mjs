/** Makes the rpm package of the same files with rpmbuild alone. */
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { farewellOf, filesOf, settle } from './linux-stage.mjs';

/** As Fedora, RHEL and openSUSE provide them alike: by what is in them. */
const requires = [
  ...['libgtk-3.so.0()(64bit)', 'libnss3.so()(64bit)', 'libasound.so.2()(64bit)', 'libgbm.so.1()(64bit)'],
  ...['libatspi.so.0()(64bit)', 'libnotify.so.4()(64bit)', 'libsecret-1.so.0()(64bit)'],
  ...['/usr/bin/gdbus', '/usr/bin/xdg-open'],
];

/**
 * @param {string} stage all that is installed
 * @param {import('./linux-stage.mjs').About} about
 * @param {{ out: string, work: string, quick: boolean }} options
 * @returns {Promise<string>} the package
 */
export async function buildRpm(stage, about, { out, work, quick }) {
  const { edition, time } = about;
  await settle(stage, time);
  const top = join(work, 'rpm');
  const spec = join(work, `${edition.package}.spec`);
  await writeFile(spec, await specOf(stage, about));
  const payload = quick ? 'w1.zstdio' : 'w19.zstdio';
  const defines = [
    ...[`_topdir ${top}`, `_binary_payload ${payload}`, `_rpmdir ${join(top, 'RPMS')}`],
    // The files are finished: nothing strips, compresses or links them again.
    ...['__os_install_post %{nil}', '_build_id_links none', 'debug_package %{nil}'],
    ...[
      '_buildhost reproducible',
      'use_source_date_epoch_as_buildtime 1',
      'clamp_mtime_to_source_date_epoch 1',
    ],
  ];
  // rpmbuild empties its build root before it begins, so it gets a copy.
  const args = ['-bb', spec, '--define', `_stage ${stage}`, ...defines.flatMap((line) => ['--define', line])];
  const built = await runCommand('rpmbuild', args, {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(time) },
  });
  if (!built.ok) throw new Error(`rpmbuild could not build the package: ${built.output.trim()}`);
  const made = (await readdir(join(top, 'RPMS'), { recursive: true })).find((file) => file.endsWith('.rpm'));
  if (made === undefined) throw new Error('rpmbuild ended well and left no package.');
  const target = join(out, basename(made));
  await mkdir(out, { recursive: true });
  await copyFile(join(top, 'RPMS', made), target);
  return target;
}

/** @param {string} stage @param {import('./linux-stage.mjs').About} about */
async function specOf(stage, about) {
  const { edition, version } = about;
  const { package: name, summary, notice, description } = edition;
  const files = await filesOf(stage);
  const lines = files.map(async (file) => {
    const { mode } = await stat(join(stage, file));
    return `%attr(${(mode & 0o7777).toString(8)}, root, root) "/${file}"`;
  });
  return [
    ...[`Name: ${name}`, `Version: ${version.replace('-', '~')}`, 'Release: 1', `Summary: ${summary}`],
    ...['License: LicenseRef-proprietary', 'Vendor: The Vigil authors', 'AutoReqProv: no'],
    ...requires.map((required) => `Requires: ${required}`),
    'Recommends: gnome-keyring',
    ...['', '%description', ...(notice === '' ? [] : [notice]), ...description],
    ...['', '%install', 'mkdir -p %{buildroot}', 'cp -a %{_stage}/. %{buildroot}/'],
    // With 0 the last version goes, and not an old one after an update.
    ...['', '%postun', 'if [ "$1" = 0 ]; then', "cat <<'END'", farewellOf(about), 'END', 'fi'],
    ...['', '%files', ...(await foldersOf(stage, `usr/lib/${name}`)), ...(await Promise.all(lines)), ''],
  ].join('\n');
}

/** Those that are the package's alone, so that they go with it. @param {string} stage @param {string} folder */
async function foldersOf(stage, folder) {
  const entries = await readdir(join(stage, folder), { recursive: true, withFileTypes: true });
  const inside = entries.filter((entry) => entry.isDirectory());
  const paths = inside.map((entry) => join(entry.parentPath, entry.name).slice(stage.length + 1));
  return [folder, ...paths.sort()].map((path) => `%dir "/${path}"`);
}
