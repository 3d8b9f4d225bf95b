/** The faults of the suite, and what a feed that tells the truth does about each. */
import type { ChannelState, GapKind } from '../../src/preload/contract/health.ts';
import type { VenueFault } from '../support/fault-venue.ts';

export type Dialect = 'bitmex' | 'coinbase' | 'poloniex';

export interface FaultCase {
  readonly name: string;
  readonly dialects: readonly Dialect[];
  /** In this order, at once. */
  readonly faults: readonly VenueFault[];
  /**
   * What ends the fault: a subscription that comes anew, the second one, the client's leaving, the end of a
   * minute, or nothing, because it is over as soon as it has happened.
   */
  readonly ends: 'at-once' | 'asked' | 'asked-twice' | 'left' | 'after-a-minute';
  /** The computer sleeps for an hour first. */
  readonly sleeps?: boolean;
  /** Only these channels are open, by topic. */
  readonly topics?: readonly string[];
  readonly expect: Expectation;
}

export interface Expectation {
  /** A state that must be said; null: none but live and quiet may be. */
  readonly state: ChannelState | null;
  readonly gap: GapKind | null;
  /** The connection ends, or must not. */
  readonly reconnects: boolean;
  /** From the fault, or from the end of its minute, until every channel is live or quiet. */
  readonly withinMs: number;
  /** Rows that go with a snapshot and come back with the next one, at the least. */
  readonly returns?: number;
}

const all: readonly Dialect[] = ['bitmex', 'coinbase', 'poloniex'];
const nothing: Expectation = { state: null, gap: null, reconnects: false, withinMs: 60_000 };
const stalls: Expectation = { state: 'stalled', gap: 'stall', reconnects: false, withinMs: 13_000 };
const lost = { state: 'down', gap: 'disconnect', reconnects: true } as const;
const damaged = { gap: 'malformed', reconnects: false, withinMs: 2_000 } as const;

