/** Start at login on Linux: an entry in the desktop's autostart folder that names this program. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoginStart } from '../../preload/contract/login-start.ts';

export interface AutostartOptions {
  readonly configFolder: string;
  /** Names the file and the icon: the same for every version, and another one for a test build. */
  readonly edition: string;
  /** What the desktop's list of such entries shows. */
  readonly name: string;
  /** The full path that starts Vigil. */
  readonly program: string;
}

export interface AutostartFile {
  read(): Promise<LoginStart>;
  write(next: LoginStart): Promise<void>;
  /** Has the entry name this program, which may have moved, and takes the place of entries of older images. */
  bringUpToDate(): Promise<void>;
}

export function autostartFile(options: AutostartOptions): AutostartFile {
  const { configFolder, edition } = options;
  const folder = join(configFolder, 'autostart');
  const path = join(folder, `${edition}.desktop`);

  async function write(next: LoginStart): Promise<void> {
    if (next === 'off') {
      await rm(path, { force: true });
      return;
    }
    await mkdir(folder, { recursive: true });
    await writeFile(path, entry(options, next === 'minimised' ? ' --minimised' : ''));
  }

  return {
    read: async () => startOf(await textAt(path)),
    write,
    async bringUpToDate() {
      const older = await entriesOfImages(folder, edition);
      const texts = await Promise.all([path, ...older].map(textAt));
      // An entry of our own decides, switched off by the desktop too.
      const deciding = texts.find((text) => text !== '') ?? '';
      if (startOf(deciding) !== 'off') await write(startOf(deciding));
      for (const old of older) await rm(old, { force: true });
    },
  };
}

/** AppImages once had an entry each, named after the image and so after its version. */
async function entriesOfImages(folder: string, edition: string): Promise<readonly string[]> {
  const names = await orNone(readdir(folder), []);
  const isOfImage = (name: string) => /^-\d.*\.AppImage\.desktop$/.test(name.slice(edition.length));
  return names
    .filter((name) => name.startsWith(edition) && isOfImage(name))
    .map((name) => join(folder, name));
}

function textAt(path: string): Promise<string> {
  return orNone(readFile(path, 'utf8'), '');
}

/** What is not there is nothing; any other failure is one. */
async function orNone<T>(found: Promise<T>, nothing: T): Promise<T> {
  try {
    return await found;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return nothing;
    throw cause;
  }
}

function startOf(text: string): LoginStart {
  // Desktops switch an entry off by these, and leave the file.
  const isOff = /^Hidden=true$|^X-GNOME-Autostart-enabled=false$/m.test(text);
  const command = /^Exec=(.*)$/m.exec(text)?.[1];
  if (isOff || command === undefined) return 'off';
  return / --minimised$/.test(command) ? 'minimised' : 'window';
}

function entry({ name, edition, program }: AutostartOptions, switches: string): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    `Name=${escaped(name)}`,
    'Comment=Positions, orders and feeds, read only',
    `Exec=${quoted(program)}${switches}`,
    // Once the program is removed the desktop leaves the entry alone.
    `TryExec=${escaped(program)}`,
    `Icon=${edition}`,
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
