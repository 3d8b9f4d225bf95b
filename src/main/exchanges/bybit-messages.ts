/** What a Bybit v5 frame says. https://bybit-exchange.github.io/docs/v5/ws/connect, read 2026-11-24 */
import type { FailureCause } from './account.ts';
import { digitsOf } from './exact-json.ts';
import {
  type Channel,
  channelName,
  type FeedEvent,
  type Item,
  type ParsedTrade,
  parseChannelName,
} from './exchange.ts';
import { isItem, isoTime, itemsOf, sentence, sideOf, text, timeMs } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

/** Topics of the private stream, by table. */
export const privateTopics: Readonly<Record<string, string>> = {
  position: 'position',
  order: 'order',
  execution: 'execution',
  margin: 'wallet',
};

/** The request's id names its channels, because the answer repeats nothing else. */
export function requestId(channels: readonly Channel[]): string {
  return channels.map(channelName).join(',');
}

export function parseBybit(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  const topic = text(message.topic);
  if (topic !== null) return topicEvents(topic, message);
  const op = text(message.op);
  if (op !== null) return [answerTo(op, message)];
  return [{ kind: 'ignored', policy: 'unknown-message' }];
}

function topicEvents(topic: string, message: Item): readonly FeedEvent[] {
  const { data } = message;
  const [name = ''] = topic.split('.');
  switch (name) {
    case 'publicTrade':
      return tradeEvents(data);
    case 'tickers':
      return isItem(data) ? [tickerEvent(message, data)] : [malformed('tickers without data')];
    case 'orderbook':
      return isItem(data) ? bookEvents(topic, message, data) : [malformed('orderbook without data')];
    case 'position':
    case 'order':
    case 'execution':
      return [rowsEvent(name, itemsOf(data))];
    case 'wallet':
      return [rowsEvent('margin', walletRows(data, { updatedTime: message.creationTime }))];
    default:
      return [{ kind: 'ignored', policy: 'not-subscribed' }];
  }
}

/** Rows of the private stream are whole: each takes the place of the one before. */
function rowsEvent(table: string, rows: readonly Item[] | null): FeedEvent {
  if (rows === null) return malformed(`${table}: data is no list of rows`);
  return { kind: 'table', table, action: 'insert', keys: null, filter: null, rows };
}

/** One row a coin; what is said of the whole account is repeated on each. `time` is that of the message. */
export function walletRows(accounts: unknown, time: Item): readonly Item[] | null {
  const list = itemsOf(accounts);
  if (list === null) return null;
  const rows = list.flatMap(({ coin, ...account }) =>
    (itemsOf(coin) ?? []).map((one) => ({ ...account, ...one, ...time })),
  );
  return rows.every((row) => text(row.coin) !== null && text(row.accountType) !== null) ? rows : null;
}

function tradeEvents(data: unknown): readonly FeedEvent[] {
  const rows = itemsOf(data);
  if (rows === null) return [malformed('publicTrade without a list of trades')];
  return rows.map((row): FeedEvent => {
    const symbol = text(row.s);
    const trade = tradeOf(row, symbol, row.i, row.S, row.p, row.v, row.T);
    if (symbol === null || trade === null) {
      return malformed(`trade without symbol, id, side, price, size or time: ${symbol ?? '?'}`);
    }
    return { kind: 'trades', action: 'insert', symbol, trades: [trade] };
  });
}

/** The names differ between stream and REST; the side is the taker's in both. */
export function tradeOf(
  item: Item,
  symbol: string | null,
  ...[id, side, price, size, time]: readonly unknown[]
): ParsedTrade | null {
  const [tradeId, priceDigits, sizeDigits] = [text(id) ?? digitsOf(id), digitsOf(price), digitsOf(size)];
  const [taker, at] = [sideOf(side), millis(time)];
  if (tradeId === null || taker === null || priceDigits === null || sizeDigits === null || at === null) {
    return null;
  }
  return { symbol, id: tradeId, side: taker, price: priceDigits, size: sizeDigits, time: at, item };
}

/** Times are numbers of milliseconds, mostly written as strings; 0 and '' stand for none. */
export function millis(value: unknown): string | null {
  const ms = Number(digitsOf(value) ?? 0);
  return ms > 0 ? isoTime(ms) : null;
}

/** Spot tickers are always whole; those of contracts begin whole, and go on with what has changed. */
function tickerEvent(message: Item, data: Item): FeedEvent {
  const symbol = text(data.symbol);
  if (symbol === null) return malformed('tickers without a symbol');
  const isWhole = message.type === 'snapshot';
  const rows = [{ ...data, ts: message.ts }];
  return isWhole
    ? { kind: 'table', table: 'instrument', action: 'partial', keys: ['symbol'], filter: { symbol }, rows }
    : { kind: 'table', table: 'instrument', action: 'update', keys: null, filter: null, rows };
}

