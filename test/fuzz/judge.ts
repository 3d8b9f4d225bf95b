/** Looks at everything that comes out of a feed, as the window and the headless command would get it. */
import { parseExact, stringifyExact } from '../../src/main/exchanges/exact-json.ts';
import type { Item, RowContext } from '../../src/main/exchanges/exchange.ts';
import type { FeedListener, FeedSpec } from '../../src/main/feeds/feed-events.ts';
import { createPrinter } from '../../src/main/headless/printer.ts';
import { createPublisher } from '../../src/main/tables/publisher.ts';
import { accountTables, marketTables } from '../../src/main/tables/row-tables.ts';
import type { RowChange, TableStore } from '../../src/main/tables/table-store.ts';
import { canonicalRow, isCanonical } from '../../src/main/tables/views.ts';
import { feedsDouble } from '../support/feeds-double.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { figureFromNowhere, figuresIn, inventedFigure } from './figures.ts';
import { wrongRow, wrongTrade } from './row-rules.ts';

export interface Judge {
  readonly clock: ManualClock;
  readonly listener: FeedListener;
  /** Trades and rows so far. */
  readonly seen: { rows: number; trades: number };
  /** What comes next comes of this text. */
  expect(frame: string): void;
  /** The first thing that was wrong, or null. */
  readonly complaint: string | null;
  /** The tables as the window has them. */
  checkViews(): void;
}

export function createJudge(): Judge {
  const clock = manualClock();
  const seen = { rows: 0, trades: 0 };
  let frame = '';
  let figures: ReadonlySet<string> | null = null;
  let complaint: string | null = null;

  function complain(what: string): void {
    complaint ??= what;
  }
  const publisher = createPublisher({
    clock,
    outlet: { isOpen: () => true, send() {} },
    feeds: feedsDouble,
    currency: () => 'USD',
  });
  let store: TableStore | null = null;
  const context: RowContext = { instrument: (symbol) => store?.find('instrument', { symbol }) ?? null };
  const printers = (['ndjson', 'text'] as const).map((format) =>
    createPrinter({
      ...{ format, clock, contextOf: () => context },
      write: (line) => complainOf(format === 'text' ? wrongText(line) : wrongLine(line)),
    }),
  );
  function complainOf(trouble: string | null): void {
    if (trouble !== null) complain(trouble);
  }

  function row(feed: FeedSpec, change: RowChange, receivedMs: number): void {
    const { table, item, action } = change;
    seen.rows += 1;
    const isNew = action === 'insert' || action === 'partial';
    if (isNew && frame !== '') complainOf(wrongItem(feed.venue, table, item));
    if (!isCanonical(table)) return;
    const made = canonicalRow(feed, table, item, receivedMs, context);
    if (made === null) return;
    const trouble = wrongRow(table, made) ?? inventedFigure(feed.venue, table, made, item);
    if (trouble !== null) complain(`${action} of ${table} ${change.key.slice(0, 60)}: ${trouble}`);
  }

  function wrongItem(venue: string, table: string, item: Item): string | null {
    if (Object.getPrototypeOf(item) !== Object.prototype) return 'an item that inherits from something';
    if (!Object.isFrozen(item)) return 'an item that can be changed';
    // Balances over REST are added up, or of an asset that is not listed any more.
    if (table === 'margin' && (venue === 'kraken' || venue === 'binance')) return null;
    figures ??= figuresIn(frame);
    // The same characters can be written in several ways.
    const invented =
      figureFromNowhere(item, figures) === null ? null : figureFromNowhere(item, figuresIn(rewritten(frame)));
    return invented === null ? null : `an item with ${invented.slice(0, 80)}, which its frame does not say`;
  }

  return {
    clock,
    seen,
    listener: {
      row(feed, change, receivedMs, source) {
        store = source;
        row(feed, change, receivedMs);
        for (const printer of printers) printer.row?.(feed, change, receivedMs, source);
        publisher.listener.row?.(feed, change, receivedMs, source);
      },
      trade(feed, trade, item) {
        seen.trades += 1;
        const trouble = wrongTrade(trade) ?? inventedFigure(feed.venue, 'trade', trade, item);
        if (trouble !== null) complain(`trade ${trade.id.slice(0, 60)}: ${trouble}`);
        for (const printer of printers) printer.trade?.(feed, trade, item);
        publisher.listener.trade?.(feed, trade, item);
      },
      gap(feed, gap) {
        if (gap.missed !== null && !(Number.isSafeInteger(gap.missed) && gap.missed >= 0))
          complain(`a gap of ${gap.missed} trades`);
        for (const printer of printers) printer.gap?.(feed, gap);
      },
      channel(feed, change) {
        for (const printer of printers) printer.channel?.(feed, change);
      },
    },
    expect(text) {
      frame = text;
      figures = null;
    },
    get complaint() {
      return complaint;
    },
    checkViews() {
      for (const table of [...accountTables, ...marketTables, 'total'] as const) {
        for (const [key, view] of publisher.snapshot(table).rows) {
          const { derived, ...made } = { derived: {}, ...view };
          const derivedTrouble = Object.entries(derived).find(([, value]) => !isPlain(value));
          if (derivedTrouble !== undefined) complain(`${table} ${key}: ${derivedTrouble.join(' is ')}`);
          const trouble = isCanonical(table) ? wrongRow(table, made) : null;
          if (trouble !== null) complain(`${table} ${key.slice(0, 60)} in the window: ${trouble}`);
        }
      }
    },
  };
}

function rewritten(frame: string): string {
  try {
    return stringifyExact(parseExact(frame));
  } catch {
    return frame;
  }
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === 'number' || /^-?\d+(?:\.\d+)?$/.test(String(value));
}

function wrongLine(line: string): string | null {
  if (line.includes('\n')) return 'a line of ndjson that is two lines';
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'type' in value ? null : 'a line that is no object';
  } catch {
    return `a line that is no JSON: ${line.slice(0, 200)}`;
  }
}

// A terminal obeys control characters, and turns text around at the marks of direction.
function wrongText(line: string): string | null {
  return /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u.test(line)
    ? `a line of text that could speak to the terminal: ${JSON.stringify(line).slice(0, 200)}`
    : null;
}
