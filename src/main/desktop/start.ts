/** Builds the desktop app's parts, wires them and starts them. */
import { join } from 'node:path';
import { app, session as sessions } from 'electron';
import { defaultSettings } from '../../preload/contract/default-settings.ts';
import { createAccountDesk } from '../accounts/account-desk.ts';
import { candleLoader } from '../app/candle-history.ts';
import type { WindowOptions } from '../app/launch-options.ts';
import { createNotices } from '../app/notices.ts';
import { createSession } from '../app/session.ts';
import { createBridge } from '../bridge/bridge.ts';
import { systemClock } from '../feeds/clock.ts';
import { createSupervisor } from '../feeds/supervisor.ts';
import { keepPresence } from '../incidents/presence.ts';
import { feedJournal } from '../logs/journal.ts';
import { createDesktop } from '../shell/desktop.ts';
import { createKeyWindow } from '../shell/key-window.ts';
import { endOrderly } from '../shell/lifetime.ts';
import { lockSession } from '../shell/lock-down.ts';
import { loginStartControl } from '../shell/login-start.ts';
import { keyPageAddress, pageOrigin, servePage } from '../shell/page-protocol.ts';
import { watchPower } from '../shell/power.ts';
import { watchProcesses } from '../shell/process-watch.ts';
import { note, report } from '../shell/report.ts';
import { watchSelf } from '../shell/self-health.ts';
import { background, bringToFront } from '../shell/window.ts';
import { sharedPracticeBybit } from '../simulator/bybit/practice-bybit.ts';
import { startPracticeVenue } from '../simulator/start.ts';
import { createTableStore } from '../tables/table-store.ts';
import { readSurroundings } from '../vault/surroundings.ts';
import type { StartVaultChild } from '../vault/vault-child.ts';
import { gatherDiagnostics } from './diagnostics.ts';
import { openKeptFiles } from './kept-files.ts';
import { openLog } from './log.ts';
import { allServices } from './services.ts';
import { openUpdates } from './updates.ts';
import { createWindowLink } from './window-link.ts';

export interface DesktopHost {
  readonly startVault: StartVaultChild;
  /** The test-only runtime: practice and tests, no real keys. */
  readonly testRuntime: boolean;
}

