/** Shows popups as the desktop's own notifications. */
import { type NativeImage, Notification, nativeImage, shell } from 'electron';
import type { Popup } from '../alerts/alert-types.ts';
import { type DesktopBus, desktopBus } from './desktop-bus.ts';
import { createPopupQueue, type PopupEvents, type PopupQueue, type ShownPopup } from './popup-queue.ts';
import { popupWords } from './popup-words.ts';
import picture from './vigil.png?asset';

const isLinux = process.platform === 'linux';
// A server that takes the popup says so within milliseconds.
const answerMs = 1_000;
const iconPx = 64;

export function createNotifier(events: PopupEvents, bus: DesktopBus = desktopBus()): PopupQueue {
  const icon = nativeImage.createFromPath(picture).resize({ width: iconPx });
  return createPopupQueue({
    // Elsewhere showing never waits, and there is no server to ask.
    server: async () => (isLinux ? bus.notificationServer() : 'alive'),
    put: (popup, gone) => put(popup, icon, gone, events),
    gone: events.gone,
    monoMs: () => performance.now(),
    after: (ms, run) => setTimeout(run, ms),
  });
}

function put(
  popup: Popup,
  icon: NativeImage,
  gone: () => void,
  events: PopupEvents,
): Promise<ShownPopup | null> {
  const { urgency, stays, sound } = popup;
  const notification = new Notification({
    ...popupWords(popup, isLinux),
    urgency,
    timeoutType: stays ? 'never' : 'default',
    silent: !sound,
    icon,
  });
  // Held here until it is gone: without a reference Electron forgets the click.
  held.add(notification);
  const over = () => {
    held.delete(notification);
    gone();
  };
  notification.on('click', () => {
    over();
    events.clicked(popup.slot);
  });
  notification.on('close', over);
  return new Promise((resolve) => {
    const shown: ShownPopup = {
      close() {
        held.delete(notification);
        notification.close();
      },
    };
    const timer = setTimeout(resolve, answerMs, shown);
    const settle = (result: ShownPopup | null) => {
      clearTimeout(timer);
      if (result === null) held.delete(notification);
      resolve(result);
    };
    notification.once('show', () => settle(shown));
    notification.once('failed', () => settle(null));
    notification.show();
    // Linux desktops play no sound for a notification by themselves.
    if (sound && isLinux) shell.beep();
  });
}

const held = new Set<Notification>();
