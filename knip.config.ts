import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'src/main/cli.ts',
    'src/main/vault/vault-process.ts',
    'src/preload/key-window.ts',
    'src/renderer/index.html',
    'src/renderer/key-window/main.tsx',
    'src/renderer/failed/failed.css',
    'scripts/*.mjs',
    'scripts/setup/loader/loader.js',
    'bench/*.mjs',
    // Built by bench/run.mjs, which names them in a way that no import shows.
    'bench/main.ts',
    'bench/support/sender.ts',
    // Built by scripts/run-typescript.mjs, which is given their names.
    'test/faults/report.ts',
    'test/faults/soak.ts',
    'test/fuzz/fuzz.ts',
    'test/**/*.{test,e2e,desktop}.{ts,tsx}',
  ],
  project: [
    'src/**/*.{ts,tsx,mjs,css}',
    'test/**/*.{ts,tsx,mjs}',
    'bench/**/*.{ts,mjs}',
    'scripts/**/*.{mjs,js}',
    '*.config.ts',
  ],
  vitest: { config: ['vitest.config.ts', 'vitest.e2e.config.ts'] },
  // A program of the system, asked where it is there.
  ignoreBinaries: ['gdbus', 'mkfifo'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  // A style sheet uses a package, or another style sheet, by naming its files.
  compilers: {
    css: (text) => [...text.matchAll(styleImports)].map(([, path]) => `import '${path}';`).join('\n'),
  },
};

const styleImports = /(?:@import|url\()\s*\(?["']([^"'?#]+)["']/g;

export default config;
