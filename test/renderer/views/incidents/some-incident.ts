/** An incident for the tests of its view. */
import type { Incident } from '../../../../src/preload/contract/incidents.ts';

export const t0 = Date.UTC(2026, 10, 24, 6, 30);
export const minute = 60_000;

/** From `startM` to `endM` minutes after `t0`. */
export function someIncident(startM: number, endM: number | null, change: Partial<Incident> = {}): Incident {
  return {
    id: `${startM}-${endM}-${change.feedId ?? ''}`,
    kind: 'stall',
    feedId: 'bybit/public',
    venue: 'bybit',
    account: null,
    feedName: 'Bybit public',
    channel: 'trade:BTCUSDT',
    cause: 'no data for 12 s',
    steps: [],
    startMs: t0 + startM * minute,
    endMs: endM === null ? null : t0 + endM * minute,
    losses: [],
    ...change,
  };
}

export function steps(...texts: readonly string[]): Incident['steps'] {
  return texts.map((text, index) => ({ atMs: t0 + index * 1000, text }));
}
