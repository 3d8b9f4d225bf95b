/** Serves the window's page from app://vigil: files of the renderer folder only, under a strict policy. */
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { net, protocol, type Session } from 'electron';

export const pageOrigin = import.meta.env.DEV ? new URL(devServer()).origin : 'app://vigil';
export const pageAddress = import.meta.env.DEV ? devServer() : 'app://vigil/index.html';

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** While developing the page comes from a server on this computer; a build knows nothing of it. */
function devServer(): string {
  const address = process.env.ELECTRON_RENDERER_URL ?? '';
  return /^http:\/\/localhost:\d+/.test(address) ? address : 'app://vigil/index.html';
}

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = fileOf(request.url, folder);
    if (file === null) return new Response('Not found', { status: 404 });
    const found = await net.fetch(pathToFileURL(file).href).catch(() => null);
    if (found === null) return new Response('Not found', { status: 404 });
    const headers = new Headers(found.headers);
    headers.set('Content-Security-Policy', contentPolicy);
    headers.set('X-Content-Type-Options', 'nosniff');
    return new Response(found.body, { status: found.status, headers });
  });
}

/** The file behind an address of the page; null for another host and for any path that leaves the folder. */
export function fileOf(address: string, folder: string): string | null {
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
