/** Sums up a feed's channels in one state: the worst of them, of those that have rows to be wrong about. */
import type { ChannelState } from '../../preload/contract/health.ts';
import type { Health } from './health-types.ts';

export interface FeedState {
  readonly state: ChannelState;
  readonly reason: string;
  readonly retryAtMs: number | null;
  /** The user wants it to be left alone. */
  readonly paused: boolean;
}

export function feedState(channels: readonly Health[]): FeedState {
  let worst: Health | null = null;
  for (const health of channels) {
    if (worst === null || badness(health) > badness(worst)) worst = health;
  }
  if (worst === null) return { state: 'connecting', reason: 'no channels', retryAtMs: null, paused: false };
  return {
    state: worst.kind,
    reason: worst.reason,
    retryAtMs: worst.kind === 'down' ? worst.retryAtMs : null,
    paused: channels.some(({ kind }) => kind === 'waiting'),
  };
}

/** A channel that was just added has no rows yet that could be old: the feed goes on as it was. */
function badness(health: Health): number {
  return health.kind === 'connecting' && health.lastDataMs === null ? -1 : rank[health.kind];
}

/** A feed with one quiet and one live channel is live. */
const rank = {
  quiet: 0,
  live: 1,
  connecting: 2,
  resyncing: 3,
  late: 4,
  waiting: 5,
  refused: 6,
  stalled: 7,
  down: 8,
} as const satisfies Record<ChannelState, number>;
