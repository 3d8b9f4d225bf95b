/** A program that a test runs beside the app: said to be ready by its first line, and always ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildProgram {
  readonly process: ChildProcess;
  /** Every line it printed, the first included. */
  readonly lines: readonly string[];
  /** Resolves with the next line that has not been taken yet. */
  nextLine(): Promise<string>;
  write(line: string): void;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** As whom a program runs that does not run as the tests do. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

export async function startProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  identity: Partial<Identity> = {},
): Promise<ChildProgram> {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], ...identity });
  const lines: string[] = [];
  let complaints = '';
  let taken = 0;
  const heard = new Set<() => void>();
  const wake = () => {
    for (const run of heard) run();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    wake();
  });
  child.stderr.on('data', (text) => {
    complaints += String(text);
  });
  child.on('exit', wake);
  child.on('error', wake);

  async function nextLine(): Promise<string> {
    const deadline = AbortSignal.timeout(limitMs);
    while (taken >= lines.length) {
      if (child.exitCode !== null || child.pid === undefined || deadline.aborted) {
        throw new Error(`${program} ${args.join(' ')} said nothing. ${complaints}`);
      }
      await new Promise<void>((resolve) => {
        const go = () => {
          heard.delete(go);
          resolve();
        };
        heard.add(go);
        deadline.addEventListener('abort', go, { once: true });
      });
    }
    taken += 1;
    return lines[taken - 1] ?? '';
  }

  return {
    process: child,
    lines,
    nextLine,
    write: (line) => child.stdin.write(`${line}\n`),
    signal: (name) => child.kill(name),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      // One that was stopped does not hear anything else.
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const limitMs = 15_000;
