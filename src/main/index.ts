/** The desktop app: builds the parts, wires them, starts. */
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, session as sessions } from 'electron';
import { defaultSettings, Settings } from '../preload/contract/settings.ts';
import { createAccountDesk } from './accounts/account-desk.ts';
import { candleLoader } from './app/candle-history.ts';
import { readLaunchOptions, type WindowOptions } from './app/launch-options.ts';
import { createSession } from './app/session.ts';
import { createAnswerWatch } from './bridge/answer-watch.ts';
import { createBridge } from './bridge/bridge.ts';
import { createEventFlow } from './bridge/event-flow.ts';
import { systemClock } from './feeds/clock.ts';
import { createSupervisor } from './feeds/supervisor.ts';
import { processIo } from './headless/io.ts';
import { runHeadless } from './headless/run.ts';
import { openIncidentLog } from './incidents/incident-log.ts';
import { logFileAt } from './incidents/log-file.ts';
import { keepPresence, noPresence, Presence } from './incidents/presence.ts';
import { createDesktop } from './shell/desktop.ts';
import { connectIpc, sendToWindow } from './shell/ipc.ts';
import { createJsonFile } from './shell/json-file.ts';
import { createKeyWindow } from './shell/key-window.ts';
import { endOrderly } from './shell/lifetime.ts';
import { denyNavigation, denyPermissions } from './shell/lock-down.ts';
import {
  keyPageAddress,
  pageAddress,
  pageOrigin,
  registerPageScheme,
  servePage,
} from './shell/page-protocol.ts';
import { recoverPage } from './shell/page-recovery.ts';
import { watchPower } from './shell/power.ts';
import { report, reportFeed } from './shell/report.ts';
import { saveFile } from './shell/save-file.ts';
import { watchSelf } from './shell/self-health.ts';
import { startVaultUtility } from './shell/vault-host.ts';
import { background, bringToFront, controlWindow, openMainWindow, placeOf } from './shell/window.ts';
import { noPlace, WindowPlace } from './shell/window-place.ts';
import { startPracticeVenue } from './simulator/start.ts';
import { createTableStore } from './tables/table-store.ts';
import { readSurroundings } from './vault/surroundings.ts';

const isTestRuntime = process.versions.electron.startsWith('33.');
const vaultEntry = join(import.meta.dirname, 'vault.js');
const launch = readLaunchOptions(process.argv);
if (launch.kind === 'wrong') {
  console.error(launch.message);
  app.exit(2);
} else if (launch.kind === 'headless') {
  app.disableHardwareAcceleration();
  // Not awaited here: Electron is ready only after this module has finished.
  void app
    .whenReady()
    .then(async () => {
      const host = {
        dataFolder: app.getPath('userData'),
        startVault: startVaultUtility(vaultEntry),
        loopbackOnly: isTestRuntime,
      };
      app.exit(await runHeadless(launch.args, processIo(host)));
    })
    .catch(fail);
} else if (app.requestSingleInstanceLock()) {
  // With --no-sandbox as well, every child process would end at once.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerPageScheme();
  denyNavigation();
  process.on('uncaughtException', (cause) => report('an event', cause));
  process.on('unhandledRejection', (cause) => report('an answer', cause));
  void app
    .whenReady()
    .then(() => start(launch.window))
    .catch(fail);
} else {
  app.exit(0);
}

function fail(cause: unknown): void {
  report('its start', cause);
  app.exit(1);
}

