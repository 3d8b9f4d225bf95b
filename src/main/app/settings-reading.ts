/** What a settings file means to this version of Vigil: files of other versions, and damaged ones. Pure. */

import { defaultSettings } from '../../preload/contract/default-settings.ts';
import { Settings } from '../../preload/contract/settings.ts';
import type { Reading } from '../shell/json-file.ts';
import { salvage } from './salvage.ts';

type Content = Readonly<Record<string, unknown>>;

/** Element 0 makes version 2 of version 1, and so on; each is written once and never changed. */
const steps: readonly ((before: Content) => Content)[] = [fromVersion1];

export const settingsVersion = steps.length + 1;

export function readSettings(content: unknown): Reading<Settings> {
  if (!isContent(content)) return { kind: 'unusable' };
  const version = content.version;
  const isKnown = typeof version === 'number' && Number.isInteger(version) && version >= 1;
  const before = isKnown ? version : settingsVersion;
  const migrated = steps.slice(before - 1).reduce((older, step) => step(older), content);
  const { value, lost } = salvage(
    Settings,
    before === settingsVersion ? content : { ...migrated, version: settingsVersion },
    defaultSettings,
  );
  const settings = Settings.parse(value);
  if (before > settingsVersion) {
    const notice =
      'settings.json is of a newer Vigil. What this version understands of it is in use; the rest starts with its defaults.';
    return { kind: 'altered', value: settings, keptAs: `version-${before}`, notice };
  }
  if (lost.length > 0) {
    const notice = `settings.json was damaged: ${listed(lost)} could not be read and ${lost.length === 1 ? 'starts' : 'start'} with the usual values. Everything else is as you chose it.`;
    return { kind: 'altered', value: settings, keptAs: 'damaged', notice };
  }
  if (before < settingsVersion) {
    return { kind: 'altered', value: settings, keptAs: `version-${before}`, notice: null };
  }
  return { kind: 'whole', value: settings };
}

/** Version 1 grew: files of its first days lack what came later. From version 2 on everything is there. */
function fromVersion1(before: Content): Content {
  return { ...addedToVersion1, ...before };
}

function listed(places: readonly string[]): string {
  const named = places.slice(0, 3).map((place) => `"${place}"`);
  const more = places.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ').replace(/, ([^,]+)$/, ' and $1');
}

function isContent(content: unknown): content is Content {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}

/** In its own words: what is usual today may be something else by the time that such a file is read. */
const addedToVersion1: Content = {
  readOnlyKeys: false,
  alerts: {
    events: {
      late: { notify: false, stays: false, sound: false },
      stalled: { notify: true, stays: false, sound: false },
      critical: { notify: true, stays: true, sound: true },
      down: { notify: true, stays: false, sound: false },
      refused: { notify: true, stays: false, sound: false },
      unstable: { notify: true, stays: false, sound: false },
      risk: { notify: true, stays: true, sound: true },
      recovered: { notify: true, stays: false, sound: false },
    },
    repeatMinutes: [1, 5, 15, 60],
    limits: { liquidationWatch: 10, liquidationAct: 5, marginAct: 80 },
    downAfterSeconds: 20,
    network: { feeds: 3, withinSeconds: 5 },
    quietHours: { on: false, from: '23:00', to: '07:30', breakThrough: true },
  },
  lookForUpdates: true,
  swapSides: false,
  incidentsSeenMs: 0,
  logLevel: 'info',
};
