/** What must hold before a package is built, each said in one sentence when it does not. */
import { mkdir, statfs } from 'node:fs/promises';
import { root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';

const neededBytes = 1_000_000_000;

/** @param {string} program @param {string} cure */
export async function needProgram(program, cure) {
  const { code } = await runCommand(program, ['--version']);
  if (code === 127) throw new Error(`${program} is not here. ${cure}`);
}

/** @param {string} folder */
export async function needSpace(folder) {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededBytes) return;
  const megabytes = Math.floor((bavail * bsize) / 1_000_000);
  throw new Error(
    `${folder} has ${megabytes} MB left and a build needs 1000 MB. Make room, or name another with --out.`,
  );
}

/** A package that nobody could build again is none to give to people. */
export async function needCommittedTree() {
  const status = await runCommand('git', ['status', '--porcelain'], { cwd: root });
  if (!status.ok || status.output === '') return;
  throw new Error(
    'There are changes that are not committed. Commit them, or add --dirty to pack them all the same.',
  );
}

/** The time that everything in the package bears, in seconds: the same commit gives the same bytes. */
export async function sourceTime() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && /^\d{1,11}$/.test(given)) return Number(given);
  const commit = await runCommand('git', ['log', '-1', '--format=%ct'], { cwd: root });
  const time = Number(commit.output.trim());
  if (commit.ok && Number.isSafeInteger(time) && time > 0) return time;
  throw new Error(
    'The time of the last commit is not known here. Set SOURCE_DATE_EPOCH to seconds since 1970.',
  );
}
