/** Poloniex on documented frames. */
import { expect, test } from 'vitest';
import { poloniex } from '../../src/main/exchanges/poloniex.ts';
import { framesOf } from '../support/fixtures.ts';

const frames = framesOf('poloniex/feed');

function eventsOf(part: string) {
  return frames.filter((frame) => frame.includes(part)).flatMap((frame) => poloniex.parse(frame));
}

test('a trade has the taker side, the quantity as its size and the time it was made', () => {
  expect(eventsOf('"13.41634893"')).toMatchObject([
    {
      kind: 'trades',
      action: 'insert',
      symbol: 'BTC_USDT',
      trades: [
        {
          id: '62486976',
          side: 'buy',
          price: '24983.89',
          size: '0.000537',
          time: '2023-02-21T03:35:48.834000Z',
        },
      ],
    },
  ]);
});

test('trades of one frame are told apart by symbol and put in order of time, then of id', () => {
  expect(eventsOf('62486979')).toMatchObject([
    {
      symbol: 'BTC_USDT',
      trades: [
        { id: '62486978', price: '2.10' },
        { id: '62486979', price: '2.0' },
      ],
    },
    { symbol: 'ETH_USDT', trades: [{ id: '9' }] },
  ]);
});

test('acknowledgements are in capitals again', () => {
  const channels = [{ topic: 'trade', symbol: 'BTC_USDT' }];
  expect(eventsOf('"event":"subscribe"')).toEqual([{ kind: 'subscribed', channels }]);
  expect(eventsOf('"event":"unsubscribe"')).toEqual([{ kind: 'unsubscribed', channels }]);
});

test('errors are told apart: maintenance, refusals, rate limits and what is harmless', () => {
  expect(eventsOf('"event":"error"')).toEqual([
    { kind: 'notice', message: 'Platform in maintenance mode', reconnect: true },
    {
      kind: 'refused',
      channels: [{ topic: 'trade', symbol: 'NOPE_USDT' }],
      code: 'error',
      message: 'Symbol not supported (NOPE_USDT)',
    },
    { kind: 'refused', channels: null, code: 'error', message: 'Subscription failed (channel)' },
    { kind: 'rate-limited', retryAfterMs: null, message: 'Too many requests' },
    { kind: 'ignored', policy: 'already-subscribed' },
  ]);
  expect(poloniex.parse('{"event":"error","message":"Server is busy"}')).toEqual([
    { kind: 'notice', message: 'Server is busy', reconnect: false },
  ]);
});

test('its ping is a message and its pong an answer', () => {
  expect(poloniex.ping.frame).toBe('{"event":"ping"}');
  expect(poloniex.ping.idleMs).toBeLessThan(30_000);
  expect(eventsOf('pong')).toEqual([{ kind: 'pong' }]);
});

test('subscriptions are one frame a symbol', () => {
  expect(poloniex.subscribe([{ topic: 'trade', symbol: 'BTC_USDT' }])).toEqual([
    '{"event":"subscribe","channel":["trades"],"symbols":["BTC_USDT"]}',
  ]);
  expect(poloniex.unsubscribe([{ topic: 'trade', symbol: 'BTC_USDT' }])).toEqual([
    '{"event":"unsubscribe","channel":["trades"],"symbols":["BTC_USDT"]}',
  ]);
  expect(poloniex.subscribe([])).toEqual([]);
});

test.each([
  '',
  'x',
  '[]',
  '{"channel":"trades"}',
  '{"channel":"trades","data":[{"symbol":"BTC_USDT"}]}',
  '{"channel":"trades","data":[1]}',
])('%j is malformed', (frame) => {
  expect(poloniex.parse(frame)).toMatchObject([{ kind: 'malformed' }]);
});

test('other channels, unknown events and empty messages are ignored', () => {
  expect(eventsOf('candles')).toEqual([{ kind: 'ignored', policy: 'unknown-message' }]);
  expect(poloniex.parse('{"event":"news"}')).toEqual([{ kind: 'ignored', policy: 'unknown-message' }]);
  expect(poloniex.parse('{"channel":"trades","data":[]}')).toEqual([
    { kind: 'ignored', policy: 'empty-message' },
  ]);
});

test('past trades are one page of the newest', () => {
  expect(poloniex.history.url('https://host', 'BTC_USDT')).toBe(
    'https://host/markets/BTC_USDT/trades?limit=1000',
  );
  expect(poloniex.history.newestUrl('https://host', 'BTC_USDT')).toBe(
    'https://host/markets/BTC_USDT/trades?limit=1',
  );
  const row = (id: number) =>
    `{"id":"${id}","price":"23162.94","quantity":"0.00009","amount":"2.0846646","takerSide":"SELL","ts":1659684602042,"createTime":1659684602036}`;
  expect(poloniex.history.parse(`[${row(60014522)},${row(60014521)}]`)).toMatchObject([
    {
      symbol: null,
      id: '60014521',
      side: 'sell',
      price: '23162.94',
      size: '0.00009',
      time: '2022-08-05T07:30:02.036000Z',
    },
    { id: '60014522' },
  ]);
  for (const answer of ['{"code":500}', '', '[null]']) expect(poloniex.history.parse(answer)).toBeNull();
});
