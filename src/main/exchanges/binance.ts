/**
 * Binance spot: trades, quotes and tickers in public, and accounts.
 * https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams, read 2026-11-24
 */
import { accountChannel } from './account-channel.ts';
import { spotAccount } from './binance-account.ts';
import { parseBinance, spotStreams } from './binance-messages.ts';
import { historyOf, priceSymbols, subscribeFrames, tradeOf, unsubscribeFrames } from './binance-public.ts';
import { spotRows } from './binance-rows.ts';
import { digitsOf } from './exact-json.ts';
import type { Exchange } from './exchange.ts';

// Both are sent on a change only.
const onChange = {
  scope: 'symbol',
  budget: { softMs: 15_000, hardMs: 90_000 },
  proof: 'none',
  snapshot: true,
} as const;

export const binance = {
  id: 'binance',
  name: 'Binance',
  endpoints: { ws: 'wss://stream.binance.com:9443/ws', rest: 'https://api.binance.com' },
  address: (base) => (/^wss?:\/\/[^/]+\/?$/.test(base) ? `${base.replace(/\/$/, '')}/ws` : base),
  symbolPattern: /^[A-Z0-9]{4,30}$/,
  channels: {
    trade: {
      scope: 'symbol',
      budget: { softMs: 10_000, hardMs: 45_000 },
      proof: 'rest',
      consecutiveIds: true,
    },
    quote: onChange,
    instrument: onChange,
    margin: accountChannel,
    order: accountChannel,
    execution: accountChannel,
  },
  defaultTopics: { public: ['instrument', 'quote', 'trade'], account: ['margin', 'order', 'execution'] },
  welcomes: false,
  limits: {
    connections: { count: 300, perMs: 5 * 60_000 },
    // Five a second, of which pings and pongs need one.
    frames: { count: 4, perMs: 1_000 },
    maxFrameBytes: 4 * 1024 * 1024,
    lifetimeMs: 24 * 3_600_000,
  },
  // Pings count as messages, of which five a second are allowed; the venue's own come every 20 s.
  ping: { idleMs: 10_000, answerMs: 5_000, frame: null },
  transportStaleMs: 30_000,
  subscribe: (channels) => subscribeFrames(channels, spotStreams),
  unsubscribe: (channels) => unsubscribeFrames(channels, spotStreams),
  account: spotAccount,
  parse: parseBinance,
  rows: spotRows,
  dollars: ['USDT'],
  priceSymbols,
  history: historyOf('/api/v3/historicalTrades', (row) =>
    tradeOf(row, row.id, row.price, row.qty, row.time, row.isBuyerMaker),
  ),
  price24hAgo: (item) => digitsOf(item.openPrice),
} as const satisfies Exchange;
