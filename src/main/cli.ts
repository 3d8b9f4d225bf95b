/** The headless command's process: runs it, and never ends with a stack trace. */
import { join } from 'node:path';
import { version } from '../../package.json' with { type: 'json' };
import { checkCertificates } from './feeds/strict-tls.ts';
import { dataFolder } from './headless/data-folder.ts';
import { processIo } from './headless/io.ts';
import { runHeadless } from './headless/run.ts';
import { forkVault } from './vault/vault-child.ts';

process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (reason) => fail(reason));
// A reader of the log that has left is no reason to stop collecting.
process.stderr.on('error', () => {});

checkCertificates(process.env);

const host = {
  version,
  dataFolder: dataFolder(process.env, process.platform),
  startVault: forkVault(join(import.meta.dirname, 'vault.js')),
  loopbackOnly: false,
};
process.exitCode = await runHeadless(process.argv.slice(2), processIo(host));

function fail(cause: unknown): void {
  const words = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`vigil: an error in Vigil itself: ${words}\n`, () => process.exit(1));
}
