/** Prints what the feeds say, in the chosen format. */
import { plainLine } from '../../preload/contract/plain-line.ts';
import type { RowContext } from '../exchanges/exchange.ts';
import { type Clock, isoMicros } from '../feeds/clock.ts';
import type { ChannelChange, FeedListener, FeedSpec } from '../feeds/feed-events.ts';
import type { RowChange, TableStore } from '../tables/table-store.ts';
import { canonicalRow, isCanonical } from '../tables/views.ts';
import { feedLine, gapLine, tableLine, tradeLine } from './lines.ts';
import type { Format } from './options.ts';
import { feedText, gapText, tableText, tradeText } from './text-lines.ts';

export interface PrinterOptions {
  readonly format: Format;
  readonly clock: Clock;
  readonly write: (line: string) => void;
  /** What a row may look up: the instruments of its venue, also those of another feed. */
  readonly contextOf: (feed: FeedSpec) => RowContext;
}

export function createPrinter(options: PrinterOptions): FeedListener {
  const { format, clock } = options;
  if (format === 'none') return {};
  const isText = format === 'text';
  const write = (line: string) => options.write(isText ? plainLine(line) : quietJson(line));
  const nowIso = () => isoMicros(clock.wallMs());

  function row(feed: FeedSpec, change: RowChange, receivedMs: number, store: TableStore): void {
    const { table, item } = change;
    const values = isCanonical(table)
      ? canonicalRow(feed, table, item, receivedMs, options.contextOf(feed))
      : null;
    if (!isText) {
      write(tableLine(feed, change, store.keyFields(table, item), JSON.stringify(values)));
      return;
    }
    const named = isCanonical(table) && values !== null ? { table, values } : null;
    write(tableText(feed, change, named, values?.updatedAt ?? isoMicros(receivedMs)));
  }

  function reasonOf({ reason, retryAtMs }: ChannelChange): string {
    if (retryAtMs === null) return reason;
    const at = isoMicros(clock.wallMs() + retryAtMs - clock.monoMs());
    return `${reason}; next attempt at ${at}`;
  }

  return {
    row,
    trade: (_feed, trade) => write(isText ? tradeText(trade) : tradeLine(trade)),
    channel: (feed, change) =>
      write((isText ? feedText : feedLine)(feed, change, reasonOf(change), nowIso())),
    gap: (_feed, gap) => write(isText ? gapText(gap) : gapLine(gap)),
  };
}

/** JSON leaves these as they are, and a terminal would obey them. */
function quietJson(line: string): string {
  if (!commands.test(line)) return line;
  return line.replace(/[\u007f-\u009f]/g, (code) => `\\u00${code.charCodeAt(0).toString(16)}`);
}

const commands = /[\u007f-\u009f]/;
