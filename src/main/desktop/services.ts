/** Everything that the window may ask for, gathered from the session, the accounts and the shell. */
import { app, type BrowserWindow, clipboard } from 'electron';
import type { AccountDesk } from '../accounts/account-desk.ts';
import type { Notices } from '../app/notices.ts';
import type { SessionServices } from '../app/session.ts';
import type { Services } from '../bridge/services.ts';
import { openChromiumNotices, readLicences } from '../shell/licences.ts';
import type { LoginStartControl } from '../shell/login-start.ts';
import { saveFile } from '../shell/save-file.ts';
import { controlWindow } from '../shell/window.ts';
import type { UpdateDesk } from '../updates/update-desk.ts';

export interface ServiceParts {
  readonly session: SessionServices;
  readonly accounts: AccountDesk;
  readonly updates: UpdateDesk;
  readonly window: () => BrowserWindow | null;
  readonly notices: Notices;
  readonly loginStart: LoginStartControl;
  readonly diagnostics: () => string;
  readonly testRuntime: boolean;
  readonly dataFolder: string;
}

export function allServices(parts: ServiceParts): Services {
  const { session, accounts, updates, window, notices, loginStart, testRuntime, dataFolder } = parts;
  return {
    ...session,
    accounts: accounts.services,
    updates: updates.services,
    async saveSettings(next) {
      const saved = await session.saveSettings(next);
      updates.settingsChanged();
      await accounts.settingsChanged();
      return saved;
    },
    info: () => ({
      ...{ testRuntime, dataFolder },
      notices: notices.list(),
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
    }),
    licences: readLicences,
    openNotices: openChromiumNotices,
    diagnostics: parts.diagnostics,
    loginStart: loginStart.state,
    changeLoginStart: loginStart.change,
    saveFile: (name, text) => saveFile(window(), name, text),
    async copy(text) {
      await clipboard.writeText(text);
      return null;
    },
    controlWindow: (action) => controlWindow(window(), action),
  };
}
