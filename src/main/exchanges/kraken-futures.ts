/** Kraken Futures: linear (PF, FF) and inverse (PI, FI) contracts. https://docs.kraken.com/api/docs/futures-api/websocket/introduction, read 2026-11-24 */
import { accountChannels, accountTopics } from './account-channel.ts';
import { digitsOf, parseExact } from './exact-json.ts';
import type { Channel, ChannelDescriptor, Exchange, ParsedTrade } from './exchange.ts';
import { isItem, isoTime, sideOf, text, timeMs } from './fields.ts';
import { krakenFuturesAccount } from './kraken-futures-account.ts';
import { feedOf, parseKrakenFutures } from './kraken-futures-messages.ts';
import { krakenFuturesRows } from './kraken-futures-rows.ts';

const market = {
  scope: 'symbol',
  budget: { softMs: 15_000, hardMs: 45_000 },
  proof: 'none',
  snapshot: true,
} as const satisfies ChannelDescriptor;
export const krakenFutures = {
  id: 'kraken-futures',
  name: 'Kraken Futures',
  endpoints: { ws: 'wss://futures.kraken.com/ws/v1', rest: 'https://futures.kraken.com' },
  symbolPattern: /^[A-Z]{2}_[A-Z0-9]{2,30}(?:_[A-Z0-9_]{1,40})?$/,
  channels: {
    trade: { scope: 'symbol', budget: { softMs: 15_000, hardMs: 45_000 }, proof: 'rest', snapshot: true },
    instrument: market,
    quote: market,
    ...accountChannels,
  },
  defaultTopics: {
    public: ['instrument', 'quote', 'trade'],
    account: accountTopics,
  },
  welcomes: false,
  limits: { connections: { count: 100, perMs: 60_000 }, maxFrameBytes: 4 * 1024 * 1024 },
  // The venue wants a ping every 60 seconds at least.
  ping: { idleMs: 20_000, answerMs: 10_000, frame: null },
  transportStaleMs: 60_000,
  subscribe: (channels) => commands('subscribe', channels),
  unsubscribe: (channels) => commands('unsubscribe', channels),
  account: krakenFuturesAccount,
  parse: parseKrakenFutures,
  rows: krakenFuturesRows,
  dollars: ['USDT', 'USDC'],
  priceSymbols,
  history: {
    // Pages follow each other by a token, which an address made in advance cannot hold: the newest 1,000.
    paging: 'newest',
    pageSize: 1_000,
    url: (rest, symbol) => executions(rest, symbol, 1_000),
    newestUrl: (rest, symbol) => executions(rest, symbol, 1),
    parse: parseExecutions,
  },
} as const satisfies Exchange;

// One frame per symbol, since an error names neither the feed nor the symbol, and may be for the whole frame.
function commands(event: string, channels: readonly Channel[]): readonly string[] {
  return channels.map(({ topic, symbol }) =>
    JSON.stringify({ event, feed: feedOf(topic), ...(symbol === null ? {} : { product_ids: [symbol] }) }),
  );
}

/** Linear perpetuals are in dollars; there are none of the stablecoins. */
function priceSymbols(currency: string): readonly string[] {
  if (['USD', 'USDT', 'USDC'].includes(currency)) return [];
  return [`PF_${currency === 'BTC' ? 'XBT' : currency}USD`];
}

// https://docs.kraken.com/api/docs/futures-api/history/get-public-execution-events, read 2026-11-24
function executions(rest: string, symbol: string, count: number): string {
  return `${rest}/api/history/v3/market/${encodeURIComponent(symbol)}/executions?sort=desc&count=${count}`;
}

function parseExecutions(answer: string): readonly ParsedTrade[] | null {
  let value: unknown;
  try {
    value = parseExact(answer);
  } catch {
    return null;
  }
  const elements = isItem(value) ? value.elements : null;
  if (!Array.isArray(elements)) return null;
  const trades = elements.map(executionOf);
  return trades.every((trade) => trade !== null) ? trades.reverse() : null;
}

function executionOf(element: unknown): ParsedTrade | null {
  const event = isItem(element) && isItem(element.event) ? element.event.Execution : null;
  const item = isItem(event) ? event.execution : null;
  if (!isItem(item) || !isItem(item.takerOrder)) return null;
  const [id, price, size] = [text(item.uid), digitsOf(item.price), digitsOf(item.quantity)];
  const [side, time] = [sideOf(item.takerOrder.direction), isoTime(timeMs(item.timestamp))];
  if (id === null || price === null || size === null || side === null || time === null) return null;
  return { symbol: text(item.takerOrder.tradeable), id, side, price, size, time, item };
}
