/** Runs the built headless command to its end, as a user does in a terminal. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export interface CommandRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cli = join(resolve(import.meta.dirname, '../../..'), 'out/main/cli.js');

/** `lines` go to its standard input, each with a line's end. */
export function vigil(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<CommandRun> {
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // One that ended on a mistake reads nothing.
  child.stdin.on('error', () => {});
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}
