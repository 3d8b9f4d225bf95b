/**
 * The private side of Binance USD-M futures on this computer: checks signatures, answers reads, pushes what
 * happens to an account. https://developers.binance.com/docs/derivatives/usds-margined-futures, read 2026-11-24
 */
import {
  type AccountServer,
  type ServerAnswer,
  type ServerRequest,
  startAccountServer,
} from './account-server.ts';
import { type BinanceState, binanceState, errorBody, refusal, wrongKey } from './binance-server.ts';
import { type Row, UsdmAccount } from './binance-usdm-account.ts';

export interface UsdmServer extends AccountServer, BinanceState {
  readonly account: UsdmAccount;
  /** Sends to everybody who listens; what nobody hears is gone. */
  push(...events: readonly Row[]): void;
  /** Ends every listen key, as the venue does after an hour. */
  expire(): void;
  cut(): void;
  /** A symbol that is not traded any more. */
  delisted: string;
  /** The line is cut after so many more pushes; null: never. */
  cutAfter: number | null;
}

export async function startUsdmServer(wallMs: () => number = Date.now): Promise<UsdmServer> {
  const state = binanceState(wallMs);
  const account = new UsdmAccount(state.nowMs);
  let listenKeys = 0;

  function answer(request: ServerRequest): ServerAnswer {
    const { method, path } = request;
    if (path === '/fapi/v1/time') return { body: { serverTime: state.nowMs() } };
    if (path === '/fapi/v1/listenKey' && method === 'POST') return listenKey(request);
    const refused = refusal(state, request);
    if (refused !== null) return refused;
    if (request.query.get('symbol') === venue.delisted) {
      return { status: 400, body: errorBody([-1121, 'Invalid symbol.']) };
    }
    const body = method === 'GET' ? read(path, request.query) : null;
    return body === null ? { status: 404, body: '' } : { body };
  }

  function listenKey({ headers, path }: ServerRequest): ServerAnswer {
    const wrong = wrongKey(state, headers['x-mbx-apikey']) ?? (state.denied.has(path) ? denied : null);
    if (wrong !== null) return { status: 401, body: errorBody(wrong) };
    return { body: { listenKey: `listen-${listenKeys}` } };
  }

  function read(path: string, query: URLSearchParams): unknown {
    const from = Number(query.get('startTime') ?? 0);
    const ofSymbol = (rows: readonly Row[]) => rows.filter(({ symbol }) => symbol === query.get('symbol'));
    const since = (rows: readonly Row[]) => rows.filter(({ time }) => Number(time) >= from);
    // What is later than this is in no list that begins at `from`.
    const reach = from + 7 * 24 * 60 * 60_000;
    const inReach = (rows: readonly Row[]) => since(rows).filter(({ time }) => Number(time) <= reach);
    switch (path) {
      case '/sapi/v1/account/apiRestrictions':
        return state.rights;
      case '/fapi/v2/account':
        return { canTrade: true, assets: [account.asset(), noBalance] };
      case '/fapi/v2/positionRisk':
        return [...account.positions.values(), { ...flat, symbol: 'XRPUSDT' }];
      case '/fapi/v1/openOrders':
        return account.orders.filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED');
      case '/fapi/v1/openAlgoOrders':
        return account.algos.filter(({ algoStatus }) => algoStatus === 'NEW');
      case '/fapi/v1/allOrders': {
        const id = query.get('orderId');
        const rows = ofSymbol(account.orders);
        if (id === null) return inReach(rows);
        return rows
          .filter(({ orderId }) => Number(orderId) >= Number(id))
          .slice(0, Number(query.get('limit')));
      }
      case '/fapi/v1/allAlgoOrders':
        return ofSymbol(account.algos).filter(({ algoId }) => Number(algoId) >= Number(query.get('algoId')));
      case '/fapi/v1/userTrades':
        if (query.has('startTime'))
          return inReach(ofSymbol(account.trades)).slice(0, Number(query.get('limit')));
        return ofSymbol(account.trades)
          .filter(({ id }) => Number(id) >= Number(query.get('fromId') ?? 0))
          .slice(0, Number(query.get('limit')));
      case '/fapi/v1/forceOrders':
        return inReach(account.forced);
      case '/fapi/v1/income': {
        const type = query.get('incomeType');
        const wanted = account.incomes.filter(({ incomeType }) => type === null || incomeType === type);
        const limit = Number(query.get('limit'));
        return since(wanted).slice(
          limit * (Number(query.get('page')) - 1),
          limit * Number(query.get('page')),
        );
      }
      default:
        return null;
    }
  }

  const listening = () => server.clients.filter(({ isOpen, target }) => isOpen && isKnown(target));
  const isKnown = (target: string) =>
    target.startsWith(`/private/ws?listenKey=listen-${listenKeys}&events=ORDER_TRADE_UPDATE/`);

  const server = await startAccountServer({ venue: 'binance-usdm', answer, text: () => {} });
  const venue: UsdmServer = Object.assign(state, server, {
    account,
    cutAfter: null,
    delisted: '',
    push(...events: readonly Row[]) {
      for (const event of events) {
        if (venue.cutAfter === 0) venue.cut();
        if (venue.cutAfter !== null) venue.cutAfter -= 1;
        for (const client of listening()) client.send(event);
      }
    },
    expire() {
      const expired = { e: 'listenKeyExpired', E: Date.now(), listenKey: `listen-${listenKeys}` };
      for (const client of listening()) client.send(expired);
      listenKeys += 1;
    },
    cut() {
      for (const client of server.clients) if (client.isOpen) client.cut();
    },
  });
  return venue;
}

const noBalance = { asset: 'BNB', walletBalance: '0.00000000', marginBalance: '0.00000000' };
const denied = [-2015, 'Invalid API-key, IP, or permissions for action.'] as const;
const flat = {
  ...{
    positionAmt: '0.0',
    entryPrice: '0.0',
    markPrice: '0.51',
    unRealizedProfit: '0.00000000',
    leverage: '20',
  },
  ...{ liquidationPrice: '0', marginType: 'cross', positionSide: 'BOTH', notional: '0', updateTime: 0 },
};
