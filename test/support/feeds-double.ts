/** Stands in for the feeds: holds what was opened, and the statuses that a test gives it. */
import { type Channel, channelName, type Exchange } from '../../src/main/exchanges/exchange.ts';
import { findVenue } from '../../src/main/exchanges/registry.ts';
import type { ChannelStatus, FeedSpec, FeedStatus, Feeds } from '../../src/main/feeds/feed-events.ts';

export interface FeedsDouble extends Feeds {
  readonly opened: FeedSpec[];
  readonly calls: string[];
  set(status: FeedStatus): void;
}

export function feedsDouble(): FeedsDouble {
  const statuses = new Map<string, FeedStatus>();
  const opened: FeedSpec[] = [];
  const calls: string[] = [];
  return {
    opened,
    calls,
    set: (status) => statuses.set(status.spec.id, status),
    open(spec) {
      if (statuses.has(spec.id)) throw new Error(`${spec.id} is open already`);
      opened.push(spec);
      calls.push(`open ${spec.id}`);
      statuses.set(spec.id, feedStatus(spec));
    },
    async close(feedId) {
      await Promise.resolve();
      calls.push(`close ${feedId}`);
      statuses.delete(feedId);
    },
    addChannels(feedId, channels) {
      const status = statuses.get(feedId);
      calls.push(`add ${feedId} ${channels.map(channelName).join()}`);
      if (status === undefined) return;
      const added = channels.map((channel) => channelStatus(channel));
      statuses.set(feedId, { ...status, channels: [...status.channels, ...added] });
    },
    removeChannels(feedId, channels) {
      const status = statuses.get(feedId);
      calls.push(`remove ${feedId} ${channels.map(channelName).join()}`);
      if (status === undefined) return [];
      const names = new Set(channels.map(channelName));
      const kept = status.channels.filter(({ channel }) => !names.has(channelName(channel)));
      statuses.set(feedId, { ...status, channels: kept });
      return channels;
    },
    reconnect: (feedId) => calls.push(`reconnect ${feedId}`),
    resubscribe: (feedId, { topic, symbol }) => calls.push(`resubscribe ${feedId} ${topic} ${symbol}`),
    pause: (feedId) => calls.push(`pause ${feedId}`),
    wake: (isMeant = () => true) => {
      for (const { spec } of statuses.values()) if (isMeant(spec)) calls.push(`wake ${spec.id}`);
    },
    store: () => null,
    status: () => [...statuses.values()],
    async closeAll() {
      statuses.clear();
    },
  };
}

function exchangeOf(venue: string): Exchange {
  const found = findVenue(venue);
  if (found.kind !== 'supported') throw new Error(found.message);
  return found.exchange;
}

export function feedSpec(venue: string, account: string | null, channels: readonly Channel[] = []): FeedSpec {
  return {
    id: `${venue}/${account ?? 'public'}`,
    venue,
    exchange: exchangeOf(venue),
    account,
    endpoint: 'ws://127.0.0.1:1',
    rest: 'http://127.0.0.1:1',
    channels,
    signer: null,
  };
}

export function feedStatus(spec: FeedSpec, changes: Partial<FeedStatus> = {}): FeedStatus {
  return {
    spec,
    state: 'live',
    reason: 'data',
    retryAtMs: null,
    rttMs: 12,
    clockSkewMs: 0,
    counters: {
      frames: 0,
      applied: 0,
      dropped: {},
      trades: 0,
      tableEvents: 0,
      gaps: 0,
      resyncs: 0,
      reconnects: 0,
    },
    channels: spec.channels.map((channel) => channelStatus(channel)),
    ...changes,
  };
}

export function channelStatus(channel: Channel, changes: Partial<ChannelStatus> = {}): ChannelStatus {
  return {
    channel,
    state: 'live',
    reason: 'data',
    sinceMs: 0,
    lastDataMs: 0,
    confirmedMs: 0,
    budget: { softMs: 5_000, hardMs: 30_000 },
    messages: 0,
    latencyMs: null,
    gaps: 0,
    ...changes,
  };
}
