/** The AppImage that this program came in; null where it came in none. */
import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/** `APPIMAGE` alone says little: a program that came in one hands it down to whatever it starts. */
export function ownAppImage(
  { APPIMAGE: image, APPDIR: folder }: Readonly<Record<string, string | undefined>>,
  program: string,
): string | null {
  if (!image || !folder) return null;
  return program.startsWith(`${realPath(folder)}${sep}`) ? image : null;
}

/** As the system names a running program: without links. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // It is not there, so nothing runs from it.
    return folder;
  }
}
