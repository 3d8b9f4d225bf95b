/**
 * What a frame of Binance spot says, of its streams and of its WebSocket API. Account events get the names their
 * fields have over REST. https://developers.binance.com/docs/binance-spot-api-docs/user-data-stream, read 2026-11-24
 */
import { answerEvent, tradeEvent } from './binance-public.ts';
import { binanceCause } from './binance-requests.ts';
import { digitsOf } from './exact-json.ts';
import type { FeedEvent, Item } from './exchange.ts';
import { isItem, sentence, text } from './fields.ts';
import { malformed, readFrame } from './reading.ts';

export const spotStreams = { trade: 'trade', quote: 'bookTicker', instrument: 'ticker' };
export const loginId = 'login';

export function parseBinance(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  if (isItem(message.event)) return accountEvents(message.event);
  switch (message.e) {
    case 'trade':
      return [tradeEvent(message, 't')];
    case '24hrTicker':
      return [instrumentEvent(message)];
    case 'serverShutdown':
      return [{ kind: 'notice', message: 'the server shuts down', reconnect: true }];
    case undefined:
      // Quotes are the only messages that do not say what they are.
      if ('u' in message && 'b' in message) return [quoteEvent(message)];
      if ('status' in message) return [loginEvent(message)];
      return [answerEvent(message, spotStreams) ?? { kind: 'ignored', policy: 'unknown-message' }];
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

// The login is a subscription to everything of the account.
function loginEvent(message: Item): FeedEvent {
  if (message.id !== loginId && message.id !== null) return { kind: 'ignored', policy: 'acknowledgement' };
  if (message.status === 200) return { kind: 'authenticated' };
  const error = isItem(message.error) ? message.error : {};
  const code = digitsOf(error.code);
  const status = typeof message.status === 'number' ? message.status : 400;
  return {
    ...{ kind: 'refused', channels: null, code: code ?? String(status) },
    message: sentence(error.msg) ?? 'error without a text',
    cause: binanceCause(code, status),
  };
}

function accountEvents(event: Item): readonly FeedEvent[] {
  switch (event.e) {
    case 'executionReport':
      return orderEvents(event);
    case 'outboundAccountPosition':
      return [balancesEvent(event)];
    case 'externalLockUpdate':
      return [{ kind: 'unread', table: 'margin' }];
    case 'eventStreamTerminated':
      return [{ kind: 'notice', message: 'the stream of the account was ended', reconnect: true }];
    // A position of the whole account follows every deposit and withdrawal.
    case 'balanceUpdate':
      return [{ kind: 'ignored', policy: 'balance-change' }];
    case 'listStatus':
      return [{ kind: 'ignored', policy: 'order-list' }];
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

function orderEvents(event: Item): readonly FeedEvent[] {
  const symbol = text(event.s);
  const orderId = digitsOf(event.i);
  if (symbol === null || orderId === null) return [malformed('execution report without symbol or id')];
  const order: Item = {
    // Of a cancelled order `c` names the request that cancelled it, and `C` the order.
    ...{ symbol, orderId, clientOrderId: text(event.C) ?? event.c, side: event.S, type: event.o },
    ...{ timeInForce: event.f, origQty: event.q, price: event.p, stopPrice: event.P, status: event.X },
    ...{ executedQty: event.z, cummulativeQuoteQty: event.Z, isWorking: event.w, time: event.O },
    ...{ updateTime: event.T, executionType: event.x, rejectReason: event.r },
  };
  const events: FeedEvent[] = [table('order', [order])];
  // No trade has the number -1.
  const id = digitsOf(event.t);
  if (event.x !== 'TRADE' || id === null) return events;
  const execution: Item = {
    ...{ symbol, id, orderId, isBuyer: event.S === 'BUY', price: event.L, qty: event.l, commission: event.n },
    ...{ commissionAsset: event.N, isMaker: event.m, time: event.T },
  };
  events.push(table('execution', [execution]));
  return events;
}

function balancesEvent(event: Item): FeedEvent {
  if (!Array.isArray(event.B) || !event.B.every(isItem)) return malformed('balances without a list');
  const updateTime = event.u;
  return table(
    'margin',
    event.B.map(({ a, f, l }) => ({ asset: a, free: f, locked: l, updateTime })),
  );
}

function instrumentEvent(message: Item): FeedEvent {
  const { E: time, c: lastPrice, o: openPrice, v: volume } = message;
  return whole('instrument', text(message.s), { time, lastPrice, openPrice, volume });
}

function quoteEvent({ s, b: bidPrice, B: bidQty, a: askPrice, A: askQty }: Item): FeedEvent {
  return whole('quote', text(s), { bidPrice, bidQty, askPrice, askQty });
}

// There is no snapshot: every message holds the whole row, and takes its place.
function whole(name: string, symbol: string | null, fields: Item): FeedEvent {
  if (symbol === null) return malformed(`${name} without symbol`);
  const rows = [{ symbol, ...fields }];
  return { kind: 'table', table: name, action: 'partial', keys: ['symbol'], filter: { symbol }, rows };
}

function table(name: string, rows: readonly Item[]): FeedEvent {
  return { kind: 'table', table: name, action: 'insert', keys: null, filter: null, rows };
}
