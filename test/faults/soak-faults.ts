/** The faults that a soak draws from. */
import type { VenueFault } from '../support/fault-venue.ts';

export interface SoakFault {
  readonly faults: readonly VenueFault[];
  /** How long a lasting one lasts; at most 0: it is over as soon as it has happened. */
  readonly leastMs: number;
  readonly mostMs: number;
  /** How long what has happened may take to show. */
  readonly showsMs: number;
}

/**
 * Trades that are not counted and left out for less than a channel's usual silence, while everything else goes
 * on, are lost without a sign: a mute venue, and a black hole that drops what it swallowed, last longer than that.
 */
const noticedMs = 15_000;

const common: readonly SoakFault[] = [
  ...[1000, 1001, 1006, 1011, 1012].map((code) => once({ kind: 'close', code })),
  once({ kind: 'drop' }),
  once({ kind: 'bad-frame', frame: 'truncated' }),
  once({ kind: 'bad-frame', frame: 'binary' }),
  once({ kind: 'bad-frame', frame: 'not-json' }),
  once({ kind: 'bad-frame', frame: 'oversized' }),
  once({ kind: 'repeat' }),
  once({ kind: 'refuse', status: 503, times: 3 }, { kind: 'drop' }),
  once({ kind: 'refuse', status: 429, times: 2, retryAfterSeconds: 3 }, { kind: 'drop' }),
  { faults: [{ kind: 'mute' }], leastMs: noticedMs, mostMs: 25_000, showsMs: 0 },
  { faults: [{ kind: 'mute', symbol: 'first' }], leastMs: noticedMs, mostMs: 25_000, showsMs: 0 },
  { faults: [{ kind: 'black-hole' }], leastMs: noticedMs, mostMs: 25_000, showsMs: 0 },
  { faults: [{ kind: 'ack-only' }, { kind: 'drop' }], leastMs: 2_000, mostMs: 20_000, showsMs: 0 },
];

/** Only its silence gives it away. */
const halfOpen: SoakFault = { faults: [{ kind: 'half-open' }], leastMs: 0, mostMs: 0, showsMs: 15_000 };

export const practiceFaults: readonly SoakFault[] = [
  ...common,
  once({ kind: 'unknown-row', topic: 'orderBookL2_25:XBTUSD', action: 'update' }),
  once({ kind: 'unknown-row', topic: 'order', action: 'delete' }),
  once({ kind: 'repeat', withoutRows: 2 }, { kind: 'repeat' }),
];

export const poloniexFaults: readonly SoakFault[] = [...common, halfOpen];

export const coinbaseFaults: readonly SoakFault[] = [
  ...common,
  halfOpen,
  once({ kind: 'lose', count: 3 }),
  { faults: [{ kind: 'mute', heartbeats: 'stop' }], leastMs: 2_000, mostMs: 25_000, showsMs: 0 },
];

function once(...faults: readonly VenueFault[]): SoakFault {
  return { faults, leastMs: 0, mostMs: 0, showsMs: 2_500 };
}
