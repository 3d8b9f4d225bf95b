/** Main's side of the main window: the way events go to it, and what becomes of it while it lives. */
import { join } from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import type { Settings } from '../../preload/contract/settings.ts';
import { createAnswerWatch } from '../bridge/answer-watch.ts';
import type { Answer } from '../bridge/bridge.ts';
import { createEventFlow, type EventFlow } from '../bridge/event-flow.ts';
import type { Clock } from '../feeds/clock.ts';
import { connectIpc, sendToWindow } from '../shell/ipc.ts';
import { pageAddress, pageOrigin } from '../shell/page-protocol.ts';
import { recoverPage } from '../shell/page-recovery.ts';
import { isDark, openMainWindow, placeOf } from '../shell/window.ts';
import type { WindowPlace } from '../shell/window-place.ts';

export interface WindowLinkOptions {
  readonly clock: Clock;
  readonly hangs: () => void;
  readonly answers: () => void;
  readonly hangAfterMs?: number | undefined;
}

export interface FirstWindow {
  readonly session: Session;
  readonly theme: () => Settings['theme'];
  readonly place: WindowPlace;
  readonly hidden: boolean;
  readonly savePlace: (place: WindowPlace) => void;
  readonly answer: Answer;
}

export interface WindowLink {
  readonly flow: EventFlow;
  window(): BrowserWindow | null;
  open(options: FirstWindow): BrowserWindow;
  /** Where the window stands; null when that says nothing about where it should open. */
  place(): WindowPlace | null;
  close(): void;
}

export function createWindowLink({ clock, hangs, answers, hangAfterMs }: WindowLinkOptions): WindowLink {
  let window: BrowserWindow | null = null;
  const watch = createAnswerWatch({ clock, hangs, answers, afterMs: hangAfterMs });
  const flow = createEventFlow((name, event) => {
    watch.sent();
    sendToWindow(window, name, event);
  });
  return {
    flow,
    window: () => window,
    open({ session, theme, place, hidden, savePlace, answer }) {
      connectIpc({
        ...{ window: () => window, origin: pageOrigin, answer },
        onReceived() {
          flow.received();
          watch.received();
        },
      });
      const opened = openMainWindow({
        ...{ session, place, hidden },
        theme: theme(),
        preload: join(import.meta.dirname, '../preload/index.cjs'),
        url: pageAddress,
        devTools: import.meta.env.DEV,
        onPlace: savePlace,
        onState(state) {
          flow.setVisible(state.visible);
          sendToWindow(window, 'window.state', state);
        },
      });
      window = opened;
      recoverPage(opened, {
        isDark: () => isDark(theme()),
        onLoad() {
          flow.restart();
          watch.restart();
        },
      });
      opened.on('unresponsive', hangs).on('responsive', answers);
      return opened;
    },
    place: () => (window === null ? null : placeOf(window)),
    close: watch.close,
  };
}
