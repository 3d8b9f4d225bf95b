/** What a BitMEX frame says. https://www.bitmex.com/app/wsAPI, read 2026-11-24 */
import type { Failure, FailureCause } from './account.ts';
import { digitsOf, parseExact, stringifyExact } from './exact-json.ts';
import {
  type Action,
  type Channel,
  channelName,
  type FeedEvent,
  type Item,
  type ParsedTrade,
  parseChannelName,
} from './exchange.ts';
import { count, isItem, isoTime, sentence, sideOf, text, timeMs } from './fields.ts';
import { causeOfStatus, malformed } from './reading.ts';

export function parseBitmex(frame: string): readonly FeedEvent[] {
  if (frame === 'pong') return [{ kind: 'pong' }];
  let message: unknown;
  try {
    message = parseExact(frame);
  } catch {
    return [malformed(`not JSON: ${frame.slice(0, 80)}`)];
  }
  // The retired multiplexing wraps every message in an array [type, id, topic, payload].
  if (Array.isArray(message)) return [{ kind: 'ignored', policy: 'multiplexing' }];
  if (!isItem(message)) return [malformed('neither an object nor a known word')];
  if (typeof message.table === 'string') return tableEvents(message.table, message);
  if (typeof message.info === 'string') return [infoEvent(message.info, message)];
  if ('error' in message) return [errorEvent(message)];
  if ('success' in message) return [acknowledged(message)];
  // Answers to cancelAllAfter, which Vigil never sends, carry `cancelTime`.
  return [{ kind: 'ignored', policy: 'cancelTime' in message ? 'cancel-all-after' : 'unknown-message' }];
}

function tableEvents(table: string, message: Item): readonly FeedEvent[] {
  const action = actionOf(message.action);
  const rows = message.data;
  if (action === null) return [malformed(`table ${table}: unknown action`)];
  if (!Array.isArray(rows) || !rows.every(isItem))
    return [malformed(`table ${table}: data is no list of rows`)];
  let keys: readonly string[] | null = null;
  let filter: Item | null = null;
  if (action === 'partial') {
    keys = namesOf(message.keys);
    if (keys === null) return [malformed(`table ${table}: a partial without keys`)];
    filter = isItem(message.filter) ? message.filter : {};
  }
  if (table === 'trade' && (action === 'partial' || action === 'insert'))
    return tradeEvents(action, filter, rows);
  const change: FeedEvent = { kind: 'table', table, action, keys, filter, rows };
  return action === 'insert' && announcing.has(table) ? [change, ...rows.map(noticeOf)] : [change];
}

function actionOf(value: unknown): Action | null {
  return value === 'update' || value === 'insert' || value === 'delete' || value === 'partial' ? value : null;
}

function namesOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : null;
}

function tradeEvents(
  action: 'partial' | 'insert',
  filter: Item | null,
  rows: readonly Item[],
): readonly FeedEvent[] {
  const events: FeedEvent[] = [];
  let symbol = text(filter?.symbol);
  let trades: ParsedTrade[] | null = action === 'partial' ? [] : null;
  if (trades !== null) events.push({ kind: 'trades', action, symbol, trades });
  for (const row of rows) {
    if (isIndexTrade(row)) continue;
    const trade = tradeOf(row);
    if (trade === null) {
      events.push(
        malformed(`trade without symbol, side, price, size, time or id: ${text(row.symbol) ?? '?'}`),
      );
      continue;
    }
    // A partial is one event whatever it covers; of an insert, each event is about one symbol.
    if (trades === null || (action === 'insert' && symbol !== trade.symbol)) {
      symbol = trade.symbol;
      trades = [];
      events.push({ kind: 'trades', action, symbol, trades });
    }
    trades.push(trade);
  }
  return events.length > 0 ? events : [{ kind: 'ignored', policy: 'index-trade' }];
}

// Index symbols such as .BXBT publish their values as trades of size 0 with a zero id.
function isIndexTrade(row: Item): boolean {
  const { size } = row;
  return size === 0 || row.trdMatchID === zeroId || (typeof size !== 'number' && digitsOf(size) === '0');
}

function tradeOf(row: Item): ParsedTrade | null {
  const symbol = text(row.symbol);
  const id = text(row.trdMatchID);
  const side = sideOf(row.side);
  const price = digitsOf(row.price);
  const size = digitsOf(row.size);
  const time = isoTime(row.timestamp);
  if (symbol === null || id === null || side === null || price === null || size === null || time === null)
    return null;
  return { symbol, id, side, price, size, time, item: row };
}

function infoEvent(info: string, message: Item): FeedEvent {
  if (!('version' in message) && !info.startsWith('Welcome'))
    return { kind: 'notice', message: sentence(info) ?? 'a message without a text', reconnect: false };
  const limit = message.limit;
  const left = isItem(limit) ? limit.remaining : null;
  return {
    kind: 'welcome',
    serverTimeMs: timeMs(message.timestamp),
    connectionsLeft: count(left),
  };
}

