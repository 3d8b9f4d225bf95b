/** Checks the system libraries and programs, and installs what is missing where that is possible. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from '../lock.mjs';
import { runCommand } from '../run-command.mjs';

/**
 * @typedef {'run' | 'test'} Stage
 * @typedef {{ debian: string, library?: string, program?: string, file?: string }} Part one Debian package
 * and the one thing by which its presence is known, whatever the distribution
 */

/** @type {readonly Part[]} */
const runParts = [
  { debian: 'libgtk-3-0', library: 'libgtk-3.so.0' },
  { debian: 'libnss3', library: 'libnss3.so' },
  { debian: 'libasound2', library: 'libasound.so.2' },
  { debian: 'libgbm1', library: 'libgbm.so.1' },
  { debian: 'libatspi2.0-0', library: 'libatspi.so.0' },
  { debian: 'libnotify4', library: 'libnotify.so.4' },
  { debian: 'libsecret-1-0', library: 'libsecret-1.so.0' },
  { debian: 'libglib2.0-bin', program: 'gdbus' },
];

/** @type {readonly Part[]} */
const testParts = [
  { debian: 'xvfb', program: 'xvfb-run' },
  { debian: 'xauth', program: 'xauth' },
  { debian: 'dbus', program: 'dbus-run-session' },
  { debian: 'gnome-keyring', program: 'gnome-keyring-daemon' },
  { debian: 'libsecret-tools', program: 'secret-tool' },
  { debian: 'dunst', program: 'dunst' },
  { debian: 'libnotify-bin', program: 'notify-send' },
  { debian: 'python3-dbus', file: '/usr/lib/python3/dist-packages/dbus' },
  { debian: 'python3-gi', file: '/usr/lib/python3/dist-packages/gi' },
  { debian: 'xdotool', program: 'xdotool' },
  { debian: 'imagemagick', program: 'import' },
  { debian: 'x11-utils', program: 'xwininfo' },
  { debian: 'xclip', program: 'xclip' },
  { debian: 'xdg-utils', program: 'xdg-open' },
];

/**
 * @param {Stage} stage
 * @param {(line: string) => void} say
 * @returns {Promise<readonly string[]>} the Debian names of what is still missing
 */
export async function installLibraries(stage, say) {
  if (process.platform !== 'linux') return [];
  const parts = stage === 'test' ? [...runParts, ...testParts] : runParts;
  const missing = await missingOf(parts);
  if (missing.length === 0) return [];
  if (!isOnPath('apt-get')) {
    say(
      `Missing on this system (by their Debian names): ${missing.join(' ')}. Install them with its package manager.`,
    );
    return missing;
  }
  if (process.getuid?.() !== 0) {
    const names = await currentNames(missing);
    say(
      `Missing system packages. Install them with:\n  sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
    return missing;
  }
  return await withLock('libraries', () => aptInstall(missing, parts, say));
}

/** @param {readonly string[]} missing @param {readonly Part[]} parts @param {(line: string) => void} say */
async function aptInstall(missing, parts, say) {
  say(`Installing system packages: ${missing.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await runCommand('apt-get', ['update', '-q'], { env });
  const names = await currentNames(missing);
  const args = ['install', '-y', '-q', '--no-install-recommends', ...names];
  const installed = await runCommand('apt-get', args, { env });
  if (!installed.ok) {
    say(
      `apt-get could not install them:\n${`${updated.ok ? '' : updated.output}${installed.output}`.trim()}`,
    );
    say(`Try it by hand: apt-get update && apt-get ${args.join(' ')}`);
  }
  return await missingOf(parts);
}

/** @param {readonly Part[]} parts */
async function missingOf(parts) {
  const libraries = await knownLibraries();
  return parts
    .filter(({ library, program, file }) => {
      if (library !== undefined) return libraries !== undefined && !libraries.includes(`\t${library} `);
      if (program !== undefined) return !isOnPath(program);
      return file !== undefined && !existsSync(file);
    })
    .map(({ debian }) => debian);
}

async function knownLibraries() {
  // An ordinary user's path does not hold /sbin.
  const listed = await runCommand('/sbin/ldconfig', ['-p']);
  return listed.ok ? listed.output : undefined;
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time: libasound2 became libasound2t64.
 *
 * @param {readonly string[]} names
 */
async function currentNames(names) {
  const shown = await runCommand('apt-cache', [
    'show',
    '--no-all-versions',
    ...names.map((name) => `${name}t64`),
  ]);
  return names.map((name) => (shown.output.includes(`Package: ${name}t64\n`) ? `${name}t64` : name));
}
