/** The release channel that this build carries; from its sources, tests may bring one of their own. */
import { readFile } from 'node:fs/promises';
import { app } from 'electron';
import builtIn from '../../../release-channel.json';

export async function releaseChannelFile(path: string | null): Promise<unknown> {
  // Whoever could choose the keys of an installed Vigil could tell it what is new.
  if (path === null || app.isPackaged) return builtIn;
  return JSON.parse(await readFile(path, 'utf8'));
}
