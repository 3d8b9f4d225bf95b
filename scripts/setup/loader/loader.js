/**
 * Starts the app named on the command line (`electron [flags] <folder or file> [arguments]`). The
 * test-only runtime has no default app of its own; this one is packed as its resources/default_app.asar.
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as publicApp } from 'electron';

// Two setters that every release has and that only a default app uses, so the types leave them out.
const app =
  /** @type {import('electron').App & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
    publicApp
  );
const require = createRequire(import.meta.url);
const command = readCommand(process.argv.slice(1));

if (command.showVersion) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (command.appPath === undefined) {
  console.error('usage: electron [-r module] [flags] <app folder or entry file> [arguments]');
  process.exit(2);
}

const { entry, root, manifest } = readApp(resolve(command.appPath));
const name = manifest.productName ?? manifest.name;
if (name) app.setName(name);
if (manifest.version) app.setVersion(manifest.version);
// Public only in newer releases, though Linux builds have had it all along.
if (manifest.desktopName) app.setDesktopName?.(manifest.desktopName);
app.setAppPath(root);
Object.defineProperty(process, 'defaultApp', { value: true });

for (const module of command.preloads) require(resolve(module));
process.argv = [process.execPath, command.appPath, ...command.rest];

try {
  // Awaited at top level, because Electron reports ready only once the entry module has finished; and
  // imported, because require() of an ES-module app fails.
  await import(pathToFileURL(entry).href);
} catch (error) {
  console.error(`Could not start the app from ${entry}.`);
  console.error(error);
  process.exit(1);
}

/**
 * @typedef {{ preloads: string[], showVersion?: boolean, appPath?: string, rest: string[] }} Command
 * @param {readonly string[]} args
 * @returns {Command}
 */
function readCommand(args) {
  /** @type {string[]} */
  const preloads = [];
  let awaitsModule = false;
  for (const [index, arg] of args.entries()) {
    if (awaitsModule) {
      preloads.push(arg);
      awaitsModule = false;
    } else if (arg === '--version' || arg === '-v') {
      return { preloads, showVersion: true, rest: [] };
    } else if (arg === '-r' || arg === '--require') {
      awaitsModule = true;
    } else if (!arg.startsWith('-')) {
      return { preloads, appPath: arg, rest: args.slice(index + 1) };
    }
  }
  return { preloads, rest: [] };
}

/**
 * @typedef {{ name?: string, productName?: string, version?: string, desktopName?: string, main?: string }} Manifest
 * @param {string} path
 * @returns {{ entry: string, root: string, manifest: Manifest }}
 */
function readApp(path) {
  if (!statSync(path).isDirectory()) return { entry: path, root: dirname(path), manifest: {} };
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  return { entry: join(path, manifest.main ?? 'index.js'), root: path, manifest };
}
