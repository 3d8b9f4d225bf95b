/**
 * The installed app as its user meets it: a window, a keyboard, a clipboard. A hardened build lets no test
 * in, so its rows are read the way a person copies them.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { ChildProgram } from '../../desktop/harness/child-program.ts';
import { until } from '../../support/until.ts';
import type { OrdinaryUser } from './ordinary-user.ts';

export interface MenuEntry {
  readonly name: string;
  readonly comment: string;
  readonly exec: readonly string[];
  readonly windowClass: string;
}

export async function readMenuEntry(path: string): Promise<MenuEntry> {
  const text = await readFile(path, 'utf8');
  const field = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    name: field('Name'),
    comment: field('Comment'),
    exec: field('Exec').split(' '),
    windowClass: field('StartupWMClass'),
  };
}

export interface InstalledWindow {
  /** What WM_CLASS says, by which a desktop finds the menu entry of a window. */
  windowClass(): Promise<string>;
  count(): Promise<number>;
  press(...keys: readonly string[]): Promise<void>;
  /** The row at the top of the positions, as text. */
  copyFirstPosition(): Promise<string>;
  /** Ends it as a logout does. */
  end(): Promise<void>;
}

export async function openFromMenu(
  user: OrdinaryUser,
  { exec, windowClass }: MenuEntry,
): Promise<InstalledWindow> {
  const [program = '', ...args] = exec;
  const app: ChildProgram = await user.start(program, args);
  const windows = async () => {
    const search = await user.run('xdotool', ['search', '--onlyvisible', '--classname', `^${windowClass}$`]);
    return search.stdout.split('\n').filter((id) => id !== '');
  };
  await until('the window', async () => (await windows()).length > 0, 30_000, 200).catch(async (error) => {
    await app.stop();
    throw error;
  });
  const [id = ''] = await windows();

  // No window manager gives it the keyboard.
  const press = async (...keys: readonly string[]) => {
    await user.run('xdotool', [
      'windowfocus',
      '--sync',
      id,
      'key',
      '--clearmodifiers',
      '--delay',
      '60',
      ...keys,
    ]);
  };
  return {
    press,
    windowClass: async () => (await user.run('xprop', ['-id', id, 'WM_CLASS'])).stdout.trim(),
    count: async () => (await windows()).length,
    async copyFirstPosition() {
      await press('ctrl+2', 'Home', 'ctrl+shift+c');
      return (await user.run('xclip', ['-selection', 'clipboard', '-o'])).stdout;
    },
    async end() {
      if (app.process.exitCode !== null || app.process.signalCode !== null) return;
      const ended = once(app.process, 'exit');
      app.signal('SIGTERM');
      await ended;
    },
  };
}
