/** The page of a window, while there is one to speak to. */
import type { BrowserWindow, WebContents } from 'electron';

/** null: the window is gone, or its page is, which goes a moment before; asking it anything then throws. */
export function livePage(window: BrowserWindow | null): WebContents | null {
  if (window === null || window.isDestroyed()) return null;
  const page: WebContents | null = window.webContents;
  return page?.isDestroyed() === false ? page : null;
}
