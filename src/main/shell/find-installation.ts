/** Finds out how this Vigil was installed, by where it is and which package managers are there. */
import { existsSync } from 'node:fs';
import { app } from 'electron';
import type { Installation, PackageKind } from '../updates/installation.ts';
import { ownAppImage } from './own-app-image.ts';

export function findInstallation(): Installation {
  return { kind: app.isPackaged ? packageKind() : null, arch: process.arch };
}

function packageKind(): PackageKind {
  switch (process.platform) {
    case 'darwin':
      return 'dmg';
    case 'win32':
      return 'nsis';
    case 'linux':
      return ownAppImage(process.env, process.execPath) === null ? managedKind() : 'appimage';
    default:
      return null;
  }
}

/** Unpacked by hand it is somewhere else, and no package manager knows of it. */
function managedKind(): PackageKind {
  if (!/^\/(usr|opt)\//.test(process.execPath)) return null;
  if (existsSync('/var/lib/dpkg/info/vigil.list')) return 'deb';
  return ['/usr/lib/sysimage/rpm', '/var/lib/rpm'].some((folder) => existsSync(folder)) ? 'rpm' : null;
}
