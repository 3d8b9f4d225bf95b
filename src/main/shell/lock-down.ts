/** Takes away what a page of Vigil never needs: the network, permissions, devices, downloads, other places. */
import { app, type Session, type WebContents } from 'electron';

/**
 * Must run before the app is ready. Chromium finds no host at all: Vigil's own connections are Node's and
 * ask the system, so what would still be looked up is a page's, past every rule below (a prefetch of a name).
 */
export function findNoHosts(except: string | null): void {
  const exceptions = except === null ? '' : `, EXCLUDE ${except}`;
  app.commandLine.appendSwitch('host-resolver-rules', `MAP * ~NOTFOUND${exceptions}`);
}

/** `origin`: where pages come from; nothing else is loaded. */
export function lockSession(session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('will-download', (event) => event.preventDefault());
  // A dictionary would be downloaded.
  session.setSpellCheckerEnabled(false);
  // This session talks to no server, so no certificate can be one it should trust.
  session.setCertificateVerifyProc((_request, verdict) => verdict(refused));
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwn(url, origin) }));
}

/** For every page that is ever made, whatever made it. */
export function lockPages(): void {
  app.on('web-contents-created', (_created, contents) => lockPage(contents));
  app.on('select-client-certificate', (event, _contents, _url, _list, choose) => {
    event.preventDefault();
    choose();
  });
}

function lockPage(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  let shown: string | null = null;
  // Loading the same page again, as the development server asks for, leads nowhere else.
  contents.on('will-navigate', (event) => event.url !== shown && event.preventDefault());
  contents.on('will-frame-navigate', (event) => !event.isMainFrame && event.preventDefault());
  contents.on('did-navigate', (_event, url) => {
    // Chromium goes to about:blank without asking; the page comes back, as after a crash.
    if (url === 'about:blank' && shown !== null) void contents.loadURL(shown);
    else shown = url;
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // A page does not decide whether its window closes.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
}

function isOwn(address: string, origin: string): boolean {
  if (address.startsWith(`${origin}/`)) return true;
  // Pictures of our own style sheets, and while developing the server's word that a file changed.
  if (address.startsWith('data:') || address.startsWith('devtools:')) return true;
  return origin.startsWith('http:') && address.startsWith(`${origin.replace('http:', 'ws:')}/`);
}

/** net::ERR_FAILED, as Chromium numbers it. */
const refused = -2;
