/**
 * Kraken Futures' private side on this computer: checks signatures, answers reads, pushes what happens.
 * https://docs.kraken.com/api/docs/guides/futures-websockets and futures-rest, read 2026-11-24
 */
import { createHash, createHmac } from 'node:crypto';
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';

export const krakenFuturesKey = 'reading/key+of==';
export const krakenFuturesSecret = Buffer.from('a secret of Kraken Futures').toString('base64');

type Row = Readonly<Record<string, unknown>>;

export interface KrakenFuturesServer extends Omit<AccountServer, 'ws'> {
  readonly url: string;
  /** Open or changed, or gone with this reason. */
  order(order: Row, reason: string): void;
  /** Told by its id alone. */
  cancel(id: string): void;
  fill(fill: Row): void;
  log(entry: Row): void;
  positions(positions: readonly Row[]): void;
  flex(currencies: Readonly<Record<string, Row>>, figures: Row): void;
  /** To everybody who has subscribed, whatever the venue has. */
  push(feed: string, message: Row): void;
  cut(): void;
  /** Venue time minus that of `nowMs`. */
  skewMs: number;
  nowMs: () => number;
  /** Keeps what happens to itself. */
  isMute: boolean;
  key: 'good' | 'unknown' | 'expired' | 'foreign';
  permissions: Row;
  /** Answers so many reads with "limit exceeded". */
  lockedOut: number;
  /** The stream refuses what REST allows. */
  isStreamClosed: boolean;
}

