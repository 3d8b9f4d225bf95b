/** The lines of `--format ndjson`: a public interface that other programs read. */
import type { Gap } from '../../preload/contract/health.ts';
import type { TradeRow } from '../../preload/contract/rows.ts';
import { stringifyExact } from '../exchanges/exact-json.ts';
import { channelName, type Item } from '../exchanges/exchange.ts';
import { droppedFrames } from '../feeds/counters.ts';
import type { ChannelChange, FeedCounters, FeedSpec } from '../feeds/feed-events.ts';
import type { RowChange } from '../tables/table-store.ts';

export function tradeLine(trade: TradeRow): string {
  const { venue, symbol, id, side, price, size, time, receivedAt, backfilled } = trade;
  const fields = {
    type: 'trade',
    venue,
    symbol,
    id,
    side,
    price,
    size,
    time,
    received: receivedAt,
    backfilled,
  };
  return JSON.stringify(fields);
}

/** `row` is the canonical row as JSON text, or `null`. */
export function tableLine(feed: FeedSpec, change: RowChange, key: Item, row: string): string {
  const { venue, account } = feed;
  const { table, action, symbol, item } = change;
  const head = JSON.stringify({ type: 'table', venue, account, table, action, symbol });
  // The item keeps the venue's digits, which JSON.stringify alone would lose.
  return `${head.slice(0, -1)},"key":${stringifyExact(key)},"item":${stringifyExact(item)},"row":${row}}`;
}

export function feedLine(feed: FeedSpec, change: ChannelChange, reason: string, time: string): string {
  const { venue, account } = feed;
  const channel = channelName(change.channel);
  return JSON.stringify({ type: 'feed', venue, account, channel, state: change.state, reason, time });
}

export function gapLine({ venue, channel, kind, from, to, missed, time }: Gap): string {
  return JSON.stringify({ type: 'gap', venue, channel, kind, from, to, missed, time });
}

export function summaryLine(all: readonly FeedCounters[]): string {
  const sum = (pick: (counters: FeedCounters) => number) => all.reduce((total, one) => total + pick(one), 0);
  return JSON.stringify({
    type: 'summary',
    frames: sum((one) => one.frames),
    trades: sum((one) => one.trades),
    tableEvents: sum((one) => one.tableEvents),
    gaps: sum((one) => one.gaps),
    resyncs: sum((one) => one.resyncs),
    reconnects: sum((one) => one.reconnects),
    dropped: sum(droppedFrames),
  });
}
