/** Finds the file behind an address of the page. Pure. */
import { resolve, sep } from 'node:path';

/** null for another host and for any path that leaves the folder. */
export function pageFile(address: string, folder: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'app:' || url.host !== 'vigil') return null;
  const path = decode(url.pathname === '/' ? '/index.html' : url.pathname);
  if (path === null || path.includes('\0')) return null;
  const file = resolve(folder, `.${path}`);
  return file.startsWith(resolve(folder) + sep) ? file : null;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
