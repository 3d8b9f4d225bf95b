/** Coinbase Exchange on documented and recorded frames. */
import { describe, expect, test } from 'vitest';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { framesOf } from '../support/fixtures.ts';

const frames = framesOf('coinbase/feed');

function eventsOf(part: string) {
  return frames.filter((frame) => frame.includes(part)).flatMap((frame) => coinbase.parse(frame));
}

describe('trades', () => {
  test('the side sent is the maker side: the taker is the other one', () => {
    expect(eventsOf('"type":"match"')).toMatchObject([
      {
        kind: 'trades',
        action: 'insert',
        symbol: 'BTC-USD',
        trades: [
          {
            symbol: 'BTC-USD',
            id: '82047307',
            side: 'buy',
            price: '9314.78',
            size: '0.00513192',
            time: '2020-01-31T20:03:41.158814Z',
          },
        ],
      },
    ]);
  });

  test('the item keeps the sequence and the ids of both orders', () => {
    expect(eventsOf('"type":"match"')).toMatchObject([
      {
        trades: [{ item: { sequence: 12038915443, maker_order_id: '0f358725-2134-435e-be11-753912a326e0' } }],
      },
    ]);
  });

  test('digits are kept as sent', () => {
    const frame = frames.find((text) => text.includes('"type":"match"')) ?? '';
    const [event] = coinbase.parse(frame.replace('9314.78', '9314.78000000'));
    expect(event).toMatchObject({ trades: [{ price: '9314.78000000' }] });
  });

  test('the last match before the subscription is a mark, not a trade', () => {
    expect(eventsOf('last_match')).toEqual([{ kind: 'last-trade', symbol: 'SKL-BTC', id: '280231' }]);
  });

  test.each(['trade_id', 'product_id', 'side', 'price', 'size', 'time'])(
    'a match without %s is malformed',
    (field) => {
      const frame = JSON.parse(frames.find((text) => text.includes('"type":"match"')) ?? '');
      delete frame[field];
      expect(coinbase.parse(JSON.stringify(frame))).toMatchObject([{ kind: 'malformed' }]);
    },
  );
});

describe('heartbeats', () => {
  test('name the last trade, unless it is 0 or none', () => {
    expect(eventsOf('"type":"heartbeat"')).toEqual([
      {
        kind: 'heartbeat',
        symbol: 'BTC-USD',
        lastTradeId: '1040406590',
        timeMs: Date.parse('2026-06-19T16:43:34.500Z'),
      },
      {
        kind: 'heartbeat',
        symbol: 'BTC-USD',
        lastTradeId: null,
        timeMs: Date.parse('2026-06-19T16:43:35.500Z'),
      },
      {
        kind: 'heartbeat',
        symbol: 'BTC-USD',
        lastTradeId: null,
        timeMs: Date.parse('2026-06-19T16:43:36.500Z'),
      },
    ]);
  });
});

describe('subscriptions', () => {
  test('are acknowledged in our words', () => {
    expect(eventsOf('"type":"subscriptions"')).toEqual([
      { kind: 'subscribed', channels: [{ topic: 'trade', symbol: 'BTC-USD' }] },
      { kind: 'ignored', policy: 'no-subscription' },
    ]);
  });

  test('ask for trades and heartbeats, one product a frame', () => {
    const channels = [
      { topic: 'trade', symbol: 'BTC-USD' },
      { topic: 'trade', symbol: 'ETH-USD' },
    ];
    expect(coinbase.subscribe(channels)).toEqual([
      '{"type":"subscribe","product_ids":["BTC-USD"],"channels":["matches","heartbeat"]}',
      '{"type":"subscribe","product_ids":["ETH-USD"],"channels":["matches","heartbeat"]}',
    ]);
    expect(coinbase.unsubscribe(channels.slice(1))).toEqual([
      '{"type":"unsubscribe","product_ids":["ETH-USD"],"channels":["matches","heartbeat"]}',
    ]);
    expect(coinbase.subscribe([])).toEqual([]);
    expect(
      coinbase.subscribe([
        { topic: 'quote', symbol: 'BTC-USD' },
        { topic: 'trade', symbol: null },
      ]),
    ).toEqual([]);
  });

  test('that are refused say why, and for which product', () => {
    expect(eventsOf('"type":"error"')).toEqual([
      {
        kind: 'refused',
        channels: null,
        code: 'error',
        message: 'Failed to subscribe: ticker is not a valid channel',
      },
      {
        kind: 'refused',
        channels: [{ topic: 'trade', symbol: 'NOPE-USD' }],
        code: 'error',
        message: 'Failed to subscribe: NOPE-USD is not a valid product',
      },
      { kind: 'rate-limited', retryAfterMs: null, message: 'Rate limit exceeded' },
      { kind: 'notice', message: 'Internal error', reconnect: false },
    ]);
  });

  test('symbols are checked by their spelling', () => {
    for (const symbol of ['BTC-USD', '00-USD', 'SKL-BTC']) expect(symbol).toMatch(coinbase.symbolPattern);
    for (const symbol of ['BTCUSD', 'btc-usd', 'BTC-USD-X', '', 'BTC-'])
      expect(symbol).not.toMatch(coinbase.symbolPattern);
  });
});

