/** The headless command's process: runs it, and never ends with a stack trace. */
import { runHeadless } from './headless/run.ts';

process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (reason) => fail(reason));
// A reader of the log that has left is no reason to stop collecting.
process.stderr.on('error', () => {});

process.exitCode = await runHeadless(process.argv.slice(2));

function fail(cause: unknown): void {
  const words = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`vigil: an error in Vigil itself: ${words}\n`, () => process.exit(1));
}
