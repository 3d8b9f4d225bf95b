/** Builds the app and the benchmarks and runs those that are named, or all: `npm run bench -- store-path`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { electronPath } from '../scripts/electron-path.mjs';
import { ensureBuilt } from '../scripts/fresh-build.mjs';
import { say } from '../scripts/say.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, '..', '.cache', 'bench');

await ensureBuilt(say);
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: out,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: join(here, 'main.ts'),
        sender: join(here, 'support', 'sender.ts'),
        'three-venues': join(here, 'support', 'three-venues.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
const bench = [process.execPath, '--expose-gc', join(out, 'main.js'), ...process.argv.slice(2)];
// The window needs a display; without one it gets its own.
const display = process.env.DISPLAY ? [] : ['xvfb-run', '-a', '-s', '-screen 0 2000x1200x24'];
const { status } = spawnSync('env', [...display, ...bench], {
  stdio: 'inherit',
  env: { ...process.env, BENCH_ELECTRON: electronPath().path },
});
process.exit(status ?? 1);
