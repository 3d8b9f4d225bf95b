/** Serves the window's page from app://vigil: files of the renderer folder only, under a strict policy. */
import { pathToFileURL } from 'node:url';
import { net, protocol, type Session } from 'electron';
import { pageFile } from './page-file.ts';

// While developing the page comes from a server on this computer; a build knows nothing of it.
const devServer = import.meta.env.DEV ? localServer(process.env.ELECTRON_RENDERER_URL) : null;
/** The host that Chromium may look up while developing; null in a build. */
export const devHost = devServer?.hostname ?? null;
export const pageOrigin = devServer === null ? 'app://vigil' : devServer.origin;
export const pageAddress = devServer === null ? 'app://vigil/index.html' : devServer.href;
/** The document in which a key is typed. */
export const keyPageAddress = new URL('key-window/index.html', pageAddress).href;

/** What is left to show when the page fails again and again. */
export const failedPageAddress = new URL('failed/index.html', pageAddress).href;

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
  // Leaves out dialogs, the system's for printing among them, other windows and downloads; nothing else of
  // Chromium or Electron keeps a page from printing. Forms are heard by our scripts, and sent nowhere.
  'sandbox allow-scripts allow-same-origin allow-forms',
  // Text never becomes markup or code, whatever a script does with it.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Sent with every file of a page. */
const pageHeaders = {
  'Content-Security-Policy': contentPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'bluetooth', 'midi']
    .concat('display-capture', 'local-fonts', 'idle-detection', 'payment')
    .map((feature) => `${feature}=()`)
    .join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
};

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = pageFile(request.url, folder);
    if (file === null) return new Response('Not found', { status: 404 });
    const found = await net.fetch(pathToFileURL(file).href).catch(() => null);
    if (found === null) return new Response('Not found', { status: 404 });
    const headers = new Headers(found.headers);
    for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value);
    return new Response(found.body, { status: found.status, headers });
  });
}

function localServer(address: string | undefined): URL | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' && url.hostname === 'localhost' ? url : null;
}
