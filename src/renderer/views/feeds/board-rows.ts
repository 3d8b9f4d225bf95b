/** The board's rows: channels under their feeds, narrowed by state and search, in the order asked for. Pure. */
import type { ChannelState } from '../../../preload/contract/health.ts';
import type { ChannelView, FeedView } from '../../../preload/contract/views.ts';
import { compareStates } from '../../format/health.ts';
import { perSecond } from './channel-words.ts';

export type BoardRow =
  | { readonly kind: 'feed'; readonly key: string; readonly feedId: string; readonly collapsed: boolean }
  | { readonly kind: 'channel'; readonly key: string; readonly feedId: string };

export interface BoardSort {
  readonly column: string;
  readonly descending: boolean;
}

export interface BoardQuery {
  /** null: every state. */
  readonly state: ChannelState | null;
  readonly search: string;
  readonly collapsed: ReadonlySet<string>;
  /** null: by topic and symbol. */
  readonly sort: BoardSort | null;
}

export function boardRows(
  feeds: readonly FeedView[],
  channels: readonly ChannelView[],
  query: BoardQuery,
): readonly BoardRow[] {
  const shown = channels.filter((channel) => isWanted(channel, feeds, query));
  const byFeed = new Map<string, ChannelView[]>();
  for (const channel of shown) {
    const list = byFeed.get(channel.feedId);
    if (list === undefined) byFeed.set(channel.feedId, [channel]);
    else list.push(channel);
  }
  const narrowed = query.state !== null || query.search.trim() !== '';
  return [...feeds].sort(byName).flatMap((feed): BoardRow[] => {
    const own = byFeed.get(feed.id) ?? [];
    if (own.length === 0 && narrowed) return [];
    const collapsed = query.collapsed.has(feed.id) && !narrowed;
    const head: BoardRow = { kind: 'feed', key: feedKey(feed.id), feedId: feed.id, collapsed };
    if (collapsed) return [head];
    return [
      head,
      ...own
        .sort((a, b) => compareChannels(a, b, query.sort))
        .map((channel) => ({ kind: 'channel' as const, key: channel.id, feedId: feed.id })),
    ];
  });
}

/** Feeds and channels share one list of keys. */
export function feedKey(feedId: string): string {
  return `feed ${feedId}`;
}

export interface StateCount {
  readonly state: ChannelState;
  readonly count: number;
}

/** States that some channel has, worst first. */
export function stateCounts(channels: readonly ChannelView[]): readonly StateCount[] {
  const counts = new Map<ChannelState, number>();
  for (const channel of channels) counts.set(channel.state, (counts.get(channel.state) ?? 0) + 1);
  return [...counts]
    .map(([state, count]) => ({ state, count }))
    .sort((a, b) => compareStates(a.state, b.state));
}

function isWanted(channel: ChannelView, feeds: readonly FeedView[], query: BoardQuery): boolean {
  if (query.state !== null && channel.state !== query.state) return false;
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const feed = feeds.find((one) => one.id === channel.feedId);
  const text = `${channel.topic} ${channel.symbol ?? ''} ${feed?.venueName ?? ''} ${feed?.label ?? ''}`;
  return words.every((word) => text.toLowerCase().includes(word));
}

/** Public feeds of a venue before its accounts. */
function byName(a: FeedView, b: FeedView): number {
  return (
    a.venueName.localeCompare(b.venueName, 'en') ||
    Number(a.account !== null) - Number(b.account !== null) ||
    a.label.localeCompare(b.label, 'en') ||
    a.id.localeCompare(b.id, 'en')
  );
}

function compareChannels(a: ChannelView, b: ChannelView, sort: BoardSort | null): number {
  const order = sort === null ? 0 : (sorts[sort.column]?.(a, b) ?? 0) * (sort.descending ? -1 : 1);
  return (
    order || a.topic.localeCompare(b.topic, 'en') || (a.symbol ?? '').localeCompare(b.symbol ?? '', 'en')
  );
}

const sorts: Readonly<Record<string, (a: ChannelView, b: ChannelView) => number>> = {
  state: (a, b) => compareStates(a.state, b.state),
  channel: () => 0,
  // Youngest first: confirmed longest ago is the oldest.
  age: (a, b) => (b.confirmedMs ?? -1) - (a.confirmedMs ?? -1),
  rate: (a, b) => perSecond(a.rate) - perSecond(b.rate),
  latency: (a, b) => (a.latencyMs ?? -1) - (b.latencyMs ?? -1),
  gaps: (a, b) => a.gaps - b.gaps,
};
