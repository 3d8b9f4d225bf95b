/** Connects the bridge with the window: requests in, answers and events out, senders checked. */
import { type BrowserWindow, ipcMain } from 'electron';
import type { EventName } from '../../preload/contract/events.ts';
import type { Answer } from '../bridge/bridge.ts';
import { refusal } from '../bridge/result.ts';
import { livePage } from './live-page.ts';
import { isOurPage } from './sender.ts';

export interface Ipc {
  readonly window: () => BrowserWindow | null;
  readonly origin: string;
  readonly answer: Answer;
  readonly onReceived: () => void;
}

export function connectIpc(ipc: Ipc): void {
  ipcMain.handle('request', (event, name: unknown, payload: unknown) => {
    if (isOurPage(event, ipc.window(), ipc.origin)) return ipc.answer(name, payload);
    console.error('Vigil refused a request that did not come from its own page.');
    return refusal('untrusted', 'Vigil answers only its own page.');
  });
  ipcMain.on('received', (event) => {
    if (isOurPage(event, ipc.window(), ipc.origin)) ipc.onReceived();
  });
}

export function sendToWindow(window: BrowserWindow | null, name: EventName, event: unknown): void {
  const page = livePage(window);
  if (page?.isCrashed() === false) page.send('event', name, event);
}
