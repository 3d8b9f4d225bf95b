/** The incidents that are being worked on, and what is done to every one of them alike. */
import type { Incident } from '../../preload/contract/incidents.ts';

/** Incidents that last, and ended ones that a refill may still complete. */
export interface IncidentState {
  readonly current: readonly Incident[];
  /** The channels an incident waits for, by incident id; it ends with the last of them. */
  readonly awaited: Readonly<Record<string, readonly string[]>>;
  readonly nextNumber: number;
}

export interface IncidentOutcome {
  readonly state: IncidentState;
  /** Incidents that are new or changed, as they are to be shown and kept. */
  readonly changed: readonly Incident[];
}

export const noIncidents: IncidentState = { current: [], awaited: {}, nextNumber: 1 };

/** Changed in place while one event is applied, never seen outside. */
export interface Draft {
  readonly current: Map<string, Incident>;
  readonly awaited: Map<string, readonly string[]>;
  nextNumber: number;
  readonly changed: Set<string>;
}

export function draftOf(state: IncidentState): Draft {
  return {
    current: new Map(state.current.map((incident) => [incident.id, incident])),
    awaited: new Map(Object.entries(state.awaited)),
    nextNumber: state.nextNumber,
    changed: new Set(),
  };
}

export function outcomeOf(draft: Draft, nowMs: number): IncidentOutcome {
  forgetOld(draft, nowMs);
  return {
    state: {
      current: [...draft.current.values()],
      awaited: Object.fromEntries(draft.awaited),
      nextNumber: draft.nextNumber,
    },
    changed: [...draft.changed].flatMap((id) => draft.current.get(id) ?? []),
  };
}

export function awaitChannel(draft: Draft, id: string, channel: string): void {
  const awaited = draft.awaited.get(id) ?? [];
  if (!awaited.includes(channel)) draft.awaited.set(id, [...awaited, channel]);
}

export function end(draft: Draft, incident: Incident, text: string, nowMs: number): void {
  draft.awaited.delete(incident.id);
  put(draft, withStep({ ...incident, endMs: Math.max(incident.startMs, nowMs) }, text, nowMs));
}

export function withStep(incident: Incident, text: string, nowMs: number): Incident {
  const step = { atMs: nowMs, text: cut(text) };
  const { steps } = incident;
  // The beginning and the latest matter; the hundredth attempt in between does not.
  const kept = steps.length < MOST_STEPS ? steps : [...steps.slice(0, 10), ...steps.slice(11)];
  return { ...incident, steps: [...kept, step] };
}

export function openOf(draft: Draft, feedId: string, channel: string | null): Incident[] {
  return [...draft.current.values()].filter((incident) => {
    if (incident.endMs !== null || incident.feedId !== feedId) return false;
    return channel === null || (draft.awaited.get(incident.id) ?? []).includes(channel);
  });
}

export function latest(draft: Draft, isMeant: (incident: Incident) => boolean): Incident | undefined {
  return [...draft.current.values()].findLast(isMeant);
}

/** A dozen channels of one connection say the same within a moment; once is enough. */
export function withNews(incident: Incident, text: string, nowMs: number): Incident {
  const isSaid = incident.steps.some((step) => step.text === text && nowMs - step.atMs < SAME_MS);
  return isSaid ? incident : withStep(incident, text, nowMs);
}

/** Ended incidents are kept for a while, since refills come after the end. */
function forgetOld(draft: Draft, nowMs: number): void {
  for (const incident of draft.current.values()) {
    const isOld = incident.endMs !== null && nowMs - incident.endMs > KEEP_MS;
    if (isOld && !draft.changed.has(incident.id)) draft.current.delete(incident.id);
  }
}

export function add(draft: Draft, incident: Incident): Incident {
  put(draft, incident);
  return incident;
}

export function put(draft: Draft, incident: Incident): void {
  draft.current.set(incident.id, incident);
  draft.changed.add(incident.id);
}

export function nextId(draft: Draft, nowMs: number): string {
  draft.nextNumber += 1;
  return `${Math.floor(nowMs)}-${draft.nextNumber - 1}`;
}

export function cut(text: string): string {
  return text.slice(0, MOST_TEXT);
}

const SAME_MS = 2_000;
const MOST_TEXT = 500;
const MOST_STEPS = 60;
const KEEP_MS = 600_000;
