/** The board as a file: every channel, in plain numbers. */
import type { ChannelView, FeedView } from '../../../preload/contract/views.ts';
import { bridge } from '../../bridge.ts';
import { toast } from '../../store/toasts.ts';
import { csv, csvName } from '../../tables/csv.ts';
import { perSecond } from './channel-words.ts';

export async function exportBoard(
  channels: readonly ChannelView[],
  feeds: readonly FeedView[],
  nowMs: number,
): Promise<void> {
  const text = csv(
    head,
    channels.map((channel) => line(channel, feeds, nowMs)),
  );
  const result = await bridge.request('export.csv', { name: csvName('feeds', Date.now()), text });
  if (!result.ok) toast('Nothing was exported', result.error.message);
  else if (result.value.path !== null) {
    toast(`${channels.length} ${channels.length === 1 ? 'channel' : 'channels'} exported`, result.value.path);
  }
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

function line(channel: ChannelView, feeds: readonly FeedView[], nowMs: number): readonly (string | null)[] {
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
