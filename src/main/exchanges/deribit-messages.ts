/** What a Deribit frame says: JSON-RPC 2.0. https://docs.deribit.com/articles/json-rpc-overview, read 2026-11-24 */
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
import { countedId, isItem, isoTime, itemsOf, sentence, sideOf, text, timeMs } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

export function parseDeribit(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  if (message.method === 'subscription') return notified(message.params);
  // Never asked for: our own ping does as well, and a pure reader cannot answer a test_request.
  if (message.method === 'heartbeat') return [{ kind: 'ignored', policy: 'heartbeat' }];
  if (isItem(message.error)) return [errorEvent(text(message.id), message.error)];
  if ('result' in message) return answered(text(message.id), message.result);
  return [{ kind: 'ignored', policy: 'unknown-message' }];
}

/** The venue's channel behind one of ours. */
export function deribitChannel({ topic, symbol }: Channel): string {
  return symbol === null ? (privateChannels[topic] ?? topic) : (publicChannels[topic]?.(symbol) ?? topic);
}

/** The request's id names its channels: the answer lists those that worked, and leaves the others out. */
export function requestId(channels: readonly Channel[]): string {
  return `${subscribing}${channels.map(channelName).join(',')}`;
}

function notified(params: unknown): readonly FeedEvent[] {
  const { channel, data } = isItem(params) ? params : {};
  const name = text(channel);
  if (name === null) return [malformed('a notification without a channel')];
  const rows = itemsOf(Array.isArray(data) ? data : [data]);
  if (rows === null) return [malformed(`${name}: data is no row and no list of rows`)];
  const [first = '', second = ''] = name.split('.');
  switch (first) {
    case 'trades':
      return tradeEvents(rows);
    case 'ticker':
      return rows.map((row) => tableOf('instrument', row));
    case 'quote':
      return rows.map((row) => tableOf('quote', row));
    case 'user':
      if (second === 'changes') return rows.flatMap(changesOf);
      if (second === 'portfolio') return [inserted('margin', rows, ['currency'])];
      return [{ kind: 'ignored', policy: 'not-subscribed' }];
    default:
      return [{ kind: 'ignored', policy: 'not-subscribed' }];
  }
}

function tableOf(table: string, row: Item): FeedEvent {
  const symbol = text(row.instrument_name);
  if (symbol === null) return malformed(`${table} without an instrument`);
  const rows = [{ ...row, symbol }];
  return { kind: 'table', table, action: 'partial', keys: ['symbol'], filter: { symbol }, rows };
}

/** Trades, orders and positions of one change come together, and a position has no time of its own. */
function changesOf({ orders, trades, positions }: Item): readonly FeedEvent[] {
  const [orderRows, tradeRows, positionRows] = [orders, trades, positions].map((rows) => itemsOf(rows) ?? []);
  if (orderRows === undefined || tradeRows === undefined || positionRows === undefined) return [];
  const times = [
    ...orderRows.map((row) => timeMs(row.last_update_timestamp)),
    ...tradeRows.map((row) => timeMs(row.timestamp)),
  ].filter((ms) => ms !== null);
  const timestamp = times.length === 0 ? null : Math.max(...times);
  const events = [
    inserted('order', orderRows, ['order_id']),
    inserted('execution', tradeRows, executionKeys),
    inserted(
      'position',
      positionRows.map((row) => ({ ...row, timestamp })),
      ['instrument_name'],
    ),
  ];
  const told = events.filter((event) => event.kind !== 'table' || event.rows.length > 0);
  return told.length > 0 ? told : [{ kind: 'ignored', policy: 'empty-message' }];
}

/** Account rows are always whole: each takes the place of the one before. */
function inserted(table: string, rows: readonly Item[], keys: readonly string[]): FeedEvent {
  if (rows.some((row) => keys.some((key) => text(row[key]) === null))) {
    return malformed(`${table}: a row without ${keys.join(', ')}`);
  }
  return { kind: 'table', table, action: 'insert', keys: null, filter: null, rows };
}

function tradeEvents(rows: readonly Item[]): readonly FeedEvent[] {
  return rows.map((row): FeedEvent => {
    const symbol = text(row.instrument_name);
    const trade = tradeOf(row);
    return symbol === null || trade === null
      ? malformed(`trade without instrument, trade_seq, price, amount or time: ${symbol ?? '?'}`)
      : { kind: 'trades', action: 'insert', symbol, trades: [trade] };
  });
}

/**
 * `trade_seq` grows by one with every trade of an instrument, and past trades are asked for by it; `trade_id`
 * is counted per currency. https://docs.deribit.com/subscriptions/trades/tradesinstrument_nameinterval
 */