function acknowledged(message: Item): FeedEvent {
  const request = isItem(message.request) ? message.request : {};
  const subscribed = text(message.subscribe);
  const unsubscribed = text(message.unsubscribe);
  const name = subscribed ?? unsubscribed;
  if (message.success !== true) {
    const channels = name === null ? null : [parseChannelName(name)];
    const refused = sentence(name) ?? sentence(request.op) ?? 'request';
    return { kind: 'refused', channels, code: 'refused', message: `refused: ${refused}` };
  }
  if (subscribed !== null) return { kind: 'subscribed', channels: [parseChannelName(subscribed)] };
  if (unsubscribed !== null) return { kind: 'unsubscribed', channels: [parseChannelName(unsubscribed)] };
  return isLogin(request) ? { kind: 'authenticated' } : { kind: 'ignored', policy: 'acknowledgement' };
}

function errorEvent(message: Item): FeedEvent {
  const status = digitsOf(message.status);
  const nested = message.error;
  const reason =
    sentence(nested) ?? (isItem(nested) ? sentence(nested.message) : null) ?? 'error without a text';
  const request = isItem(message.request) ? message.request : {};
  if (/already subscribed/i.test(reason)) return { kind: 'ignored', policy: 'already-subscribed' };
  if (status === '429' || /rate limit exceeded/i.test(reason)) {
    return { kind: 'rate-limited', retryAfterMs: retryAfterMs(message, reason), message: reason };
  }
  if (status?.startsWith('5')) return { kind: 'rate-limited', retryAfterMs: null, message: reason };
  if (status === null) return { kind: 'notice', message: reason, reconnect: false };
  const channels = isLogin(request) ? null : refusedChannels(request, reason, message.meta);
  const refused = { kind: 'refused', channels, code: status, message: reason } as const;
  const isOfKey = isLogin(request) || (/^40[13]$/.test(status) && channels?.every(isPrivate) === true);
  return isOfKey ? { ...refused, cause: bitmexFailure(Number(status), reason).cause } : refused;
}

/** What an error says of the key it was answered to. */
export function bitmexFailure(status: number, message: string): Failure {
  return { cause: causeOf(status, message), message, retryAfterMs: null };
}

function causeOf(status: number, message: string): FailureCause {
  const known = causeOfStatus(status);
  if (known === 'rate-limit' || known === 'busy') return known;
  if (/signature not valid/i.test(message)) return 'secret';
  if (/has expired|nonce is not increasing/i.test(message)) return 'clock';
  if (/\bIP\b|address/.test(message)) return 'address';
  return known;
}

// `meta.retryAfter` in seconds; without it the text says "retry in 29 seconds."
function retryAfterMs(message: Item, reason: string): number | null {
  const meta = message.meta;
  const seconds =
    (isItem(meta) ? digitsOf(meta.retryAfter) : null) ?? /retry in (\d+) second/i.exec(reason)?.[1];
  const ms = Number(seconds ?? Number.NaN) * 1_000;
  return ms >= 0 && ms <= longestWaitMs ? ms : null;
}

function isLogin(request: Item): boolean {
  return request.op === 'authKeyExpires' || request.op === 'authKey';
}

function isPrivate({ topic }: Channel): boolean {
  return privateTopics.some((name) => name === topic);
}

// Those the error names, by channel, symbol or topic; all of the frame's where it names none.
function refusedChannels(request: Item, reason: string, meta: unknown): readonly Channel[] | null {
  const args = [request.args].flat().filter((name) => typeof name === 'string');
  if (args.length === 0) return null;
  const more = sentence(stringifyExact(meta ?? '')) ?? '';
  const words = new Set(`${reason} ${more}`.split(/[^\w.:]+/).flatMap(trimmed));
  const channels = args.map(parseChannelName);
  const named = [
    channels.filter((channel) => words.has(channelName(channel))),
    channels.filter((channel) => channel.symbol !== null && words.has(channel.symbol)),
    channels.filter((channel) => words.has(channel.topic)),
  ].find((list) => list.length > 0);
  return named ?? channels;
}

function trimmed(word: string): readonly string[] {
  return [word, word.replace(/[.:]+$/, '')];
}

function noticeOf(row: Item): FeedEvent {
  const message =
    sentence(row.title) ?? sentence(row.body) ?? sentence(row.content) ?? 'announcement without a text';
  return { kind: 'notice', message, reconnect: false };
}

/** Rows of a table as REST answers them. */
export function parseBitmexRows(answer: string): readonly Item[] | null {
  try {
    const rows = parseExact(answer);
    return Array.isArray(rows) && rows.every(isItem) ? rows : null;
  } catch {
    return null;
  }
}

/** The trades of an answer of GET /trade, whose rows are those of the table; null for anything else. */
export function parseBitmexTrades(answer: string): readonly ParsedTrade[] | null {
  const rows = parseBitmexRows(answer);
  if (rows === null) return null;
  const trades = rows.filter((row) => !isIndexTrade(row)).map(tradeOf);
  return trades.every((trade) => trade !== null) ? trades : null;
}

/** Channels of an account. */
export const privateTopics = [
  ...['margin', 'position', 'order', 'execution', 'wallet', 'transact', 'affiliate', 'account'],
  'privateNotifications',
] as const;

const longestWaitMs = 24 * 60 * 60_000;
const zeroId = '00000000-0000-0000-0000-000000000000';
const announcing = new Set(['announcement', 'publicNotifications', 'privateNotifications']);
