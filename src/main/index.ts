/** The installed program: the headless command, the desktop app, or a word to the one that already runs. */
import { join } from 'node:path';
import { app } from 'electron';
import { readLaunchOptions } from './app/launch-options.ts';
import { startDesktop } from './desktop/start.ts';
import { checkCertificates } from './feeds/strict-tls.ts';
import { processIo } from './headless/io.ts';
import { runHeadless } from './headless/run.ts';
import { outliveGraphics } from './shell/lifetime.ts';
import { findNoHosts, lockPages } from './shell/lock-down.ts';
import { setMenu } from './shell/menu.ts';
import { devHost, registerPageScheme } from './shell/page-protocol.ts';
import { refusedSwitch } from './shell/refused-switches.ts';
import { report } from './shell/report.ts';
import { startVaultUtility } from './shell/vault-host.ts';

checkCertificates(process.env);

const testRuntime = process.versions.electron.startsWith('33.');
const startVault = startVaultUtility(join(import.meta.dirname, 'vault.js'));
const launch = readLaunchOptions(process.argv);
// Tests drive the checkout's build by a debugger; an installed program is nobody's to drive.
const opens = launch.kind === 'window' ? 'window' : 'nothing';
const refused = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name), opens) : null;
if (refused !== null) {
  console.error(refused);
  app.exit(2);
} else if (launch.kind === 'wrong') {
  console.error(launch.message);
  app.exit(2);
} else if (launch.kind === 'headless') {
  app.disableHardwareAcceleration();
  outliveGraphics();
  // Not awaited here: Electron is ready only after this module has finished.
  void app
    .whenReady()
    .then(async () => {
      const host = {
        ...{ version: app.getVersion(), dataFolder: app.getPath('userData') },
        ...{ startVault, loopbackOnly: testRuntime },
      };
      app.exit(await runHeadless(launch.args, processIo(host)));
    })
    .catch(fail);
} else if (app.requestSingleInstanceLock({ minimised: launch.window.minimised })) {
  // With --no-sandbox as well, every child process would end at once.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerPageScheme();
  findNoHosts(devHost);
  lockPages();
  setMenu();
  process.on('uncaughtException', (cause) => report('an event', cause));
  process.on('unhandledRejection', (cause) => report('an answer', cause));
  void app
    .whenReady()
    .then(() => startDesktop(launch.window, { startVault, testRuntime }))
    .catch(fail);
} else {
  app.exit(0);
}

function fail(cause: unknown): void {
  report('its start', cause);
  app.exit(1);
}
