/** The faults that a soak draws from. */
import type { VenueFault } from '../support/fault-venue.ts';

export interface SoakFault {
  readonly faults: readonly VenueFault[];
  /** How long a lasting one lasts, at the most; 0: it is over as soon as it has happened. */
  readonly mostMs: number;
  /** How long what has happened may take to show. */
  readonly showsMs: number;
}

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
  { faults: [{ kind: 'mute' }], mostMs: 25_000, showsMs: 0 },
  { faults: [{ kind: 'mute', symbol: 'first' }], mostMs: 25_000, showsMs: 0 },
  { faults: [{ kind: 'black-hole' }], mostMs: 20_000, showsMs: 0 },
  { faults: [{ kind: 'ack-only' }, { kind: 'drop' }], mostMs: 20_000, showsMs: 0 },
];

/** Only its silence gives it away. */
const halfOpen: SoakFault = { faults: [{ kind: 'half-open' }], mostMs: 0, showsMs: 15_000 };

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
  { faults: [{ kind: 'mute', heartbeats: 'stop' }], mostMs: 25_000, showsMs: 0 },
];

function once(...faults: readonly VenueFault[]): SoakFault {
  return { faults, mostMs: 0, showsMs: 2_500 };
}
