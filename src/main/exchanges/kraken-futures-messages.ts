/** What a Kraken Futures frame says. https://docs.kraken.com/api/docs/futures-api/websocket/introduction, read 2026-11-24 */
import { digitsOf } from './exact-json.ts';
import type { Channel, FeedEvent, Item, ParsedTrade } from './exchange.ts';
import { isItem, isoTime, itemsOf, sentence, sideOf, text, timeMs } from './fields.ts';
import { streamedWallets } from './kraken-futures-wallets.ts';
import { malformed, readFrame } from './reading.ts';

/** Tells of fundings, among much else. */
export const logFeed = 'account_log';

/** The venue's feed of a topic. */
export function feedOf(topic: string): string {
  return feeds[topic] ?? topic;
}

export function parseKrakenFutures(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  const event = text(message.event);
  return event === null ? feedEvents(message) : [answerTo(event, message)];
}

function feedEvents(message: Item): readonly FeedEvent[] {
  switch (message.feed) {
    case 'trade':
      return [tradesEvent('insert', text(message.product_id), [message])];
    case 'trade_snapshot':
      return [tradesEvent('partial', text(message.product_id), itemsOf(message.trades))];
    case 'ticker':
      return [productEvent('instrument', message)];
    case 'ticker_lite':
      return [productEvent('quote', message)];
    case 'open_positions':
      return [positionsEvent(message)];
    case 'open_orders_snapshot':
      return [insert('order', itemsOf(message.orders)?.map(orderRow) ?? null)];
    case 'open_orders':
      return [orderEvent(message)];
    case 'fills':
      return [insert('execution', fillRows(message))];
    case 'fills_snapshot':
      return pastFills(fillRows(message));
    case 'account_log':
      return [logEvent(message.new_entry)];
    case 'account_log_snapshot':
      return [{ kind: 'ignored', policy: 'read-over-rest' }];
    case 'balances_snapshot':
    case 'balances':
      return [insert('margin', streamedWallets(message))];
    case 'heartbeat':
      return [{ kind: 'ignored', policy: 'heartbeat' }];
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

/** Snapshots begin with the newest trade. */
function tradesEvent(
  action: 'partial' | 'insert',
  symbol: string | null,
  rows: readonly Item[] | null,
): FeedEvent {
  const trades = rows?.map(tradeOf).reverse() ?? [null];
  if (symbol === null || !trades.every((trade) => trade !== null)) {
    return malformed(`trade without symbol, id, side, price, size or time: ${symbol ?? '?'}`);
  }
  return { kind: 'trades', action, symbol, trades };
}

function tradeOf(item: Item): ParsedTrade | null {
  const [symbol, id, side] = [text(item.product_id), text(item.uid), sideOf(item.side)];
  const [price, size, time] = [digitsOf(item.price), digitsOf(item.qty), isoTime(timeMs(item.time))];
  if (symbol === null || id === null || side === null || price === null || size === null || time === null) {
    return null;
  }
  return { symbol, id, side, price, size, time, item };
}

/** A ticker is always whole. */
function productEvent(table: string, message: Item): FeedEvent {
  const symbol = text(message.product_id);
  if (symbol === null) return malformed(`${table} without a product`);
  const rows = [{ ...message, symbol }];
  return { kind: 'table', table, action: 'partial', keys: ['symbol'], filter: { symbol }, rows };
}

/** Every message lists all open positions: one that is not in it is closed. */
function positionsEvent({ positions, timestamp }: Item): FeedEvent {
  const rows = itemsOf(positions)?.map((row) => ({ ...row, symbol: row.instrument, timestamp })) ?? null;
  if (rows === null || !rows.every(({ symbol }) => text(symbol) !== null)) {
    return malformed('open_positions without a list of positions');
  }
  return { kind: 'table', table: 'position', action: 'partial', keys: positionKeys, filter: {}, rows };
}

export const positionKeys = ['symbol'];

function orderRow(order: Item): Item {
  return { is_cancel: false, ...order, symbol: order.instrument };
}

/** The order, and why it is told; of one that was cancelled there may be no more than its id. */
function orderEvent(message: Item): FeedEvent {
  const { is_cancel, reason } = message;
  if (isItem(message.order)) return insert('order', [{ ...orderRow(message.order), is_cancel, reason }]);
  const { order_id } = message;
  if (text(order_id) === null) return malformed('open_orders without an order');
  const rows = [{ order_id, is_cancel, reason }];
  return { kind: 'table', table: 'order', action: 'update', keys: null, filter: null, rows };
}

function fillRows({ fills }: Item): readonly Item[] | null {
  return itemsOf(fills)?.map((fill) => ({ ...fill, symbol: fill.instrument })) ?? null;
}

/** The same fills over REST come without their fees, so these are added to what has been read. */
function pastFills(rows: readonly Item[] | null): readonly FeedEvent[] {
  const event = insert('execution', rows);
  return event.kind === 'table' ? [event, { ...event, action: 'update' }] : [event];
}

/** Fills have a feed of their own; of the log only fundings are of use. */
function logEvent(entry: unknown): FeedEvent {
  if (!isItem(entry)) return malformed('account_log without an entry');
  const rows = fundingRows(entry);
  return rows.length === 0 ? { kind: 'ignored', policy: 'no-funding' } : insert('execution', rows);
}

/** A funding that was paid or received, among the executions; none where the entry is something else. */
export function fundingRows(entry: Item): readonly Item[] {
  const { booking_uid: fill_id, contract, date, asset, realized_funding } = entry;
  if (entry.info !== 'funding rate change' || text(fill_id) === null) return [];
  if (Number(digitsOf(realized_funding) ?? 0) === 0) return [];
  const symbol = text(contract)?.toUpperCase() ?? null;
  const time = timeMs(date);
  return [{ fill_id, symbol, time, fill_type: 'funding', realized_funding, fee_currency: asset }];
}

function insert(table: string, rows: readonly Item[] | null): FeedEvent {
  if (rows === null) return malformed(`${table}: no list of rows`);
  return { kind: 'table', table, action: 'insert', keys: null, filter: null, rows };
}

function answerTo(event: string, message: Item): FeedEvent {
  const said = sentence(message.message) ?? '';
  switch (event) {
    case 'challenge': {
      const challenge = text(message.message);
      return challenge !== null && uuid.test(challenge)
        ? { kind: 'challenge', challenge }
        : malformed('a challenge that is no UUID');
    }
    case 'subscribed':
      if (message.feed === logFeed) return { kind: 'ignored', policy: 'acknowledgement' };
      return { kind: 'subscribed', channels: channelsOf(message) };
    case 'unsubscribed':
      return { kind: 'unsubscribed', channels: channelsOf(message) };
    case 'subscribed_failed':
      return { kind: 'refused', channels: channelsOf(message), code: event, message: said };
    case 'error':
    case 'alert':
      return complaint(said);
    case 'pong':
      return { kind: 'pong' };
    default:
      return { kind: 'ignored', policy: event === 'info' ? 'greeting' : 'unknown-message' };
  }
}

/** Names neither feed nor product. `Failed to subscribe to authenticated feed` was seen on the wire 2026-09-25. */
function complaint(message: string): FeedEvent {
  if (/authenticated|challenge|api.?key|signature/i.test(message)) {
    // The key and its signature were good over REST a moment before.
    return { kind: 'refused', channels: null, code: 'alert', message, cause: 'permission' };
  }
  if (/already subscribed/i.test(message)) return { kind: 'ignored', policy: 'already-subscribed' };
  if (/\brate\b|too many|limit/i.test(message)) return { kind: 'rate-limited', retryAfterMs: null, message };
  return { kind: 'notice', message, reconnect: false };
}

function channelsOf({ feed, product_ids: products }: Item): readonly Channel[] {
  const topic = Object.keys(feeds).find((name) => feeds[name] === feed) ?? text(feed);
  if (topic === null) return [];
  const symbols = Array.isArray(products) ? products.filter((name) => typeof name === 'string') : [];
  return symbols.length === 0 ? [{ topic, symbol: null }] : symbols.map((symbol) => ({ topic, symbol }));
}

// Requests over REST are signed in the same way: anything else might be one, and its answer would let it pass.
// https://docs.kraken.com/api/docs/guides/futures-websockets, read 2026-11-25
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const feeds: Readonly<Record<string, string>> = {
  instrument: 'ticker',
  quote: 'ticker_lite',
  position: 'open_positions',
  order: 'open_orders',
  execution: 'fills',
  margin: 'balances',
};
