/** Asks where to save a text, and saves it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Result } from '../../preload/contract/bridge.ts';
import { refusal, success } from '../bridge/result.ts';
import { safeFileName } from './file-name.ts';

export async function saveFile(
  window: BrowserWindow | null,
  name: string,
  text: string,
): Promise<Result<{ readonly path: string | null }>> {
  if (window === null) return refusal('no-window', 'The window is closed.');
  const chosen = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), safeFileName(name)),
    filters: [{ name: 'CSV', extensions: ['csv'] }],
  });
  if (chosen.canceled || chosen.filePath === '') return success({ path: null });
  try {
    await writeFile(chosen.filePath, text);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    return refusal('not-saved', `${chosen.filePath} could not be written (${why}). Choose another place.`);
  }
  return success({ path: chosen.filePath });
}
