/**
 * What the practice servers of Binance spot and futures have in common: the key, its signature and its errors.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security, read 2026-11-24
 */
import { createHmac } from 'node:crypto';
import type { AccountServer, ServerAnswer, ServerRequest } from './account-server.ts';
import type { Row } from './binance-usdm-account.ts';

export const binanceKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
export const binanceSecret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';

export interface BinanceState {
  /** The venue's time. */
  nowMs(): number;
  /** Ahead of this computer's time. */
  clockOffsetMs: number;
  key: 'good' | 'deleted' | 'unfit';
  /** REST paths that the key may not read. */
  readonly denied: Set<string>;
  /** Signed requests that are still turned away for coming too often. */
  lockedOut: number;
  rights: Row;
}

/** `wallMs`: the clock that the venue goes by, so that a test can let both run faster. */
export function binanceState(wallMs: () => number): BinanceState {
  const state: BinanceState = {
    nowMs: () => Math.floor(wallMs()) + state.clockOffsetMs,
    ...{ clockOffsetMs: 0, key: 'good', denied: new Set(), lockedOut: 0 },
    rights: {
      ...{ ipRestrict: false, createTime: 1623840271000, enableReading: true, enableWithdrawals: false },
      ...{ enableInternalTransfer: false, enableMargin: false, enableFutures: false },
      ...{ permitsUniversalTransfer: false, enableVanillaOptions: false, enableFixApiTrade: false },
      ...{ enableFixReadOnly: true, enableSpotAndMarginTrading: false, enablePortfolioMarginTrading: false },
    },
  };
  return state;
}

export type Wrong = readonly [number, string];

/** What is wrong with a key, a time and a signature; null: nothing. */
export function wrongOf(
  state: BinanceState,
  params: URLSearchParams,
  key: unknown,
  payload: string,
): Wrong | null {
  const refused = wrongKey(state, key);
  if (refused !== null) return refused;
  const nowMs = state.nowMs();
  const stamp = Number(params.get('timestamp'));
  const window = Number(params.get('recvWindow') ?? 5_000);
  if (!(stamp < nowMs + 1_000 && nowMs - stamp <= window)) {
    return [-1021, 'Timestamp for this request is outside of the recvWindow.'];
  }
  const signature = createHmac('sha256', binanceSecret).update(payload).digest('hex');
  return signature === params.get('signature') ? null : [-1022, 'Signature for this request is not valid.'];
}

export function wrongKey(state: BinanceState, key: unknown): Wrong | null {
  if (state.key === 'deleted') return [-2008, 'Invalid Api-Key ID.'];
  if (key !== binanceKey) return [-2014, 'API-key format invalid.'];
  return state.key === 'unfit' ? unfit : null;
}

/** Of a signed request; null: it may be answered. */
export function refusal(state: BinanceState, request: ServerRequest): ServerAnswer | null {
  if (state.lockedOut > 0) {
    state.lockedOut -= 1;
    const body = errorBody([-1003, 'Too many requests; please use the websocket for live updates.']);
    return { status: 429, headers: { 'retry-after': '0' }, body };
  }
  const [payload = ''] = (request.target.split('?')[1] ?? '').split('&signature=');
  const wrong = wrongOf(state, request.query, request.headers['x-mbx-apikey'], payload);
  if (wrong !== null) return { status: wrong[0] === -2015 ? 401 : 400, body: errorBody(wrong) };
  return state.denied.has(request.path) ? { status: 401, body: errorBody(unfit) } : null;
}

export function errorBody([code, msg]: Wrong): Row {
  return { code, msg };
}

/** Requests and frames that could change an account; there must be none. */
export function orderEntries({ requests, clients }: AccountServer): readonly string[] {
  const asked = requests.map(({ method, path }) => `${method} ${path}`);
  const sent = clients.flatMap(({ received }) => received);
  return [
    ...asked.filter((one) => !one.startsWith('GET ') && one !== 'POST /fapi/v1/listenKey'),
    ...asked.filter((one) =>
      /\/(?:order|batchOrders|allOpenOrders|algoOrder|leverage|marginType)$/.test(one),
    ),
    ...sent.filter((text) =>
      /"method":"(?!userDataStream\.subscribe\.signature|SUBSCRIBE|LIST_SUB)/.test(text),
    ),
  ];
}

const unfit: Wrong = [-2015, 'Invalid API-key, IP, or permissions for action.'];
