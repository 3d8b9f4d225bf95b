/** What the desktop app keeps in its data folder, read at the start: settings, window place, presence, incidents. */
import { join } from 'node:path';
import { defaultSettings } from '../../preload/contract/default-settings.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { SettingsStore } from '../app/settings-keeper.ts';
import { readSettings } from '../app/settings-reading.ts';
import type { Clock } from '../feeds/clock.ts';
import { type IncidentLog, openIncidentLog } from '../incidents/incident-log.ts';
import { logFileAt } from '../incidents/log-file.ts';
import { noPresence, Presence } from '../incidents/presence.ts';
import { incidentJournal } from '../logs/journal.ts';
import { createJsonFile, wholeOrNothing } from '../shell/json-file.ts';
import { note, report } from '../shell/report.ts';
import { noPlace, WindowPlace } from '../shell/window-place.ts';

export interface KeptFiles {
  readonly settings: Settings;
  readonly place: WindowPlace;
  readonly ranBefore: Presence;
  readonly incidentLog: IncidentLog;
  readonly settingsStore: SettingsStore;
  savePlace(place: WindowPlace): void;
  savePresence(presence: Presence): void;
  /** Resolves when nothing waits to be written. */
  settled(): Promise<void>;
}

/** `problem` hears what the user should know: a file was damaged and where it is now, or can't be written. */
export async function openKeptFiles(
  dataFolder: string,
  clock: Clock,
  problem: (message: string) => void,
): Promise<KeptFiles> {
  const settingsFile = createJsonFile({
    path: join(dataFolder, 'settings.json'),
    read: readSettings,
    defaults: defaultSettings,
  });
  const placeFile = createJsonFile({
    path: join(dataFolder, 'window.json'),
    read: wholeOrNothing(WindowPlace),
    defaults: noPlace,
  });
  const presenceFile = createJsonFile({
    path: join(dataFolder, 'presence.json'),
    read: wholeOrNothing(Presence),
    defaults: noPresence,
  });
  const [settings, place, ranBefore, incidentLog] = await Promise.all([
    settingsFile.load(),
    placeFile.load(),
    presenceFile.load(),
    openIncidentLog({
      file: logFileAt(join(dataFolder, 'incidents.ndjson')),
      nowMs: clock.wallMs(),
      problem,
    }),
  ]);
  for (const { notice } of [settings, place, ranBefore]) if (notice !== null) problem(notice);
  return {
    settings: settings.value,
    place: place.value,
    ranBefore: ranBefore.value,
    incidentLog: told(incidentLog),
    settingsStore: settingsFile,
    savePlace(next) {
      placeFile.save(next).catch((cause) => report('writing window.json', cause));
    },
    savePresence(next) {
      presenceFile.save(next).catch((cause) => report('writing presence.json', cause));
    },
    async settled() {
      await Promise.all([settingsFile.settled(), placeFile.settled(), presenceFile.settled()]);
    },
  };
}

/** Every incident is in the log too. */
function told(log: IncidentLog): IncidentLog {
  const tell = incidentJournal(note);
  return {
    ...log,
    put(incident) {
      tell(incident);
      log.put(incident);
    },
  };
}
