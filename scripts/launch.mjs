/** Runs Vigil as a child until it ends: signals go to it once, its exit code comes back. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';

const graceMs = 10_000;
/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, ownGroup?: boolean }} [options] ownGroup false: the terminal's Ctrl+C goes to it directly
 * @returns {Promise<number>} the exit code, or 128 plus the signal's number as a shell gives it
 */
export function launch(program, args, { env = process.env, ownGroup = true } = {}) {
  return new Promise((resolve, reject) => {
    // In a process group of its own: Ctrl+C reaches every process of the terminal's group, and npm passes
    // it on once more, but a second SIGINT kills Electron before it has closed its window properly.
    const child = spawn(program, args, {
      cwd: root,
      env,
      stdio: 'inherit',
      detached: ownGroup && process.platform !== 'win32',
    });
    let ending = false;
    for (const signal of forwarded) process.on(signal, end);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of forwarded) process.off(name, end);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });

    /** @param {NodeJS.Signals} signal */
    function end(signal) {
      if (ending) return;
      ending = true;
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
    }
  });
}

/**
 * Flags for Electron itself. Chromium refuses to run as root with its sandbox on.
 *
 * @param {(line: string) => void} say
 */
export function electronArguments(say) {
  if (process.getuid?.() !== 0) return [];
  say('Running as root, so without the Chromium sandbox (--no-sandbox). An ordinary user gets the sandbox.');
  return ['--no-sandbox'];
}
