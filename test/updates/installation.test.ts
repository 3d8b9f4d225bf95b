import { expect, test } from 'vitest';
import { fileFor, type PackageKind } from '../../src/main/updates/installation.ts';

const sha256 = 'b'.repeat(64);
const packages = [
  ...['x64', 'arm64'].map((arch) => of('deb', arch, `vigil_1.0.0_${arch}.deb`)),
  of('rpm', 'x64', 'vigil-1.0.0.rpm'),
  of('appimage', 'x64', 'Vigil-1.0.0.AppImage'),
  of('dmg', 'arm64', 'Vigil-1.0.0-arm64.dmg'),
  of('nsis', 'x64', 'Vigil-1.0.0.exe'),
];

test.each<[PackageKind, string, string | undefined, string | undefined]>([
  ['deb', 'x64', 'vigil_1.0.0_x64.deb', 'sudo apt install ./vigil_1.0.0_x64.deb'],
  ['deb', 'arm64', 'vigil_1.0.0_arm64.deb', 'sudo apt install ./vigil_1.0.0_arm64.deb'],
  ['rpm', 'x64', 'vigil-1.0.0.rpm', 'sudo dnf install ./vigil-1.0.0.rpm'],
  ['appimage', 'x64', 'Vigil-1.0.0.AppImage', 'chmod +x Vigil-1.0.0.AppImage'],
  ['dmg', 'arm64', 'Vigil-1.0.0-arm64.dmg', undefined],
  ['nsis', 'x64', 'Vigil-1.0.0.exe', undefined],
  ['rpm', 'arm64', undefined, undefined],
  [null, 'x64', undefined, undefined],
])('installed as %s on %s, the next one is %s', (kind, arch, name, install) => {
  const file = fileFor(packages, { kind, arch });
  expect([file?.name, file?.commands[1]]).toEqual([name, install]);
  if (file !== null) expect(file.commands[0]).toContain(sha256);
});

function of(kind: string, arch: string, file: string) {
  return { kind, arch, file, bytes: 1, sha256, minimumSystem: 'any' };
}
