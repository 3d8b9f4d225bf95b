/** Start at login on Linux: an entry in the desktop's autostart folder that names this program. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LoginStart } from '../../preload/contract/login-start.ts';

export interface AutostartFile {
  read(): Promise<LoginStart>;
  write(next: LoginStart): Promise<void>;
}

/** `program`: the full path that starts Vigil; the file is named after it, so that two builds do not share one. */
export function autostartFile(configFolder: string, program: string): AutostartFile {
  const path = join(configFolder, 'autostart', `${basename(program)}.desktop`);
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
        throw cause;
      });
      // Desktops switch an entry off by these, and leave the file.
      const isOff = /^Hidden=true$|^X-GNOME-Autostart-enabled=false$/m.test(text);
      const command = /^Exec=(.*)$/m.exec(text)?.[1];
      if (isOff || command === undefined) return 'off';
      return / --minimised$/.test(command) ? 'minimised' : 'window';
    },
    async write(next) {
      if (next === 'off') {
        await rm(path, { force: true });
        return;
      }
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, entry(program, next === 'minimised' ? ' --minimised' : ''));
    },
  };
}

function entry(program: string, switches: string): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Vigil',
    'Comment=Positions, orders and feeds, read only',
    `Exec=${quoted(program)}${switches}`,
    // Once the program is removed the desktop leaves the entry alone.
    `TryExec=${escaped(program)}`,
    'Icon=vigil',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;
}

/** https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html, read 2026-11-25 */
function quoted(path: string): string {
  const argument = path.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${escaped(argument)}"`;
}

/** Every value of such a file is a string with escapes of its own. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
