/** How Coinbase Exchange and Poloniex say what a venue for trades has to say. */
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { poloniex } from '../../src/main/exchanges/poloniex.ts';
import type { TradeDialect, VenueTrade } from './trade-venue.ts';

export const coinbaseDialect: TradeDialect = {
  exchange: coinbase,
  symbols: ['BTC-USD', 'ETH-USD'],
  idStep: 1,
  read(text) {
    const { type, product_ids: symbols = [] } = JSON.parse(text);
    return type === 'subscribe' || type === 'unsubscribe' ? { kind: type, symbols } : null;
  },
  pong: null,
  acknowledge: (kind, symbols) =>
    JSON.stringify({
      type: 'subscriptions',
      channels: [{ name: 'matches', product_ids: kind === 'subscribe' ? symbols : [] }],
    }),
  opening: (newest) =>
    JSON.stringify({ type: 'last_match', product_id: newest.symbol, ...coinbaseRow(newest) }),
  trade: (trade) => JSON.stringify({ type: 'match', product_id: trade.symbol, ...coinbaseRow(trade) }),
  heartbeat: (symbol, lastId, timeMs) =>
    JSON.stringify({
      ...{ type: 'heartbeat', last_trade_id: lastId, product_id: symbol, sequence: 1 },
      time: new Date(timeMs).toISOString(),
    }),
  history(path, trades) {
    const url = new URL(path, 'http://127.0.0.1');
    const symbol = /^\/products\/([^/]+)\/trades$/.exec(url.pathname)?.[1];
    if (symbol === undefined) return null;
    const before = Number(url.searchParams.get('after') ?? Number.POSITIVE_INFINITY);
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const older = trades(symbol).filter(({ id }) => id < before);
    return JSON.stringify(older.slice(-limit).reverse().map(coinbaseRow));
  },
};

export const poloniexDialect: TradeDialect = {
  exchange: poloniex,
  symbols: ['BTC_USDT', 'ETH_USDT'],
  // Ids grow over all symbols of the venue, so that those of one symbol have holes.
  idStep: 3,
  read(text) {
    const { event, symbols = [] } = JSON.parse(text);
    if (event === 'ping') return { kind: 'ping' };
    return event === 'subscribe' || event === 'unsubscribe' ? { kind: event, symbols } : null;
  },
  pong: '{"event":"pong"}',
  acknowledge: (event, symbols) =>
    JSON.stringify({ event, channel: 'trades', symbols: symbols.map((symbol) => symbol.toLowerCase()) }),
  opening: () => null,
  trade: (trade) =>
    JSON.stringify({ channel: 'trades', data: [{ symbol: trade.symbol, ...poloniexRow(trade) }] }),
  heartbeat: () => null,
  history(path, trades) {
    const url = new URL(path, 'http://127.0.0.1');
    const symbol = /^\/markets\/([^/]+)\/trades$/.exec(url.pathname)?.[1];
    if (symbol === undefined) return null;
    const limit = Number(url.searchParams.get('limit') ?? 500);
    return JSON.stringify(trades(symbol).slice(-limit).reverse().map(poloniexRow));
  },
};

function coinbaseRow({ id, timeMs }: VenueTrade): Record<string, unknown> {
  const time = new Date(timeMs).toISOString();
  return { trade_id: id, side: 'sell', size: '0.5', price: '9000.10', time };
}

function poloniexRow({ id, timeMs }: VenueTrade): Record<string, unknown> {
  const ms = Math.floor(timeMs);
  const money = { amount: '13.41', quantity: '0.000537', price: '24983.89' };
  return { id: String(id), takerSide: 'BUY', ...money, createTime: ms, ts: ms };
}
