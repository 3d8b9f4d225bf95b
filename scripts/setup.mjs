/** Set-up by hand: node scripts/setup.mjs [run|test] [--retry-electron]. Start and test do it themselves. */
import { runScript, say } from './say.mjs';
import { prepare } from './setup/prepare.mjs';

await runScript(async () => {
  const args = process.argv.slice(2);
  const stage = args.includes('test') ? 'test' : 'run';
  const { runtime, missingLibraries } = await prepare(stage, say, {
    retryElectron: args.includes('--retry-electron'),
  });
  if (missingLibraries.length > 0) throw new Error('Set-up is not complete: see above for what is missing.');
  say(`Ready. Electron is ${runtime.path}`);
});
