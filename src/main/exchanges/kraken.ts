/** Kraken, spot: markets, and accounts with margin positions. https://docs.kraken.com/api/docs/guides/spot-ws-intro, read 2026-11-24 */
import { accountChannels, accountTopics } from './account-channel.ts';
import { digitsOf } from './exact-json.ts';
import type { Channel, ChannelDescriptor, Exchange, ParsedTrade } from './exchange.ts';
import { countedId, text } from './fields.ts';
import { krakenAccount } from './kraken-account.ts';
import { channels as channelOf, parseKraken, requestIds } from './kraken-messages.ts';
import { isoOfSeconds, resultOf } from './kraken-reads.ts';
import { dayAgo, krakenRows } from './kraken-rows.ts';
import { oldPairOf } from './kraken-symbols.ts';

const market = {
  scope: 'symbol',
  budget: { softMs: 30_000, hardMs: 90_000 },
  proof: 'none',
  snapshot: true,
} as const satisfies ChannelDescriptor;

export const kraken = {
  id: 'kraken',
  name: 'Kraken',
  endpoints: { ws: 'wss://ws.kraken.com/v2', rest: 'https://api.kraken.com' },
  symbolPattern: /^[A-Z0-9.]{1,20}\/[A-Z0-9.]{1,20}$/i,
  channels: {
    trade: {
      scope: 'symbol',
      budget: { softMs: 15_000, hardMs: 45_000 },
      proof: 'rest',
      consecutiveIds: true,
      snapshot: true,
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
  limits: { connections: { count: 150, perMs: 600_000 }, maxFrameBytes: 4 * 1024 * 1024 },
  // Heartbeats come every second once something is subscribed.
  ping: { idleMs: 5_000, answerMs: 5_000, frame: '{"method":"ping"}' },
  transportStaleMs: 10_000,
  subscribe: (topics) => commands('subscribe', topics),
  // One ticker serves two topics, so that it goes on for the one when the other leaves.
  unsubscribe: (topics) =>
    commands(
      'unsubscribe',
      topics.filter(({ topic }) => channelOf[topic] !== 'ticker'),
    ),
  account: krakenAccount,
  parse: parseKraken,
  rows: krakenRows,
  history: {
    // Pages follow each other by a time of nanoseconds that only the page before tells: the newest 1,000.
    paging: 'newest',
    pageSize: 1_000,
    url: (rest, symbol) => trades(rest, symbol, 1_000),
    newestUrl: (rest, symbol) => trades(rest, symbol, 1),
    parse: parseTrades,
  },
  priceSymbols: (currency) => (currency === 'USD' ? [] : [`${currency}/USD`]),
  price24hAgo: dayAgo,
} as const satisfies Exchange;

function commands(method: string, topics: readonly Channel[]): readonly string[] {
  const symbols = new Map<string, Set<string>>();
  for (const { topic, symbol } of topics) {
    const channel = channelOf[topic] ?? topic;
    const own = symbols.get(channel) ?? new Set();
    symbols.set(channel, own);
    if (symbol !== null) own.add(symbol);
  }
  return [...symbols].map(([channel, own]) =>
    JSON.stringify({
      method,
      params: { channel, symbol: [...own], ...(method === 'subscribe' ? wishes[channel] : {}) },
      req_id: requestIds[channel],
    }),
  );
}

// https://docs.kraken.com/api/docs/rest-api/get-recent-trades, read 2026-11-24
function trades(rest: string, symbol: string, count: number): string {
  return `${rest}/0/public/Trades?pair=${encodeURIComponent(oldPairOf(symbol))}&count=${count}`;
}

/** Price, size, seconds, side of the taker, kind of order, remark, id; oldest first. */
function parseTrades(answer: string): readonly ParsedTrade[] | null {
  const result = resultOf(answer);
  const pair = Object.keys(result ?? {}).find((name) => name !== 'last');
  const rows = pair === undefined ? null : result?.[pair];
  if (!Array.isArray(rows)) return null;
  const parsed = rows.map((row: unknown): ParsedTrade | null => {
    const [priceText, sizeText, seconds, letter, , , number]: readonly unknown[] = Array.isArray(row)
      ? row
      : [];
    const [price, size, id] = [digitsOf(priceText), digitsOf(sizeText), countedId(number)];
    const side = text(letter) === 'b' ? 'buy' : text(letter) === 's' ? 'sell' : null;
    const time = isoOfSeconds(seconds);
    if (price === null || size === null || id === null || side === null || time === null) return null;
    // The pair has another name here than the one that was asked for.
    return { symbol: null, id, side, price, size, time, item: { price, size, time, side, trade_id: id } };
  });
  return parsed.every((trade) => trade !== null) ? parsed : null;
}

const wishes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  trade: { snapshot: true },
  ticker: { event_trigger: 'bbo', snapshot: true },
};