export async function startKrakenFuturesServer(): Promise<KrakenFuturesServer> {
  const subscribed = new Map<ServerClient, Set<string>>();
  const open = new Map<string, Row>();
  const gone: { readonly timestamp: number; readonly order: Row; readonly reason: string }[] = [];
  const fills: Row[] = [];
  const logs: Row[] = [];
  let held: readonly Row[] = [];
  let flex: Row = {};

  const nowMs = () => venue.nowMs() + venue.skewMs;
  const now = () => new Date(nowMs()).toISOString();

  function answer(request: ServerRequest): ServerAnswer {
    const { path, headers } = request;
    const success = (body: Row) => ({ body: { result: 'success', serverTime: now(), ...body } });
    if (path.startsWith('/derivatives/api/v3/tickers/')) return success({ ticker: {} });
    if (request.method !== 'GET') return { status: 404, body: '' };
    const query = request.target.split('?')[1] ?? '';
    const isCheck = path === '/api/auth/v1/api-keys/v3/check';
    const wrong = wrongness(headers.apikey, headers.authent, `${query}${path.replace('/derivatives', '')}`);
    if (wrong !== null) {
      if (!isCheck) return { body: { result: 'error', error: 'authenticationError', serverTime: now() } };
      return { status: 401, body: { error: 'Unauthorized', message: wrong, suberror: null } };
    }
    if (venue.lockedOut > 0) {
      venue.lockedOut -= 1;
      return {
        headers: { 'retry-after': '0' },
        body: { result: 'error', error: 'apiLimitExceeded', serverTime: now() },
      };
    }
    if (isCheck) {
      const { permissions } = venue;
      const allowedCidrBlocks = ['192.168.0.0/16'];
      return { body: { apiKey: krakenFuturesKey, accountUid: 'a', permissions, allowedCidrBlocks } };
    }
    return read(path, request.query, success) ?? { status: 404, body: '' };
  }

  function wrongness(key: unknown, signature: unknown, text: string): string | null {
    if (key !== krakenFuturesKey || venue.key === 'unknown') return 'API key is not found';
    if (venue.key === 'expired') return 'API key has expired';
    if (venue.key === 'foreign') return 'IP address is not allowed';
    return signature === proof(text) ? null : 'Request signature is invalid';
  }

  function read(path: string, query: URLSearchParams, success: (body: Row) => ServerAnswer) {
    switch (path) {
      case '/derivatives/api/v3/openpositions':
        return success({ openPositions: held.map(restPosition) });
      case '/derivatives/api/v3/openorders':
        return success({ openOrders: [...open.values()].map(restOrder) });
      case '/derivatives/api/v3/fills': {
        const before = Date.parse(query.get('lastFillTime') ?? '9999-01-01T00:00:00Z');
        const page = fills.toReversed().filter(({ time }) => Number(time) < before);
        return success({ fills: page.slice(0, 100).map(restFill) });
      }
      case '/derivatives/api/v3/accounts':
        return success({ accounts: restAccounts() });
      case '/api/history/v3/account-log': {
        const [since, from] = ['since', 'from'].map((name) => Number(query.get(name) ?? 0));
        const wanted = logs.filter(
          ({ date, id, info }) =>
            Date.parse(String(date)) >= Number(since) &&
            Number(id) >= Number(from) &&
            info === query.get('info'),
        );
        return { body: { accountUid: 'a', logs: wanted.slice(0, Number(query.get('count'))) } };
      }
      case '/api/history/v3/orders': {
        const since = Number(query.get('since'));
        const from = Number(query.get('continuation_token') ?? 0);
        const closed = gone.filter(({ timestamp }) => timestamp >= since);
        const elements = closed.slice(from, from + historyPage).map(historyElement);
        const isMore = from + historyPage < closed.length;
        return { body: { elements, ...(isMore ? { continuationToken: String(from + historyPage) } : {}) } };
      }
      default:
        return null;
    }
  }

  function restAccounts() {
    const { currencies = {}, initial_margin, maintenance_margin, total_unrealized, margin_equity } = flex;
    return {
      cash: { type: 'cashAccount', balances: { xbt: '0.0' } },
      flex: {
        ...{ type: 'multiCollateralMarginAccount', currencies, initialMarginWithOrders: initial_margin },
        ...{ maintenanceMargin: maintenance_margin, totalUnrealized: total_unrealized },
        marginEquity: margin_equity,
      },
    };
  }

  function heard(client: ServerClient, text: string): void {
    const message = JSON.parse(text);
    const { event, feed } = message;
    if (event === 'challenge') {
      client.send({ event, message: challenge });
      return;
    }
    const isProven =
      message.api_key === krakenFuturesKey &&
      message.original_challenge === challenge &&
      message.signed_challenge === proof(challenge);
    if (!isProven || venue.isStreamClosed) {
      client.send({ event: 'alert', message: 'Failed to subscribe to authenticated feed' });
      return;
    }
    const own = subscribed.get(client) ?? new Set();
    subscribed.set(client, own);
    if (event === 'unsubscribe') {
      own.delete(feed);
      client.send({ ...message, event: 'unsubscribed' });
      return;
    }
    own.add(feed);
    client.send({ ...message, event: 'subscribed' });
    client.send(snapshotOf(feed));
  }

  function snapshotOf(feed: string): Row {
    const account = 'e258dba9-4dd4-4da5-bfef-75beb91c098e';
    switch (feed) {
      case 'open_positions':
        return { feed, account, positions: held, seq: 1, timestamp: stamp };
      case 'open_orders':
        return { feed: 'open_orders_snapshot', account, orders: [...open.values()] };
      case 'account_log':
        return { feed: 'account_log_snapshot', logs: logs.toReversed() };
      case 'fills':
        return { feed: 'fills_snapshot', account, fills: fills.slice(-100) };
      default:
        return { feed: 'balances_snapshot', account, holding: {}, futures: {}, flex_futures: flex };
    }
  }

  const server = await startAccountServer({
    venue: 'kraken-futures',
    answer,
    connected: (client) => client.send({ event: 'info', version: 1 }),
    text: heard,
  });
  const venue: KrakenFuturesServer = {
    ...server,
    url: server.ws,
    order(order, reason) {
      const is_cancel = ending.test(reason);
      if (is_cancel) remove(order, reason);
      else open.set(String(order.order_id), order);
      venue.push('open_orders', { feed: 'open_orders', order, is_cancel, reason });
    },
    cancel(id) {
      const order = open.get(id);
      if (order === undefined) throw new Error(`no order ${id}`);
      const reason = 'cancelled_by_user';
      remove(order, reason);
      venue.push('open_orders', { feed: 'open_orders', order_id: id, is_cancel: true, reason });
    },
    fill(fill) {
      fills.push(fill);
      venue.push('fills', { feed: 'fills', username: 'u', fills: [fill] });
    },
    log(entry) {
      logs.push({ id: logs.length + 1, ...entry });
      venue.push('account_log', { feed: 'account_log', new_entry: logs.at(-1) });
    },
    positions(positions) {
      held = positions;
      venue.push('open_positions', snapshotOf('open_positions'));
    },
    flex(currencies, figures) {
      flex = { ...figures, currencies };
      venue.push('balances', { feed: 'balances', account: 'a', flex_futures: flex, seq: 2 });
    },
    push(feed, message) {
      if (venue.isMute) return;
      for (const [client, feeds] of subscribed) if (client.isOpen && feeds.has(feed)) client.send(message);
    },
    cut() {
      for (const client of server.clients) if (client.isOpen) client.cut();
      subscribed.clear();
    },
    skewMs: 0,
    nowMs: () => Date.now(),
    isMute: false,
    key: 'good',
    permissions: { general: 'READ_ONLY', transfer: 'NO_ACCESS' },
    lockedOut: 0,
    isStreamClosed: false,
  };

  function remove(order: Row, reason: string): void {
    open.delete(String(order.order_id));
    gone.push({ timestamp: Number(order.last_update_time), order, reason });
  }

  return venue;
}

