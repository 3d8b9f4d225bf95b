/** The BitMEX dialect on documented and recorded frames. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import type { FeedEvent } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { framesOf } from '../support/fixtures.ts';

const session = framesOf('bitmex/session');
const tables = framesOf('bitmex/market', 'bitmex/account');

function parse(frame: object | string): readonly FeedEvent[] {
  return bitmex.parse(typeof frame === 'string' ? frame : JSON.stringify(frame));
}

function sessionEvents(part: string): readonly FeedEvent[] {
  return session.filter((frame) => frame.includes(part)).flatMap(parse);
}

describe('the session', () => {
  test('the welcome gives the time and the connections left', () => {
    expect(sessionEvents('Welcome to the BitMEX')).toEqual([
      { kind: 'welcome', serverTimeMs: Date.parse('2020-10-12T16:46:20.255Z'), connectionsLeft: 38 },
      { kind: 'welcome', serverTimeMs: Date.parse('2025-01-05T12:00:00.000Z'), connectionsLeft: 40 },
    ]);
    expect(parse({ info: 'Welcome to the BitMEX Realtime API.' })).toEqual([
      { kind: 'welcome', serverTimeMs: null, connectionsLeft: null },
    ]);
  });

  test('another info is a notice, not a welcome', () => {
    const notice = { kind: 'notice', message: 'Maintenance in 5 minutes', reconnect: false };
    expect(parse({ info: 'Maintenance in 5 minutes' })).toEqual([notice]);
  });

  test('acknowledgements name their channel', () => {
    const channels = [{ topic: 'trade', symbol: 'XBTUSD' }];
    expect(sessionEvents('"success":true,"subscribe"')).toEqual([{ kind: 'subscribed', channels }]);
    expect(sessionEvents('"success":true,"unsubscribe"')).toEqual([{ kind: 'unsubscribed', channels }]);
    expect(parse({ success: true, subscribe: 'order', request: {} })).toEqual([
      { kind: 'subscribed', channels: [{ topic: 'order', symbol: null }] },
    ]);
  });

  test('a good signature authenticates, a bad one refuses the whole feed', () => {
    expect(sessionEvents('"success":true,"request"')).toEqual([{ kind: 'authenticated' }]);
    expect(sessionEvents('Signature not valid')).toEqual([
      { kind: 'refused', channels: null, code: '401', cause: 'secret', message: 'Signature not valid.' },
    ]);
  });

  test('rate limits say how long to wait, in the meta or in the text', () => {
    expect(sessionEvents('Rate limit exceeded')).toEqual([
      { kind: 'rate-limited', retryAfterMs: 1_000, message: 'Rate limit exceeded, retry in 1 seconds.' },
      { kind: 'rate-limited', retryAfterMs: 29_000, message: 'Rate limit exceeded, retry in 29 seconds.' },
    ]);
  });

  test('an overloaded venue is asked again later, not taken for a refusal', () => {
    expect(sessionEvents('overloaded')).toMatchObject([{ kind: 'rate-limited', retryAfterMs: null }]);
  });

  test('subscribing twice is harmless', () => {
    expect(sessionEvents('already subscribed')).toEqual([{ kind: 'ignored', policy: 'already-subscribed' }]);
  });

  test('an unknown symbol refuses the channels of its frame', () => {
    expect(sessionEvents('Unknown or expired symbol')).toEqual([
      {
        kind: 'refused',
        code: '400',
        message: 'Unknown or expired symbol.',
        channels: [
          { topic: 'instrument', symbol: 'NOPE' },
          { topic: 'trade', symbol: 'NOPE' },
        ],
      },
    ]);
  });

  test('an error that names a topic or a symbol refuses only that', () => {
    expect(sessionEvents('Unknown table')).toMatchObject([
      { channels: [{ topic: 'nope', symbol: 'XBTUSD' }] },
    ]);
    const args = ['trade:XBTUSD', 'trade:NOPE', 'quote:NOPE'];
    const request = { op: 'subscribe', args };
    expect(parse({ status: 400, error: 'Unknown symbol: NOPE.', request })).toMatchObject([
      {
        channels: [
          { topic: 'trade', symbol: 'NOPE' },
          { topic: 'quote', symbol: 'NOPE' },
        ],
      },
    ]);
    expect(parse({ status: 400, error: 'Bad', meta: { symbol: 'NOPE' }, request })).toMatchObject([
      {
        channels: [
          { topic: 'trade', symbol: 'NOPE' },
          { topic: 'quote', symbol: 'NOPE' },
        ],
      },
    ]);
    expect(parse({ status: 400, error: 'No such topic quote:NOPE', request })).toMatchObject([
      { channels: [{ topic: 'quote', symbol: 'NOPE' }] },
    ]);
    const bare = { op: 'subscribe', args: 'trade:NOPE' };
    expect(parse({ status: 400, error: 'Unknown or expired symbol.', request: bare })).toMatchObject([
      { channels: [{ topic: 'trade', symbol: 'NOPE' }] },
    ]);
  });

  test('an error without a status is told to the user', () => {
    expect(sessionEvents('Invalid API Key')).toEqual([
      { kind: 'notice', message: 'Invalid API Key.', reconnect: false },
    ]);
  });

  test('a refusal in the form of an acknowledgement is a refusal', () => {
    expect(parse({ success: false, subscribe: 'trade:NOPE' })).toMatchObject([
      { kind: 'refused', channels: [{ topic: 'trade', symbol: 'NOPE' }] },
    ]);
  });

  test('pong is an answer; other words, arrays and answers to commands we never send do no harm', () => {
    expect(parse('pong')).toEqual([{ kind: 'pong' }]);
    expect(sessionEvents('cancelTime')).toEqual([
      { kind: 'ignored', policy: 'cancel-all-after' },
      { kind: 'ignored', policy: 'cancel-all-after' },
    ]);
    expect(sessionEvents('"abc","user"')).toEqual([{ kind: 'ignored', policy: 'multiplexing' }]);
    expect(parse({ something: 'new' })).toEqual([{ kind: 'ignored', policy: 'unknown-message' }]);
    expect(parse({ success: true, request: { op: 'help' } })).toEqual([
      { kind: 'ignored', policy: 'acknowledgement' },
    ]);
  });
});

describe('bad frames', () => {
  test.each([
    ['', 'not JSON: '],
    ['Welcome', 'not JSON: Welcome'],
    ['{"table":"trade","action":"ins', 'not JSON: {"table":"trade","action":"ins'],
    ['17', 'neither an object nor a known word'],
    ['null', 'neither an object nor a known word'],
    ['{"table":"quote","action":"replace","data":[]}', 'table quote: unknown action'],
    ['{"table":"quote","action":"insert"}', 'table quote: data is no list of rows'],
    ['{"table":"quote","action":"insert","data":[7]}', 'table quote: data is no list of rows'],
    ['{"table":"quote","action":"insert","data":[[]]}', 'table quote: data is no list of rows'],
    ['{"table":"quote","action":"partial","data":[]}', 'table quote: a partial without keys'],
    ['{"table":"quote","action":"partial","keys":[1],"data":[]}', 'table quote: a partial without keys'],
  ])('%j is malformed: %s', (frame, reason) => {
    expect(parse(frame)).toEqual([{ kind: 'malformed', reason }]);
  });

  test('a bad trade among good ones loses only itself', () => {
    const good = {
      symbol: 'XBTUSD',
      trdMatchID: 'a',
      side: 'Buy',
      size: 1,
      price: 2,
      timestamp: '2021-07-22T22:36:11Z',
    };
    const data = [good, { ...good, side: 'Sideways' }, { ...good, trdMatchID: 'b' }];
    expect(parse({ table: 'trade', action: 'insert', data })).toMatchObject([
      { kind: 'trades', trades: [{ id: 'a' }, { id: 'b' }] },
      { kind: 'malformed' },
    ]);
  });
});

describe('tables', () => {
  test('a partial brings its keys and its filter, a delta brings rows', () => {
    const events = tables.flatMap(parse);
    const partials = events.filter((event) => event.kind === 'table' && event.action === 'partial');
    expect(partials).toContainEqual(
      expect.objectContaining({
        table: 'orderBookL2_25',
        keys: ['symbol', 'id', 'side'],
        filter: { symbol: 'ETHYLDH23' },
        rows: [],
      }),
    );
    expect(partials).toContainEqual(
      expect.objectContaining({
        table: 'position',
        keys: ['account', 'symbol'],
        filter: { account: 412475 },
      }),
    );
    const deltas = events.filter((event) => event.kind === 'table' && event.action !== 'partial');
    expect(deltas).toContainEqual(
      expect.objectContaining({
        table: 'instrument',
        action: 'update',
        keys: null,
        filter: null,
        rows: [{ symbol: 'XBTUSD', indicativeSettlePrice: 75847.62, timestamp: '2026-05-27T11:00:00.500Z' }],
      }),
    );
  });

  test('trades are the taker side and keep the digits of price and size', () => {
    const trades = tables.flatMap(parse).filter((event) => event.kind === 'trades');
    expect(trades).toMatchObject([
      {
        action: 'partial',
        symbol: 'XBTUSD',
        trades: [
          {
            id: '27f4fd76-6413-9b93-4faa-b2fd03d84581',
            side: 'sell',
            price: '11584',
            size: '8',
            time: '2020-10-12T17:24:24.848000Z',
          },
        ],
      },
      {
        action: 'insert',
        symbol: 'XBTUSD',
        trades: [
          {
            id: '00000000-006d-1000-0000-000e8737d536',
            side: 'sell',
            price: '98570.9',
            size: '100',
            time: '2024-11-24T08:15:38.704000Z',
          },
        ],
      },
    ]);
    const exact = parse(
      '{"table":"trade","action":"insert","data":[{"symbol":"XBTUSD","trdMatchID":"a","side":"Buy","size":100.0,"price":98570.90,"timestamp":"2024-11-24T08:15:38.704Z"}]}',
    );
    expect(exact).toMatchObject([{ trades: [{ price: '98570.90', size: '100.0' }] }]);
  });

  test('index symbols publish no trades', () => {
    const index = tables.filter((frame) => frame.includes('.BETH')).flatMap(parse);
    expect(index).toEqual([{ kind: 'ignored', policy: 'index-trade' }]);
  });

  test('a partial of index trades still starts its channel', () => {
    const row = {
      symbol: '.BXBT',
      trdMatchID: '00000000-0000-0000-0000-000000000000',
      side: 'Buy',
      size: 0,
      price: 1,
    };
    const frame = { table: 'trade', action: 'partial', keys: [], filter: { symbol: '.BXBT' }, data: [row] };
    expect(parse(frame)).toEqual([{ kind: 'trades', action: 'partial', symbol: '.BXBT', trades: [] }]);
  });

  test('trades of several symbols in one frame are told apart', () => {
    const row = (symbol: string, trdMatchID: string) => ({
      symbol,
      trdMatchID,
      side: 'Buy',
      size: 1,
      price: 2,
      timestamp: '2021-07-22T22:36:11Z',
    });
    const data = [row('A1', '1'), row('A1', '2'), row('B1', '3')];
    expect(parse({ table: 'trade', action: 'insert', data })).toMatchObject([
      { symbol: 'A1', trades: [{ id: '1' }, { id: '2' }] },
      { symbol: 'B1', trades: [{ symbol: 'B1', id: '3' }] },
    ]);
    expect(parse({ table: 'trade', action: 'partial', keys: [], filter: {}, data })).toMatchObject([
      { symbol: null, trades: [{ symbol: 'A1' }, { symbol: 'A1' }, { symbol: 'B1' }] },
    ]);
  });

  test('an announcement is a row and a notice', () => {
    const events = tables.filter((frame) => frame.includes('announcement')).flatMap(parse);
    expect(events).toMatchObject([
      { kind: 'table', table: 'announcement', action: 'insert' },
      { kind: 'notice', message: 'BitMEX closes', reconnect: false },
    ]);
  });
});

describe('commands', () => {
  test('one frame per symbol, and none for nothing', () => {
    const channels = [
      { topic: 'trade', symbol: 'XBTUSD' },
      { topic: 'trade', symbol: 'ETHUSDT' },
      { topic: 'quote', symbol: 'XBTUSD' },
      { topic: 'order', symbol: null },
    ];
    expect(bitmex.subscribe(channels)).toEqual([
      '{"op":"subscribe","args":["trade:XBTUSD","quote:XBTUSD"]}',
      '{"op":"subscribe","args":["trade:ETHUSDT"]}',
      '{"op":"subscribe","args":["order"]}',
    ]);
    expect(bitmex.unsubscribe(channels.slice(3))).toEqual(['{"op":"unsubscribe","args":["order"]}']);
    expect(bitmex.subscribe([])).toEqual([]);
  });

  test('the login is signed for a time a minute ahead, in seconds', () => {
    const signer = textSigner('key', 'secret');
    const login = { signer, nowMs: 1_518_064_176_999, nonce: 1, token: null, challenge: null };
    expect(JSON.parse(bitmex.account.authenticate(login))).toEqual({
      op: 'authKeyExpires',
      args: ['key', 1_518_064_236, textSigner('', 'secret').hmacSha256Hex('GET/realtime1518064236')],
    });
  });

  test('symbols are checked by their spelling', () => {
    for (const symbol of ['XBTUSD', 'XBTM26', 'XBT_USDT', '.BXBT', 'P_XBTETF'])
      expect(symbol).toMatch(bitmex.symbolPattern);
    for (const symbol of ['', 'A', 'XBT/USD', 'XBTUSD,ETHUSD', 'a:b', '*'])
      expect(symbol).not.toMatch(bitmex.symbolPattern);
  });
});

describe('past trades', () => {
  const after = { id: 'a', time: '2021-07-22T22:36:10.014000Z' };
  const before = { id: 'b', time: '2021-07-22T22:36:11.000000Z' };

  test('are paged by time and offset', () => {
    const url = new URL(bitmex.history.url('https://host', 'XBTUSD', { after, before, offset: 1000 }));
    expect(url.pathname).toBe('/api/v1/trade');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      symbol: 'XBTUSD',
      startTime: '2021-07-22T22:36:10.014Z',
      endTime: '2021-07-22T22:36:11.000Z',
      count: '1000',
      start: '1000',
    });
    expect(bitmex.history.url('https://host/api/v1', 'XBTUSD', { after, before: null, offset: 0 })).toBe(
      'https://host/api/v1/trade?symbol=XBTUSD&startTime=2021-07-22T22:36:10.014Z&count=1000&start=0',
    );
    expect(bitmex.history.newestUrl('https://host', 'XBTUSD')).toBe(
      'https://host/api/v1/trade?symbol=XBTUSD&count=1&reverse=true',
    );
  });

  test('have the rows of the table, without those of indices', () => {
    const good =
      '{"symbol":"XBTUSD","trdMatchID":"a","side":"Buy","size":1,"price":2.50,"timestamp":"2021-07-22T22:36:11Z"}';
    const index =
      '{"symbol":".BXBT","trdMatchID":"00000000-0000-0000-0000-000000000000","side":"Buy","size":0}';
    expect(bitmex.history.parse(`[${good},${index}]`)).toMatchObject([{ id: 'a', price: '2.50' }]);
    expect(bitmex.history.parse('[]')).toEqual([]);
    for (const answer of ['{"error":{}}', '<html>', `[${good},7]`, '[{"symbol":"XBTUSD"}]']) {
      expect(bitmex.history.parse(answer)).toBeNull();
    }
  });
});

test('every kind of event and every reason to ignore is reached by a fixture', () => {
  const events = [...session, ...tables, 'not json'].flatMap(parse);
  expect([...new Set(events.map(({ kind }) => kind))].sort()).toEqual([
    'authenticated',
    'ignored',
    'malformed',
    'notice',
    'pong',
    'rate-limited',
    'refused',
    'subscribed',
    'table',
    'trades',
    'unsubscribed',
    'welcome',
  ]);
  const policies = events.flatMap((event) => (event.kind === 'ignored' ? [event.policy] : []));
  expect([...new Set(policies)].sort()).toEqual([
    'already-subscribed',
    'cancel-all-after',
    'index-trade',
    'multiplexing',
  ]);
});

describe('hostile frames', () => {
  const refusal = (message: object) =>
    JSON.stringify({ status: 400, request: { args: ['trade:XBTUSD'] }, ...message });

  test('an error whose details are nested without end is still read', () => {
    const meta = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const frame = refusal({ error: 'Unknown' }).replace(/}$/, `,"meta":${meta}}`);
    expect(bitmex.parse(frame)).toMatchObject([{ kind: 'refused', message: 'Unknown' }]);
  });

  test('an error of a megabyte is cut, and takes no longer for its dots', () => {
    const [event] = bitmex.parse(refusal({ error: `${'.'.repeat(1_000_000)}x` }));
    expect(event?.kind === 'refused' && event.message.length).toBe(301);
  });

  test('a wait that goes backwards or has no end is none', () => {
    const waits = [-5, 1e300].map((retryAfter) =>
      bitmex.parse(refusal({ status: 429, error: 'x', meta: { retryAfter } })),
    );
    expect(waits.flat()).toMatchObject([{ retryAfterMs: null }, { retryAfterMs: null }]);
  });

  test('the venue’s clock is never endless', () => {
    expect(bitmex.account.time.parse('{"timestamp":1e309}')).toBeNull();
  });
});
