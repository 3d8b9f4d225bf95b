/** Coinbase Exchange: public trades with heartbeats. https://docs.cdp.coinbase.com/exchange/websocket-feed, read 2026-11-24 */
import { digitsOf, parseExact } from './exact-json.ts';
import type { Channel, Exchange, FeedEvent, Item, ParsedTrade } from './exchange.ts';
import { countedId, isItem, isoTime, sentence, sideOf, text, timeMs } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

export const coinbase = {
  id: 'coinbase',
  name: 'Coinbase Exchange',
  endpoints: { ws: 'wss://ws-feed.exchange.coinbase.com', rest: 'https://api.exchange.coinbase.com' },
  symbolPattern: /^[A-Z0-9]{1,20}-[A-Z0-9]{1,20}$/,
  channels: {
    trade: {
      scope: 'symbol',
      budget: { softMs: 10_000, hardMs: 30_000 },
      proof: 'heartbeat-trade-id',
      consecutiveIds: true,
    },
  },
  defaultTopics: { public: ['trade'], account: [] },
  welcomes: false,
  limits: {
    connections: { count: 8, perMs: 1_000 },
    // 100 messages a second of one address, which several feeds may share.
    frames: { count: 50, perMs: 1_000 },
    maxFrameBytes: 4 * 1024 * 1024,
  },
  ping: { idleMs: 3_000, answerMs: 5_000, frame: null },
  transportStaleMs: 10_000,
  subscribe: (channels) => commands('subscribe', channels),
  unsubscribe: (channels) => commands('unsubscribe', channels),
  parse,
  rows: {},
  history: {
    // `after` means older, and ids have no holes.
    paging: 'backward',
    pageSize: 1_000,
    url(rest, symbol, { before }) {
      return `${rest}/products/${symbol}/trades?limit=1000${before === null ? '' : `&after=${before.id}`}`;
    },
    newestUrl: (rest, symbol) => `${rest}/products/${symbol}/trades?limit=1`,
    parse: parseHistory,
  },
} as const satisfies Exchange;

// One frame per product: the venue refuses a whole frame for one product it does not know.
// Heartbeats come with the trades, because their last trade id is what proves a market quiet.
function commands(type: string, channels: readonly Channel[]): readonly string[] {
  return channels
    .filter((channel) => channel.topic === 'trade' && channel.symbol !== null)
    .map(({ symbol }) => JSON.stringify({ type, product_ids: [symbol], channels: ['matches', 'heartbeat'] }));
}

function parse(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  switch (message.type) {
    case 'match':
      return [tradeEvent(message)];
    case 'last_match':
      return [lastTradeEvent(message)];
    case 'heartbeat':
      return [heartbeatEvent(message)];
    case 'subscriptions':
      return [subscribedEvent(message.channels)];
    case 'error':
      return [errorEvent(message)];
    case 'ticker':
    case 'snapshot':
    case 'l2update':
      return [{ kind: 'ignored', policy: 'not-subscribed' }];
    default:
      // New types may come at any time and must be ignored.
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

function tradeEvent(item: Item): FeedEvent {
  const symbol = text(item.product_id);
  const trade = tradeOf(item);
  if (symbol === null || trade === null) {
    return malformed(`match without product, id, side, price, size or time: ${symbol ?? '?'}`);
  }
  return { kind: 'trades', action: 'insert', symbol, trades: [trade] };
}

function tradeOf(item: Item): ParsedTrade | null {
  const id = countedId(item.trade_id);
  const makerSide = sideOf(item.side);
  const price = digitsOf(item.price);
  const size = digitsOf(item.size);
  const time = isoTime(item.time);
  if (id === null || makerSide === null || price === null || size === null || time === null) return null;
  // `side` is the maker's; the taker is the other one. `sequence` counts every message of the product, also
  // those of channels that are not subscribed, so that only the trade id shows a loss.
  const side = makerSide === 'buy' ? 'sell' : 'buy';
  return { symbol: text(item.product_id), id, side, price, size, time, item };
}

// Newest first, and without the product.
function parseHistory(answer: string): readonly ParsedTrade[] | null {
  let rows: unknown;
  try {
    rows = parseExact(answer);
  } catch {
    return null;
  }
  if (!Array.isArray(rows)) return null;
  const trades = rows.map((row) => (isItem(row) ? tradeOf(row) : null)).reverse();
  return trades.every((trade) => trade !== null) ? trades : null;
}

function lastTradeEvent(item: Item): FeedEvent {
  const symbol = text(item.product_id);
  const id = countedId(item.trade_id);
  if (symbol === null || id === null) return malformed('last_match without product or id');
  return { kind: 'last-trade', symbol, id };
}

function heartbeatEvent(item: Item): FeedEvent {
  const id = countedId(item.last_trade_id);
  return {
    kind: 'heartbeat',
    symbol: text(item.product_id),
    // Has been seen as a constant 0, which says as little as none.
    lastTradeId: id === '0' ? null : id,
    timeMs: timeMs(item.time),
  };
}

// Lists everything that is subscribed now, not only what the last frame asked for.
function subscribedEvent(value: unknown): FeedEvent {
  if (!Array.isArray(value)) return malformed('subscriptions without channels');
  const matches = value.find((channel) => isItem(channel) && channel.name === 'matches');
  const products: unknown[] = Array.isArray(matches?.product_ids) ? matches.product_ids : [];
  const channels = products
    .filter((symbol) => typeof symbol === 'string')
    .map((symbol) => ({ topic: 'trade', symbol }));
  return channels.length === 0
    ? { kind: 'ignored', policy: 'no-subscription' }
    : { kind: 'subscribed', channels };
}

function errorEvent(item: Item): FeedEvent {
  const message = [sentence(item.message), sentence(item.reason)].filter((part) => part !== null).join(': ');
  if (/rate limit|too many|slow down/i.test(message))
    return { kind: 'rate-limited', retryAfterMs: null, message };
  const product = /\b[A-Z0-9]{1,20}-[A-Z0-9]{1,20}\b/.exec(message)?.[0];
  if (product !== undefined) {
    return { kind: 'refused', channels: [{ topic: 'trade', symbol: product }], code: 'error', message };
  }
  if (/subscri|authenti|authori|not a valid|invalid/i.test(message)) {
    return { kind: 'refused', channels: null, code: 'error', message };
  }
  return { kind: 'notice', message: message === '' ? 'error without a text' : message, reconnect: false };
}
