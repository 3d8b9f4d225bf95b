/** Incidents as CSV text, for a spreadsheet. */
import { csvField } from '../../preload/contract/csv.ts';
import type { Incident } from '../../preload/contract/incidents.ts';
import { incidentTotals } from '../../preload/contract/losses.ts';

export function incidentsCsv(incidents: readonly Incident[]): string {
  return [columns, ...incidents.map(cells)].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Empty: not known, or still open. */
function cells(incident: Incident): (string | number | null)[] {
  const { missed, refilled, lost } = incidentTotals(incident);
  const { startMs, endMs } = incident;
  return [
    incident.kind,
    iso(startMs),
    endMs === null ? null : iso(endMs),
    endMs === null ? null : (endMs - startMs) / 1_000,
    incident.venue,
    incident.account,
    incident.channel,
    incident.cause,
    incident.steps.map((step) => `${iso(step.atMs)} ${step.text}`).join('; '),
    missed,
    refilled,
    lost,
  ];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

const columns = [
  'kind',
  'start',
  'end',
  'lasted_seconds',
  'venue',
  'account',
  'channel',
  'cause',
  'steps',
  'missed',
  'refilled',
  'lost',
];
