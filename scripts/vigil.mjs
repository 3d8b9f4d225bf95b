/**
 * `npm run vigil -- collect …`: builds if needed, then becomes the headless command. In the same process,
 * so that signals, exit code and output are the command's own; until then stdout stays untouched.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './fresh-build.mjs';
import { root } from './paths.mjs';
import { runScript, say } from './say.mjs';
import { installPackages } from './setup/packages.mjs';

await runScript(async () => {
  await installPackages(say);
  await ensureBuilt(say);
  await becomeCommand(process.argv.slice(2));
});

/** @param {readonly string[]} args */
async function becomeCommand(args) {
  const cli = join(root, 'out/main/cli.js');
  process.argv.splice(1, process.argv.length, cli, ...args);
  await import(pathToFileURL(cli).href);
}
