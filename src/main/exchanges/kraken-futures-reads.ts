/**
 * Signed reads of a Kraken Futures account; their rows come in the words of the stream.
 * https://docs.kraken.com/api/docs/guides/futures-rest, read 2026-11-24
 */
import type { AccountRead, Known, Login, VenueRequest } from './account.ts';
import { isNone } from './comparing.ts';
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, itemsOf, text, timeMs } from './fields.ts';
import { fundingRows } from './kraken-futures-messages.ts';
import { objectIn } from './reading.ts';

// Without a nonce, which is optional, other
// programs can use the same key at the same time.
export function signed(
  rest: string,
  prefix: string,
  path: string,
  query: string,
  { signer }: Login,
): VenueRequest {
  return {
    method: 'GET',
    url: `${rest}${prefix}${path}${query === '' ? '' : `?${query}`}`,
    headers: { APIKey: signer.keyId, Authent: signer.hmacSha512Base64('', `${query}${path}`) },
    body: null,
  };
}

export function derivatives(rest: string, name: string, query: string, login: Login): VenueRequest {
  return signed(rest, '/derivatives', `/api/v3/${name}`, query, login);
}

export function list(name: string, field: string, view: (row: Item) => Item): AccountRead {
  return {
    request: (rest, login) => derivatives(rest, name, '', login),
    parse(answer) {
      const rows = itemsOf(objectIn(answer)?.[field]);
      return rows === null ? null : { rows: rows.map(view), next: null };
    },
  };
}

export function positionRow(item: Item): Item {
  const size = digitsOf(item.size) ?? '0';
  const balance = item.side === 'short' ? `-${size}` : size;
  const { symbol, price: entry_price, maxFixedLeverage: max_fixed_leverage } = item;
  return {
    symbol,
    balance,
    entry_price,
    ...(digitsOf(max_fixed_leverage) === null ? {} : { max_fixed_leverage }),
  };
}

/** Open orders, and the fate of those that rested in the book and have gone since we last saw everything. */
export function orderReads({ sinceMs, nowMs, rows }: Known): readonly AccountRead[] {
  const open = list('openorders', 'openOrders', orderRow);
  // A comparison asks for what is open only.
  if (nowMs - sinceMs < slackMs) return [open];
  const ours = new Set([...rows('order')].map(({ order_id: id }) => id));
  return [open, ordersGone(Math.floor(sinceMs), ours)];
}

function orderRow(item: Item): Item {
  return {
    ...{ symbol: item.symbol, order_id: item.order_id, cli_ord_id: item.cliOrdId, is_cancel: false },
    ...{ time: timeMs(item.receivedTime), last_update_time: timeMs(item.lastUpdateTime) },
    ...{ qty: item.unfilledSize, filled: item.filledSize, limit_price: item.limitPrice },
    ...{ stop_price: item.stopPrice, reduce_only: item.reduceOnly, triggerSignal: item.triggerSignal },
    direction: item.side === 'sell' ? 1 : 0,
    type: types.get(item.orderType) ?? item.orderType,
  };
}

// Stops that were cancelled before they triggered are in a list of their own, and are just gone.
// https://docs.kraken.com/api/docs/futures-api/history/get-order-events, read 2026-11-24
function ordersGone(sinceMs: number, ours: ReadonlySet<unknown>): AccountRead {
  return {
    request(rest, login, cursor) {
      const more = cursor === null ? '' : `&continuation_token=${encodeURIComponent(cursor)}`;
      const query = `since=${sinceMs}&sort=asc&closed=true${more}`;
      return signed(rest, '', '/api/history/v3/orders', query, login);
    },
    parse(answer) {
      const message = objectIn(answer);
      const elements = itemsOf(message?.elements);
      if (elements === null) return null;
      const rows = elements.flatMap(goneRow).filter((row) => row.rested === true || ours.has(row.order_id));
      return { rows, next: text(message?.continuationToken) };
    },
  };
}

function goneRow({ event, timestamp }: Item): readonly Item[] {
  if (!isItem(event)) return [];
  const { OrderCancelled: cancelled, OrderUpdated: updated } = event;
  const change = isItem(cancelled) ? cancelled : isItem(updated) ? updated : {};
  const order = isItem(change.order) ? change.order : change.newOrder;
  if (!isItem(order)) return [];
  if (!isItem(cancelled) && !isNone(order.quantity)) return [];
  const reason = isItem(cancelled) ? change.reason : 'full_fill';
  return [
    {
      ...{
        symbol: order.tradeable,
        order_id: order.uid,
        cli_ord_id: order.clientId,
        is_cancel: true,
        reason,
      },
      ...{ time: order.timestamp, last_update_time: timestamp, qty: order.quantity, filled: order.filled },
      ...{ limit_price: order.limitPrice, reduce_only: order.reduceOnly },
      direction: order.direction === 'Sell' ? 1 : 0,
      type: text(order.orderType)?.toLowerCase(),
      rested: order.orderType === 'Limit' || order.orderType === 'Post',
    },
  ];
}

/** Newest first, a hundred at a time. */
export function fillsSince(sinceMs: number): AccountRead {
  return {
    request: (rest, login, cursor) =>
      derivatives(rest, 'fills', cursor === null ? '' : `lastFillTime=${encodeURIComponent(cursor)}`, login),
    parse(answer) {
      const fills = itemsOf(objectIn(answer)?.fills);
      if (fills === null) return null;
      const rows = fills.map(fillRow).filter(({ time }) => (timeMs(time) ?? 0) >= sinceMs);
      const isFull = fills.length >= fillsPerPage && rows.length === fills.length;
      return { rows, next: isFull ? text(fills.at(-1)?.fillTime) : null };
    },
  };
}

// https://docs.kraken.com/api/docs/futures-api/history/account-log, read 2026-11-24
export function fundingsSince(sinceMs: number): AccountRead {
  return {
    request(rest, login, cursor) {
      const more = cursor === null ? '' : `&from=${cursor}`;
      const query = `since=${sinceMs}&sort=asc&info=funding%20rate%20change&count=${logsPerPage}${more}`;
      return signed(rest, '', '/api/history/v3/account-log', query, login);
    },
    parse(answer) {
      const logs = itemsOf(objectIn(answer)?.logs);
      if (logs === null) return null;
      const lastId = Number(digitsOf(logs.at(-1)?.id) ?? 0);
      return {
        rows: logs.flatMap(fundingRows),
        next: logs.length < logsPerPage ? null : String(lastId + 1),
      };
    },
  };
}

function fillRow(item: Item): Item {
  return {
    ...{ symbol: item.symbol, fill_id: item.fill_id, order_id: item.order_id, price: item.price },
    ...{ qty: item.size, buy: item.side === 'buy', fill_type: item.fillType, time: timeMs(item.fillTime) },
    ...(digitsOf(item.realized_pnl) === null ? {} : { realized_pnl: item.realized_pnl }),
  };
}

const types = new Map<unknown, string>([
  ['lmt', 'limit'],
  ['stp', 'stop'],
]);
const fillsPerPage = 100;
const logsPerPage = 200;
const slackMs = 1_000;
