/** A desktop for one test file: a session bus of its own, and on it a tray and a notification server as wanted. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../support/until.ts';
import { type ChildProgram, startProgram } from './child-program.ts';
import { definedOf, lackOf, reasonToSkip } from './this-system.ts';
import { type TrayHost, trayHost } from './tray-host.ts';

export interface Notified {
  readonly call: 'Notify';
  readonly app: string;
  readonly title: string;
  readonly body: string;
  /** 0 low, 1 normal, 2 critical. */
  readonly urgency: number;
  /** 0: stays; -1: as the server likes. */
  readonly timeout: number;
  readonly entry: string;
  readonly actions: readonly string[];
}

export interface NotificationServer {
  /** Everything that was asked for, oldest first. */
  asked(): readonly Notified[];
  onScreen(): Promise<number>;
  /** Clicks the popup at the top of the screen. */
  clickTop(): Promise<void>;
  doNotDisturb(isOn: boolean): Promise<void>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export interface DesktopSession {
  /** For the programs that should be on this desktop. */
  readonly env: Readonly<Record<string, string>>;
  startTray(options?: { readonly hasHost: boolean }): Promise<TrayHost>;
  startNotifications(): Promise<NotificationServer>;
  end(): Promise<void>;
}

const run = promisify(execFile);
const python = '/usr/bin/python3';
const harness = import.meta.dirname;

/** Why desktop tests can't run here; null: they can. Where they must run, that is an error. */
export function missingForDesktop(): string | null {
  return reasonToSkip(lackForDesktop());
}

function lackForDesktop(): string | null {
  if (process.platform !== 'linux') return 'these tests need a Linux desktop';
  if (process.env.DISPLAY === undefined) return 'there is no display; run them by `npm test`';
  const modules = ['dbus', 'gi'].filter(
    (module) => !existsSync(join('/usr/lib/python3/dist-packages', module)),
  );
  if (modules.length > 0) return `this system lacks ${modules.map((name) => `python3-${name}`).join(', ')}`;
  return lackOf(['dbus-daemon', 'dunst', 'dunstctl', 'gdbus', 'xdotool']);
}

export async function startDesktop(): Promise<DesktopSession> {
  const home = await mkdtemp(join(tmpdir(), 'vigil-desktop-'));
  const bus = await startProgram(
    'dbus-daemon',
    ['--nofork', '--print-address=1', `--config-file=${join(harness, 'private-bus.conf')}`],
    process.env,
  );
  const env = definedOf({
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: await bus.nextLine(),
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
    NO_AT_BRIDGE: '1',
  });
  const programs: ChildProgram[] = [bus];
  const start = async (program: string, args: readonly string[]) => {
    const started = await startProgram(program, args, env);
    programs.push(started);
    return started;
  };
  return {
    env,
    async startTray({ hasHost } = { hasHost: true }) {
      const flags = hasHost ? [] : ['--without-host'];
      const host = await start(python, [join(harness, 'tray-host.py'), ...flags]);
      await host.nextLine();
      return trayHost(host);
    },
    async startNotifications() {
      const log = await start(python, [join(harness, 'notification-log.py')]);
      await log.nextLine();
      const server = await start('dunst', ['-conf', join(harness, 'dunstrc')]);
      await until('the notification server', () => answers(env));
      return notificationServer(server, log, env);
    },
    async end() {
      for (const program of programs.toReversed()) await program.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function notificationServer(
  server: ChildProgram,
  log: ChildProgram,
  env: Readonly<Record<string, string>>,
): NotificationServer {
  const control = async (...args: string[]) => (await run('dunstctl', args, { env })).stdout.trim();
  return {
    asked: () =>
      log.lines.flatMap((line) => {
        const said = JSON.parse(line) as Partial<Notified>;
        return said.call === 'Notify' ? [said as Notified] : [];
      }),
    onScreen: async () => Number(await control('count', 'displayed')),
    async clickTop() {
      // The server draws its window a moment after it has taken the notification.
      let popup = '';
      await until('a popup to click', async () => {
        const search = run('xdotool', ['search', '--onlyvisible', '--class', 'dunst'], { env });
        popup = (await search.catch(() => ({ stdout: '' }))).stdout.trim().split('\n')[0] ?? '';
        return popup !== '';
      });
      await run('xdotool', ['mousemove', '--window', popup, '60', '20', 'click', '1'], { env });
    },
    async doNotDisturb(isOn) {
      await control('set-paused', String(isOn));
    },
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    async stop() {
      await server.stop();
      await log.stop();
    },
  };
}

async function answers(env: Readonly<Record<string, string>>): Promise<boolean> {
  const name = 'org.freedesktop.Notifications';
  const bus = ['-d', 'org.freedesktop.DBus', '-o', '/org/freedesktop/DBus'];
  const asked = await run(
    'gdbus',
    ['call', '--session', ...bus, '-m', 'org.freedesktop.DBus.NameHasOwner', name],
    {
      env,
    },
  );
  return asked.stdout.includes('true');
}
