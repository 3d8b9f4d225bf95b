/** Electron's fuses: what a packaged binary can never be talked into. Set once, then read back. */
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * Cookie encryption stays off, against the usual advice: with it Chromium asks the keyring before the first
 * page loads, so a locked keyring means no window. Vigil keeps no cookies.
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** @type {readonly (readonly [FuseV1Options, boolean])[]} */
const wanted = [
  [FuseV1Options.RunAsNode, fuses.runAsNode],
  [FuseV1Options.EnableCookieEncryption, fuses.enableCookieEncryption],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, fuses.enableNodeOptionsEnvironmentVariable],
  [FuseV1Options.EnableNodeCliInspectArguments, fuses.enableNodeCliInspectArguments],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, fuses.enableEmbeddedAsarIntegrityValidation],
  [FuseV1Options.OnlyLoadAppFromAsar, fuses.onlyLoadAppFromAsar],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, fuses.grantFileProtocolExtraPrivileges],
];
// As the binary spells them: the characters 0 and 1.
const [off, on] = [48, 49];

/** @param {string} executable */
export async function setFuses(executable) {
  await flipFuses(executable, { version: FuseVersion.V1, ...Object.fromEntries(wanted) });
  const wrong = await wrongFuses(executable);
  if (wrong.length > 0)
    throw new Error(`These fuses of ${executable} could not be set: ${wrong.join(', ')}.`);
}

/** @param {string} executable @returns {Promise<readonly string[]>} the names of fuses that are not as they must be */
export async function wrongFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  return wanted
    .filter(([fuse, isOn]) => Number(wire[fuse]) !== (isOn ? on : off))
    .map(([fuse]) => FuseV1Options[fuse]);
}
