/** The app's end: one orderly way out, however it was asked for. */
import { app } from 'electron';

// Closing sockets is quick; a server that does not answer must not keep the app.
const patienceMs = 3000;

/** `end` runs once, before the app exits, and may take a moment. */
export function endOrderly(end: () => Promise<void>): void {
  let ending = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    const timer = setTimeout(() => app.exit(0), patienceMs);
    void end()
      .catch((cause: unknown) => console.error('Vigil did not end cleanly.', cause))
      .finally(() => {
        clearTimeout(timer);
        app.exit(0);
      });
  });
  // Electron replaces handlers that were set before it was ready; these are set after.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
