/** What good frames make of the tables, to be made again after any garbage. */
import type { Channel, Exchange } from '../../src/main/exchanges/exchange.ts';
import { canonicalRow, isCanonical } from '../../src/main/tables/views.ts';
import { type FeedLine, openLine } from './feed-line.ts';

export interface CleanRun {
  readonly channels: readonly Channel[];
  play(line: FeedLine): void;
  /** Plays on a new connection, and tells what came out otherwise than on a fresh feed; null when nothing did. */
  differs(line: FeedLine, hadNothingBefore: boolean): string | null;
}

export function cleanRun(
  exchange: Exchange,
  channels: readonly Channel[],
  frames: readonly string[],
): CleanRun {
  const covered = coveredBy(exchange, frames);
  const fresh = frames.flatMap((frame) => withFreshTrades(exchange, frame) ?? []);

  function play(line: FeedLine): void {
    line.reconnect();
    for (const frame of frames) line.hear(frame);
  }
  function rowsOf(line: FeedLine): ReadonlyMap<string, string> {
    const rows = new Map<string, string>();
    for (const table of line.store.tables()) {
      if (!isCanonical(table)) continue;
      const isOfAccount = exchange.channels[table]?.scope === 'account';
      const keyed = new Map<string, string>();
      let order = 0;
      for (const [key, item] of line.store.rows(table)) {
        const row = canonicalRow(line.spec, table, item, 0, null);
        // Other rows of the garbage are covered by no partial that will come.
        if (row === null || (!isOfAccount && !covered.has(`${table} ${row.symbol}`))) continue;
        const ring = /\|\d+$/.test(key) && !isOfAccount;
        order += 1;
        keyed.set(ring ? `${row.symbol} ${order}` : key, JSON.stringify(row));
      }
      const values = [...keyed.values()].sort();
      rows.set(table, values.join('\n'));
    }
    return rows;
  }

  function freshTrades(line: FeedLine): number {
    const before = line.counters.trades;
    for (const { frame } of fresh) line.hear(frame);
    return line.counters.trades - before;
  }

  const reference = openLine(exchange, channels, {});
  play(reference);
  const due = rowsOf(reference);
  const tradesDue = freshTrades(reference);

  return {
    channels,
    play,
    differs(line, hadNothingBefore) {
      play(line);
      const rows = rowsOf(line);
      for (const [table, values] of due) {
        if (rows.get(table) === values) continue;
        return `good frames make other rows of ${table} than before the garbage:\n${differing(values, rows.get(table) ?? '')}`;
      }
      const got = freshTrades(line);
      // A first id that is far too high is believed until trades are a minute later, and these are not.
      const isBlind = hadNothingBefore && exchange.channels.trade?.consecutiveIds === true;
      return got === tradesDue || isBlind
        ? null
        : `${got} of ${tradesDue} new trades came through after the garbage`;
    },
  };
}

function differing(due: string, got: string): string {
  const [dueLines, gotLines] = [due.split('\n'), got.split('\n')];
  const missing = dueLines.filter((one) => !gotLines.includes(one)).map((one) => `- ${one}`);
  const surplus = gotLines.filter((one) => !dueLines.includes(one)).map((one) => `+ ${one}`);
  return [...missing, ...surplus].join('\n').slice(0, 2_000);
}

/** Tables and symbols that a partial replaces. */
function coveredBy(exchange: Exchange, frames: readonly string[]): ReadonlySet<string> {
  const events = frames.flatMap((frame) => exchange.parse(frame));
  return new Set(
    events.flatMap((event) =>
      event.kind === 'table' && event.action === 'partial' ? `${event.table} ${event.filter?.symbol}` : [],
    ),
  );
}

/** The same message about trades that nobody has seen; null for one without trades that come live. */
function withFreshTrades(exchange: Exchange, frame: string): { readonly frame: string } | null {
  const events = exchange.parse(frame);
  const trades = events.flatMap((event) => (event.kind === 'trades' ? event.trades : []));
  const isLive =
    events.length > 0 && events.every((event) => event.kind === 'trades' && event.action === 'insert');
  if (!isLive) return null;
  let text = frame;
  for (const { id } of trades) text = text.replace(id, freshId(id));
  const renamed = tradesOfFrame(exchange, text);
  return renamed.every((id, at) => id === freshId(trades[at]?.id ?? '')) ? { frame: text } : null;
}

function tradesOfFrame(exchange: Exchange, frame: string): readonly string[] {
  return exchange
    .parse(frame)
    .flatMap((event) => (event.kind === 'trades' ? event.trades.map(({ id }) => id) : []));
}

function freshId(id: string): string {
  return /^\d+$/.test(id) ? String(Number(id) + 1_000_003) : `fresh-${id}`;
}
