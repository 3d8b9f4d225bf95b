/** What is asked of an OKX account over REST. https://www.okx.com/docs-v5/en/#overview-rest-authentication, read 2026-11-25 */
import type { AccountRead, Known, Login, Page, VenueRequest } from './account.ts';
import type { Item } from './exchange.ts';
import { itemsOf, text } from './fields.ts';
import { algoItem, isAlgo } from './okx-algo.ts';
import { okxMs } from './okx-messages.ts';
import { fundingItem, isClosedOrder } from './okx-rows.ts';
import { objectIn } from './reading.ts';

/** Open orders, stop and take-profit orders, and orders that closed since we last saw everything. */
export function* orderReads({ sinceMs, nowMs, rows }: Known): Generator<AccountRead> {
  const open = [...rows('order')].filter((order) => !isClosedOrder(order));
  const waiting = open.filter(isAlgo);
  const pending = new Set<unknown>();
  const asked = list(`/api/v5/trade/orders-pending?limit=${pageSize}`, 'ordId');
  yield mapped(asked, (row) => {
    pending.add(row.ordId);
    return [row];
  });
  for (const types of algoTypes) {
    const path = `/api/v5/trade/orders-algo-pending?ordType=${types}&limit=${pageSize}`;
    yield mapped(list(path, 'algoId'), (row) => {
      pending.add(row.algoId);
      return [algoItem(row)];
    });
  }
  // Only by its name does the venue tell what became of one.
  for (const { algoId, ordType } of waiting.filter((order) => !pending.has(order.algoId))) {
    const path = `/api/v5/trade/orders-algo-history?ordType=${ordType}&algoId=${algoId}`;
    yield mapped(list(path), (row) => [algoItem(row)]);
  }
  // A comparison asks for what is open only.
  if (nowMs - sinceMs < slackMs) return;
  // Closed ones last: an order that closes in between is then in both, and the later row counts.
  const gone = open.filter((order) => !isAlgo(order) && !pending.has(order.ordId));
  for (const type of instrumentTypes) {
    yield closedSince(type, sinceMs, new Set(gone.filter(({ instType }) => instType === type)));
  }
}

/**
 * Fills, and the fundings that bills tell of; a bill may be written some time behind its funding.
 * https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-bills-details-last-7-days, read 2026-11-25
 */
export function executionReads({ sinceMs, nowMs }: Known): readonly AccountRead[] {
  const since = Math.floor(sinceMs);
  const bills = `/api/v5/account/bills?type=8&begin=${since - bookingMs}&limit=${pageSize}`;
  const fills =
    nowMs - sinceMs < recentFillsMs
      ? [`fills?begin=${since}`]
      : instrumentTypes.map((type) => `fills-history?instType=${type}&begin=${since}`);
  return [
    ...fills.map((query) => list(`/api/v5/trade/${query}&limit=${pageSize}`, 'billId')),
    mapped(list(bills, 'billId'), (row) => [fundingItem(row)]),
  ];
}

// OKX sorts by age of the order, not by when it closed, and keeps seven days: pages are read for as long as they
// hold orders that were made meanwhile, or one that we know may be behind them.
// https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-order-history-last-7-days, read 2026-11-25
function closedSince(type: string, sinceMs: number, gone: Set<Item>): AccountRead {
  const read = list(`/api/v5/trade/orders-history?instType=${type}&limit=${pageSize}`, 'ordId');
  return {
    ...read,
    parse(answer) {
      const page = read.parse(answer);
      if (page === null) return null;
      const met = new Set(page.rows.map(({ ordId }) => ordId));
      for (const order of gone) if (met.has(order.ordId)) gone.delete(order);
      const oldestMs = okxMs(page.rows.at(-1)?.cTime) ?? 0;
      const isOlder = (order: Item) => (okxMs(order.cTime) ?? 0) <= oldestMs;
      const isOver = oldestMs < sinceMs && ![...gone].some(isOlder);
      const rows = page.rows.filter((row) => (okxMs(row.uTime) ?? 0) >= sinceMs);
      return { rows, next: isOver ? null : page.next };
    },
  };
}

/** `cursor` names the field that the next page begins behind; without it there is one page. */
export function list(path: string, cursor?: string): AccountRead {
  return {
    request: (rest, login, after) => signed(rest, after === null ? path : `${path}&after=${after}`, login),
    parse(answer): Page | null {
      const rows = rowsOf(answer);
      if (rows === null) return null;
      const isFull = cursor !== undefined && rows.length >= pageSize;
      return { rows, next: isFull ? text(rows.at(-1)?.[cursor]) : null };
    },
  };
}

function mapped(read: AccountRead, rowsIn: (row: Item) => readonly Item[]): AccountRead {
  return {
    ...read,
    parse(answer) {
      const page = read.parse(answer);
      return page === null ? null : { ...page, rows: page.rows.flatMap(rowsIn) };
    },
  };
}

export function signed(rest: string, path: string, { signer, nowMs }: Login): VenueRequest {
  const url = `${rest}${path}`;
  const target = url.slice(url.indexOf('/', url.indexOf('//') + 2));
  const timestamp = new Date(nowMs).toISOString();
  return {
    method: 'GET',
    url,
    headers: {
      'OK-ACCESS-KEY': signer.keyId,
      'OK-ACCESS-SIGN': signer.hmacSha256Base64(`${timestamp}GET${target}`),
      'OK-ACCESS-TIMESTAMP': timestamp,
      'OK-ACCESS-PASSPHRASE': signer.passphrase(),
    },
    body: null,
  };
}

export function rowsOf(answer: string): readonly Item[] | null {
  return itemsOf(objectIn(answer)?.data);
}

const pageSize = 100;
const slackMs = 30_000;
const bookingMs = 60 * 60_000;
// What is older than three days is in a list apart, by kind.
// https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-transaction-details-last-3-months, read 2026-11-25
const recentFillsMs = 3 * 24 * 60 * 60_000;
const instrumentTypes = ['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION'];
// One kind a request, but for the first two. The parts of an iceberg or TWAP are orders like any other.
// https://www.okx.com/docs-v5/en/#order-book-trading-algo-trading-get-algo-order-list, read 2026-11-25
const algoTypes = ['conditional,oco', 'trigger', 'move_order_stop'];
