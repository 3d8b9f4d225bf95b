/** Brings a crashed page back: at once, but not for ever. Feeds never notice. */
import { app, type BrowserWindow, dialog } from 'electron';

const perMinute = 3;

/** `onLoad`: a page has loaded, the first or a new one; what was sent to the one before is lost. */
export function recoverPage(window: BrowserWindow, onLoad: () => void): void {
  let reloadsMs: number[] = [];
  const reload = () => window.webContents.reload();
  window.webContents.on('did-finish-load', onLoad);
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const nowMs = Date.now();
    reloadsMs = [...reloadsMs.filter((ms) => nowMs - ms < 60_000), nowMs];
    console.error(`Vigil's page ended (${details.reason}); feeds go on.`);
    if (reloadsMs.length <= perMinute) reload();
    else void askWhatNext(window, reload);
  });
}

async function askWhatNext(window: BrowserWindow, reload: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Vigil',
    message: "Vigil's window failed several times in a minute.",
    detail: 'The feeds are still running. Open the window again, or quit.',
    buttons: ['Open again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) reload();
  else app.quit();
}
