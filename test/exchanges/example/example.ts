/** Example exchange, spot, public v2. https://docs.example.com/ws, read 2026-11-24 */
import { digitsOf } from '../../../src/main/exchanges/exact-json.ts';
import type { Channel, Exchange, FeedEvent, Item } from '../../../src/main/exchanges/exchange.ts';
import { isoTime, sentence, sideOf, text } from '../../../src/main/exchanges/fields.ts';
import { malformed, readFrame } from '../../../src/main/exchanges/reading.ts';

export const example = {
  id: 'example',
  name: 'Example exchange',
  endpoints: { ws: 'wss://stream.example.com/v2', rest: null },
  symbolPattern: /^[A-Z]+\/[A-Z]+$/,
  channels: {
    trade: { scope: 'symbol', budget: { softMs: 10_000, hardMs: 30_000 }, proof: 'none' },
    quote: { scope: 'symbol', budget: { softMs: 10_000, hardMs: 30_000 }, proof: 'none', snapshot: true },
  },
  defaultTopics: { public: ['trade'], account: [] },
  welcomes: false,
  limits: { connections: { count: 20, perMs: 60_000 }, maxFrameBytes: 4 * 1024 * 1024 },
  ping: { idleMs: 15_000, answerMs: 10_000, frame: '{"ping":1}' },
  transportStaleMs: 30_000,
  subscribe: (channels) => commands('sub', channels),
  unsubscribe: (channels) => commands('unsub', channels),
  parse,
  rows: {
    quote: (item) => ({
      symbol: text(item.symbol),
      updatedAt: isoTime(item.t),
      bidPrice: digitsOf(item.bid),
      bidSize: digitsOf(item.bidQty),
      askPrice: digitsOf(item.ask),
      askSize: digitsOf(item.askQty),
    }),
  },
} as const satisfies Exchange;

function commands(op: string, channels: readonly Channel[]): readonly string[] {
  return channels.map(({ topic, symbol }) => JSON.stringify({ op, topic, symbol }));
}

function parse(frame: string): readonly FeedEvent[] {
  return readFrame(frame, eventsOf);
}

function eventsOf(message: Item): readonly FeedEvent[] {
  const symbol = text(message.symbol);
  if (message.pong === 1) return [{ kind: 'pong' }];
  const said = sentence(message.err);
  if (said !== null) {
    const channels = symbol === null ? null : [{ topic: text(message.topic) ?? 'trade', symbol }];
    return [{ kind: 'refused', channels, code: 'error', message: said }];
  }
  if (symbol === null) return [{ kind: 'ignored', policy: 'unknown-message' }];
  switch (message.type) {
    case 'subscribed':
      return [{ kind: 'subscribed', channels: [{ topic: text(message.topic) ?? 'trade', symbol }] }];
    case 'quote.snapshot':
      return [
        {
          kind: 'table',
          table: 'quote',
          action: 'partial',
          keys: ['symbol'],
          filter: { symbol },
          rows: [message],
        },
      ];
    case 'quote.change':
      return [{ kind: 'table', table: 'quote', action: 'update', keys: null, filter: null, rows: [message] }];
    case 'trade': {
      const id = digitsOf(message.id);
      const side = sideOf(message.takerSide);
      const price = digitsOf(message.px);
      const size = digitsOf(message.qty);
      const time = isoTime(message.t);
      if (id === null || side === null || price === null || size === null || time === null) {
        return [malformed(`trade of ${symbol} lacks a field`)];
      }
      return [
        {
          kind: 'trades',
          action: 'insert',
          symbol,
          trades: [{ symbol, id, side, price, size, time, item: message }],
        },
      ];
    }
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}