export async function startDesktop(options: WindowOptions, host: DesktopHost): Promise<void> {
  const clock = systemClock;
  const dataFolder = app.getPath('userData');
  let wantsWindow = !options.minimised;
  app.on('second-instance', (_event, _argv, _folder, second) => {
    if (isQuiet(second)) return;
    wantsWindow = true;
    bringToFront(link.window());
  });
  const link = createWindowLink({
    clock,
    hangs: () => vigil.self.windowHangs(),
    answers: () => vigil.self.windowAnswers(),
    hangAfterMs: options.hangAfterMs,
  });
  const { flow } = link;
  const notices = createNotices(flow, (text) => note('warning', text));
  flow.onOpen(notices.resume);
  let settingsNow = () => defaultSettings;
  const log = openLog({
    ...{ clock, dataFolder, problem: notices.add },
    chosen: () => settingsNow().logLevel,
  });
  const kept = await openKeptFiles(dataFolder, clock, notices.add);
  const presence = keepPresence({
    clock,
    before: kept.ranBefore,
    save: kept.savePresence,
    put: kept.incidentLog.put,
  });

  const ended = new AbortController();
  const desktop = createDesktop({
    window: link.window,
    clicked: (slot) => vigil.clicked(slot),
    gone: (slot) => vigil.alerts.tell({ kind: 'gone', slot }),
    pause: (length) => vigil.alerts.pause(length),
    lookEveryMs: options.trayLookMs,
  });
  const vigil = createSession({
    clock,
    outlet: flow,
    settings: kept.settings,
    store: kept.settingsStore,
    createFeeds: (listener) =>
      createSupervisor({
        ...{ clock, listener, random: Math.random, fetch, log: log.log },
        createStore: createTableStore,
        stallAfterMs: options.stallAfterMs,
        onTimeJump: (jump, before) => vigil.time.jumped(jump, before),
      }),
    incidentLog: kept.incidentLog,
    journal: feedJournal(log.log),
    recordSinceMs: presence.recordSinceMs,
    screen: desktop.screen,
    graceMs: options.graceMs,
    startPractice: () => startPracticeVenue({ seed: options.seed, speed: options.speed }, clock),
    loadCandles: candleLoader(fetch, clock, ended.signal),
  });
  settingsNow = vigil.services.settings;
  flow.onOpen(vigil.resume);

  const session = sessions.fromPartition('vigil');
  const practiceBybit = sharedPracticeBybit(options.seed, clock);
  const accounts = createAccountDesk({
    ...{ clock, fetch, feeds: vigil.accountFeeds, settings: vigil.services.settings },
    loopbackOnly: host.testRuntime,
    listFile: join(dataFolder, 'accounts.json'),
    practice: practiceBybit.get,
    startVault: host.startVault,
    surroundings: await readSurroundings(process.env),
    changed: (view) => flow.isOpen() && flow.send('accounts.changed', view),
    keyWindow: createKeyWindow({
      ...{ session, url: keyPageAddress, origin: pageOrigin, devTools: import.meta.env.DEV },
      preload: join(import.meta.dirname, '../preload/key-window.cjs'),
      parent: link.window,
      background: () => background(vigil.services.settings().theme),
    }),
  });
  flow.onOpen(() => flow.send('accounts.changed', accounts.services.state()));
  const updates = await openUpdates({
    ...{ clock, random: Math.random, flow, desktop, dataFolder },
    channelFile: options.releaseChannel,
    isOn: () => vigil.services.settings().lookForUpdates,
  });

  lockSession(session, pageOrigin);
  servePage(session, join(import.meta.dirname, '../renderer'));
  const window = link.open({
    session,
    theme: () => settingsNow().theme,
    place: kept.place,
    hidden: !wantsWindow,
    savePlace: kept.savePlace,
    answer: createBridge({
      monoMs: clock.monoMs,
      report,
      services: allServices({
        ...{ session: vigil.services, accounts, updates, window: link.window, notices, dataFolder },
        loginStart: loginStartControl(),
        diagnostics: () =>
          gatherDiagnostics({
            ...{ session: vigil, log, testRuntime: host.testRuntime, notices: notices.list },
            vaultState: () => accounts.services.state().vault.state,
          }),
        testRuntime: host.testRuntime,
      }),
    }),
  });
  desktop.keepReachable(window);
  if (!wantsWindow) void desktop.startPutAway(window);
  watchProcesses();
  process.on('uncaughtException', () => notices.add(ownError));
  process.on('unhandledRejection', () => notices.add(ownError));

  const endPowerWatch = watchPower({
    suspended: vigil.time.suspended,
    resumed: vigil.time.resumed,
    online: vigil.time.online,
  });
  const endSelfWatch = watchSelf({
    loopDelay: vigil.self.loopDelay,
    isShown: flow.isOpen,
    show: (health) => flow.send('self.health', health),
  });
  endOrderly(window, async () => {
    endSelfWatch();
    endPowerWatch();
    link.close();
    ended.abort();
    presence.close();
    accounts.close();
    updates.close();
    const last = link.place();
    if (last !== null) kept.savePlace(last);
    // A part that fails to end must not keep the others from being written.
    const tell = (cause: unknown) => report('its end', cause);
    await Promise.all([desktop.close().catch(tell), vigil.close().catch(tell)]);
    await practiceBybit.close().catch(tell);
    await Promise.all([kept.settled().catch(tell), updates.settled().catch(tell)]);
    await log.settled();
  });
  for (const problem of await vigil.start()) notices.add(problem);
  accounts.start().catch((cause) => report('opening the accounts', cause));
  if (options.testHooks) {
    const vigilTestHooks = { practice: vigil.practiceVenue, practiceBybit: practiceBybit.get };
    Object.assign(globalThis, { vigilTestHooks });
  }
}

/** What the second start was told: `Vigil --minimised` disturbs nobody. */
function isQuiet(second: unknown): boolean {
  return typeof second === 'object' && second !== null && 'minimised' in second && second.minimised === true;
}

const ownError =
  'Vigil met an error of its own and goes on. If something looks wrong, start it again; Settings, Diagnostics has the details.';
