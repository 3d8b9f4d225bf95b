/** What the desktop app keeps in its data folder, read at the start: settings, window place, presence, incidents. */
import { join } from 'node:path';
import { defaultSettings, Settings } from '../../preload/contract/settings.ts';
import type { SettingsStore } from '../app/settings-keeper.ts';
import type { Clock } from '../feeds/clock.ts';
import { type IncidentLog, openIncidentLog } from '../incidents/incident-log.ts';
import { logFileAt } from '../incidents/log-file.ts';
import { noPresence, Presence } from '../incidents/presence.ts';
import { createJsonFile } from '../shell/json-file.ts';
import { report } from '../shell/report.ts';
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
  const settingsFile = createJsonFile(join(dataFolder, 'settings.json'), Settings, defaultSettings);
  const placeFile = createJsonFile(join(dataFolder, 'window.json'), WindowPlace, noPlace);
  const presenceFile = createJsonFile(join(dataFolder, 'presence.json'), Presence, noPresence);
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
  for (const { notice } of [settings, place]) if (notice !== null) problem(notice);
  return {
    settings: settings.value,
    place: place.value,
    ranBefore: ranBefore.value,
    incidentLog,
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
