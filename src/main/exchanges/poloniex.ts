/** Poloniex spot: public trades and its ping. https://api-docs.poloniex.com/spot/websocket, read 2026-11-24 */
import { digitsOf, parseExact } from './exact-json.ts';
import type { Channel, Exchange, FeedEvent, Item, ParsedTrade } from './exchange.ts';
import { isItem, isoTime, sentence, sideOf, text } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

export const poloniex = {
  id: 'poloniex',
  name: 'Poloniex',
  endpoints: { ws: 'wss://ws.poloniex.com/ws/public', rest: 'https://api.poloniex.com' },
  symbolPattern: /^[A-Z0-9]{1,20}_[A-Z0-9]{1,20}$/,
  channels: {
    // Its pongs carry no trade id: only a look at the newest trade tells a quiet market from a dead stream.
    trade: { scope: 'symbol', budget: { softMs: 10_000, hardMs: 45_000 }, proof: 'rest' },
  },
  defaultTopics: { public: ['trade'], account: [] },
  welcomes: false,
  limits: {
    connections: { count: 20, perMs: 60_000 },
    frames: { count: 500, perMs: 1_000 },
    maxFrameBytes: 4 * 1024 * 1024,
  },
  // The venue closes a connection that says nothing for 30 s; asking sooner finds a dead one sooner.
  ping: { idleMs: 5_000, answerMs: 5_000, frame: '{"event":"ping"}' },
  transportStaleMs: 15_000,
  subscribe: (channels) => commands('subscribe', channels),
  unsubscribe: (channels) => commands('unsubscribe', channels),
  parse,
  rows: {},
  history: {
    // Nothing but the newest: on a busy pair they reach back minutes only.
    paging: 'newest',
    pageSize: 1_000,
    url: (rest, symbol) => `${rest}/markets/${symbol}/trades?limit=1000`,
    newestUrl: (rest, symbol) => `${rest}/markets/${symbol}/trades?limit=1`,
    parse: parseHistory,
  },
} as const satisfies Exchange;

// One frame per symbol, so that an error is about that symbol alone.
function commands(event: string, channels: readonly Channel[]): readonly string[] {
  return channels
    .filter((channel) => channel.topic === 'trade' && channel.symbol !== null)
    .map(({ symbol }) => JSON.stringify({ event, channel: ['trades'], symbols: [symbol] }));
}

function parse(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  switch (message.event) {
    case undefined:
      return message.channel === 'trades'
        ? tradeEvents(message.data)
        : [{ kind: 'ignored', policy: 'unknown-message' }];
    case 'pong':
      return [{ kind: 'pong' }];
    case 'subscribe':
      return [acknowledged('subscribed', message)];
    case 'unsubscribe':
      return [acknowledged('unsubscribed', message)];
    case 'error':
      return [errorEvent(message)];
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

function tradeEvents(rows: unknown): readonly FeedEvent[] {
  if (!Array.isArray(rows)) return [malformed('trades without data')];
  const events: FeedEvent[] = [];
  const bySymbol = new Map<string, ParsedTrade[]>();
  for (const row of rows) {
    const trade = isItem(row) ? tradeOf(row) : null;
    const symbol = trade?.symbol ?? null;
    if (trade === null || symbol === null) {
      events.push(malformed('trade without symbol, id, side, price, quantity or time'));
      continue;
    }
    const trades = bySymbol.get(symbol);
    if (trades !== undefined) {
      trades.push(trade);
      continue;
    }
    const first = [trade];
    bySymbol.set(symbol, first);
    events.push({ kind: 'trades', action: 'insert', symbol, trades: first });
  }
  for (const trades of bySymbol.values()) trades.sort(byTime);
  return events.length > 0 ? events : [{ kind: 'ignored', policy: 'empty-message' }];
}

// Past trades do not name their symbol.
function tradeOf(item: Item): ParsedTrade | null {
  const id = text(item.id) ?? digitsOf(item.id);
  const side = sideOf(item.takerSide);
  const price = digitsOf(item.price);
  const size = digitsOf(item.quantity);
  const time = isoTime(item.createTime);
  if (id === null || side === null || price === null || size === null || time === null) return null;
  return { symbol: text(item.symbol), id, side, price, size, time, item };
}

function parseHistory(answer: string): readonly ParsedTrade[] | null {
  let rows: unknown;
  try {
    rows = parseExact(answer);
  } catch {
    return null;
  }
  if (!Array.isArray(rows)) return null;
  const trades = rows.map((row) => (isItem(row) ? tradeOf(row) : null));
  return trades.every((trade) => trade !== null) ? trades.sort(byTime) : null;
}

// The order within a frame is not documented, and the history of the same trades is newest first.
function byTime(left: ParsedTrade, right: ParsedTrade): number {
  if (left.time !== right.time) return left.time < right.time ? -1 : 1;
  return left.id.length - right.id.length || (left.id < right.id ? -1 : 1);
}

// Acknowledges in small letters what was asked in capitals.
function acknowledged(kind: 'subscribed' | 'unsubscribed', message: Item): FeedEvent {
  const symbols = Array.isArray(message.symbols)
    ? message.symbols.filter((name) => typeof name === 'string')
    : [];
  if (message.channel !== 'trades' || symbols.length === 0)
    return { kind: 'ignored', policy: 'acknowledgement' };
  return { kind, channels: symbols.map((name) => ({ topic: 'trade', symbol: name.toUpperCase() })) };
}

function errorEvent(item: Item): FeedEvent {
  const message = sentence(item.message) ?? 'error without a text';
  if (/already subscribed/i.test(message)) return { kind: 'ignored', policy: 'already-subscribed' };
  if (/\brate\b|too many|limit/i.test(message)) return { kind: 'rate-limited', retryAfterMs: null, message };
  if (/maintenance/i.test(message)) return { kind: 'notice', message, reconnect: true };
  const symbol = /\b[A-Z0-9]{1,20}_[A-Z0-9]{1,20}\b/i.exec(message)?.[0];
  if (symbol !== undefined) {
    return {
      kind: 'refused',
      channels: [{ topic: 'trade', symbol: symbol.toUpperCase() }],
      code: 'error',
      message,
    };
  }
  if (/symbol|subscri|channel|invalid|not support/i.test(message)) {
    return { kind: 'refused', channels: null, code: 'error', message };
  }
  return { kind: 'notice', message, reconnect: false };
}
