import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { livePage } from '../../src/main/shell/live-page.ts';

test('a window that stands has its page', () => {
  const page = { isDestroyed: () => false };
  expect(livePage(windowWith(false, page))).toBe(page);
});

test.each([
  ['that is gone', true, { isDestroyed: () => false }],
  ['whose page is gone', false, { isDestroyed: () => true }],
  ['that has let go of its page', false, null],
])('a window %s is not spoken to', (_what, isDestroyed, page) => {
  expect(livePage(windowWith(isDestroyed, page))).toBeNull();
});

test('nor is one that was never there', () => {
  expect(livePage(null)).toBeNull();
});

/** As much of a window as is asked: a real one is in this state for a moment only. */
function windowWith(isDestroyed: boolean, webContents: object | null): BrowserWindow {
  return { isDestroyed: () => isDestroyed, webContents } as unknown as BrowserWindow;
}
