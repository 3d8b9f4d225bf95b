/** Incidents as marks on one lane per feed, in percent of the time that is shown. Pure. */

import type { Incident, IncidentKind } from '../../../preload/contract/incidents.ts';
import { timeTicks } from '../../charts/axis-ticks.ts';
import { feedLabel } from './incident-words.ts';
import { reaches, type Stretch } from './span.ts';

export interface LaneMark {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly left: number;
  readonly width: number;
  readonly lasts: boolean;
}

export interface Lane {
  readonly id: string;
  readonly venue: string;
  readonly label: string;
  readonly marks: readonly LaneMark[];
}

/** As much of a feed as its lane needs. */
export interface LaneFeed {
  readonly id: string;
  readonly venueName: string;
  readonly label: string;
}

export interface Part {
  readonly left: number;
  readonly width: number;
}

export interface Silence extends Part {
  readonly why: string;
}

export interface LaneTick {
  readonly left: number;
  readonly label: string;
}

const mostTicks = 10;
/** The worse is drawn later, over the lesser. */
const drawnFirst: readonly IncidentKind[] = [
  'sleep',
  'off',
  'self',
  'paused',
  'keyless',
  'gap',
  'refusal',
  'reconnect',
  'stall',
];

/** A lane for every open feed, then for feeds that are gone but have incidents, then for Vigil itself. */
export function lanesOf(
  feeds: readonly LaneFeed[],
  incidents: readonly Incident[],
  stretch: Stretch,
): readonly Lane[] {
  const marks = new Map<string, Incident[]>();
  for (const incident of incidents) {
    if (isSilence(incident) || !reaches(stretch, incident)) continue;
    const lane = incident.feedId ?? selfLane;
    marks.set(lane, [...(marks.get(lane) ?? []), incident]);
  }
  const open = feeds.map(({ id, venueName, label }) => ({ id, venue: venueName, label }));
  const known = new Set([...open.map(({ id }) => id), selfLane]);
  const gone = [...marks].flatMap(([id, [first]]) =>
    known.has(id) || first === undefined ? [] : [{ id, ...nameParts(first) }],
  );
  const self = marks.has(selfLane) ? [{ id: selfLane, venue: '', label: 'Vigil' }] : [];
  return [...open, ...gone, ...self].map((lane) => ({
    ...lane,
    marks: (marks.get(lane.id) ?? [])
      .toSorted((a, b) => drawnFirst.indexOf(a.kind) - drawnFirst.indexOf(b.kind))
      .map((incident) => markOf(incident, stretch)),
  }));
}

/** Stretches of which nobody can tell, because nobody listened. */
export function silences(
  incidents: readonly Incident[],
  stretch: Stretch,
  recordSinceMs: number,
): readonly Silence[] {
  const known = incidents
    .filter((incident) => isSilence(incident) && reaches(stretch, incident))
    .map((incident) => ({
      ...partOf(incident.startMs, incident.endMs ?? stretch.toMs, stretch),
      why: incident.kind === 'sleep' ? 'This computer slept' : 'Vigil did not run',
    }));
  if (recordSinceMs <= stretch.fromMs) return known;
  const before = partOf(stretch.fromMs, recordSinceMs, stretch);
  return [{ ...before, why: 'Vigil has no record of this time' }, ...known];
}

function isSilence({ kind }: Incident): boolean {
  return kind === 'sleep' || kind === 'off';
}

export function laneTicks(stretch: Stretch): readonly LaneTick[] {
  const { fromMs, toMs } = stretch;
  return timeTicks(fromMs, toMs, (toMs - fromMs) / mostTicks).map(({ ms, label }) => ({
    left: percentAt(ms, stretch),
    label,
  }));
}

function markOf(incident: Incident, stretch: Stretch): LaneMark {
  const { id, kind, startMs, endMs } = incident;
  return { id, kind, ...partOf(startMs, endMs ?? stretch.toMs, stretch), lasts: endMs === null };
}

function partOf(startMs: number, endMs: number, stretch: Stretch): Part {
  const left = percentAt(startMs, stretch);
  return { left, width: Math.max(0, percentAt(endMs, stretch) - left) };
}

function percentAt(ms: number, { fromMs, toMs }: Stretch): number {
  const share = (ms - fromMs) / (toMs - fromMs);
  return Math.min(100, Math.max(0, share * 100));
}

/** `Bybit main` is the venue and the label; what is not an account's has a word for itself. */
function nameParts(incident: Incident): { readonly venue: string; readonly label: string } {
  const { feedName } = incident;
  const label = feedLabel(incident);
  const venue = feedName.endsWith(` ${label}`) ? feedName.slice(0, -label.length - 1) : feedName;
  return { venue, label: venue === feedName ? '' : label };
}

const selfLane = 'self';
