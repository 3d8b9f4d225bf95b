/**
 * Signed reads of a Kraken account; their rows come in the words of the stream.
 * https://docs.kraken.com/api/docs/rest-api/get-open-orders, read 2026-11-24
 */
import type { AccountRead, Known, Login, Page, VenueRequest } from './account.ts';
import { digitsOf } from './exact-json.ts';
import { sum } from './exact-sum.ts';
import type { Item } from './exchange.ts';
import { isItem, isTime, text } from './fields.ts';
import { availableOf } from './kraken-rows.ts';
import { assetOf, pairOf, quoteOf } from './kraken-symbols.ts';
import { objectIn } from './reading.ts';

// https://docs.kraken.com/api/docs/guides/spot-rest-auth, read 2026-11-24
export function signed(rest: string, name: string, parameters: string, login: Login): VenueRequest {
  const { signer, nonce } = login;
  const path = `/0/private/${name}`;
  const body = `nonce=${nonce}${parameters === '' ? '' : `&${parameters}`}`;
  return {
    method: 'POST',
    url: `${rest}${path}`,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      'API-Key': signer.keyId,
      'API-Sign': signer.hmacSha512Base64(path, `${nonce}${body}`),
    },
    body,
  };
}

export function positionReads(): readonly AccountRead[] {
  return [
    single('OpenPositions', 'docalcs=true', (result) =>
      entriesOf(result).map(([txid, row]) => ({
        ...row,
        ...{ txid, symbol: pairOf(text(row.pair) ?? ''), timestamp: isoOfSeconds(row.time) },
      })),
    ),
  ];
}

export function balanceReads(): readonly AccountRead[] {
  return [single('BalanceEx', '', balanceRows)];
}

/** Open orders, and those that closed since we last saw everything. */
export function orderReads({ sinceMs, nowMs }: Known): readonly AccountRead[] {
  const open = single('OpenOrders', '', ({ open: orders }) => entriesOf(orders).map(orderRow));
  // A comparison asks for what is open only.
  if (nowMs - sinceMs < slackMs) return [open];
  const since = `start=${Math.floor(sinceMs / 1_000) - 1}`;
  // Closed ones last: an order that closes in between is then in both, and the later row counts.
  return [open, paged('ClosedOrders', `closetime=close&${since}`, 'closed', orderRow)];
}

export function tradeReads({ sinceMs }: Known): readonly AccountRead[] {
  // Consolidated trades would not have the ids that the stream gives them.
  const query = `consolidate_taker=false&start=${Math.floor(sinceMs / 1_000) - 1}`;
  return [paged('TradesHistory', query, 'trades', tradeRow)];
}

/** Seconds with up to nine decimals, as a time of microseconds. */
export function isoOfSeconds(value: unknown): string | null {
  const [seconds, fraction = ''] = digitsOf(value)?.split('.') ?? [];
  if (seconds === undefined || seconds.startsWith('-') || !isTime(Number(seconds) * 1_000)) return null;
  return `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

export function resultOf(answer: string): Item | null {
  const result = objectIn(answer)?.result;
  return isItem(result) ? result : null;
}

function single(name: string, parameters: string, rows: (result: Item) => readonly Item[]): AccountRead {
  return {
    request: (rest, login) => signed(rest, name, parameters, login),
    parse(answer) {
      const result = resultOf(answer);
      return result === null ? null : { rows: rows(result), next: null };
    },
  };
}

/** Newest first, fifty at a time; the venue counts every page, and its patience ends before our curiosity. */
function paged(
  name: string,
  parameters: string,
  field: string,
  view: (entry: readonly [string, Item]) => Item,
): AccountRead {
  let offset = 0;
  return {
    request(rest, login, cursor) {
      offset = Number(cursor ?? 0);
      return signed(rest, name, `${parameters}${cursor === null ? '' : `&ofs=${cursor}`}`, login);
    },
    parse(answer): Page | null {
      const entries = resultOf(answer)?.[field];
      if (!isItem(entries)) return null;
      const rows = entriesOf(entries).map(view);
      const next = offset + pageSize;
      if (rows.length < pageSize) return { rows, next: null };
      if (next < mostRows) return { rows, next: String(next) };
      return { rows, next: null, shortfall: `no more than the newest ${mostRows} are asked for` };
    },
  };
}

/** What is staked or lent out belongs to its asset, as in the stream. */
function balanceRows(result: Item): readonly Item[] {
  const assets = new Map<string, Item>();
  for (const [name, row] of entriesOf(result)) {
    const asset = assetOf(name);
    const before = assets.get(asset) ?? { balance: '0', available: '0' };
    // Only what is not lent out can be traded.
    const available = name.includes('.') ? '0' : availableOf(row);
    assets.set(asset, {
      asset,
      balance: sum(digitsOf(before.balance), digitsOf(row.balance)),
      available: sum(digitsOf(before.available), available),
    });
  }
  return [...assets.values()];
}

function orderRow([order_id, item]: readonly [string, Item]): Item {
  const descr = isItem(item.descr) ? item.descr : {};
  const order_type = text(descr.ordertype) ?? '';
  const isTriggered = /^(?:stop-loss|take-profit|trailing-stop)/.test(order_type);
  const isStopped = /\b(?:stopped|touched)\b/.test(text(item.misc) ?? '');
  const stop = digitsOf(item.stopprice) ?? digitsOf(descr.price);
  const trigger = { price: stop, status: isStopped ? 'triggered' : 'untriggered' };
  const flags = text(item.oflags)?.split(',') ?? [];
  return {
    ...{ order_id, order_type, side: descr.type, symbol: pairOf(text(descr.pair) ?? '') },
    ...{ order_qty: item.vol, cum_qty: item.vol_exec, cum_cost: item.cost, avg_price: item.price },
    ...{ cl_ord_id: item.cl_ord_id, order_userref: item.userref, post_only: flags.includes('post') },
    ...(isTriggered ? { triggers: trigger, limit_price: descr.price2 } : { limit_price: descr.price }),
    ...{ order_status: statusOf(item), opened: isoOfSeconds(item.opentm) },
    timestamp: isoOfSeconds(item.closetm) ?? isoOfSeconds(item.opentm),
  };
}

function statusOf({ status, vol_exec: filled }: Item): unknown {
  if (status === 'open') return Number(digitsOf(filled) ?? 0) > 0 ? 'partially_filled' : 'new';
  return status === 'closed' ? 'filled' : status === 'pending' ? 'pending_new' : status;
}

function tradeRow([exec_id, item]: readonly [string, Item]): Item {
  const symbol = pairOf(text(item.pair) ?? '');
  return {
    ...{ exec_id, order_id: item.ordertxid, trade_id: item.trade_id, symbol, side: item.type },
    ...{ last_price: item.price, last_qty: item.vol, cost: item.cost, order_type: item.ordertype },
    ...{ fees: [{ asset: quoteOf(symbol), qty: item.fee }], timestamp: isoOfSeconds(item.time) },
    ...(typeof item.maker === 'boolean' ? { liquidity_ind: item.maker ? 'm' : 't' } : {}),
    ...(/\bliquidated\b/.test(text(item.misc) ?? '') ? { liquidated: true } : {}),
  };
}

function entriesOf(value: unknown): readonly (readonly [string, Item])[] {
  if (!isItem(value)) return [];
  return Object.entries(value).flatMap(([name, row]) => (isItem(row) ? [[name, row] as const] : []));
}

const pageSize = 50;
const mostRows = 250;
const slackMs = 1_000;
