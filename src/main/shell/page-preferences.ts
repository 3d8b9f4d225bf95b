/** What every page of Vigil may do, the main window's and the key window's alike: as little as Chromium allows. */
import type { Session, WebPreferences } from 'electron';

export interface PageOptions {
  readonly session: Session;
  readonly preload: string;
  /** DevTools exist only while developing. */
  readonly devTools: boolean;
}

export function pagePreferences({ session, preload, devTools }: PageOptions): WebPreferences {
  return {
    session,
    preload,
    devTools,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    webgl: false,
    spellcheck: false,
    // Nothing that runs in a page may hold the window up with a box of the system's.
    disableDialogs: true,
    navigateOnDragDrop: false,
  };
}
