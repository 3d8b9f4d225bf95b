/**
 * The window in which a key is typed: a small document of its own, with a bridge of its own that can hand
 * a key to main and take nothing back. The main window never holds what is typed here.
 */
import { BrowserWindow, ipcMain } from 'electron';
import type { KeyWindow } from '../accounts/account-desk.ts';
import type { KeyEntry } from '../accounts/key-entry.ts';
import { refusal } from '../bridge/result.ts';
import { livePage } from './live-page.ts';
import { type PageOptions, pagePreferences } from './page-preferences.ts';
import { isOurPage } from './sender.ts';

export interface KeyWindowOptions extends PageOptions {
  readonly url: string;
  readonly origin: string;
  readonly parent: () => BrowserWindow | null;
  /** What it is filled with before its page paints. */
  readonly background: () => string;
}

export function createKeyWindow(options: KeyWindowOptions): KeyWindow {
  let open: { readonly window: BrowserWindow; readonly entry: KeyEntry } | null = null;

  ipcMain.handle('key', (event, name: unknown, payload: unknown) => {
    if (open !== null && isOurPage(event, open.window, options.origin))
      return open.entry.answer(name, payload);
    console.error('Vigil refused a key that did not come from its own window.');
    return refusal('untrusted', 'Vigil answers only its own page.');
  });

  function close(): void {
    open?.window.close();
  }

  return {
    close,
    open(entry) {
      close();
      const window = createWindow(options);
      open = { window, entry };
      window.once('closed', () => {
        entry.end();
        if (open?.window === window) open = null;
      });
      void window.loadURL(options.url);
    },
    tell(vault) {
      const page = livePage(open?.window ?? null);
      if (page?.isCrashed() === false) page.send('vault', vault);
    },
  };
}

function createWindow(options: KeyWindowOptions): BrowserWindow {
  const parent = options.parent();
  const window = new BrowserWindow({
    ...(parent === null || parent.isDestroyed() ? {} : { parent, modal: true }),
    ...size,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    show: false,
    frame: false,
    title: 'Vigil: API key',
    backgroundColor: options.background(),
    webPreferences: pagePreferences(options),
  });
  window.removeMenu();
  // Not in screen recordings and shared screens, where the system can keep it out.
  window.setContentProtection(true);
  window.once('ready-to-show', () => window.show());
  // A page that ended has taken with it what was typed: there is nothing to bring back.
  window.webContents.on('render-process-gone', () => window.close());
  return window;
}

const size = { width: 560, height: 560 } as const;