function bookEvents(topic: string, message: Item, data: Item): readonly FeedEvent[] {
  const symbol = text(data.s);
  const [bids, asks] = [levels(data.b), levels(data.a)];
  if (symbol === null || bids === null || asks === null)
    return [malformed('orderbook without symbol or levels')];
  // One level deep there are whole messages only: the best bid and offer.
  if (topic.startsWith('orderbook.1.')) {
    const rows = [{ symbol, b: bids[0] ?? null, a: asks[0] ?? null, ts: message.ts, u: data.u }];
    return [{ kind: 'table', table: 'quote', action: 'partial', keys: ['symbol'], filter: { symbol }, rows }];
  }
  const table = 'orderBookL2_25';
  const rows = [
    ...bids.map((level) => ['Buy', level] as const),
    ...asks.map((level) => ['Sell', level] as const),
  ].map(([side, [price, size]]): Item => ({ symbol, side, price, size }));
  if (message.type === 'snapshot') {
    const keys = ['symbol', 'side', 'price'];
    return [{ kind: 'table', table, action: 'partial', keys, filter: { symbol }, rows }];
  }
  const gone = rows.filter(({ size }) => Number(size) === 0);
  const rest = rows.filter(({ size }) => Number(size) !== 0);
  const change = { kind: 'table', table, keys: null, filter: null } as const;
  const events: readonly FeedEvent[] = [
    { ...change, action: 'delete', rows: gone },
    { ...change, action: 'insert', rows: rest },
  ];
  return events.filter((event) => event.kind === 'table' && event.rows.length > 0);
}

type Level = readonly [price: string, size: string];

function levels(side: unknown): readonly Level[] | null {
  if (!Array.isArray(side)) return null;
  const read = side.map((level: unknown): Level | null => {
    const [price, size] = Array.isArray(level) ? [digitsOf(level[0]), digitsOf(level[1])] : [null, null];
    return price === null || size === null ? null : [price, size];
  });
  return read.every((level) => level !== null) ? read : null;
}

function answerTo(op: string, message: Item): FeedEvent {
  const said = sentence(message.ret_msg) ?? sentence(message.retMsg) ?? '';
  if (op === 'pong' || said === 'pong') return { kind: 'pong' };
  const code = digitsOf(message.retCode);
  const isGood = message.success === true || (message.success === undefined && code === '0');
  switch (op) {
    case 'auth':
      return isGood ? { kind: 'authenticated' } : refused(null, code, said);
    case 'subscribe':
      return isGood
        ? { kind: 'subscribed', channels: channelsOf(message) }
        : refusedChannels(message, code, said);
    case 'unsubscribe':
      return { kind: 'unsubscribed', channels: channelsOf(message) };
    default:
      return { kind: 'ignored', policy: 'unknown-message' };
  }
}

// Where a server does not repeat the id, it can only have answered what every account subscribes to.
function channelsOf(message: Item): readonly Channel[] {
  const names = text(message.req_id)?.split(',') ?? Object.keys(privateTopics);
  return names.filter((name) => name !== '').map(parseChannelName);
}

function refusedChannels(message: Item, code: string | null, said: string): FeedEvent {
  if (/already subscribed/i.test(said)) return { kind: 'ignored', policy: 'already-subscribed' };
  return refused(channelsOf(message), code, said);
}

function refused(channels: readonly Channel[] | null, code: string | null, said: string): FeedEvent {
  const isOfKey = channels === null || channels.some(({ topic }) => Object.hasOwn(privateTopics, topic));
  const event = { kind: 'refused', channels, code: code ?? 'error', message: said } as const;
  return isOfKey ? { ...event, cause: bybitCause(code, said) } : event;
}

/** By code, and on the stream, which often gives none, by words. https://bybit-exchange.github.io/docs/v5/error */
export function bybitCause(code: string | null, said: string): FailureCause {
  if (code !== null) return causes.get(code) ?? 'other';
  if (/key.*expired/i.test(said)) return 'expired';
  // `Params Error` answers a login whose time is past: https://github.com/bybit-exchange/pybit/issues/300
  if (/expire|timestamp|recv_window|params error/i.test(said)) return 'clock';
  if (/too many|too frequent|rate limit/i.test(said)) return 'rate-limit';
  if (/\bip\b/i.test(said)) return 'address';
  if (/sign/i.test(said)) return 'secret';
  if (/permission/i.test(said)) return 'permission';
  return /api.?key/i.test(said) ? 'key' : 'other';
}

/** The venue's time of a row, in milliseconds. */
export function rowMs(value: unknown): number | null {
  return timeMs(Number(digitsOf(value) ?? Number.NaN));
}

const causes: ReadonlyMap<string, FailureCause> = new Map([
  ['-1', 'clock'],
  ['-2015', 'expired'],
  ['10000', 'busy'],
  ['10002', 'clock'],
  ['10003', 'key'],
  ['10004', 'secret'],
  ['10005', 'permission'],
  ['10006', 'rate-limit'],
  ['10007', 'key'],
  ['10009', 'address'],
  ['10010', 'address'],
  ['10016', 'busy'],
  ['10018', 'rate-limit'],
  ['10429', 'rate-limit'],
  ['33004', 'expired'],
]);
