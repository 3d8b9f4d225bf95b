/** An ordinary user of this computer, made for one test file, with a display and a keyring of its own. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ChildProgram, type Identity, startProgram } from '../../desktop/harness/child-program.ts';
import { type Keyring, startKeyring } from '../../desktop/harness/keyring.ts';
import type { CommandRun } from '../../desktop/harness/vigil-command.ts';

export interface OrdinaryUser {
  readonly keyring: Keyring;
  /** Its settings and accounts are below. */
  readonly configFolder: string;
  /** Runs a program to its end; `lines` go to its standard input. */
  run(program: string, args: readonly string[], options?: UserRun): Promise<CommandRun>;
  start(program: string, args: readonly string[]): Promise<ChildProgram>;
  /** Command lines of its processes that run this executable. */
  processesOf(executable: string): Promise<readonly RunningProcess[]>;
  end(): Promise<void>;
}

export interface UserRun {
  readonly lines?: readonly string[];
  /** false: as in a terminal on a server. */
  readonly hasDisplay?: boolean;
}

export interface RunningProcess {
  readonly pid: number;
  readonly commandLine: string;
}

const runFile = promisify(execFile);
const name = 'vigil-test-user';

export async function createUser(): Promise<OrdinaryUser> {
  await removeStale();
  const home = await mkdtemp(join(tmpdir(), 'vigil-user-'));
  await runFile('useradd', ['--no-create-home', '--home-dir', home, '--shell', '/bin/sh', name]);
  const identity = await identityOf();
  // No cookie: whoever is on this computer may draw on it.
  const bare = { ...process.env, USER: name, LOGNAME: name, XAUTHORITY: '/dev/null' };
  const display = await startProgram(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1600x1000x24'],
    bare,
    identity,
  );
  const withDisplay = { ...bare, DISPLAY: `:${await display.nextLine()}` };
  const keyring = await startKeyring({ owner: identity, env: withDisplay });
  const { env } = keyring;

  return {
    keyring,
    configFolder: env.XDG_CONFIG_HOME ?? '',
    run: (program, args, { lines = [], hasDisplay = true } = {}) => {
      const { DISPLAY, ...rest } = env;
      return finished(program, args, lines, { ...rest, ...(hasDisplay ? { DISPLAY } : {}) }, identity);
    },
    start: (program, args) => startProgram(program, args, env, identity),
    async processesOf(executable) {
      const found = await Promise.all((await readdir('/proc')).map((pid) => processAt(pid, identity.uid)));
      return found.flatMap((one) => (one?.commandLine.startsWith(executable) ? [one] : []));
    },
    async end() {
      await keyring.end();
      await display.stop();
      await runFile('userdel', [name]);
      await runFile('rm', ['-r', home]);
    },
  };
}

/** Of a run that was ended in its middle, with whatever it left running. */
async function removeStale(): Promise<void> {
  if ((await runFile('id', [name]).catch(() => null)) === null) return;
  // It ends with 1 where nothing runs.
  await runFile('pkill', ['-KILL', '-u', name]).catch(() => {});
  await runFile('userdel', [name]);
}

async function identityOf(): Promise<Identity> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (what) => (await runFile('id', [what, name])).stdout),
  );
  return { uid: Number(uid), gid: Number(gid) };
}

function finished(
  program: string,
  args: readonly string[],
  lines: readonly string[],
  env: NodeJS.ProcessEnv,
  identity: Identity,
): Promise<CommandRun> {
  const child = spawn(program, args, { env, cwd: '/', ...identity, stdio: ['pipe', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // One that ended on a mistake reads nothing.
  child.stdin.on('error', () => {});
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

async function processAt(pid: string, owner: number): Promise<RunningProcess | null> {
  if (!/^\d+$/.test(pid)) return null;
  try {
    if ((await stat(`/proc/${pid}`)).uid !== owner) return null;
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { pid: Number(pid), commandLine };
  } catch {
    // It ended while we looked.
    return null;
  }
}
