/** The window's copy of the incidents, and which of them were seen. */
import type { Incident } from '../../preload/contract/incidents.ts';
import { bridge } from '../bridge.ts';
import { scheduleFlush } from './frames.ts';
import { changeSettings, useSettings } from './settings.ts';
import type { IncidentRow } from './shown-tables.ts';
import { createTable, type Snapshot } from './table-store.ts';
import { rowsOf, useVersion } from './tables.ts';

/** As many as main keeps. */
const most = 5000;
/** Counts what main has told, so that what comes while the list is on its way is put on top of it. */
let told = 0;

export const incidents = createTable<'incident'>(
  'incident',
  { snapshot, after: (ms, run) => setTimeout(run, ms), scheduleFlush },
  (before, after) => before === undefined || before.endMs !== after.endMs,
);

export function startIncidents(): void {
  bridge.subscribe('incidents.changed', ({ incidents: changed }) => {
    told += 1;
    incidents.receive({ seq: told, upserts: changed.map(entry), removes: [] });
  });
  incidents.start();
}

/** Everything that began until now counts as seen. */
export function noteIncidentsSeen(): void {
  changeSettings({ incidentsSeenMs: Date.now() });
}

/** How many began since somebody last looked; that Vigil did not run is no news. */
export function useUnseenIncidents(): number {
  useVersion(incidents);
  const seenMs = useSettings((settings) => settings.incidentsSeenMs);
  return rowsOf(incidents).filter(({ kind, startMs }) => kind !== 'off' && startMs > seenMs).length;
}

async function snapshot(): Promise<Snapshot<'incident'> | null> {
  const seq = told;
  const result = await bridge.request('incidents.list', { limit: most });
  return result.ok ? { seq, rows: result.value.incidents.map(entry) } : null;
}

function entry(incident: Incident): readonly [string, IncidentRow] {
  const at = incident.channel?.indexOf(':') ?? -1;
  return [incident.id, { ...incident, symbol: at < 0 ? null : (incident.channel?.slice(at + 1) ?? null) }];
}