export const faultCases: readonly FaultCase[] = [
  {
    ...{ name: 'mute, pongs alive', dialects: all, ends: 'asked', expect: stalls },
    faults: [{ kind: 'mute', heartbeats: 'stop' }],
  },
  {
    ...{ name: 'one dead symbol among live ones', dialects: ['bitmex', 'poloniex'], ends: 'asked' },
    ...{ faults: [{ kind: 'mute', symbol: 'first' }], expect: stalls },
  },
  {
    ...{ name: 'one dead symbol, heartbeats name newer trades', dialects: ['coinbase'], ends: 'asked' },
    ...{ faults: [{ kind: 'mute', symbol: 'first' }], expect: { ...stalls, withinMs: 6_000 } },
  },
  {
    ...{ name: 'one dead symbol, heartbeats name trade 0', dialects: ['coinbase'], ends: 'asked' },
    ...{ faults: [{ kind: 'zero-heartbeats' }, { kind: 'mute', symbol: 'first' }], expect: stalls },
  },
  {
    ...{ name: 'heartbeats name trade 0, trades go on', dialects: ['coinbase'], ends: 'after-a-minute' },
    ...{ faults: [{ kind: 'zero-heartbeats' }], expect: nothing },
  },
  {
    ...{ name: 'subscription acknowledged, no data', dialects: all, ends: 'asked-twice' },
    faults: [{ kind: 'ack-only' }, { kind: 'drop' }],
    expect: { ...lost, state: 'stalled', withinMs: 14_000 },
  },
  {
    ...{ name: 'black hole', dialects: all, ends: 'left', faults: [{ kind: 'black-hole' }] },
    expect: { ...lost, withinMs: 13_000 },
  },
  {
    ...{ name: 'half-open after an hour of sleep', dialects: all, ends: 'left', sleeps: true },
    faults: [{ kind: 'half-open' }],
    expect: { ...lost, state: 'connecting', withinMs: 6_000 },
  },
  ...[1000, 1001, 1006, 1011, 1012].map(
    (code): FaultCase => ({
      ...{ name: `close ${code}`, dialects: all, ends: 'at-once', faults: [{ kind: 'close', code }] },
      expect: { ...lost, withinMs: 3_000 },
    }),
  ),
  {
    ...{ name: 'TCP drop', dialects: all, ends: 'at-once', faults: [{ kind: 'drop' }] },
    expect: { ...lost, withinMs: 3_000 },
  },
  {
    ...{ name: 'dropped, then three times 503', dialects: all, ends: 'at-once' },
    faults: [{ kind: 'refuse', status: 503, times: 3 }, { kind: 'drop' }],
    expect: { ...lost, withinMs: 10_000 },
  },
  {
    ...{ name: 'dropped, then three times 429 with Retry-After: 5', dialects: all, ends: 'at-once' },
    faults: [{ kind: 'refuse', status: 429, times: 3, retryAfterSeconds: 5 }, { kind: 'drop' }],
    expect: { ...lost, withinMs: 19_000 },
  },
  {
    ...{ name: 'dropped, then refused for a minute', dialects: all, ends: 'after-a-minute' },
    faults: [{ kind: 'refuse', status: 503, times: 1_000 }, { kind: 'drop' }],
    expect: { ...lost, withinMs: 32_000 },
  },
  ...(['update', 'delete'] as const).map(
    (action): FaultCase => ({
      ...{ name: `${action} of an unknown row`, dialects: ['bitmex'], ends: 'at-once' },
      faults: [{ kind: 'unknown-row', topic: 'orderBookL2_25:XBTUSD', action }],
      expect: { state: 'resyncing', gap: 'unknown-row', reconnects: false, withinMs: 2_000 },
    }),
  ),
  ...(['truncated', 'binary', 'not-json'] as const).flatMap((frame): readonly FaultCase[] => [
    {
      ...{ name: `${frame} frame`, dialects: ['bitmex', 'poloniex'], ends: 'at-once' },
      ...{ faults: [{ kind: 'bad-frame', frame }], expect: { ...damaged, state: 'resyncing' } },
    },
    {
      // Trades that are counted show by themselves that none is missing.
      ...{ name: `${frame} frame`, dialects: ['coinbase'], ends: 'at-once' },
      ...{ faults: [{ kind: 'bad-frame', frame }], expect: { ...damaged, state: null } },
    },
  ]),
  {
    ...{ name: 'oversized frame', dialects: all, ends: 'at-once' },
    faults: [{ kind: 'bad-frame', frame: 'oversized' }],
    expect: { state: 'down', gap: 'malformed', reconnects: true, withinMs: 5_000 },
  },
  {
    ...{ name: 'snapshots, or the last trades, sent twice', dialects: all, ends: 'at-once', expect: nothing },
    faults: [{ kind: 'repeat' }],
  },
  {
    ...{ name: 'snapshot without some rows, then a whole one', dialects: ['bitmex'], ends: 'at-once' },
    faults: [{ kind: 'repeat', withoutRows: 2 }, { kind: 'repeat' }],
    expect: { ...nothing, returns: 5 },
  },
  {
    ...{ name: 'three trade ids left out', dialects: ['coinbase'], ends: 'at-once' },
    faults: [{ kind: 'lose', count: 3 }],
    expect: { state: 'resyncing', gap: 'sequence', reconnects: false, withinMs: 2_000 },
  },
  {
    ...{ name: 'quiet market, matching heartbeats', dialects: ['coinbase'], ends: 'after-a-minute' },
    ...{ faults: [{ kind: 'quiet' }], expect: nothing },
  },
  {
    ...{ name: 'quiet market, nothing newer over REST', dialects: ['bitmex', 'poloniex'] },
    ...{ faults: [{ kind: 'quiet' }], ends: 'after-a-minute', topics: ['trade'], expect: nothing },
  },
];
