/** Brings a crashed page back: at once, but not for ever; then a plain page asks. Feeds never notice. */
import { app, type BrowserWindow } from 'electron';
import { failedPageAddress, pageAddress } from './page-protocol.ts';
import { note } from './report.ts';

const perMinute = 3;
/** Where even the plain page ends, something graver is wrong: seldom enough to cost nothing. */
const plainAgainMs = 10_000;

export interface PageRecovery {
  readonly isDark: () => boolean;
  /** A page has loaded, the first or a new one; what was sent to the one before is lost. */
  readonly onLoad: () => void;
}

export function recoverPage(window: BrowserWindow, { isDark, onLoad }: PageRecovery): void {
  const contents = window.webContents;
  let reloadsMs: number[] = [];
  const isPlain = () => contents.getURL().split('#')[0] === failedPageAddress;
  // Without a script the page learns of the theme by its address.
  const plain = () => `${failedPageAddress}${isDark() ? '' : '#light'}`;

  function load(address: string): void {
    if (window.isDestroyed()) return;
    contents.loadURL(address).catch((cause) => {
      // A page that ends while it loads is told of by its end.
      const level = String(cause).includes('ERR_ABORTED') ? 'debug' : 'error';
      note(level, `Vigil's page did not load: ${String(cause)}`);
    });
  }

  contents.on('did-finish-load', onLoad);
  contents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    note('warning', `The window's page ended (${details.reason}); feeds go on.`);
    if (isPlain()) {
      setTimeout(() => load(plain()), plainAgainMs);
      return;
    }
    const nowMs = Date.now();
    reloadsMs = [...reloadsMs.filter((ms) => nowMs - ms < 60_000), nowMs];
    load(reloadsMs.length <= perMinute ? pageAddress : plain());
  });
  // The plain page has no script: its buttons are links, and no link leads anywhere by itself.
  contents.on('will-navigate', ({ url }) => {
    if (!isPlain()) return;
    if (url === pageAddress) load(pageAddress);
    else if (url === new URL('quit', failedPageAddress).href) app.quit();
  });
}
