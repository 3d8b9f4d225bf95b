/** Times at which Vigil itself was late: its event loop, or its window. */
import type { Incident } from '../../preload/contract/incidents.ts';
import { add, cut, type Draft, latest, nextId, put, withStep } from './incident-draft.ts';
import type { IncidentEvent } from './incident-events.ts';

export function sawLateness(
  draft: Draft,
  event: Extract<IncidentEvent, { kind: 'self' }>,
  nowMs: number,
): void {
  const { cause, text, startMs, endMs } = event;
  const same = latest(draft, (incident) => incident.kind === 'self' && incident.cause === cause);
  const isOne = same !== undefined && (same.endMs === null || startMs - same.endMs < MERGE_MS);
  if (isOne) {
    put(draft, withStep({ ...same, endMs }, text, nowMs));
    return;
  }
  const incident: Incident = {
    id: nextId(draft, nowMs),
    kind: 'self',
    feedId: null,
    venue: null,
    account: null,
    feedName: 'Vigil',
    channel: null,
    cause: cut(cause),
    steps: [{ atMs: nowMs, text: cut(text) }],
    startMs: Math.min(startMs, nowMs),
    endMs,
    losses: [],
  };
  add(draft, incident);
}

/** A slow minute is one incident, not sixty. */
const MERGE_MS = 60_000;
