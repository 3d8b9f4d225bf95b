/** Bundles one of our TypeScript programs and runs it with the arguments that were given. */
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { root } from './paths.mjs';

/** @param {string} entry from the root of the project @param {readonly string[]} [nodeOptions] */
export async function runTypeScript(entry, nodeOptions = []) {
  const name = basename(entry, '.ts');
  // Inside the project, so that packages are found.
  const outDir = join(root, '.cache', 'programs', name);
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: { [name]: join(root, entry) }, output: { entryFileNames: '[name].js' } },
    },
  });
  const args = [...nodeOptions, join(outDir, `${name}.js`), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
