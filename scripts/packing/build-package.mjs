/** Builds one package, from the checks before it to the file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt } from '../fresh-build.mjs';
import { say } from '../say.mjs';
import { gatherApp } from './app-folder.mjs';
import { needCommittedTree, needProgram, needSpace, sourceTime } from './checks.mjs';
import { buildDeb } from './deb.mjs';
import { editionOf } from './edition.mjs';
import { runElectronBuilder } from './electron-builder.mjs';
import { stageForLinux } from './linux-stage.mjs';
import { buildRpm } from './rpm.mjs';
import { runtimeFor } from './runtime.mjs';

/** @param {import('./options.mjs').DistOptions} options */
export async function buildPackage({ format, version, out, testRuntime, quick, dirty }) {
  const isForLinux = format === 'deb' || format === 'rpm' || format === 'appimage';
  if (isForLinux && process.platform !== 'linux')
    throw new Error(`A package of the format ${format} is built on Linux.`);
  if (format === 'deb')
    await needProgram('dpkg-deb', 'It is part of dpkg: build this package on Debian or a relative.');
  if (format === 'rpm') await needProgram('rpmbuild', 'Install it (Debian: rpm, Fedora: rpm-build).');
  if (!testRuntime && !dirty) await needCommittedTree();
  await needSpace(out);
  const about = { edition: editionOf(testRuntime), version, time: await sourceTime() };
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
