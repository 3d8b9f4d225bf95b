/** The licences of what Vigil is made of: its own list, and the notices that come with the runtime. */
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shell } from 'electron';
import type { Result } from '../../preload/contract/bridge.ts';
import type { Licence } from '../../preload/contract/requests.ts';
import { refusal, success } from '../bridge/result.ts';

/** As the build left them. */
export async function readLicences(): Promise<readonly Licence[]> {
  return JSON.parse(await readFile(join(import.meta.dirname, '../licences.json'), 'utf8'));
}

/** A page of megabytes, for a browser. */
export async function openChromiumNotices(): Promise<Result<null>> {
  const file = join(dirname(process.execPath), 'LICENSES.chromium.html');
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return refusal('no-notices', `This runtime came without its notices: ${file} is not there.`);
  const problem = await shell.openPath(file);
  if (problem === '') return success(null);
  return refusal('not-opened', `The system opens no such file (${problem}). It is at ${file}.`);
}
