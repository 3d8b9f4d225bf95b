/** Bybit v5: linear, inverse and spot markets, and accounts. https://bybit-exchange.github.io/docs/v5/intro, read 2026-11-24 */
import { accountChannels, accountTopics } from './account-channel.ts';
import { bybitAccount } from './bybit-account.ts';
import { parseBybit, privateTopics, requestId, tradeOf } from './bybit-messages.ts';
import { bybitRows } from './bybit-rows.ts';
import { categoryAt, categoryNamed } from './bybit-symbols.ts';
import { digitsOf, parseExact } from './exact-json.ts';
import type { Channel, Exchange, Item, ParsedTrade } from './exchange.ts';
import { isItem, itemsOf, text } from './fields.ts';

const book = {
  scope: 'symbol',
  budget: { softMs: 10_000, hardMs: 30_000 },
  proof: 'none',
  snapshot: true,
} as const;
export const bybit = {
  id: 'bybit',
  name: 'Bybit',
  endpoints: { ws: 'wss://stream.bybit.com/v5/public', rest: 'https://api.bybit.com' },
  // One connection serves one kind of market: that of the first symbol, unless the address names one.
  address(endpoint, channels) {
    const symbol = channels.find((channel) => channel.symbol !== null)?.symbol ?? '';
    return endpoint.replace(/\/v5\/public\/?$/, () => `/v5/public/${categoryAt(endpoint, symbol)}`);
  },
  marketsAt: categoryNamed,
  symbolPattern: /^[A-Z0-9]{2,30}(?:-[A-Z0-9.-]{1,40})?$/,
  channels: {
    trade: { scope: 'symbol', budget: { softMs: 15_000, hardMs: 45_000 }, proof: 'rest' },
    instrument: book,
    // The best bid and offer are repeated every three seconds even if nothing has changed.
    quote: book,
    orderBookL2_25: book,
    ...accountChannels,
  },
  defaultTopics: {
    public: ['instrument', 'quote', 'trade'],
    account: accountTopics,
  },
  welcomes: false,
  limits: { connections: { count: 500, perMs: 300_000 }, maxFrameBytes: 4 * 1024 * 1024 },
  ping: { idleMs: 15_000, answerMs: 10_000, frame: '{"req_id":"ping","op":"ping"}' },
  transportStaleMs: 30_000,
  subscribe: (channels) => commands('subscribe', channels),
  unsubscribe: (channels) => commands('unsubscribe', channels),
  account: bybitAccount,
  parse: parseBybit,
  rows: bybitRows,
  bookLevel(table, { side, price }) {
    const digits = table === 'orderBookL2_25' ? digitsOf(price) : null;
    if (digits === null || (side !== 'Buy' && side !== 'Sell')) return null;
    return { side: side === 'Buy' ? 'bid' : 'ask', price: digits };
  },
  history: {
    // The newest only: up to 1,000 of a contract, 60 of a spot market.
    paging: 'newest',
    pageSize: 1_000,
    url: (rest, symbol, _window, endpoint) => market(rest, 'recent-trade', symbol, endpoint, 1_000),
    newestUrl: (rest, symbol, endpoint) => market(rest, 'recent-trade', symbol, endpoint, 1),
    parse: parseTrades,
  },
  candles: {
    url: (rest, symbol, count, endpoint) =>
      `${market(rest, 'kline', symbol, endpoint, Math.min(count + 1, 1_000))}&interval=1`,
    parse: parseCandles,
  },
  priceSymbols,
  price24hAgo: (item) => digitsOf(item.prevPrice24h),
} as const satisfies Exchange;

/** Inverse contracts are in dollars, all others in stablecoins, which bitcoin leads on from. */
function priceSymbols(currency: string): readonly string[] {
  if (currency === 'USD') return [];
  if (currency === 'BTC' || currency === 'ETH') return [`${currency}USD`];
  if (currency === 'USDC') return ['BTCPERP', 'BTCUSD'];
  return [...(currency === 'USDT' ? [] : [`${currency}USDT`]), 'BTCUSDT', 'BTCUSD'];
}

// One frame per symbol, since one bad topic fails its whole frame; the account's topics go together.
function commands(op: string, channels: readonly Channel[]): readonly string[] {
  const bySymbol = new Map<string | null, Channel[]>();
  for (const channel of channels) {
    const together = bySymbol.get(channel.symbol);
    if (together === undefined) bySymbol.set(channel.symbol, [channel]);
    else together.push(channel);
  }
  return [...bySymbol.values()].map((together) =>
    JSON.stringify({ req_id: requestId(together), op, args: together.map(topicOf) }),
  );
}

function topicOf({ topic, symbol }: Channel): string {
  return symbol === null ? (privateTopics[topic] ?? topic) : `${publicTopics[topic] ?? topic}.${symbol}`;
}

function market(rest: string, path: string, symbol: string, endpoint: string, limit: number): string {
  const category = categoryAt(endpoint, symbol);
  return `${rest}/v5/market/${path}?category=${category}&symbol=${encodeURIComponent(symbol)}&limit=${limit}`;
}

// Newest first, as all lists are.
function parseTrades(answer: string): readonly ParsedTrade[] | null {
  const rows = itemsOf(resultOf(answer)?.list);
  const trades = rows?.map((row) =>
    tradeOf(row, text(row.symbol), row.execId, row.side, row.price, row.size, row.time),
  );
  return trades?.every((trade) => trade !== null) ? trades.reverse() : null;
}

function parseCandles(answer: string): readonly Item[] | null {
  const result = resultOf(answer);
  if (!Array.isArray(result?.list)) return null;
  const { symbol } = result;
  const rows = result.list.map((row: unknown): Item | null => {
    if (!Array.isArray(row)) return null;
    const [start, open, high, low, close, volume, turnover] = row;
    return { symbol, start, open, high, low, close, volume, turnover };
  });
  // The newest minute is still open.
  return rows.every((row) => row !== null) ? rows.slice(1) : null;
}

function resultOf(answer: string): Item | null {
  try {
    const value = parseExact(answer);
    return isItem(value) && isItem(value.result) ? value.result : null;
  } catch {
    return null;
  }
}

const publicTopics: Readonly<Record<string, string>> = {
  trade: 'publicTrade',
  instrument: 'tickers',
  quote: 'orderbook.1',
  orderBookL2_25: 'orderbook.50',
};
