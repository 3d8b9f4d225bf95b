/** Lets one process at a time do a job in this checkout: two starts must not install or build at once. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cacheFolder } from './paths.mjs';

const pollMs = 100;
const emptyLockMs = 5_000;

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} job
 * @returns {Promise<T>}
 */
export async function withLock(name, job) {
  const file = join(cacheFolder, `${name}.lock`);
  await mkdir(cacheFolder, { recursive: true });
  while (!(await take(file))) await wait(pollMs);
  try {
    return await job();
  } finally {
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function take(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (await isAbandoned(file)) await rm(file, { force: true });
  return false;
}

/** @param {string} file */
async function isAbandoned(file) {
  try {
    const pid = Number(await readFile(file, 'utf8'));
    // Empty while its owner is between creating and writing it, or for ever if the owner died there.
    if (pid === 0) return Date.now() - (await stat(file)).mtimeMs > emptyLockMs;
    return !isRunning(pid);
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error, such as EPERM, comes from a process that is there.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
