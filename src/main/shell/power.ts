/** Tells when the computer sleeps and wakes, and when it loses its network. */
import { net, powerMonitor } from 'electron';

export interface PowerEvents {
  suspended(): void;
  resumed(): void;
  online(isOnline: boolean): void;
}

// Electron sends no event for it.
const networkEveryMs = 3_000;

/** Returns the function that ends it. */
export function watchPower({ suspended, resumed, online }: PowerEvents): () => void {
  let wasOnline = net.isOnline();
  const timer = setInterval(() => {
    const isOnline = net.isOnline();
    if (isOnline === wasOnline) return;
    wasOnline = isOnline;
    online(isOnline);
  }, networkEveryMs);
  powerMonitor.on('suspend', suspended).on('resume', resumed);
  return () => {
    clearInterval(timer);
    powerMonitor.off('suspend', suspended).off('resume', resumed);
  };
}
