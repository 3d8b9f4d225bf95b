/**
 * The BitMEX dialect: table diffs over one socket, signed with an expiry.
 * https://www.bitmex.com/app/wsAPI, read 2026-11-24. The venue itself closed on 2026-09-23; compatible
 * servers, recordings and the practice venue still speak it.
 */
import { accountTopics } from './account-channel.ts';
import { bitmexAccount, bitmexApi } from './bitmex-account.ts';
import { parseBitmex, parseBitmexRows, parseBitmexTrades, privateTopics } from './bitmex-messages.ts';
import { bitmexRows } from './bitmex-rows.ts';
import { digitsOf } from './exact-json.ts';
import { type Channel, type ChannelDescriptor, channelName, type Exchange } from './exchange.ts';

const minute = 60_000;
const hour = 60 * minute;

export const bitmex = {
  id: 'bitmex',
  name: 'BitMEX',
  endpoints: { ws: null, rest: null },
  symbolPattern: /^\.?[A-Za-z0-9_]{2,40}$/,
  channels: {
    ...topics(['trade'], 'symbol', 10_000, 45_000, 'rest'),
    ...topics(
      ['quote', 'instrument', 'orderBookL2', 'orderBookL2_25', 'orderBook10'],
      'symbol',
      15_000,
      45_000,
    ),
    ...timed(['tradeBin1m', 'quoteBin1m'], 75_000, 150_000),
    ...timed(['tradeBin5m', 'quoteBin5m'], 5.5 * minute, 8 * minute),
    ...timed(['tradeBin1h', 'quoteBin1h'], 62 * minute, 90 * minute),
    ...timed(['tradeBin1d', 'quoteBin1d'], 24.2 * hour, 25 * hour),
    ...timed(['funding'], 8.2 * hour, 9 * hour),
    ...topics(['liquidation', 'settlement'], 'symbol', hour, 24 * hour, 'session'),
    // Served at /realtimePlatform, the rest at /realtime: the address is the user's.
    ...topics(
      ['announcement', 'chat', 'connected', 'insurance', 'publicNotifications'],
      'venue',
      hour,
      24 * hour,
      'session',
    ),
    ...topics(privateTopics, 'account', 30_000, 90_000, 'session'),
  },
  defaultTopics: {
    public: ['instrument', 'quote', 'trade', 'tradeBin1m'],
    account: accountTopics,
  },
  welcomes: true,
  // The largest book of 2021 was 0.7 MB in one frame; the instrument table of all symbols is larger.
  limits: { connections: { count: 60, perMs: hour }, maxFrameBytes: 16 * 1024 * 1024 },
  // No server heartbeat: after 5 s of silence ask, and expect the answer within 5 s.
  ping: { idleMs: 5_000, answerMs: 5_000, frame: 'ping' },
  transportStaleMs: 10_000,
  subscribe: (channels) => command('subscribe', channels),
  unsubscribe: (channels) => command('unsubscribe', channels),
  account: bitmexAccount,
  parse: parseBitmex,
  rows: bitmexRows,
  bookLevel(table, { side, price }) {
    const digits = table.startsWith('orderBookL2') ? digitsOf(price) : null;
    if (digits === null || (side !== 'Buy' && side !== 'Sell')) return null;
    return { side: side === 'Buy' ? 'bid' : 'ask', price: digits };
  },
  history: {
    // No ids to page by: several trades share a millisecond, so pages overlap at their edges.
    paging: 'forward',
    pageSize: 1_000,
    url(rest, symbol, { after, before, offset }) {
      const end = before === null ? '' : `&endTime=${milliseconds(before.time)}`;
      const range = `startTime=${milliseconds(after.time)}${end}`;
      return `${trades(rest, symbol)}&${range}&count=1000&start=${offset}`;
    },
    newestUrl: (rest, symbol) => `${trades(rest, symbol)}&count=1&reverse=true`,
    parse: parseBitmexTrades,
  },
  candles: {
    // https://www.bitmex.com/api/explorer/#!/Trade/Trade_getBucketed, read 2026-11-24: at most 1,000 rows.
    url: (rest, symbol, count) =>
      `${bitmexApi(rest)}/trade/bucketed?binSize=1m&symbol=${encodeURIComponent(symbol)}&count=${Math.min(count, 1_000)}&reverse=true`,
    parse: parseBitmexRows,
  },
  priceSymbols,
  price24hAgo: (item) => digitsOf(item.prevPrice24h),
} as const satisfies Exchange;

/** Bitcoin is in dollars, and leads on from tethers. */
function priceSymbols(currency: string): readonly string[] {
  if (currency === 'USD') return [];
  if (currency === 'XBT') return ['XBTUSD'];
  return currency === 'USDT'
    ? ['XBTUSDT', 'XBTUSD']
    : [`${currency}USD`, `${currency}USDT`, 'XBTUSDT', 'XBTUSD'];
}

function topics(
  names: readonly string[],
  scope: ChannelDescriptor['scope'],
  softMs: number,
  hardMs: number,
  proof: ChannelDescriptor['proof'] = 'none',
): Record<string, ChannelDescriptor> {
  return Object.fromEntries(
    names.map((name) => [name, { scope, budget: { softMs, hardMs }, proof, snapshot: true }]),
  );
}

function timed(names: readonly string[], softMs: number, hardMs: number): Record<string, ChannelDescriptor> {
  const descriptors = Object.entries(topics(names, 'symbol', softMs, hardMs));
  return Object.fromEntries(descriptors.map(([name, one]) => [name, { ...one, isTimed: true }]));
}

// An error repeats all arguments of its frame and need not say which one it means: one frame per symbol, and one
// per channel that has none.
function command(op: string, channels: readonly Channel[]): readonly string[] {
  const frames = new Map<string, string[]>();
  for (const channel of channels) {
    const name = channelName(channel);
    const args = frames.get(channel.symbol ?? name);
    if (args === undefined) frames.set(channel.symbol ?? name, [name]);
    else args.push(name);
  }
  return [...frames.values()].map((args) => JSON.stringify({ op, args }));
}

function trades(rest: string, symbol: string): string {
  return `${bitmexApi(rest)}/trade?symbol=${encodeURIComponent(symbol)}`;
}

function milliseconds(time: string): string {
  return `${time.slice(0, 23)}Z`;
}
