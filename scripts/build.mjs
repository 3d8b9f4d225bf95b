/** `npm run build`: builds the app and the headless command into out/. */
import { build } from './fresh-build.mjs';
import { runScript } from './say.mjs';

await runScript(async () => {
  const { ok, output } = await build();
  process.stdout.write(output);
  if (!ok) throw new Error('The build failed.');
});
