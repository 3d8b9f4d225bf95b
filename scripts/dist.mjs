/**
 * `npm run dist`: builds the Debian package with system tools alone, as does `npm run dist -- rpm`; for
 * `appimage`, `dmg` and `nsis` it has electron-builder pack the same app.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt } from './fresh-build.mjs';
import { gatherApp } from './packing/app-folder.mjs';
import { needCommittedTree, needProgram, needSpace, sourceTime } from './packing/checks.mjs';
import { buildDeb } from './packing/deb.mjs';
import { editionOf } from './packing/edition.mjs';
import { runElectronBuilder } from './packing/electron-builder.mjs';
import { stageForLinux } from './packing/linux-stage.mjs';
import { readDistOptions, usage } from './packing/options.mjs';
import { buildRpm } from './packing/rpm.mjs';
import { runtimeFor } from './packing/runtime.mjs';
import { root } from './paths.mjs';
import { runScript, say } from './say.mjs';
import { installPackages } from './setup/packages.mjs';

await runScript(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return;
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await build(readDistOptions(args, { version, outFolder: join(root, 'dist') }));
});

/** @param {import('./packing/options.mjs').DistOptions} options */
async function build({ format, version, out, testRuntime, quick, dirty }) {
  const isForLinux = format === 'deb' || format === 'rpm' || format === 'appimage';
  if (isForLinux && process.platform !== 'linux')
    throw new Error(`A package of the format ${format} is built on Linux.`);
  if (format === 'deb')
    await needProgram('dpkg-deb', 'It is part of dpkg: build this package on Debian or a relative.');
  if (format === 'rpm') await needProgram('rpmbuild', 'Install it (Debian: rpm, Fedora: rpm-build).');
  if (!testRuntime && !dirty) await needCommittedTree();
  await needSpace(out);
  const about = { edition: editionOf(testRuntime), version, time: await sourceTime() };
  await installPackages(say);
  const runtime = isForLinux ? await runtimeFor(testRuntime, say) : null;
  await ensureBuilt(say);
  const work = await mkdtemp(join(out, 'building-'));
  try {
    const app = join(work, 'app');
    await gatherApp(app, about.edition, version);
    say(`Packing ${about.edition.product} ${version} (${format}) …`);
    const stage = runtime === null ? null : join(work, 'stage');
    if (stage !== null && runtime !== null) await stageForLinux(stage, { runtime, app }, about);
    if (format !== 'deb' && format !== 'rpm') {
      await runElectronBuilder({ format, app, stage, about, out, work }, say);
    } else if (stage !== null) {
      const make = format === 'deb' ? buildDeb : buildRpm;
      // The one line on stdout, for whoever builds with a script.
      console.log(await make(stage, about, { out, work, quick }));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