export function tradeOf(item: Item): ParsedTrade | null {
  const id = countedId(item.trade_seq);
  const side = sideOf(item.direction);
  const price = digitsOf(item.price);
  const size = digitsOf(item.amount);
  const time = isoTime(item.timestamp);
  if (id === null || side === null || price === null || size === null || time === null) return null;
  return { symbol: text(item.instrument_name), id, side, price, size, time, item };
}

function answered(id: string | null, result: unknown): readonly FeedEvent[] {
  if (id === pingId) return [{ kind: 'pong' }];
  if (isItem(result) && typeof result.access_token === 'string') {
    const seconds = Number(digitsOf(result.expires_in) ?? 0);
    const login = { kind: 'authenticated', token: result.access_token } as const;
    // In good time before it ends, on the same connection. A year has been seen, which no timer can wait for.
    return [
      seconds > 0 ? { ...login, renewMs: Math.min(Math.max(seconds * 800, 1_000), mostRenewMs) } : login,
    ];
  }
  const asked = channelsIn(id);
  if (asked === null || !Array.isArray(result)) return [{ kind: 'ignored', policy: 'acknowledgement' }];
  const channels = asked.filter((channel) => result.includes(deribitChannel(channel)));
  const missing = asked.filter((channel) => !result.includes(deribitChannel(channel)));
  const events: FeedEvent[] = channels.length === 0 ? [] : [{ kind: 'subscribed', channels }];
  // What the venue does not know, or the key may not read, is left out without a word.
  const publics = missing.filter(({ symbol }) => symbol !== null);
  const privates = missing.filter(({ symbol }) => symbol === null);
  const refused = { kind: 'refused', code: 'left-out', message: 'Deribit leaves it out' } as const;
  if (publics.length > 0) events.push({ ...refused, channels: publics });
  if (privates.length > 0) events.push({ ...refused, channels: privates, cause: 'permission' });
  return events;
}

function channelsIn(id: string | null): readonly Channel[] | null {
  return id?.startsWith(subscribing) ? id.slice(subscribing.length).split(',').map(parseChannelName) : null;
}

function errorEvent(id: string | null, error: Item): FeedEvent {
  const code = digitsOf(error.code) ?? 'error';
  const message = wordsOf(error);
  const cause = deribitCause(code, message);
  if (cause === 'rate-limit' || cause === 'busy')
    return { kind: 'rate-limited', retryAfterMs: null, message };
  if (id === loginId) return { kind: 'refused', channels: null, code, message, cause };
  // The login has ended before it was renewed: another connection logs in again.
  if (code === '13009' || code === '10000') return { kind: 'notice', message, reconnect: true };
  const channels = channelsIn(id);
  if (channels === null) return { kind: 'notice', message, reconnect: false };
  return { kind: 'refused', channels, code, message, ...(cause === 'other' ? {} : { cause }) };
}

/** The message is one word; `data.reason` says more. */
export function wordsOf(error: Item): string {
  const reason = isItem(error.data) ? sentence(error.data.reason) : sentence(error.data);
  return (
    [sentence(error.message), reason].filter((part) => part !== null).join(': ') || 'error without a text'
  );
}

/** https://docs.deribit.com/articles/errors, read 2026-11-24: one code answers any credentials that are wrong. */
export function deribitCause(code: string, message: string): FailureCause {
  if (['10028', '10066', '429'].includes(code)) return 'rate-limit';
  if (['10040', '10041', '10047', '11051', '13028', '13666', '13888', '13889'].includes(code)) return 'busy';
  const isOfKey = ['10000', '10001', '13004', '13009', '13021', '-32602', '403'].includes(code);
  if (!isOfKey) return 'other';
  if (/timestamp|nonce/i.test(message)) return 'clock';
  if (/\bip\b|address/i.test(message)) return 'address';
  if (/key.*expired|expired.*key/i.test(message)) return 'expired';
  if (/scope|permission/i.test(message) || code === '13021' || code === '403') return 'permission';
  if (/disabled|not.found|unknown|client_id/i.test(message)) return 'key';
  if (code === '13004' || code === '10001') return 'secret';
  return code === '-32602' ? 'other' : 'key';
}

const mostRenewMs = 6 * 60 * 60_000;
export const loginId = 'login';
export const pingId = 'ping';
const subscribing = 'subscribe ';

/** Both sides of a trade can be ours. */
export const executionKeys = ['instrument_name', 'trade_id', 'order_id'];

const publicChannels: Readonly<Record<string, (symbol: string) => string>> = {
  trade: (symbol) => `trades.${symbol}.100ms`,
  instrument: (symbol) => `ticker.${symbol}.100ms`,
  quote: (symbol) => `quote.${symbol}`,
};

const privateChannels: Readonly<Record<string, string>> = {
  position: 'user.changes.any.any.raw',
  order: 'user.changes.any.any.raw',
  execution: 'user.changes.any.any.raw',
  margin: 'user.portfolio.any',
};
