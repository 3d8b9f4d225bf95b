/** Runs a program to its end and tells how it ended. */
import { spawn } from 'node:child_process';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] killed after this long; no limit without it
 * @property {'capture' | 'stderr' | 'inherit'} [output] capture: returned; stderr: both streams shown on
 * stderr, so that stdout stays clean; inherit: shown where they belong. Default capture.
 *
 * @typedef {{ ok: boolean, code: number, output: string, timedOut: boolean }} CommandResult
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>} code 127 when the program does not exist; output holds stdout and stderr
 */
export function runCommand(program, args, { cwd, env, timeoutMs, output = 'capture' } = {}) {
  return new Promise((resolve) => {
    const shown = output === 'inherit' ? 'inherit' : output === 'stderr' ? 2 : 'pipe';
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', shown, output === 'inherit' ? 'inherit' : shown],
    });
    let text = '';
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.stdout?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    child.once('error', (error) => finish(127, `${text}${error.message}\n`));
    child.once('close', (code) => finish(code ?? 1, text));

    /** @param {number} code @param {string} captured */
    function finish(code, captured) {
      clearTimeout(timer);
      resolve({ ok: code === 0 && !timedOut, code, output: captured, timedOut });
    }
  });
}
