/**
 * `npm run dist`: builds the Debian package with system tools alone, as does `npm run dist -- rpm`; for
 * `appimage`, `dmg` and `nsis` it has electron-builder pack the same app.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDistOptions, usage } from './packing/options.mjs';
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
  const options = readDistOptions(args, { version, outFolder: join(root, 'dist') });
  await installPackages(say);
  // Only now: it stands on npm packages, which a fresh clone does not have.
  const { buildPackage } = await import('./packing/build-package.mjs');
  await buildPackage(options);
});
