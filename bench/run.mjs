/** Builds the benchmarks and runs those that are named, or all: `npm run bench -- store-path latency`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, '..', '.cache', 'bench');

await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: out,
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: join(here, 'main.ts'), sender: join(here, 'support', 'sender.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', join(out, 'main.js'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
