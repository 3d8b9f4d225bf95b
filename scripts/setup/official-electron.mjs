/** Gets the official Electron runtime by the electron package's own installer, which checks its hash. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { runCommand } from '../run-command.mjs';

const probeMs = 4_000;
const downloadMs = 15 * 60_000;
// Enough to unpack a download that is already in the user's cache.
const offlineMs = 20_000;

/** @param {(line: string) => void} say */
export async function installOfficialElectron(say) {
  const folder = join(root, 'node_modules/electron');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  say(`Fetching Electron ${version} …`);
  const reachable = await releasesAnswer();
  const timeoutMs = reachable ? downloadMs : offlineMs;
  const result = await runCommand(process.execPath, [join(folder, 'install.js')], { cwd: root, timeoutMs });
  if (result.ok) return;
  say(
    `Electron ${version} could not be downloaded: ${reachable ? result.output.trim() : 'GitHub does not answer here.'}`,
  );
}

/** A network that swallows packets would hold the installer for minutes; one quick request tells. */
async function releasesAnswer() {
  const address = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return true;
  } catch {
    return false;
  }
}
