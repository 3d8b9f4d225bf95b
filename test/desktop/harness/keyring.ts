/** A real gnome-keyring for one test file, on a session bus and in a home of its own. */
import { execFile } from 'node:child_process';
import { chown, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../support/until.ts';
import { type ChildProgram, type Identity, startProgram } from './child-program.ts';
import { definedOf, lackOf, reasonToSkip } from './this-system.ts';

export interface Keyring {
  /** For the programs that should use it. */
  readonly env: Readonly<Record<string, string>>;
  /** The throw-away home, with every file that these programs write. */
  readonly home: string;
  lock(): Promise<void>;
  /** Answers the window that asks for the password, or closes it. */
  answerPrompt(how: 'password' | 'escape'): Promise<void>;
  hasPrompt(): Promise<boolean>;
  /** Ends the daemon as a crash would; the bus starts another at the next call, locked. */
  kill(): Promise<void>;
  /** Ends the daemon, and starts it again unlocked. */
  restart(): Promise<void>;
  /** Closes every question until the work is done. */
  escapePrompts(work: Promise<unknown>): Promise<void>;
  /** As another program does it: every item of Vigil's, with its secret. */
  search(): Promise<string>;
  /** Of one account, or of all. */
  clear(account?: string): Promise<void>;
  end(): Promise<void>;
}

const runFile = promisify(execFile);
const secrets = ['-d', 'org.freedesktop.secrets', '-o', '/org/freedesktop/secrets'];
const service = 'app.vigil.accounts';

/** Why these tests can't run here; null: they can. Where they must run, that is an error. */
export function missingForKeyring(): string | null {
  return reasonToSkip(lackForKeyring());
}

export function lackForKeyring(): string | null {
  if (process.platform !== 'linux') return 'these tests need a Linux desktop';
  if (process.env.DISPLAY === undefined) return 'there is no display; run them by `npm test`';
  return lackOf(['dbus-daemon', 'gnome-keyring-daemon', 'secret-tool', 'gdbus', 'xdotool']);
}

export interface KeyringOptions {
  /** false: a bus on which no keyring is, and none can be started. */
  readonly withService?: boolean;
  /** Another user's keyring. */
  readonly owner?: Partial<Identity>;
  readonly env?: NodeJS.ProcessEnv;
}

export async function startKeyring(options: KeyringOptions = {}): Promise<Keyring> {
  const { withService = true, owner = {}, env: given = process.env } = options;
  const home = await mkdtemp(join(tmpdir(), 'vigil-keyring-'));
  const folders = { config: join(home, 'config'), data: join(home, 'data'), run: join(home, 'run') };
  for (const folder of Object.values(folders)) await mkdir(folder, { mode: 0o700 });
  const { uid, gid } = owner;
  if (uid !== undefined && gid !== undefined) {
    for (const folder of [home, ...Object.values(folders)]) await chown(folder, uid, gid);
  }
  const run = (program: string, args: readonly string[], runOptions: { env: NodeJS.ProcessEnv }) =>
    runFile(program, args, { ...runOptions, ...owner });
  const base = definedOf({
    ...given,
    HOME: home,
    XDG_CONFIG_HOME: folders.config,
    XDG_DATA_HOME: folders.data,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_RUNTIME_DIR: folders.run,
    NO_AT_BRIDGE: '1',
  });
  // A copy, since another user may not be allowed to read this checkout.
  const conf = join(home, 'bus.conf');
  const wanted = withService ? 'keyring-bus.conf' : 'private-bus.conf';
  await copyFile(join(import.meta.dirname, wanted), conf);
  const bus = await startProgram(
    'dbus-daemon',
    ['--nofork', '--print-address=1', `--config-file=${conf}`],
    base,
    owner,
  );
  const env = { ...base, DBUS_SESSION_BUS_ADDRESS: await bus.nextLine() };
  const gdbus = async (...args: string[]) =>
    (await run('gdbus', ['call', '--session', ...args], { env })).stdout;
  let daemon: ChildProgram | null = null;

  async function ownerPid(): Promise<number | null> {
    const bus = ['-d', 'org.freedesktop.DBus', '-o', '/org/freedesktop/DBus', '-m'];
    try {
      const name = 'org.freedesktop.secrets';
      const answer = await gdbus(...bus, 'org.freedesktop.DBus.GetConnectionUnixProcessID', name);
      return Number(/uint32 (\d+)/.exec(answer)?.[1] ?? Number.NaN);
    } catch {
      return null;
    }
  }

  async function start(): Promise<void> {
    daemon = await startProgram(
      'gnome-keyring-daemon',
      ['--unlock', '--components=secrets', '--foreground'],
      env,
      owner,
    );
    // Without a line's end, which would become part of the password.
    daemon.process.stdin?.end(password);
    // An earlier call would make the bus start a second daemon.
    await until('the keyring', async () => (await ownerPid()) !== null);
  }

  async function kill(): Promise<void> {
    const pid = await ownerPid();
    if (pid === null) return;
    process.kill(pid, 'SIGKILL');
    await until('the keyring to be gone', async () => (await ownerPid()) !== pid);
  }

  async function pressIn(window: string, key: string): Promise<void> {
    // No window manager gives it the keyboard. It may close under our hands.
    await run('xdotool', ['windowfocus', '--sync', window, 'key', key], { env }).catch(() => {});
  }

  if (withService) await start();
  return {
    ...{ env, home, kill },
    async restart() {
      await kill();
      await start();
    },
    async lock() {
      const alias = await gdbus(...secrets, '-m', 'org.freedesktop.Secret.Service.ReadAlias', 'default');
      const collection =
        /objectpath '([^']*)'/.exec(alias)?.[1] ?? '/org/freedesktop/secrets/collection/login';
      const method = 'org.freedesktop.Secret.Service.Lock';
      await gdbus(...secrets, '-m', method, `[objectpath '${collection}']`);
    },
    async hasPrompt() {
      return (await promptWindow(env)) !== null;
    },
    async answerPrompt(how) {
      let window: string | null = null;
      await until('the question for the password', async () => {
        window = await promptWindow(env);
        return window !== null;
      });
      if (window === null) return;
      if (how === 'escape') {
        await pressIn(window, 'Escape');
        return;
      }
      await run('xdotool', ['windowfocus', '--sync', window, 'type', '--delay', '20', password], { env });
      await pressIn(window, 'Return');
    },
    async search() {
      const args = ['search', '--all', '--unlock', 'service', service];
      const { stdout, stderr } = await run('secret-tool', args, { env });
      return stdout + stderr;
    },
    async escapePrompts(work) {
      let isDone = false;
      void work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        const window = await promptWindow(env);
        if (window !== null) await pressIn(window, 'Escape');
      }
    },
    async clear(account) {
      const one = account === undefined ? [] : ['account', account];
      await run('secret-tool', ['clear', 'service', service, ...one], { env });
    },
    async end() {
      await kill();
      await daemon?.stop();
      await bus.stop();
      // A daemon that the bus had started may still be writing.
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

async function promptWindow(env: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const found = await runFile('xdotool', ['search', '--onlyvisible', '--class', 'gcr-prompter'], { env });
    return found.stdout.trim().split('\n').at(-1) ?? null;
  } catch {
    return null;
  }
}

const password = 'test';
