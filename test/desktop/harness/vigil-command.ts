/** Runs the built headless command to its end, as a user does in a terminal. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export interface CommandRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const cli = join(resolve(import.meta.dirname, '../../..'), 'out/main/cli.js');
/** Gives a program a terminal of its own. */
export const withTerminal = 'script';
type Environment = Readonly<Record<string, string>>;

/** `lines` go to its standard input, each with a line's end. */
export function vigil(
  env: Environment,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<CommandRun> {
  const child = spawn(process.execPath, [cli, ...args], { env });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return ended(child);
}

/** With a file as its standard input. */
export function vigilReading(env: Environment, args: readonly string[], file: string): Promise<CommandRun> {
  return ended(spawn('sh', ['-c', `${quoted(args)} < '${file}'`], { env }));
}

/** What the terminal shows to somebody who pastes all lines at the first question. */
export function vigilInTerminal(
  env: Environment,
  args: readonly string[],
  lines: readonly string[],
): Promise<CommandRun> {
  const child = spawn(withTerminal, ['-q', '-e', '-c', quoted(args), '/dev/null'], { env });
  child.stdout.on('data', (text) => {
    // Earlier it would be the terminal itself that shows what comes.
    if (String(text).includes('API key: ')) child.stdin.write(`${lines.join('\n').replaceAll('\n', '\r')}\r`);
  });
  return ended(child);
}

function quoted(args: readonly string[]): string {
  return [process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ');
}

function ended(child: ChildProcessWithoutNullStreams): Promise<CommandRun> {
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
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}
