/** Deribit v2: public trades, tickers and quotes, and accounts. https://docs.deribit.com, read 2026-11-24 */
import { accountChannels, accountTopics } from './account-channel.ts';
import { deribitAccount } from './deribit-account.ts';
import { deribitCommands, deribitRequest } from './deribit-commands.ts';
import { parseDeribit, pingId, tradeOf } from './deribit-messages.ts';
import { deribitApi } from './deribit-reads.ts';
import { deribitRows } from './deribit-rows.ts';
import type { ChannelDescriptor, Exchange, ParsedTrade } from './exchange.ts';
import { isItem, itemsOf } from './fields.ts';
import { objectIn } from './reading.ts';

const market = {
  scope: 'symbol',
  budget: { softMs: 15_000, hardMs: 60_000 },
  proof: 'none',
  snapshot: true,
} as const satisfies ChannelDescriptor;

export const deribit = {
  id: 'deribit',
  name: 'Deribit',
  endpoints: { ws: 'wss://www.deribit.com/ws/api/v2', rest: 'https://www.deribit.com/api/v2' },
  // Strikes with a fraction have a `d` for the point: XRP_USDC-30JUN23-0d625-C.
  symbolPattern: /^[A-Z0-9]{2,20}(?:_[A-Z0-9]{2,10})?(?:-[A-Z0-9_d]{1,40}){0,3}$/,
  channels: {
    trade: {
      scope: 'symbol',
      budget: { softMs: 15_000, hardMs: 60_000 },
      proof: 'rest',
      consecutiveIds: true,
    },
    instrument: market,
    quote: market,
    ...accountChannels,
  },
  defaultTopics: {
    public: ['instrument', 'quote', 'trade'],
    account: accountTopics,
  },
  welcomes: false,
  // 32 at once from one address.
  limits: {
    connections: { count: 20, perMs: 60_000 },
    // Ten at once, and then about three a second.
    frames: { count: 12, perMs: 3_000 },
    maxFrameBytes: 4 * 1024 * 1024,
  },
  ping: { idleMs: 10_000, answerMs: 5_000, frame: deribitRequest(pingId, 'public/test', {}) },
  transportStaleMs: 25_000,
  subscribe: (channels) => deribitCommands('subscribe', channels),
  unsubscribe: (channels) => deribitCommands('unsubscribe', channels),
  account: deribitAccount,
  parse: parseDeribit,
  rows: deribitRows,
  priceSymbols,
  history: {
    paging: 'backward',
    pageSize: 1_000,
    url(rest, symbol, { after, before }) {
      const end = before === null ? '' : `&end_seq=${before.id}`;
      return `${trades(rest, symbol)}&start_seq=${after.id}${end}&count=1000&sorting=desc`;
    },
    newestUrl: (rest, symbol) => `${trades(rest, symbol)}&count=1`,
    parse: parseHistory,
  },
} as const satisfies Exchange;

/** Perpetuals of bitcoin and ether are in dollars, those of other coins in USDC. */
function priceSymbols(currency: string): readonly string[] {
  if (currency === 'USD') return [];
  if (currency === 'BTC' || currency === 'ETH') return [`${currency}-PERPETUAL`];
  if (currency === 'USDT') return ['BTC_USDT', 'BTC-PERPETUAL'];
  const coin = currency === 'USDC' ? [] : [`${currency}_USDC-PERPETUAL`];
  return [...coin, 'BTC_USDC-PERPETUAL', 'BTC-PERPETUAL'];
}

function trades(rest: string, symbol: string): string {
  return `${deribitApi(rest)}/public/get_last_trades_by_instrument?instrument_name=${symbol}`;
}

// Asked for newest first.
function parseHistory(answer: string): readonly ParsedTrade[] | null {
  const result = objectIn(answer)?.result;
  const rows = isItem(result) ? itemsOf(result.trades) : null;
  const past = rows?.map(tradeOf).reverse() ?? null;
  return past?.every((trade) => trade !== null) ? past : null;
}
