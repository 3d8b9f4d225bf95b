/** Deribit v2: public trades, tickers and quotes, and accounts. https://docs.deribit.com, read 2026-11-24 */
import { deribitAccount, deribitApi } from './deribit-account.ts';
import { deribitChannel, listOf, parseDeribit, pingId, requestId, tradeOf } from './deribit-messages.ts';
import { deribitRows } from './deribit-rows.ts';
import { parseExact } from './exact-json.ts';
import type { Channel, ChannelDescriptor, Exchange, ParsedTrade } from './exchange.ts';
import { isItem } from './fields.ts';

const account = {
  scope: 'account',
  budget: { softMs: 30_000, hardMs: 90_000 },
  proof: 'session',
  snapshot: true,
} as const satisfies ChannelDescriptor;
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
    position: account,
    order: account,
    execution: account,
    margin: account,
  },
  defaultTopics: {
    public: ['instrument', 'quote', 'trade'],
    account: ['margin', 'position', 'order', 'execution'],
  },
  welcomes: false,
  // 32 at once from one address.
  limits: { connections: { count: 20, perMs: 60_000 }, maxFrameBytes: 4 * 1024 * 1024 },
  ping: { idleMs: 10_000, answerMs: 5_000, frame: request(pingId, 'public/test', {}) },
  transportStaleMs: 25_000,
  subscribe: (channels) => commands('subscribe', channels),
  // Orders, executions and positions share a channel, which goes only with the last of them.
  unsubscribe: (channels) =>
    commands(
      'unsubscribe',
      channels.filter(({ topic, symbol }) => symbol !== null || sharers(topic).every(isIn(channels))),
    ),
  account: deribitAccount,
  parse: parseDeribit,
  rows: deribitRows,
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

// Few frames, since the venue counts subscriptions; at most 500 channels go into one.
function commands(action: 'subscribe' | 'unsubscribe', channels: readonly Channel[]): readonly string[] {
  const frames: string[] = [];
  const kinds = [
    ['public', channels.filter(({ symbol }) => symbol !== null)],
    ['private', channels.filter(({ symbol }) => symbol === null)],
  ] as const;
  for (const [kind, own] of kinds) {
    for (let from = 0; from < own.length; from += mostChannels) {
      const some = own.slice(from, from + mostChannels);
      const names = [...new Set(some.map(deribitChannel))];
      const id = action === 'subscribe' ? requestId(some) : action;
      frames.push(request(id, `${kind}/${action}`, { channels: names }));
    }
  }
  return frames;
}

function sharers(topic: string): readonly string[] {
  const name = deribitChannel({ topic, symbol: null });
  return accountTopics.filter((other) => deribitChannel({ topic: other, symbol: null }) === name);
}

function isIn(channels: readonly Channel[]): (topic: string) => boolean {
  return (topic) => channels.some((channel) => channel.symbol === null && channel.topic === topic);
}

function request(id: string, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

function trades(rest: string, symbol: string): string {
  return `${deribitApi(rest)}/public/get_last_trades_by_instrument?instrument_name=${symbol}`;
}

// Asked for newest first.
function parseHistory(answer: string): readonly ParsedTrade[] | null {
  let message: unknown;
  try {
    message = parseExact(answer);
  } catch {
    return null;
  }
  const result = isItem(message) ? message.result : null;
  const rows = isItem(result) ? listOf(result.trades) : null;
  const past = rows?.map(tradeOf).reverse() ?? null;
  return past?.every((trade) => trade !== null) ? past : null;
}

const mostChannels = 500;
const accountTopics = ['position', 'order', 'execution', 'margin'];
