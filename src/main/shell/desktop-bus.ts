/** Asks the Linux desktop what it offers, over the session bus and from outside: in-process calls would block. */
import { execFile } from 'node:child_process';

/** `silent`: there, but frozen. `unknown`: this computer has no program to ask with. */
export type ServerState = 'alive' | 'silent' | 'absent' | 'unknown';

export interface DesktopBus {
  notificationServer(): Promise<ServerState>;
  /** Something shows tray icons; false also where that can't be found out. */
  hasTrayHost(): Promise<boolean>;
}

// gdbus's own time limit does not help against a server that hangs.
const patienceMs = 1_500;

export function desktopBus(env: NodeJS.ProcessEnv = process.env): DesktopBus {
  return {
    async notificationServer() {
      const answer = await askEither(serverQuestions, env);
      return answer.kind === 'answer' ? 'alive' : answer.kind;
    },
    async hasTrayHost() {
      const answer = await askEither(hostQuestions, env);
      return answer.kind === 'answer' && answer.text.includes('true');
    },
  };
}

type Answer =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'silent' | 'absent' | 'unknown' };

interface Question {
  readonly program: string;
  readonly args: readonly string[];
}

async function askEither(questions: readonly Question[], env: NodeJS.ProcessEnv): Promise<Answer> {
  for (const question of questions) {
    const answer = await ask(question, env);
    if (answer.kind !== 'unknown') return answer;
  }
  return { kind: 'unknown' };
}

function ask({ program, args }: Question, env: NodeJS.ProcessEnv): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: patienceMs, killSignal: 'SIGKILL' }, (error, stdout) => {
      if (error === null)
        resolve(stdout.trim() === '' ? { kind: 'silent' } : { kind: 'answer', text: stdout });
      else if (error.code === 'ENOENT') resolve({ kind: 'unknown' });
      else resolve({ kind: error.killed === true ? 'silent' : 'absent' });
    });
  });
}

const server = 'org.freedesktop.Notifications';
const serverPath = '/org/freedesktop/Notifications';
const serverQuestions: readonly Question[] = [
  {
    program: 'gdbus',
    args: ['call', '--session', '-d', server, '-o', serverPath, '-m', `${server}.GetServerInformation`],
  },
  { program: 'busctl', args: ['--user', 'call', server, serverPath, server, 'GetServerInformation'] },
];

const watcher = 'org.kde.StatusNotifierWatcher';
const watcherPath = '/StatusNotifierWatcher';
const hostProperty = 'IsStatusNotifierHostRegistered';
const hostQuestions: readonly Question[] = [
  {
    program: 'gdbus',
    args: [
      ...['call', '--session', '-d', watcher, '-o', watcherPath],
      ...['-m', 'org.freedesktop.DBus.Properties.Get', watcher, hostProperty],
    ],
  },
  { program: 'busctl', args: ['--user', 'get-property', watcher, watcherPath, watcher, hostProperty] },
];
