/** Feeds of accounts whose key is not at hand: nothing is connected, and they are seen to wait. */
import type { Clock } from '../feeds/clock.ts';
import { emptyCounters } from '../feeds/counters.ts';
import type { FeedListener, FeedSpec, FeedStatus, Feeds } from '../feeds/feed-events.ts';

export interface WaitingFeeds extends Feeds {
  /** Shows the feed as waiting, for this reason, until it is opened or closed. */
  wait(spec: FeedSpec, reason: string): void;
  isWaiting(feedId: string): boolean;
}

interface Waiting {
  readonly spec: FeedSpec;
  readonly reason: string;
  readonly sinceMs: number;
}

export function withWaitingFeeds(feeds: Feeds, listener: FeedListener, clock: Clock): WaitingFeeds {
  const waiting = new Map<string, Waiting>();
  return {
    ...feeds,
    wait(spec, reason) {
      const before = waiting.get(spec.id);
      if (before?.reason === reason) return;
      waiting.set(spec.id, { spec, reason, sinceMs: before?.sinceMs ?? clock.monoMs() });
      for (const channel of spec.channels) {
        listener.channel?.(spec, { channel, state: 'waiting', reason, retryAtMs: null });
      }
    },
    isWaiting: (feedId) => waiting.has(feedId),
    open(spec) {
      waiting.delete(spec.id);
      feeds.open(spec);
    },
    async close(feedId) {
      if (!waiting.delete(feedId)) await feeds.close(feedId);
    },
    status: () => [...feeds.status(), ...[...waiting.values()].map(statusOf)],
    async closeAll() {
      waiting.clear();
      await feeds.closeAll();
    },
  };
}

function statusOf({ spec, reason, sinceMs }: Waiting): FeedStatus {
  const health = { state: 'waiting', reason } as const;
  return {
    ...{ spec, ...health, retryAtMs: null, rttMs: null, clockSkewMs: null, counters: emptyCounters() },
    channels: spec.channels.map((channel) => ({
      ...{ channel, ...health, sinceMs, lastDataMs: null, confirmedMs: null, messages: 0 },
      ...{ latencyMs: null, gaps: 0 },
      budget: spec.exchange.channels[channel.topic]?.budget ?? noBudget,
    })),
  };
}

const noBudget = { softMs: 0, hardMs: 0 };