async function start(options: WindowOptions): Promise<void> {
  const clock = systemClock;
  const dataFolder = app.getPath('userData');
  const settingsFile = createJsonFile(join(dataFolder, 'settings.json'), Settings, defaultSettings);
  const placeFile = createJsonFile(join(dataFolder, 'window.json'), WindowPlace, noPlace);
  const presenceFile = createJsonFile(join(dataFolder, 'presence.json'), Presence, noPresence);
  const notices: string[] = [];
  const [settings, place, ranBefore, incidentLog] = await Promise.all([
    settingsFile.load(),
    placeFile.load(),
    presenceFile.load(),
    openIncidentLog({
      file: logFileAt(join(dataFolder, 'incidents.ndjson')),
      nowMs: clock.wallMs(),
      problem: (message) => notices.push(message),
    }),
  ]);
  notices.push(...[settings.notice, place.notice].filter((notice) => notice !== null));

  const presence = keepPresence({
    clock,
    before: ranBefore.value,
    save: (next) => presenceFile.save(next).catch((cause) => report('writing presence.json', cause)),
    put: incidentLog.put,
  });
  const keepPlace = (next: WindowPlace) => {
    placeFile.save(next).catch((cause) => report('writing window.json', cause));
  };

  let window: BrowserWindow | null = null;
  const ended = new AbortController();
  const flow = createEventFlow((name, event) => {
    answers.sent();
    sendToWindow(window, name, event);
  });
  const desktop = createDesktop({
    window: () => window,
    clicked: (slot) => vigil.clicked(slot),
    gone: (slot) => vigil.alerts.tell({ kind: 'gone', slot }),
    pause: (length) => vigil.alerts.pause(length),
    lookEveryMs: options.trayLookMs,
  });
  const vigil = createSession({
    clock,
    outlet: flow,
    settings: settings.value,
    store: settingsFile,
    createFeeds: (listener) =>
      createSupervisor({
        ...{ clock, listener, random: Math.random, fetch, log: reportFeed },
        createStore: createTableStore,
        stallAfterMs: options.stallAfterMs,
        onTimeJump: (jump, before) => vigil.time.jumped(jump, before),
      }),
    incidentLog,
    recordSinceMs: presence.recordSinceMs,
    screen: desktop.screen,
    graceMs: options.graceMs,
    startPractice: () => startPracticeVenue({ seed: options.seed, speed: options.speed }, clock),
    loadCandles: candleLoader(fetch, clock, ended.signal),
  });
  flow.onOpen(vigil.resume);
  const answers = createAnswerWatch({
    clock,
    hangs: vigil.self.windowHangs,
    answers: vigil.self.windowAnswers,
    afterMs: options.hangAfterMs,
  });

  const session = sessions.fromPartition('vigil');
  const theme = () => vigil.services.settings().theme;
  const accounts = createAccountDesk({
    ...{ clock, fetch, feeds: vigil.accountFeeds, settings: vigil.services.settings },
    loopbackOnly: isTestRuntime,
    listFile: join(dataFolder, 'accounts.json'),
    startVault: startVaultUtility(vaultEntry),
    surroundings: await readSurroundings(process.env),
    changed: (view) => flow.isOpen() && flow.send('accounts.changed', view),
    keyWindow: createKeyWindow({
      ...{ session, url: keyPageAddress, origin: pageOrigin, devTools: import.meta.env.DEV },
      preload: join(import.meta.dirname, '../preload/key-window.cjs'),
      parent: () => window,
      background: () => background(theme()),
    }),
  });
  flow.onOpen(() => flow.send('accounts.changed', accounts.services.state()));

  const answer = createBridge({
    monoMs: clock.monoMs,
    report,
    services: {
      ...vigil.services,
      accounts: accounts.services,
      async saveSettings(next) {
        const saved = await vigil.services.saveSettings(next);
        await accounts.settingsChanged();
        return saved;
      },
      info: () => ({
        version: app.getVersion(),
        electron: process.versions.electron,
        testRuntime: isTestRuntime,
        platform: process.platform,
        dataFolder,
        notices,
      }),
      saveFile: (name, text) => saveFile(window, name, text),
      async copy(text) {
        await clipboard.writeText(text);
        return null;
      },
      controlWindow: (action) => controlWindow(window, action),
    },
  });

  denyPermissions(session);
  servePage(session, join(import.meta.dirname, '../renderer'));
  connectIpc({
    ...{ window: () => window, origin: pageOrigin, answer },
    onReceived() {
      flow.received();
      answers.received();
    },
  });
  app.on('second-instance', () => bringToFront(window));

  window = openMainWindow({
    session,
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    url: pageAddress,
    theme: settings.value.theme,
    place: place.value,
    devTools: import.meta.env.DEV,
    onPlace: keepPlace,
    onState(state) {
      flow.setVisible(state.visible);
      sendToWindow(window, 'window.state', state);
    },
  });
  recoverPage(window, () => {
    flow.restart();
    answers.restart();
  });
  desktop.keepReachable(window);
  window.on('unresponsive', vigil.self.windowHangs).on('responsive', vigil.self.windowAnswers);
  const endPowerWatch = watchPower({
    suspended: vigil.time.suspended,
    resumed: vigil.time.resumed,
    online: vigil.time.online,
  });
  const endSelfWatch = watchSelf((health) => {
    vigil.self.loopDelay(health.loopDelayMs);
    if (flow.isOpen()) flow.send('self.health', health);
  });
  endOrderly(async () => {
    endSelfWatch();
    endPowerWatch();
    answers.close();
    ended.abort();
    presence.close();
    accounts.close();
    const last = window === null ? null : placeOf(window);
    if (last !== null) keepPlace(last);
    await Promise.all([desktop.close(), vigil.close()]);
    await Promise.all([settingsFile.settled(), placeFile.settled(), presenceFile.settled()]);
  });
  notices.push(...(await vigil.start()));
  accounts.start().catch((cause) => report('opening the accounts', cause));
  if (options.testHooks) {
    Object.assign(globalThis, { vigilTestHooks: { practice: vigil.practiceVenue } });
  }
}
