/**
 * Binance USD-M futures: aggregated trades and mark prices in public, and accounts.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams, read 2026-11-24
 */
import { accountChannels, accountTopics } from './account-channel.ts';
import {
  aggregateOf,
  historyOf,
  priceSymbols,
  subscribeFrames,
  unsubscribeFrames,
} from './binance-public.ts';
import { usdmAccount } from './binance-usdm-account.ts';
import { parseUsdm, usdmStreams } from './binance-usdm-messages.ts';
import { usdmRows } from './binance-usdm-rows.ts';
import type { Exchange } from './exchange.ts';

export const binanceUsdm = {
  id: 'binance-usdm',
  name: 'Binance USD-M futures',
  endpoints: { ws: 'wss://fstream.binance.com', rest: 'https://fapi.binance.com' },
  // Best bids and asks are served at another path than trades, so that a feed has one or the other.
  address: (base) => (/^wss?:\/\/[^/]+\/?$/.test(base) ? `${base.replace(/\/$/, '')}/market/ws` : base),
  symbolPattern: /^[A-Z0-9]{2,30}(?:_\d{6})?$/,
  channels: {
    trade: {
      scope: 'symbol',
      budget: { softMs: 10_000, hardMs: 45_000 },
      proof: 'rest',
      consecutiveIds: true,
    },
    instrument: { scope: 'symbol', budget: { softMs: 5_000, hardMs: 20_000 }, proof: 'none', snapshot: true },
    ...accountChannels,
  },
  defaultTopics: {
    public: ['instrument', 'trade'],
    account: accountTopics,
  },
  welcomes: false,
  limits: {
    connections: { count: 300, perMs: 5 * 60_000 },
    // Ten a second, of which pings and pongs need some.
    frames: { count: 8, perMs: 1_000 },
    maxFrameBytes: 4 * 1024 * 1024,
    lifetimeMs: 24 * 3_600_000,
  },
  // The venue pings every three minutes only: asking sooner finds a dead connection sooner.
  ping: { idleMs: 10_000, answerMs: 5_000, frame: null },
  transportStaleMs: 30_000,
  subscribe: (channels) => subscribeFrames(channels, usdmStreams),
  unsubscribe: (channels) => unsubscribeFrames(channels, usdmStreams),
  account: usdmAccount,
  parse: parseUsdm,
  rows: usdmRows,
  dollars: ['USDT'],
  priceSymbols,
  // Trades with the insurance fund and deleveraged ones are not in it, as they are not in the stream.
  history: historyOf('/fapi/v1/aggTrades', aggregateOf),
} as const satisfies Exchange;
