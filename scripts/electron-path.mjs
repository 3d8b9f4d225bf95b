/** Finds the Electron executable that set-up installed: the official one, else the test-only runtime. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, root } from './paths.mjs';

/** Version of Electron inside the test-only runtime; the app knows by it that it runs on that runtime. */
export const testRuntimeVersion = '33.4.11';
export const testRuntimeFolder = join(cacheFolder, `electron-${testRuntimeVersion}`);

const officialFolder = join(root, 'node_modules', 'electron');

/**
 * @typedef {{ path: string, testRuntime: boolean }} ElectronRuntime
 * @returns {ElectronRuntime | undefined} undefined when set-up has not installed one yet
 */
export function findElectron() {
  const official = officialExecutable();
  if (official !== undefined) return { path: official, testRuntime: false };
  const test = join(testRuntimeFolder, 'electron');
  return existsSync(test) ? { path: test, testRuntime: true } : undefined;
}

/** @returns {ElectronRuntime} */
export function electronPath() {
  const runtime = findElectron();
  if (runtime === undefined)
    throw new Error('No Electron runtime here yet. Run `node scripts/setup.mjs` first.');
  return runtime;
}

function officialExecutable() {
  try {
    // Written by the installer last, so it never names a half-unpacked runtime.
    const executable = join(officialFolder, 'dist', readFileSync(join(officialFolder, 'path.txt'), 'utf8'));
    return existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
}
