/** OKX v5: public trades, tickers and best offers, and accounts. https://www.okx.com/docs-v5/en/, read 2026-11-24 */
import { accountChannels, accountTopics } from './account-channel.ts';
import { digitsOf } from './exact-json.ts';
import { sum } from './exact-sum.ts';
import type { Channel, ChannelDescriptor, Exchange, ParsedTrade } from './exchange.ts';
import { okxAccount } from './okx-account.ts';
import { bookings, okxChannels, parseOkx, topicsOf, tradeOf } from './okx-messages.ts';
import { rowsOf } from './okx-reads.ts';
import { okxRows } from './okx-rows.ts';

const market = {
  scope: 'symbol',
  budget: { softMs: 15_000, hardMs: 60_000 },
  proof: 'none',
  snapshot: true,
} as const satisfies ChannelDescriptor;

export const okx = {
  id: 'okx',
  name: 'OKX',
  endpoints: { ws: 'wss://ws.okx.com:8443/ws/v5/public', rest: 'https://www.okx.com' },
  symbolPattern: /^[A-Z0-9]{1,20}(?:-[A-Z0-9.]{1,20}){1,4}$/,
  channels: {
    trade: { scope: 'symbol', budget: { softMs: 10_000, hardMs: 45_000 }, proof: 'rest' },
    instrument: market,
    quote: market,
    ...accountChannels,
  },
  defaultTopics: {
    public: ['instrument', 'quote', 'trade'],
    account: accountTopics,
  },
  welcomes: false,
  // https://www.okx.com/docs-v5/en/#overview-websocket-connect, read 2026-11-24
  limits: {
    connections: { count: 3, perMs: 1_000 },
    frames: { count: 480, perMs: 3_600_000 },
    maxFrameBytes: 4 * 1024 * 1024,
  },
  // A connection on which nothing was pushed for 30 s is dropped.
  ping: { idleMs: 10_000, answerMs: 5_000, frame: 'ping' },
  transportStaleMs: 25_000,
  subscribe: (channels) => commands('subscribe', channels),
  // Orders and executions share a channel, which goes only with the last of them.
  unsubscribe: (channels) =>
    commands(
      'unsubscribe',
      channels.filter(({ topic }) =>
        topicsOf(okxChannels[topic]).every((other) => channels.some((one) => one.topic === other)),
      ),
    ),
  account: okxAccount,
  parse: parseOkx,
  rows: okxRows,
  history: {
    // A message adds up the fills of one order at one price, under the id of the last of them; past trades are
    // single. The edge is read again with all its parts, and a page never says that it is the last.
    paging: 'backward',
    pageSize: 1,
    url(rest, symbol, { before }) {
      const after = before === null ? '' : `&type=1&after=${BigInt(before.id) + 1n}`;
      return `${rest}/api/v5/market/history-trades?instId=${symbol}${after}&limit=100`;
    },
    newestUrl: (rest, symbol) => `${rest}/api/v5/market/trades?instId=${symbol}&limit=1`,
    parse: parseHistory,
  },
  priceSymbols,
  price24hAgo: (item) => digitsOf(item.open24h),
} as const satisfies Exchange;

/** Perpetuals of bitcoin and ether are in dollars; bitcoin leads on from stablecoins. */
function priceSymbols(currency: string): readonly string[] {
  if (currency === 'USD') return [];
  if (currency === 'BTC' || currency === 'ETH') return [`${currency}-USD-SWAP`];
  if (currency === 'USDC') return ['BTC-USDC', 'BTC-USD-SWAP'];
  return [...(currency === 'USDT' ? [] : [`${currency}-USDT`]), 'BTC-USDT', 'BTC-USD-SWAP'];
}

// One frame per channel, so that an error is about that one alone.
function commands(op: string, channels: readonly Channel[]): readonly string[] {
  const args = channels.flatMap(({ topic, symbol }) => {
    const channel = okxChannels[topic] ?? topic;
    if (symbol !== null) return [{ channel, instId: symbol }];
    if (channel === 'account') return [{ channel }];
    const own = { channel, instType: 'ANY' };
    return topic === 'execution' ? [own, { channel: bookings }] : [own];
  });
  return [...new Set(args.map((arg) => JSON.stringify({ op, args: [arg] })))];
}

function parseHistory(answer: string): readonly ParsedTrade[] | null {
  const trades = rowsOf(answer)?.map(tradeOf).reverse() ?? null;
  return trades?.every((trade) => trade !== null) ? joined(trades) : null;
}

/** As the stream would have sent them: the fills of one order at one price as one trade. */
function joined(trades: readonly ParsedTrade[]): readonly ParsedTrade[] {
  const orders: ParsedTrade[] = [];
  for (const trade of trades) {
    const last = orders.at(-1);
    const isSame =
      last !== undefined &&
      last.time === trade.time &&
      last.side === trade.side &&
      last.price === trade.price &&
      BigInt(last.id) + 1n === BigInt(trade.id);
    if (isSame) orders[orders.length - 1] = { ...trade, size: sum(last.size, trade.size) ?? trade.size };
    else orders.push(trade);
  }
  return orders;
}
