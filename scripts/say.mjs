/** How the scripts talk: on stderr, so that a command's stdout stays its own. */

/** @param {string} line */
export function say(line) {
  console.error(`vigil: ${line}`);
}

/**
 * Runs a script's main function; a failure ends as one clear message and exit code 1.
 *
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
