/** Runs vitest on one of our configurations and brings back its tally. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';
import { tallyFileVariable } from './tally-reporter.mjs';

/**
 * @param {string} config
 * @param {readonly string[]} args filters and options for vitest
 * @param {{ wrapper?: readonly string[], env?: NodeJS.ProcessEnv }} [options] wrapper: a command to run it under
 * @returns {Promise<import('./tally-reporter.mjs').Tally>}
 */
export async function runVitest(config, args, { wrapper = [], env = process.env } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-tests-'));
  try {
    const tallyFile = join(folder, 'tally.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const command = [...wrapper, process.execPath, vitest, 'run', '--config', join(root, config), ...args];
    const [program = process.execPath, ...rest] = command;
    const withTally = { ...env, [tallyFileVariable]: tallyFile };
    const ended = await runCommand(program, rest, { cwd: root, env: withTally, output: 'inherit' });
    return honest(await readTally(tallyFile), ended.ok);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function readTally(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/**
 * A vitest that ends badly without a failed test, or without any report, has failed all the same.
 *
 * @param {import('./tally-reporter.mjs').Tally} tally
 * @param {boolean} endedWell
 */
function honest(tally, endedWell) {
  return !endedWell && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
