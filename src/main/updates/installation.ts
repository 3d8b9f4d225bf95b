/** How this Vigil was installed, and the commands that check and install the next one. */
import type { ReleaseFile } from '../../preload/contract/updates.ts';
import type { ReleasePackage } from './release-document.ts';

/** null: it runs from its sources. */
export type PackageKind = 'deb' | 'rpm' | 'appimage' | 'dmg' | 'nsis' | null;

export interface Installation {
  readonly kind: PackageKind;
  readonly arch: string;
}

/** The file to install over this installation; null when the release has none. */
export function fileFor(
  packages: readonly ReleasePackage[],
  { kind, arch }: Installation,
): ReleaseFile | null {
  const found = packages.find((one) => one.kind === kind && one.arch === arch);
  if (found === undefined || kind === null) return null;
  const { file, bytes, sha256, minimumSystem } = found;
  return { name: file, bytes, sha256, minimumSystem, commands: commands(kind, file, sha256) };
}

/** Each for the folder that the file was saved in. */
function commands(kind: NonNullable<PackageKind>, file: string, sha256: string): readonly string[] {
  const check = `echo '${sha256}  ${file}' | sha256sum -c`;
  switch (kind) {
    case 'deb':
      return [check, `sudo apt install ./${file}`];
    case 'rpm':
      return [check, `sudo dnf install ./${file}`];
    case 'appimage':
      return [check, `chmod +x ${file}`];
    case 'dmg':
      return [`echo '${sha256}  ${file}' | shasum -a 256 -c`];
    case 'nsis':
      return [`(Get-FileHash ${file}).Hash -eq '${sha256}'`];
    default:
      return kind satisfies never;
  }
}
