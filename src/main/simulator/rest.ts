/** The read-only REST routes of the BitMEX dialect. Pure: a request in, an answer out. */
import type { Auth } from './auth.ts';
import { type BinSize, binSizes } from './bins.ts';
import { helpText } from './commands.ts';
import { isOpen } from './order.ts';
import type { Simulation } from './simulation.ts';
import type { Row } from './venue-event.ts';

export interface RestRequest {
  readonly method: string;
  /** Path and query as sent, which is what the signature covers. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type Rest = (request: RestRequest, nowMs: number) => RestAnswer;

type Route = (query: URLSearchParams, nowMs: number) => RestAnswer;

export function createRest(simulation: Simulation, auth: Auth, key: string): Rest {
  const { market, account } = simulation;

  const open: Readonly<Record<string, Route>> = {
    '/api/v1': (_, nowMs) => ok({ name: 'BitMEX API', version: '1.2.0', timestamp: Math.floor(nowMs) }),
    '/api/v1/instrument/active': () => ok([...market.symbols.values()].map((one) => one.row)),
    '/api/v1/instrument': (query) =>
      page([...[...market.symbols.values()].map((one) => one.row), ...market.indices.rows.values()], query),
    '/api/v1/instrument/indices': () => ok([...market.indices.rows.values()]),
    '/api/v1/trade': (query) => page(tradeRows(query.get('symbol')), query),
    '/api/v1/trade/bucketed': (query) => bucketed(query),
    '/api/v1/quote': (query) =>
      page(
        [...market.symbols.values()].map((one) => one.quote),
        query,
      ),
    '/api/v1/funding': (query) => page(market.funding.history.newest(1000), query),
    '/api/v1/schema/websocketHelp': () => ok(helpText()),
  };

  const signed: Readonly<Record<string, Route>> = {
    '/api/v1/position': (query) => page(account.board.rows('position'), query),
    '/api/v1/order': (query) => page(orderRows(query), query, ['open']),
    '/api/v1/execution/tradeHistory': (query) => page(account.executions.newest(1000), query),
    '/api/v1/user/margin': (query) => byCurrency('margin', query),
    '/api/v1/user/wallet': (query) => byCurrency('wallet', query),
    '/api/v1/user/walletHistory': (query) => page(account.transactions.newest(200), query),
    '/api/v1/apiKey': (_, nowMs) => ok([describeKey(key, account.id, nowMs)]),
  };

  function tradeRows(symbol: string | null): readonly Row[] {
    if (symbol !== null) {
      const found = market.symbols.get(symbol)?.trades ?? market.indices.trades.get(symbol);
      return found?.newest(Number.POSITIVE_INFINITY) ?? [];
    }
    const all = [...market.symbols.values()].flatMap((one) => one.trades.newest(1000));
    return all.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  }

  /** `{"open":true}` is a filter of the venue and no field of an order. */
  function orderRows(query: URLSearchParams): readonly Row[] {
    const wanted = filterOf(query.get('filter'))?.open;
    const orders = account.orders.filter((order) => wanted === undefined || isOpen(order) === wanted);
    return orders.map((order) => order.row);
  }

  function bucketed(query: URLSearchParams): RestAnswer {
    const size = query.get('binSize') ?? '1m';
    if (!Object.hasOwn(binSizes, size))
      return invalid(`binSize must be one of ${Object.keys(binSizes).join(', ')}.`);
    const rows = [...market.symbols.values()].flatMap((one) =>
      one.bins.newest(size as BinSize, Number.POSITIVE_INFINITY),
    );
    return page(rows, query);
  }

  /** One object for one currency, a list for `all`, as the venue does. */
  function byCurrency(table: 'margin' | 'wallet', query: URLSearchParams): RestAnswer {
    const currency = query.get('currency') ?? 'XBt';
    const rows = account.board.rows(table);
    if (currency === 'all') return ok(rows);
    const row = rows.find((one) => one.currency === currency);
    return row === undefined ? invalid('currency is not known.') : ok(row);
  }

  return (request, nowMs) => {
    if (request.method !== 'GET') return notFound;
    const mark = request.url.indexOf('?');
    const path = mark < 0 ? request.url : request.url.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? '' : request.url.slice(mark + 1));
    if (Object.hasOwn(open, path)) return open[path]?.(query, nowMs) ?? notFound;
    if (!Object.hasOwn(signed, path)) return notFound;
    const header = (name: string) => String(request.headers[name] ?? '');
    if (header('api-key') === '') return failure(401, 'Authorization Required', 'HTTPError');
    const claim = {
      key: header('api-key'),
      expires: Number(header('api-expires')),
      signature: header('api-signature'),
      verb: 'GET',
      path: request.url,
    };
    const refused = auth.check(claim, nowMs);
    if (refused !== null) return failure(refused.status, refused.message, 'HTTPError');
    return signed[path]?.(query, nowMs) ?? notFound;
  };
}

/** Filters, orders and cuts a list by the query parameters of all list routes, but for filters applied before. */
function page(rows: readonly Row[], query: URLSearchParams, applied: readonly string[] = []): RestAnswer {
  const count = numberOf(query.get('count'), 100);
  const start = numberOf(query.get('start'), 0);
  if (count === null || count < 1 || count > 1000) return invalid('count must be a number from 1 to 1000.');
  if (start === null || start < 0) return invalid('start must be a number of at least 0.');
  const from = dateOf(query.get('startTime'));
  const to = dateOf(query.get('endTime'));
  if (from === null || to === null) return invalid('startTime and endTime must be dates.');
  const filter = filterOf(query.get('filter'));
  if (filter === null) return invalid('filter must be a JSON object.');
  const symbol = query.get('symbol');
  const fitting = rows.filter((row) => {
    if (symbol !== null && row.symbol !== symbol) return false;
    const timestamp = String(row.timestamp);
    if ((from !== undefined && timestamp < from) || (to !== undefined && timestamp > to)) return false;
    return Object.entries(filter).every(([name, value]) => applied.includes(name) || row[name] === value);
  });
  const ordered = query.get('reverse') === 'true' ? fitting.toReversed() : fitting;
  return ok(ordered.slice(start, start + count));
}

function numberOf(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** As the rows write it; undefined when not asked for, null when it is no date. */
function dateOf(text: string | null): string | null | undefined {
  if (text === null) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function filterOf(text: string | null): Record<string, unknown> | null {
  if (text === null) return {};
  try {
    const filter: unknown = JSON.parse(text);
    return typeof filter === 'object' && filter !== null ? (filter as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A key that can read and nothing else has no permissions at all. */
function describeKey(key: string, account: number, nowMs: number): Row {
  return {
    id: key,
    name: 'Practice',
    nonce: 0,
    cidr: '127.0.0.1/32',
    cidrs: ['127.0.0.1/32'],
    targetAccountId: account,
    permissions: [],
    enabled: true,
    userId: account,
    created: new Date(nowMs).toISOString(),
  };
}

function ok(body: unknown): RestAnswer {
  return { status: 200, body };
}

function failure(status: number, message: string, name: string): RestAnswer {
  return { status, body: { error: { message, name } } };
}

function invalid(message: string): RestAnswer {
  return failure(400, message, 'ValidationError');
}

const notFound = failure(404, 'Not Found', 'HTTPError');