describe('everything else', () => {
  test('messages of other channels and unknown types are ignored', () => {
    expect(eventsOf('"type":"ticker"')).toEqual([{ kind: 'ignored', policy: 'not-subscribed' }]);
    expect(eventsOf('"type":"status"')).toEqual([{ kind: 'ignored', policy: 'unknown-message' }]);
  });

  test.each([
    '',
    'pong',
    '[]',
    'null',
    '{"type":"match"',
    '{"type":"last_match"}',
    '{"type":"subscriptions"}',
  ])('%j is malformed', (frame) => {
    expect(coinbase.parse(frame)).toMatchObject([{ kind: 'malformed' }]);
  });

  test('every kind of event and every reason to ignore is reached by a fixture', () => {
    const events = [...frames, 'not json'].flatMap((frame) => coinbase.parse(frame));
    expect([...new Set(events.map(({ kind }) => kind))].sort()).toEqual([
      'heartbeat',
      'ignored',
      'last-trade',
      'malformed',
      'notice',
      'rate-limited',
      'refused',
      'subscribed',
      'trades',
    ]);
    const policies = events.flatMap((event) => (event.kind === 'ignored' ? [event.policy] : []));
    expect([...new Set(policies)].sort()).toEqual(['no-subscription', 'not-subscribed', 'unknown-message']);
  });
});

describe('past trades', () => {
  const after = { id: '7', time: '2020-03-20T00:36:50.000000Z' };

  test('are paged backward by id', () => {
    const before = { id: '86327400', time: '2020-03-20T00:37:00.000000Z' };
    expect(coinbase.history.url('https://host', 'BTC-USD', { after, before, offset: 0 })).toBe(
      'https://host/products/BTC-USD/trades?limit=1000&after=86327400',
    );
    expect(coinbase.history.url('https://host', 'BTC-USD', { after, before: null, offset: 0 })).toBe(
      'https://host/products/BTC-USD/trades?limit=1000',
    );
    expect(coinbase.history.newestUrl('https://host', 'BTC-USD')).toBe(
      'https://host/products/BTC-USD/trades?limit=1',
    );
  });

  test('come newest first and with the maker side', () => {
    const row = (id: number) =>
      `{"time":"2020-03-20T00:36:59.860Z","trade_id":${id},"price":"6225.32000000","size":"0.06469797","side":"sell"}`;
    expect(coinbase.history.parse(`[${row(86327328)},${row(86327327)}]`)).toMatchObject([
      {
        symbol: null,
        id: '86327327',
        side: 'buy',
        price: '6225.32000000',
        time: '2020-03-20T00:36:59.860000Z',
      },
      { id: '86327328' },
    ]);
    for (const answer of ['{"message":"NotFound"}', '', '[7]'])
      expect(coinbase.history.parse(answer)).toBeNull();
  });
});

test('a trade that does not count by whole numbers is malformed, since the next could not be told from a loss', () => {
  const trade = {
    type: 'match',
    product_id: 'BTC-USD',
    side: 'sell',
    size: '1',
    price: '2',
    time: '2026-01-01T00:00:00Z',
  };
  const frames = [1.5, -7, 1e300].map((trade_id) => coinbase.parse(JSON.stringify({ ...trade, trade_id })));
  expect(frames.flat().map(({ kind }) => kind)).toEqual(['malformed', 'malformed', 'malformed']);
});
