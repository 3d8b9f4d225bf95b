/** Whether Vigil starts when its user logs in: asked from the system and told to it, kept nowhere else. */
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { app } from 'electron';
import type { Result } from '../../preload/contract/bridge.ts';
import { type LoginStart, type LoginStartView, loginStarts } from '../../preload/contract/login-start.ts';
import { refusal, success } from '../bridge/result.ts';
import { autostartFile } from './autostart-file.ts';
import { ownAppImage } from './own-app-image.ts';
import { report } from './report.ts';

export interface LoginStartControl {
  state(): Promise<LoginStartView>;
  change(next: LoginStart): Promise<Result<LoginStartView>>;
}

export function loginStartControl(): LoginStartControl {
  const program = installedProgram();
  if (program === null) return notInstalled;
  return process.platform === 'linux' ? onLinux(program) : byLoginItems();
}

/** null: Vigil runs from its sources, and nothing on this computer would start it again. */
function installedProgram(): string | null {
  // An AppImage is unpacked to a new place at every start.
  const image = ownAppImage(process.env, process.execPath);
  if (image !== null) return image;
  return app.getAppPath().endsWith('.asar') ? process.execPath : null;
}

const why = 'Vigil runs from its sources here. Install its package, and it can start at login.';
const notInstalled: LoginStartControl = {
  state: async () => ({ possible: false, why }),
  change: async () => refusal('not-installed', why),
};

function onLinux(program: string): LoginStartControl {
  const file = autostartFile({
    configFolder: process.env.XDG_CONFIG_HOME || join(homedir(), '.config'),
    edition: basename(process.execPath),
    name: app.getName(),
    program,
  });
  const upToDate = file.bringUpToDate().catch((cause) => report('reading the autostart entry', cause));
  const state = async () => {
    await upToDate;
    return { possible: true, now: await file.read(), choices: loginStarts } as const;
  };
  return {
    state,
    async change(next) {
      await upToDate;
      try {
        await file.write(next);
        return success(await state());
      } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
        return refusal(
          'not-saved',
          `The autostart folder could not be written (${code}). Look at its rights.`,
        );
      }
    },
  };
}

/** macOS gives a program no words of its own at login, so there it can only be started with its window. */
function byLoginItems(): LoginStartControl {
  const choices: readonly LoginStart[] = process.platform === 'darwin' ? ['off', 'window'] : loginStarts;
  const quietly = { args: ['--minimised'] };
  const state = async () => {
    const isOn = app.getLoginItemSettings().openAtLogin;
    const isQuiet = process.platform === 'win32' && app.getLoginItemSettings(quietly).openAtLogin;
    const now: LoginStart = isQuiet ? 'minimised' : isOn ? 'window' : 'off';
    return { possible: true, now, choices } as const;
  };
  return {
    state,
    async change(next) {
      app.setLoginItemSettings({ openAtLogin: next !== 'off', ...(next === 'minimised' ? quietly : {}) });
      return success(await state());
    },
  };
}
