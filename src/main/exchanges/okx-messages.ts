/** What an OKX v5 frame says. https://www.okx.com/docs-v5/en/#overview-websocket, read 2026-11-24 */
import type { FailureCause } from './account.ts';
import { digitsOf } from './exact-json.ts';
import type { Channel, FeedEvent, Item, ParsedTrade } from './exchange.ts';
import { isItem, isoTime, itemsOf, sentence, sideOf, text, timeMs } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

export function parseOkx(frame: string): readonly FeedEvent[] {
  if (frame === 'pong') return [{ kind: 'pong' }];
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  if (typeof message.event === 'string') return [answerEvent(message.event, message)];
  const arg = isItem(message.arg) ? message.arg : {};
  const channel = text(arg.channel);
  if (channel === null) return [{ kind: 'ignored', policy: 'unknown-message' }];
  const rows = itemsOf(message.data);
  if (rows === null) return [malformed(`${channel}: data is no list of rows`)];
  return dataEvents(channel, text(arg.instId), rows);
}

/** Topics of Vigil that one of the venue's channels feeds. */
export function topicsOf(channel: unknown): readonly string[] {
  return Object.keys(okxChannels).filter((topic) => okxChannels[topic] === channel);
}

function dataEvents(channel: string, symbol: string | null, rows: readonly Item[]): readonly FeedEvent[] {
  switch (channel) {
    case 'trades':
      return rows.map(tradeEvent);
    case 'tickers':
      return [tableOf('instrument', symbol, rows)];
    case 'bbo-tbt':
      return [tableOf('quote', symbol, rows)];
    case 'positions':
      return [changes('position', rows, 'posId')];
    case 'orders': {
      const fills = rows.map(fillOf).filter((fill) => fill !== null);
      const orders = changes('order', rows, 'ordId');
      return fills.length === 0 ? [orders] : [orders, changes('execution', fills, 'tradeId')];
    }
    case 'account':
      return [changes('margin', rows.flatMap(balancesOf), 'ccy')];
    case bookings:
      return rows.some(({ eventType }) => booked.has(eventType))
        ? [{ kind: 'unread', table: 'execution' }]
        : [{ kind: 'ignored', policy: 'told-elsewhere' }];
    default:
      return [{ kind: 'ignored', policy: 'not-subscribed' }];
  }
}

/** A message holds the whole ticker, or the whole best bid and offer, of one instrument. */
function tableOf(table: string, symbol: string | null, rows: readonly Item[]): FeedEvent {
  if (symbol === null) return malformed(`${table} without an instrument`);
  const named = rows.map((row) => ({ ...row, symbol }));
  return { kind: 'table', table, action: 'partial', keys: ['symbol'], filter: { symbol }, rows: named };
}

/** Account rows are always whole: each takes the place of the one before. */
function changes(table: string, rows: readonly Item[], key: string): FeedEvent {
  if (rows.some((row) => text(row[key]) === null)) return malformed(`${table}: a row without ${key}`);
  return { kind: 'table', table, action: 'insert', keys: null, filter: null, rows };
}

/**
 * The last fill that an order's message tells of, named as GET /api/v5/trade/fills names it; the channel of
 * fills is for large accounts only. https://www.okx.com/docs-v5/en/#order-book-trading-trade-ws-order-channel
 */
function fillOf(order: Item): Item | null {
  const size = digitsOf(order.fillSz);
  if (text(order.tradeId) === null || size === null || Number(size) === 0) return null;
  const { instType, instId, tradeId, ordId, clOrdId, fillPx, fillSz, side, posSide, execType } = order;
  // `fee` and `pnl` are sums over the order, so that they are the fill's when there was one only.
  const isOnly = digitsOf(order.accFillSz) === size;
  return {
    ...{ instType, instId, tradeId, ordId, clOrdId, fillPx, fillSz, side, posSide, execType },
    fee: text(order.fillFee) ?? (isOnly ? order.fee : null),
    feeCcy: text(order.fillFeeCcy) ?? order.feeCcy,
    fillPnl: text(order.fillPnl) ?? (isOnly ? order.pnl : null),
    fillTime: order.fillTime,
    category: order.category,
  };
}

/** One row a currency, with what is said of the whole account; the time tells which of two is newer. */
export function balancesOf({ details, uTime, mgnRatio }: Item): readonly Item[] {
  const rows = itemsOf(details) ?? [];
  return rows.map((row) => ({ ...row, accountTime: uTime, accountMgnRatio: mgnRatio }));
}

function tradeEvent(row: Item): FeedEvent {
  const symbol = text(row.instId);
  const trade = tradeOf(row);
  return symbol === null || trade === null
    ? malformed(`trade without instrument, id, side, price, size or time: ${symbol ?? '?'}`)
    : { kind: 'trades', action: 'insert', symbol, trades: [trade] };
}

