/**
 * What the public streams of Binance spot and futures have in common: subscribing, and trades.
 * https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams, read 2026-11-24
 */
import { digitsOf } from './exact-json.ts';
import type { Channel, FeedEvent, Item, ParsedTrade, TradeHistory } from './exchange.ts';
import { countedId, isItem, isoTime, itemsOf, sentence, text } from './fields.ts';
import { jsonIn } from './reading.ts';

/** The venue's stream for a topic, such as `aggTrade` for `trade`. */
export type Streams = Readonly<Record<string, string>>;

/**
 * An acknowledgement repeats nothing but its id, so that the list of what is subscribed is asked for behind it.
 * One frame for all: more than five a second end the connection.
 */
export function subscribeFrames(channels: readonly Channel[], streams: Streams): readonly string[] {
  const params = streamNames(channels, streams);
  if (params.length === 0) return [];
  return [
    JSON.stringify({ method: 'SUBSCRIBE', params, id: 1 }),
    JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id: listId }),
  ];
}

export function unsubscribeFrames(channels: readonly Channel[], streams: Streams): readonly string[] {
  const params = streamNames(channels, streams);
  return params.length === 0 ? [] : [JSON.stringify({ method: 'UNSUBSCRIBE', params, id: 2 })];
}

/** null for a message that answers no request. */
export function answerEvent(message: Item, streams: Streams): FeedEvent | null {
  if (message.e !== undefined) return null;
  const error = isItem(message.error) ? message.error : message;
  const code = digitsOf(error.code);
  if (code !== null) {
    const said = sentence(error.msg) ?? 'error without a text';
    if (/too many|rate limit/i.test(said)) return { kind: 'rate-limited', retryAfterMs: null, message: said };
    return { kind: 'refused', channels: null, code, message: said };
  }
  if (message.id !== listId || !Array.isArray(message.result)) {
    return 'result' in message ? { kind: 'ignored', policy: 'acknowledgement' } : null;
  }
  const channels = message.result.flatMap((name) => channelOf(name, streams) ?? []);
  return { kind: 'subscribed', channels };
}

function streamNames(channels: readonly Channel[], streams: Streams): readonly string[] {
  return channels.flatMap(({ topic, symbol }) => {
    const stream = streams[topic];
    return stream === undefined || symbol === null ? [] : [`${symbol.toLowerCase()}@${stream}`];
  });
}

function channelOf(name: unknown, streams: Streams): Channel | null {
  const [symbol = '', ...rest] = typeof name === 'string' ? name.split('@') : [];
  const topic = Object.keys(streams).find((one) => streams[one] === rest.join('@'));
  return topic === undefined ? null : { topic, symbol: symbol.toUpperCase() };
}

/** One trade, or an aggregate of one taker's fills at one price, by the name of the field with its id. */
export function tradeEvent(item: Item, idField: 'a' | 't'): FeedEvent {
  const trade = tradeOf(item, item[idField], item.p, item.q, item.T, item.m);
  if (trade === null || trade.symbol === null) {
    return { kind: 'malformed', reason: 'trade without symbol, id, price, quantity, time or side' };
  }
  return { kind: 'trades', action: 'insert', symbol: trade.symbol, trades: [trade] };
}

/** No market is in dollars but those of stablecoins: bitcoin leads from one to the other. */
export function priceSymbols(currency: string): readonly string[] {
  if (currency === 'USDC') return ['BTCUSDC', 'BTCUSDT'];
  return [...(currency === 'BTC' || currency === 'USDT' ? [] : [`${currency}USDT`]), 'BTCUSDT'];
}

/** Pages by id, downward: ids have no holes, and `fromId` is the oldest of a page. */
export function historyOf(path: string, read: (row: Item) => ParsedTrade | null): TradeHistory {
  const page = (rest: string, symbol: string, query: string) =>
    `${rest}${path}?symbol=${encodeURIComponent(symbol)}&${query}`;
  return {
    paging: 'backward',
    pageSize,
    url(rest, symbol, { before }) {
      if (before === null) return page(rest, symbol, `limit=${pageSize}`);
      const limit = Math.max(1, Math.min(pageSize, Number(before.id)));
      return page(rest, symbol, `fromId=${Math.max(0, Number(before.id) - pageSize)}&limit=${limit}`);
    },
    newestUrl: (rest, symbol) => page(rest, symbol, 'limit=1'),
    parse(answer) {
      const trades = itemsOf(jsonIn(answer))?.map(read);
      return trades?.every((trade) => trade !== null) ? trades : null;
    },
  };
}

export function aggregateOf(row: Item): ParsedTrade | null {
  return tradeOf(row, row.a, row.p, row.q, row.T, row.m);
}

export function tradeOf(
  item: Item,
  rawId: unknown,
  rawPrice: unknown,
  rawSize: unknown,
  rawTime: unknown,
  isBuyerMaker: unknown,
): ParsedTrade | null {
  const id = countedId(rawId);
  const price = digitsOf(rawPrice);
  const size = digitsOf(rawSize);
  const time = isoTime(rawTime);
  if (id === null || price === null || size === null || time === null) return null;
  if (typeof isBuyerMaker !== 'boolean') return null;
  // The buyer was there first: the taker sold.
  const side = isBuyerMaker ? 'sell' : 'buy';
  return { symbol: text(item.s), id, side, price, size, time, item };
}

const listId = 3;
const pageSize = 1_000;
