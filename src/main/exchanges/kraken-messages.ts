/** What a frame of Kraken's socket v2 says. https://docs.kraken.com/api/docs/guides/spot-ws-intro, read 2026-11-24 */
import type { FailureCause } from './account.ts';
import { digitsOf } from './exact-json.ts';
import type { Channel, FeedEvent, Item, ParsedTrade } from './exchange.ts';
import { count, countedId, isItem, isoTime, sentence, sideOf, text } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

/** The venue's channel of a topic; orders, executions and margin positions come by one. */
export const channels: Readonly<Record<string, string>> = {
  trade: 'trade',
  instrument: 'ticker',
  quote: 'ticker',
  order: 'executions',
  execution: 'executions',
  position: 'executions',
  margin: 'balances',
};

/** A failure names its request only, and that by a number. */
export const requestIds: Readonly<Record<string, number>> = {
  trade: 1,
  ticker: 2,
  executions: 3,
  balances: 4,
};

export function parseKraken(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  const method = text(message.method);
  if (method !== null) return answerTo(method, message);
  const rows = Array.isArray(message.data) && message.data.every(isItem) ? message.data : null;
  switch (message.channel) {
    case 'heartbeat':
      return [{ kind: 'ignored', policy: 'heartbeat' }];
    case 'trade':
      return tradeEvents(message.type === 'snapshot' ? 'partial' : 'insert', rows);
    case 'ticker':
      return rows?.flatMap(tickerEvents) ?? [malformed('ticker without a list of pairs')];
    case 'executions':
      return counted(
        message,
        rows?.flatMap(reportEvents) ?? [malformed('executions without a list of reports')],
      );
    case 'balances':
      return counted(message, [balancesEvent(rows)]);
    case 'status':
      return [statusEvent(rows)];
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

/** https://docs.kraken.com/api/docs/websocket-v2/executions, read 2026-11-25: each private channel counts its messages. */
function counted({ channel, sequence }: Item, events: readonly FeedEvent[]): readonly FeedEvent[] {
  const number = count(sequence);
  if (number === null) return events;
  const topics = Object.keys(channels).filter((topic) => channels[topic] === channel);
  return [{ kind: 'counted', topics, number }, ...events];
}

/** A snapshot is of one pair; the order of its trades is not documented. */
function tradeEvents(action: 'partial' | 'insert', rows: readonly Item[] | null): readonly FeedEvent[] {
  const trades = rows?.map(tradeOf) ?? [null];
  if (!trades.every((trade) => trade !== null)) {
    return [malformed('trade without symbol, id, side, price, size or time')];
  }
  const sorted = [...trades].sort((left, right) => Number(left.id) - Number(right.id));
  const symbols = [...new Set(sorted.map(({ symbol }) => symbol))];
  return symbols.map((symbol) => ({
    ...({ kind: 'trades', action, symbol } as const),
    trades: sorted.filter((trade) => trade.symbol === symbol),
  }));
}

function tradeOf(item: Item): ParsedTrade | null {
  const [symbol, id, side] = [text(item.symbol), countedId(item.trade_id), sideOf(item.side)];
  const [price, size, time] = [digitsOf(item.price), digitsOf(item.qty), isoTime(text(item.timestamp))];
  if (symbol === null || id === null || side === null || price === null || size === null || time === null) {
    return null;
  }
  return { symbol, id, side, price, size, time, item };
}

/** Every ticker is whole, and holds the best bid and offer too. */
function tickerEvents(row: Item): readonly FeedEvent[] {
  const symbol = text(row.symbol);
  if (symbol === null) return [malformed('ticker without a symbol')];
  return ['instrument', 'quote'].map((table) => ({
    ...({ kind: 'table', table, action: 'partial' } as const),
    ...{ keys: ['symbol'], filter: { symbol }, rows: [row] },
  }));
}

/** A report changes an order, and one of a trade is an execution as well. */
function reportEvents(report: Item): readonly FeedEvent[] {
  if (text(report.order_id) === null) return [malformed('a report without an order')];
  if (report.exec_type !== 'trade') return [orderEvent(report)];
  if (text(report.exec_id) === null) return [malformed('a trade without an id')];
  const { order_id, order_status, cum_qty, cum_cost, avg_price, timestamp } = report;
  const change = { order_id, order_status, cum_qty, cum_cost, avg_price, timestamp };
  const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const events: FeedEvent[] = [
    { kind: 'table', table: 'order', action: 'update', keys: null, filter: null, rows: [known] },
    { kind: 'table', table: 'execution', action: 'insert', keys: null, filter: null, rows: [report] },
  ];
  // Nothing but REST tells of margin positions, which only change by a trade.
  const isOnMargin = report.margin_borrow === true || report.position_status !== undefined;
  if (isOnMargin) events.push({ kind: 'unread', table: 'position' });
  return events;
}

/** Whole when the order is new to us, otherwise what has changed. */
function orderEvent({ exec_type, ...report }: Item): FeedEvent {
  const isWhole = text(report.symbol) !== null && sideOf(report.side) !== null && 'order_type' in report;
  const isNew = exec_type === 'pending_new' || exec_type === 'new' || report.order_status === 'new';
  const change = { kind: 'table', table: 'order', keys: null, filter: null } as const;
  return isWhole && isNew
    ? {
        ...change,
        action: 'insert',
        rows: [{ cum_qty: 0, post_only: false, opened: report.timestamp, ...report }],
      }
    : { ...change, action: 'update', rows: [report] };
}

function balancesEvent(rows: readonly Item[] | null): FeedEvent {
  if (rows === null || !rows.every(({ asset }) => text(asset) !== null)) {
    return malformed('balances without a list of assets');
  }
  return { kind: 'table', table: 'margin', action: 'insert', keys: null, filter: null, rows };
}

function statusEvent(rows: readonly Item[] | null): FeedEvent {
  const system = text(rows?.[0]?.system) ?? 'unknown';
  if (system === 'online') return { kind: 'ignored', policy: 'greeting' };
  return { kind: 'notice', message: `the system is in status ${sentence(system)}`, reconnect: false };
}

function answerTo(method: string, message: Item): readonly FeedEvent[] {
  if (method === 'pong') return [{ kind: 'pong' }];
  if (method !== 'subscribe' && method !== 'unsubscribe')
    return [{ kind: 'ignored', policy: 'unknown-message' }];
  const said = sentence(message.error) ?? '';
  const topics = topicsOf(message, said);
  const isThere = message.success === true || /already subscribed/i.test(said);
  if (method === 'unsubscribe') return isThere ? [{ kind: 'unsubscribed', channels: topics }] : [];
  return [isThere ? { kind: 'subscribed', channels: topics } : refusal(topics, said)];
}

function refusal(topics: readonly Channel[], said: string): FeedEvent {
  // A token that was not used for 15 minutes is void, and a new one comes with a new connection.
  if (/session|token/i.test(said)) return { kind: 'notice', message: said, reconnect: true };
  const cause = krakenCause(said);
  if (cause === 'rate-limit') return { kind: 'rate-limited', retryAfterMs: null, message: said };
  const isPublic = topics.some(({ symbol }) => symbol !== null);
  const event = { kind: 'refused', channels: topics, code: 'refused', message: said } as const;
  return isPublic ? event : { ...event, cause };
}

function topicsOf(message: Item, said: string): readonly Channel[] {
  const result = isItem(message.result) ? message.result : {};
  const id = digitsOf(message.req_id);
  const channel =
    text(result.channel) ?? Object.keys(requestIds).find((name) => String(requestIds[name]) === id);
  const named = text(result.symbol) ?? text(message.symbol);
  const symbol = named ?? /\b[A-Z0-9.]{1,20}\/[A-Z0-9.]{1,20}\b/i.exec(said)?.[0] ?? null;
  return Object.keys(channels)
    .filter((topic) => channels[topic] === channel)
    .map((topic) => ({ topic, symbol }));
}

/** https://docs.kraken.com/api/docs/guides/spot-errors, read 2026-11-24 */
export function krakenCause(said: string): FailureCause {
  if (/rate limit|lockout|too many|throttled/i.test(said)) return 'rate-limit';
  if (/expired/i.test(said)) return 'expired';
  if (/invalid nonce/i.test(said)) return 'clock';
  if (/invalid signature/i.test(said)) return 'secret';
  if (/\bip\b|address/i.test(said)) return 'address';
  if (/permission/i.test(said)) return 'permission';
  if (/invalid key/i.test(said)) return 'key';
  return /^EService|internal error|unavailable|busy/i.test(said) ? 'busy' : 'other';
}
