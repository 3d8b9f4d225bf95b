/**
 * Starts the app named on the command line (`electron [flags] <folder or file> [arguments]`). The
 * test-only runtime has no default app of its own; this one is packed as its resources/default_app.asar.
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

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
if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
if (manifest.version) app.setVersion(manifest.version);
// Public only in newer releases, though Linux builds have had it all along.
if (manifest.desktopName) app.setDesktopName?.(manifest.desktopName);
app.setAppPath(root);
process.defaultApp = true;

for (const module of command.preloads) require(resolve(module));
process.argv = [process.argv[0], command.appPath, ...command.rest];

try {
  // Awaited at top level, because Electron reports ready only once the entry module has finished; and
  // imported, because require() of an ES-module app fails.
  await import(pathToFileURL(entry).href);
} catch (error) {
  console.error(`Could not start the app from ${entry}.`);
  console.error(error);
  process.exit(1);
}

function readCommand(args) {
  const preloads = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === '--version' || arg === '-v') return { preloads, showVersion: true };
    if (arg === '-r' || arg === '--require') {
      index += 1;
      preloads.push(args[index]);
    } else if (!arg.startsWith('-')) {
      return { preloads, appPath: arg, rest: args.slice(index + 1) };
    }
  }
  return { preloads };
}

function readApp(path) {
  if (!statSync(path).isDirectory()) return { entry: path, root: dirname(path), manifest: {} };
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  return { entry: join(path, manifest.main ?? 'index.js'), root: path, manifest };
}
