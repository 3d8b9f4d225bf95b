/** The application's menu: none, except on macOS, where copying and quitting by keys need one. */
import { Menu } from 'electron';

export function setMenu(): void {
  const isMac = process.platform === 'darwin';
  // Electron's own would offer DevTools, reloading and pages of the web.
  Menu.setApplicationMenu(
    isMac
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
}
