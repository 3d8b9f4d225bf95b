import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { bundledLicences } from './scripts/licences.mjs';

// Targets are set by hand: electron-vite would take them from the installed Electron, but the
// headless command runs in Node 20 and the test-only runtime is Electron 33 (Chromium 130).
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/main/cli.ts',
          vault: 'src/main/vault/vault-process.ts',
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts', 'key-window': 'src/preload/key-window.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // Absolute, because the dev server reads it from the renderer's root and the build from the project's.
    build: {
      target: 'chrome130',
      license: { fileName: bundledLicences },
      rolldownOptions: {
        input: {
          index: resolve('src/renderer/index.html'),
          'key-window': resolve('src/renderer/key-window/index.html'),
          failed: resolve('src/renderer/failed/index.html'),
        },
      },
    },
    plugins: [react()],
  },
});
