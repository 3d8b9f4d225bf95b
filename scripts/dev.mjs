/** `npm run dev`: the app from its sources, reloading as they change. */
import { join } from 'node:path';
import { forgetBuild } from './fresh-build.mjs';
import { electronArguments, launch } from './launch.mjs';
import { root } from './paths.mjs';
import { runScript, say } from './say.mjs';
import { prepare } from './setup/prepare.mjs';

await runScript(async () => {
  const { runtime, missingLibraries } = await prepare('run', say);
  if (missingLibraries.length > 0)
    throw new Error('The window cannot open without them. Install them, then start again.');
  const sandboxOff = electronArguments(say).length > 0 ? ['--noSandbox'] : [];
  const electronVite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const env = { ...process.env, ELECTRON_EXEC_PATH: runtime.path };
  const args = [electronVite, 'dev', ...sandboxOff, ...process.argv.slice(2)];
  await forgetBuild();
  // In the terminal's own group: electron-vite passes no signal on to the Electron it starts.
  process.exitCode = await launch(process.execPath, args, { env, ownGroup: false });
});
