/** The main window: one, frameless, remembered, shown when its first picture is ready. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Settings } from '../../preload/contract/settings.ts';
import { type PageOptions, pagePreferences } from './page-preferences.ts';
import icon from './vigil.png?asset';
import { minimumSize, placeWindow, type WindowPlace } from './window-place.ts';

export interface MainWindowOptions extends PageOptions {
  readonly url: string;
  readonly theme: Settings['theme'];
  readonly place: WindowPlace;
  /** It is not shown before something asks for it. */
  readonly hidden: boolean;
  readonly onPlace: (place: WindowPlace) => void;
  readonly onState: (state: WindowState) => void;
}

export interface WindowState {
  readonly maximised: boolean;
  readonly visible: boolean;
}

export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const workAreas = [
    screen.getPrimaryDisplay().workArea,
    ...screen.getAllDisplays().map((display) => display.workArea),
  ];
  const window = new BrowserWindow({
    ...placeWindow(options.place, workAreas),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    frame: process.platform === 'darwin',
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    title: 'Vigil',
    backgroundColor: background(options.theme),
    icon,
    webPreferences: pagePreferences(options),
  });
  window.removeMenu();
  // Maximising shows a window, so one that is to stay hidden does it when it is shown.
  if (options.place.maximised && options.hidden) window.once('show', () => window.maximize());
  else if (options.place.maximised) window.maximize();
  if (!options.hidden) showWhenReady(window);
  reportState(window, options);
  void window.loadURL(options.url);
  return window;
}

export function controlWindow(
  window: BrowserWindow | null,
  action: 'minimise' | 'toggle-maximise' | 'close',
): null {
  if (window === null || window.isDestroyed()) return null;
  if (action === 'close') window.close();
  else if (action === 'minimise') window.minimize();
  else if (window.isMaximized()) window.unmaximize();
  else window.maximize();
  return null;
}

export function bringToFront(window: BrowserWindow | null): void {
  if (window === null || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function showWhenReady(window: BrowserWindow): void {
  // A page that cannot paint must not keep its user waiting for a window.
  const late = setTimeout(() => !window.isDestroyed() && window.show(), patienceMs);
  window.once('ready-to-show', () => {
    clearTimeout(late);
    window.show();
  });
}

/** What the window is filled with before the page paints: the chrome layer of each theme. */
export function background(theme: Settings['theme']): string {
  return isDark(theme) ? '#0a0c0f' : '#ebeef2';
}

export function isDark(theme: Settings['theme']): boolean {
  return theme === 'system' ? nativeTheme.shouldUseDarkColors : theme === 'dark';
}

function reportState(window: BrowserWindow, options: MainWindowOptions): void {
  const report = () => {
    if (window.isDestroyed()) return;
    options.onState({
      maximised: window.isMaximized(),
      visible: window.isVisible() && !window.isMinimized(),
    });
  };
  const remember = () => {
    const place = placeOf(window);
    if (place !== null) options.onPlace(place);
  };
  // While it is dragged the place changes with every pixel; only where it comes to rest is kept.
  let resting: ReturnType<typeof setTimeout> | undefined;
  const rememberSoon = () => {
    clearTimeout(resting);
    resting = setTimeout(remember, restMs);
  };
  window.on('show', report).on('hide', report).on('minimize', report).on('restore', report);
  window.on('maximize', report).on('unmaximize', report);
  window.on('resize', rememberSoon).on('move', rememberSoon).on('close', remember);
}

/** Where the window stands now; null when that says nothing about where it should open. */
export function placeOf(window: BrowserWindow): WindowPlace | null {
  if (window.isDestroyed() || window.isMinimized() || !window.isVisible()) return null;
  return { bounds: window.getNormalBounds(), maximised: window.isMaximized() };
}

const patienceMs = 5000;
const restMs = 500;
