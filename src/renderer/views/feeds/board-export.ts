/** The board as a file: every channel, in plain numbers. */
import type { ChannelView, FeedView } from '../../../preload/contract/views.ts';
import { saveCsv } from '../../tables/save-csv.ts';
import { perSecond } from './channel-words.ts';

export function exportBoard(
  channels: readonly ChannelView[],
  feeds: readonly FeedView[],
  nowMs: number,
): Promise<void> {
  const lines = channels.map((channel) => boardLine(channel, feeds, nowMs));
  return saveCsv({ name: 'feeds', head, lines, one: 'channel', many: 'channels' });
}

const head = [
  'Venue',
  'Account',
  'Topic',
  'Symbol',
  'State',
  'Reason',
  'Age, seconds',
  'Soft budget, seconds',
  'Hard budget, seconds',
  'Per second',
  'Latency, ms',
  'Reconnects',
  'Gaps',
];

export function boardLine(
  channel: ChannelView,
  feeds: readonly FeedView[],
  nowMs: number,
): readonly (string | null)[] {
  const feed = feeds.find((one) => one.id === channel.feedId);
  const ageMs = channel.confirmedMs === null ? null : Math.max(0, nowMs - channel.confirmedMs);
  return [
    feed?.venueName ?? channel.venue,
    channel.account,
    channel.topic,
    channel.symbol,
    channel.state,
    channel.reason,
    ageMs === null ? null : (ageMs / 1000).toFixed(1),
    (channel.budget.softMs / 1000).toFixed(1),
    (channel.budget.hardMs / 1000).toFixed(1),
    perSecond(channel.rate).toFixed(2),
    channel.latencyMs === null ? null : channel.latencyMs.toFixed(0),
    String(feed?.reconnects ?? 0),
    String(channel.gaps),
  ];
}