export function tradeOf(item: Item): ParsedTrade | null {
  const id = wholeNumber.exec(text(item.tradeId) ?? '')?.[0] ?? null;
  const side = sideOf(item.side);
  const price = digitsOf(item.px);
  const size = digitsOf(item.sz);
  const time = okxTime(item.ts);
  if (id === null || side === null || price === null || size === null || time === null) return null;
  return { symbol: text(item.instId), id, side, price, size, time, item };
}

function answerEvent(event: string, message: Item): FeedEvent {
  const arg = isItem(message.arg) ? message.arg : {};
  const channels = channelsOf(arg);
  switch (event) {
    case 'subscribe':
      return channels.length === 0
        ? { kind: 'ignored', policy: 'not-subscribed' }
        : { kind: 'subscribed', channels };
    case 'unsubscribe':
      return { kind: 'unsubscribed', channels };
    case 'login':
      return digitsOf(message.code) === '0' ? { kind: 'authenticated' } : errorEvent(message);
    case 'error':
      return errorEvent(message);
    case 'notice':
      // 64008 comes 30 s before the venue closes the connection for an upgrade.
      return { kind: 'notice', message: wordsOf(message), reconnect: message.code === '64008' };
    case 'channel-conn-count-error':
      return {
        kind: 'rate-limited',
        retryAfterMs: null,
        message: `more connections to ${sentence(message.channel) ?? 'a channel'} than OKX allows one account`,
      };
    default:
      return { kind: 'ignored', policy: 'unknown-message' };
  }
}

function channelsOf({ channel, instId }: Item): readonly Channel[] {
  return topicsOf(channel).map((topic) => ({ topic, symbol: text(instId) }));
}

function errorEvent(message: Item): FeedEvent {
  const code = sentence(message.code) ?? 'error';
  const words = wordsOf(message);
  const cause = okxCause(code);
  if (cause === 'rate-limit' || cause === 'busy')
    return { kind: 'rate-limited', retryAfterMs: null, message: words };
  // The session has ended: only another connection can log in again.
  if (code === '60011') return { kind: 'notice', message: words, reconnect: true };
  // `Wrong URL or channel:trades,instId:BTC-USDTX doesn't exist.` is all that says which one is meant.
  const named = /channel:([\w-]+)(?:,instId:([\w.-]+))?/.exec(words);
  const channels = named === null ? [] : channelsOf({ channel: named[1], instId: named[2] ?? '' });
  if (channels.length > 0) {
    const refused = { kind: 'refused', channels, code, message: words } as const;
    return cause === 'other' ? refused : { ...refused, cause };
  }
  return cause === 'other' && code !== '60018'
    ? { kind: 'notice', message: `${words} (${code})`, reconnect: false }
    : { kind: 'refused', channels: null, code, message: words, cause };
}

function wordsOf(message: Item): string {
  return sentence(message.msg) ?? 'error without a text';
}

/**
 * What an error says of the key. A key that has expired no longer exists.
 * https://www.okx.com/docs-v5/en/#error-code, read 2026-11-24
 */
export function okxCause(code: string): FailureCause {
  for (const [cause, codes] of causes) if (codes.includes(code)) return cause;
  return 'other';
}

/** Milliseconds come as strings; an empty one is none. */
export function okxMs(value: unknown): number | null {
  const digits = digitsOf(value);
  return digits === null ? null : timeMs(Number(digits));
}

export function okxTime(value: unknown): string | null {
  return isoTime(okxMs(value));
}

const wholeNumber = /^\d{1,30}$/;

const causes: readonly (readonly [FailureCause, readonly string[]])[] = [
  ['clock', ['60004', '60006', '50102', '50112']],
  ['secret', ['60007', '60024', '50105', '50113']],
  ['key', ['60005', '60009', '60031', '60032', '50100', '50101', '50111', '50119']],
  ['permission', ['60029', '50114', '50120', '50030']],
  ['address', ['50110', '50035']],
  ['rate-limit', ['60014', '60023', '50011', '50061']],
  ['busy', ['63999', '64003', '50001', '50004', '50013', '50026']],
];

/**
 * Says that something was booked without an order, but not what.
 * https://www.okx.com/docs-v5/en/#trading-account-websocket-balance-and-position-channel, read 2026-11-25
 */
export const bookings = 'balance_and_position';
const booked: ReadonlySet<unknown> = new Set(['funding_fee', 'delivered', 'exercised']);

/** The venue's channel behind each topic; a message about an order tells of its fills too. */
export const okxChannels: Readonly<Record<string, string>> = {
  trade: 'trades',
  instrument: 'tickers',
  quote: 'bbo-tbt',
  position: 'positions',
  order: 'orders',
  execution: 'orders',
  margin: 'account',
};