function proof(text: string): string {
  const hashed = createHash('sha256').update(text).digest();
  return createHmac('sha512', Buffer.from(krakenFuturesSecret, 'base64')).update(hashed).digest('base64');
}

function iso(ms: unknown): string {
  return new Date(Number(ms)).toISOString();
}

function restPosition({ instrument, balance, entry_price, max_fixed_leverage }: Row): Row {
  const side = Number(balance) < 0 ? 'short' : 'long';
  const leverage = max_fixed_leverage === undefined ? {} : { maxFixedLeverage: max_fixed_leverage };
  return { side, symbol: instrument, price: entry_price, size: Math.abs(Number(balance)), ...leverage };
}

function restOrder(order: Row): Row {
  return {
    ...{ order_id: order.order_id, cliOrdId: order.cli_ord_id, symbol: order.instrument },
    ...{
      side: order.direction === 1 ? 'sell' : 'buy',
      orderType: order.type === 'limit' ? 'lmt' : order.type,
    },
    ...{ limitPrice: order.limit_price, stopPrice: order.stop_price, unfilledSize: order.qty },
    ...{ filledSize: order.filled, reduceOnly: order.reduce_only, receivedTime: iso(order.time) },
    ...{ lastUpdateTime: iso(order.last_update_time), status: 'untouched' },
  };
}

function restFill(fill: Row): Row {
  return {
    ...{ fill_id: fill.fill_id, order_id: fill.order_id, symbol: fill.instrument, size: fill.qty },
    ...{ side: fill.buy === true ? 'buy' : 'sell', price: fill.price, fillType: fill.fill_type },
    fillTime: iso(fill.time),
  };
}

function historyElement({ timestamp, order, reason }: { timestamp: number; order: Row; reason: string }) {
  const past = {
    ...{ uid: order.order_id, tradeable: order.instrument, clientId: order.cli_ord_id },
    ...{ direction: order.direction === 1 ? 'Sell' : 'Buy', quantity: String(order.qty) },
    ...{ filled: String(order.filled), timestamp: order.time, limitPrice: String(order.limit_price) },
    ...{ orderType: 'Limit', reduceOnly: order.reduce_only, lastUpdateTimestamp: timestamp },
  };
  const event =
    reason === 'full_fill'
      ? { OrderUpdated: { oldOrder: past, newOrder: past, reason, reducedQuantity: '' } }
      : { OrderCancelled: { order: past, reason } };
  return { uid: `${order.order_id}-${timestamp}`, timestamp, event };
}

const challenge = '226aee50-88fc-4618-a42a-34f7709570b2';
/** Positions are told again and again; here always at one time, so that rows can be compared. */
const stamp = 1_687_383_625_330;
const historyPage = 2;
const ending = /full_fill|cancelled|liquidation|triggered|failed|expired/;
