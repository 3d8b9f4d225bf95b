/**
 * The private side of Binance spot on this computer: the WebSocket API with its signed subscription, and REST.
 * https://developers.binance.com/docs/binance-spot-api-docs/websocket-api, read 2026-11-24
 */
import {
  type AccountServer,
  type ServerAnswer,
  type ServerClient,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';
import { type BinanceState, binanceState, errorBody, refusal, wrongOf } from './binance-server.ts';
import { SpotAccount } from './binance-spot-account.ts';
import type { Row } from './binance-usdm-account.ts';

export interface SpotServer extends AccountServer, BinanceState {
  readonly account: SpotAccount;
  /** Sends to everybody who has subscribed; what nobody hears is gone. */
  push(...events: readonly Row[]): void;
  cut(): void;
  /** A symbol that is not traded any more. */
  delisted: string;
  /** The line is cut after so many more pushes; null: never. */
  cutAfter: number | null;
}

export async function startSpotServer(wallMs: () => number = Date.now): Promise<SpotServer> {
  const state = binanceState(wallMs);
  const account = new SpotAccount(state.nowMs);
  const subscribed = new Set<ServerClient>();

  function text(client: ServerClient, frame: string): void {
    const { id, method, params } = JSON.parse(frame);
    if (method !== 'userDataStream.subscribe.signature') {
      client.send({ id, status: 400, error: { code: -1000, msg: `Unknown method: ${method}` } });
      return;
    }
    const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)]));
    const payload = [...query].filter(([name]) => name !== 'signature').toSorted();
    const signed = payload.map(([name, value]) => `${name}=${value}`).join('&');
    const wrong = wrongOf(state, query, params.apiKey, signed);
    if (wrong !== null) {
      client.send({ id, status: wrong[0] === -2015 ? 401 : 400, error: errorBody(wrong) });
      return;
    }
    subscribed.add(client);
    client.send({ id, status: 200, result: { subscriptionId: 0 }, rateLimits: [] });
  }

  function answer(request: ServerRequest): ServerAnswer {
    const { method, path, query } = request;
    if (path === '/api/v3/time') return { body: { serverTime: state.nowMs() } };
    if (path === '/api/v3/ticker/price' && query.size === 0) {
      return { body: ['ETHUSDT', 'BTCUSDT', 'BNBUSDT', 'ETHBTC'].map((symbol) => ({ symbol, price: '1' })) };
    }
    const refused = refusal(state, request);
    if (refused !== null) return refused;
    if (query.get('symbol') === venue.delisted) {
      return { status: 400, body: errorBody([-1121, 'Invalid symbol.']) };
    }
    const body = method === 'GET' ? read(path, query) : null;
    return body === null ? { status: 404, body: '' } : { body };
  }

  function read(path: string, query: URLSearchParams): unknown {
    const from = Number(query.get('startTime') ?? 0);
    const ofSymbol = (rows: readonly Row[]) =>
      rows.filter(({ symbol, time }) => symbol === query.get('symbol') && Number(time) >= from);
    switch (path) {
      case '/sapi/v1/account/apiRestrictions':
        return state.rights;
      case '/api/v3/account':
        return {
          canTrade: true,
          updateTime: account.updateTime,
          balances: account.rows(),
          permissions: ['SPOT'],
        };
      case '/api/v3/openOrders':
        return account.orders.filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED');
      case '/api/v3/allOrders':
        return ofSymbol(account.orders)
          .filter(({ orderId }) => Number(orderId) >= Number(query.get('orderId') ?? 0))
          .slice(0, Number(query.get('limit')));
      case '/api/v3/myTrades':
        return ofSymbol(account.trades)
          .filter(({ id }) => Number(id) >= Number(query.get('fromId') ?? 0))
          .slice(0, Number(query.get('limit')));
      default:
        return null;
    }
  }

  const server = await startAccountServer({ venue: 'binance', answer, text });
  const venue: SpotServer = Object.assign(state, server, {
    account,
    cutAfter: null,
    delisted: '',
    push(...events: readonly Row[]) {
      for (const event of events) {
        if (venue.cutAfter === 0) venue.cut();
        if (venue.cutAfter !== null) venue.cutAfter -= 1;
        for (const client of subscribed) if (client.isOpen) client.send({ subscriptionId: 0, event });
      }
    },
    cut() {
      subscribed.clear();
      for (const client of server.clients) if (client.isOpen) client.cut();
    },
  });
  return venue;
}
