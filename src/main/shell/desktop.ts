/** The desktop around the window, as alerts see it: notifications, tray, and the window that clicks bring up. */
import { app, type BrowserWindow } from 'electron';
import type { PauseLength } from '../../preload/contract/alerts.ts';
import type { Events } from '../../preload/contract/events.ts';
import { type TrayModel, withNewVersion } from '../alerts/tray-model.ts';
import type { AlertScreen } from '../app/alert-desk.ts';
import { sendToWindow } from './ipc.ts';
import { createNotifier } from './notifier.ts';
import { createDesktopTray, type TrayAction } from './tray.ts';
import { overlayPicture } from './tray-icons.ts';
import { bringToFront } from './window.ts';

export interface DesktopOptions {
  readonly window: () => BrowserWindow | null;
  /** A notification was clicked: where the window should go, or that its page should be loaded again. */
  readonly clicked: (slot: string) => Events['window.go'] | 'reload';
  readonly gone: (slot: string) => void;
  readonly pause: (length: PauseLength | null) => void;
  /** How often the desktop is asked whether it has a tray. */
  readonly lookEveryMs: number;
}

export interface Desktop {
  readonly screen: AlertScreen;
  /** null: there is none to tell of. */
  newVersion(version: string | null): void;
  /** Closing leaves the window in the tray where there is one, else minimised: feeds and alerts go on. */
  keepReachable(window: BrowserWindow): void;
  /** Leaves a window that was opened hidden where closing leaves it. */
  startPutAway(window: BrowserWindow): Promise<void>;
  /** Takes our popups off the screen. */
  close(): Promise<void>;
}

export function createDesktop(options: DesktopOptions): Desktop {
  // Windows shows notifications only of programs that say who they are.
  if (process.platform === 'win32') app.setAppUserModelId('app.vigil.monitor');
  const notifier = createNotifier({ gone: options.gone, clicked: answerClick });
  const tray = createDesktopTray({ act, hostChanged: (hasHost) => hasHost || bringBack(options.window()) });
  void tray.look();
  const looks = setInterval(() => void tray.look(), options.lookEveryMs);

  let trayModel: TrayModel | null = null;
  let newVersion: string | null = null;

  function renderTray(): void {
    if (trayModel !== null) tray.render(withNewVersion(trayModel, newVersion));
  }

  function go(place: Events['window.go']): void {
    bringToFront(options.window());
    sendToWindow(options.window(), 'window.go', place);
  }

  function answerClick(slot: string): void {
    const next = options.clicked(slot);
    if (next !== 'reload') {
      go(next);
      return;
    }
    // A page that hangs does not hear a request to reload; what ended is loaded again.
    options.window()?.webContents.forcefullyCrashRenderer();
    bringToFront(options.window());
  }

  function act(action: TrayAction): void {
    switch (action.kind) {
      case 'feed':
        go({ view: 'feeds', feedId: action.feedId });
        break;
      case 'pause':
        options.pause(action.length);
        break;
      case 'new-version':
        go({ view: 'settings', section: 'about' });
        break;
      case 'show':
        bringToFront(options.window());
        break;
      case 'quit':
        app.quit();
        break;
      default:
        action satisfies never;
    }
  }

  async function putAway(window: BrowserWindow): Promise<void> {
    const hasTray = await tray.look();
    if (window.isDestroyed()) return;
    if (hasTray) window.hide();
    else window.minimize();
  }

  return {
    screen: {
      show: notifier.show,
      close: notifier.close,
      tray(model) {
        trayModel = model;
        renderTray();
        if (process.platform !== 'win32') return;
        options.window()?.setOverlayIcon(overlayPicture(model.icon), model.tooltip);
      },
    },
    newVersion(version) {
      newVersion = version;
      renderTray();
    },
    keepReachable(window) {
      // Quitting does not come by here: it ends the process and asks no window.
      window.on('close', (event) => {
        event.preventDefault();
        void putAway(window);
      });
      app.on('activate', () => bringToFront(options.window()));
    },
    async startPutAway(window) {
      if (!(await tray.look())) bringBack(window);
    },
    async close() {
      clearInterval(looks);
      await notifier.closeAll();
    },
  };
}

/** There is no tray, or none any more, that would hold the hidden window. */
function bringBack(window: BrowserWindow | null): void {
  if (window === null || window.isDestroyed() || window.isVisible() || window.isMinimized()) return;
  window.showInactive();
  window.minimize();
}
