/** The one place that decides whether a message comes from our own page. */
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { livePage } from './live-page.ts';

export function isOurPage(
  event: IpcMainEvent | IpcMainInvokeEvent,
  window: BrowserWindow | null,
  origin: string,
): boolean {
  // null while a frame is being replaced. The origin is Chromium's own word: an address parsed here
  // would give "null" for a scheme such as ours.
  const frame = event.senderFrame;
  const page = livePage(window);
  return frame !== null && page !== null && frame === page.mainFrame && frame.origin === origin;
}
