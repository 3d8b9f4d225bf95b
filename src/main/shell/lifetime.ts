/** The app's end: one orderly way out, however it was asked for. */
import { app, type BrowserWindow, powerMonitor } from 'electron';
import { note, report } from './report.ts';

// Closing sockets is quick; a server that does not answer must not keep the app.
const patienceMs = 3000;

/** `end` runs once, before the app exits, and may take a moment. */
export function endOrderly(window: BrowserWindow, end: () => Promise<void>): void {
  let why = 'asked to quit';
  let ending = false;
  const quit = (because: string) => {
    why = because;
    app.quit();
  };
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    outliveGraphics();
    note('info', `Vigil ends: ${why}.`);
    const timer = setTimeout(() => app.exit(0), patienceMs);
    void end()
      .catch((cause: unknown) => report('its end', cause))
      .finally(() => {
        clearTimeout(timer);
        app.exit(0);
      });
  });
  // Electron replaces handlers that were set before it was ready; these are set after.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => quit(signal));
  // Windows ends programs of a session that closes soon after it has said so; Linux and macOS wait.
  window.on('session-end', () => quit('the session ends'));
  powerMonitor.on('shutdown', () => quit('the computer shuts down'));
}

/**
 * A session that ends may signal every process at once. Chromium then starts its graphics process anew, and
 * ends main by a crash when that fails a few times. It asks for this switch at every failure.
 */
export function outliveGraphics(): void {
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
}
