/**
 * Everything that Vigil asks of a venue with an account: what is not named here fails every test of the venue's
 * practice server, so that a new request has to be named where somebody looks whether it only reads.
 */

import type { PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { changeInFrame } from './order-entry.ts';

export type AskedVenue = keyof typeof asked;

/** What of it is not named; null: it is. */
export function unnamedRequest(venue: AskedVenue, method: string, path: string): string | null {
  const request = `${method} ${path.split('?')[0]}`;
  const { requests } = asked[venue];
  return requests.some((one) => one === request) ? null : request;
}

export function unnamedFrame(venue: AskedVenue, frame: string): string | null {
  const { frames } = asked[venue];
  return frames.some((one) => one === operationOf(frame)) ? null : frame;
}

/** Everything that a practice venue was asked, and that could change an account or is not named. */
export function unnamedAt(
  { requests, received }: Pick<PracticeVenue, 'requests' | 'received'>,
  venue: AskedVenue = 'bitmex',
): readonly string[] {
  return [
    ...requests.flatMap(({ method, url }) => unnamedRequest(venue, method, url) ?? []),
    ...received.flatMap(({ text }) => changeInFrame(text) ?? unnamedFrame(venue, text) ?? []),
  ];
}

/** The word that says what a frame wants, or the frame where it is nothing but a word. */
function operationOf(frame: string): unknown {
  try {
    const { op, method, event } = JSON.parse(frame);
    return op ?? method ?? event;
  } catch {
    return frame;
  }
}

const asked = {
  bitmex: {
    requests: ['', '/position', '/order', '/execution/tradeHistory', '/user/margin', '/apiKey', '/trade'].map(
      (path) => `GET /api/v1${path}`,
    ),
    frames: ['ping', 'authKeyExpires', 'subscribe', 'unsubscribe'],
  },
  bybit: {
    requests: [
      '/v5/market/time',
      '/v5/user/query-api',
      '/v5/account/info',
      '/v5/account/wallet-balance',
      '/v5/position/list',
      '/v5/order/realtime',
      '/v5/execution/list',
    ].map((path) => `GET ${path}`),
    frames: ['ping', 'auth', 'subscribe', 'unsubscribe'],
  },
  okx: {
    requests: [
      '/api/v5/public/time',
      '/api/v5/account/config',
      '/api/v5/account/positions',
      '/api/v5/account/balance',
      '/api/v5/account/bills',
      '/api/v5/trade/fills',
      '/api/v5/trade/fills-history',
      '/api/v5/trade/orders-pending',
      '/api/v5/trade/orders-history',
      '/api/v5/trade/orders-algo-pending',
      '/api/v5/trade/orders-algo-history',
    ].map((path) => `GET ${path}`),
    frames: ['ping', 'login', 'subscribe', 'unsubscribe'],
  },
  binance: {
    requests: [
      '/api/v3/time',
      '/api/v3/account',
      '/api/v3/openOrders',
      '/api/v3/allOrders',
      '/api/v3/myTrades',
      '/api/v3/ticker/price',
      '/sapi/v1/account/apiRestrictions',
    ].map((path) => `GET ${path}`),
    frames: ['userDataStream.subscribe.signature', 'LIST_SUBSCRIPTIONS'],
  },
  'binance-usdm': {
    requests: [
      // A key to listen with, and nothing more.
      'POST /fapi/v1/listenKey',
      ...[
        '/fapi/v1/time',
        '/fapi/v2/account',
        '/fapi/v2/positionRisk',
        '/fapi/v1/openOrders',
        '/fapi/v1/openAlgoOrders',
        '/fapi/v1/allOrders',
        '/fapi/v1/allAlgoOrders',
        '/fapi/v1/forceOrders',
        '/fapi/v1/userTrades',
        '/fapi/v1/income',
        '/sapi/v1/account/apiRestrictions',
      ].map((path) => `GET ${path}`),
    ],
    frames: ['LIST_SUBSCRIPTIONS'],
  },
  deribit: {
    requests: [
      'public/get_time',
      'private/list_api_keys',
      'private/get_positions',
      'private/get_open_orders',
      'private/get_order_history_by_currency',
      'private/get_account_summaries',
      'private/get_user_trades_by_currency_and_time',
      'private/get_transaction_log',
    ].map((path) => `GET /api/v2/${path}`),
    frames: ['public/auth', 'public/test', 'private/subscribe', 'private/unsubscribe'],
  },
  kraken: {
    requests: [
      'GET /0/public/Time',
      ...[
        'GetWebSocketsToken',
        'GetApiKeyInfo',
        'BalanceEx',
        'OpenOrders',
        'ClosedOrders',
        'OpenPositions',
        'TradesHistory',
      ].map((path) => `POST /0/private/${path}`),
    ],
    frames: ['ping', 'subscribe', 'unsubscribe'],
  },
  'kraken-futures': {
    requests: [
      // Its Date header tells the venue's time.
      '/derivatives/api/v3/tickers/PF_XBTUSD',
      '/derivatives/api/v3/openpositions',
      '/derivatives/api/v3/openorders',
      '/derivatives/api/v3/accounts',
      '/derivatives/api/v3/fills',
      '/api/history/v3/account-log',
      '/api/history/v3/orders',
      '/api/auth/v1/api-keys/v3/check',
    ].map((path) => `GET ${path}`),
    frames: ['challenge', 'subscribe', 'unsubscribe'],
  },
} as const satisfies Record<string, { requests: readonly string[]; frames: readonly string[] }>;
