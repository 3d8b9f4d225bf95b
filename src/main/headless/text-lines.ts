/** The lines of `--format text`, for people. What a venue says in them cannot speak to the terminal. */
import type { Gap } from '../../preload/contract/health.ts';
import type { CanonicalRows, CanonicalTable, TradeRow } from '../../preload/contract/rows.ts';
import { stringifyExact } from '../exchanges/exact-json.ts';
import { channelName } from '../exchanges/exchange.ts';
import { printable } from '../exchanges/fields.ts';
import type { ChannelChange, FeedSpec } from '../feeds/feed-events.ts';
import type { RowChange } from '../tables/table-store.ts';

export function tradeText({ time, venue, symbol, side, size, price, backfilled }: TradeRow): string {
  const direction = side === 'buy' ? '▲' : '▼';
  return printable(
    `${time} ${venue} ${symbol} ${direction} ${size} @ ${price}${backfilled ? ' (backfilled)' : ''}`,
  );
}

/** `row` null: a table without a canonical form, whose item is shown instead. */
export function tableText<T extends CanonicalTable>(
  feed: FeedSpec,
  { table, action, symbol, item }: RowChange,
  row: { readonly table: T; readonly values: CanonicalRows[T] } | null,
  time: string,
): string {
  const head = `${time} ${feed.venue} ${symbol ?? '-'} ${table} ${action}:`;
  const said = row === null ? shortened(stringifyExact(item), 160) : figures(row.table, row.values);
  return printable(`${head} ${said}`);
}

export function feedText(feed: FeedSpec, change: ChannelChange, reason: string, time: string): string {
  return printable(`${time} ${feed.venue} ${channelName(change.channel)} is ${change.state}: ${reason}`);
}

export function gapText({ time, venue, channel, kind, from, to, missed }: Gap): string {
  const count = missed === null ? 'unknown' : String(missed);
  return `${time} ${venue} ${channel} gap (${kind}): missed ${count}, from ${from ?? '?'} to ${to ?? '?'}`;
}

function figures<T extends CanonicalTable>(table: T, row: CanonicalRows[T]): string {
  const shown: readonly (keyof CanonicalRows[T])[] = columns[table];
  // A position without a size would read as one without a position.
  const known = shown.filter((name) => row[name] !== null || (table === 'position' && name === 'size'));
  return known.map((name) => `${String(name)} ${shortened(String(row[name] ?? '?'), 40)}`).join(', ');
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const columns: { readonly [T in CanonicalTable]: readonly (keyof CanonicalRows[T])[] } = {
  position: ['side', 'size', 'entryPrice', 'markPrice', 'liquidationPrice', 'unrealisedPnl', 'pnlCurrency'],
  order: ['side', 'type', 'size', 'price', 'triggerPrice', 'filled', 'status'],
  execution: ['kind', 'side', 'size', 'price', 'fee', 'feeCurrency', 'liquidity'],
  margin: ['currency', 'walletBalance', 'equity', 'available', 'marginRatio'],
  instrument: ['kind', 'lastPrice', 'markPrice', 'indexPrice', 'fundingRate'],
  quote: ['bidSize', 'bidPrice', 'askPrice', 'askSize'],
  tradeBin1m: ['open', 'high', 'low', 'close', 'volume'],
};
