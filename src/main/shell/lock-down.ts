/** Takes away what the page never needs: permissions, other windows, navigation, embedded views. */
import { app, type Session } from 'electron';

export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
}

export function denyNavigation(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // Loading the same page again, as the development server asks for, leads nowhere else.
    contents.on('will-navigate', (event) => event.url !== contents.getURL() && event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
