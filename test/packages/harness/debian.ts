/** Debian's own tools, and the packages that a test builds for them. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type ChildProgram, startProgram } from '../../desktop/harness/child-program.ts';
import { lackForKeyring } from '../../desktop/harness/keyring.ts';
import { lackOf, reasonToSkip } from '../../desktop/harness/this-system.ts';

const root = resolve(import.meta.dirname, '../../..');
export const name = 'vigil-test';
const runFile = promisify(execFile);

/** Why a package can't be built and installed here; null: it can. Where it must be, that is an error. */
export function missingForPackages(): string | null {
  return reasonToSkip(lackForPackages());
}

function lackForPackages(): string | null {
  if (process.platform !== 'linux') return 'packages of Debian are built and installed on Debian';
  if (process.getuid?.() !== 0) return 'only root can install a package';
  const programs = [
    'dpkg',
    'dpkg-deb',
    'apt-get',
    'useradd',
    'userdel',
    'flock',
    'pkill',
    'Xvfb',
    'xdotool',
    'xprop',
    'xclip',
  ];
  return lackOf(programs) ?? lackForKeyring();
}

/**
 * One at a time on this computer: the package and its user have one name each, and other checkouts may be
 * tested beside this one.
 */
export async function holdComputer(): Promise<ChildProgram> {
  const lock = join(tmpdir(), `${name}.lock`);
  for (;;) {
    const held = await startProgram(
      'flock',
      ['--no-fork', '--timeout', '10', lock, 'sh', '-c', 'echo held; exec cat'],
      process.env,
    );
    try {
      await held.nextLine();
      return held;
    } catch {
      // Somebody else has it; it is asked for again until the test's own limit ends.
      await held.stop();
    }
  }
}

/** @returns the package */
export async function buildPackage(version: string, out: string): Promise<string> {
  const options = ['--test-runtime', '--quick', '--version', version, '--out', out];
  const { stdout } = await runFile(process.execPath, [join(root, 'scripts/dist.mjs'), ...options], {
    cwd: root,
  });
  return stdout.trim();
}

/** As the instructions say, but from this computer alone. */
export async function apt(...args: readonly string[]): Promise<string> {
  const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0'];
  const { stdout, stderr } = await runFile(
    'apt-get',
    [...patience, '-y', '--no-install-recommends', ...args],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    },
  );
  return stdout + stderr;
}

export async function dpkg(program: 'dpkg' | 'dpkg-deb', ...args: readonly string[]): Promise<string> {
  return (await runFile(program, args, { maxBuffer: 10_000_000 })).stdout;
}

/** Every path of the system that the package's name is in. */
export async function traces(): Promise<readonly string[]> {
  const places = ['/etc', '/usr', '/var/lib', '/opt'];
  const { stdout } = await runFile('find', [...places, '-path', `*${name}*`]);
  return stdout.split('\n').filter((path) => path !== '');
}
