/** Deribit: every message becomes what it says, to the digit. */
import { describe, expect, test } from 'vitest';
import { deribit } from '../../src/main/exchanges/deribit.ts';
import { contractOfSymbol } from '../../src/main/exchanges/deribit-symbols.ts';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { framesOf } from '../support/fixtures.ts';

const source = { exchange: deribit, venue: 'deribit', account: 'main' };

function error(id: string, code: number, message: string, reason?: string) {
  const [event] = deribit.parse(
    JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, ...(reason ? { data: { reason } } : {}) } }),
  );
  return event;
}

describe('public messages', () => {
  const events = framesOf('deribit/feed').flatMap((frame) => deribit.parse(frame));

  test('each fixture is known', () => {
    expect(events.map(({ kind }) => kind)).toEqual([
      'trades',
      'ignored',
      'ignored',
      'rate-limited',
      'subscribed',
      'refused',
      'pong',
      'table',
      'table',
    ]);
  });

  test('a trade is counted by its sequence, with the digits it was sent with', () => {
    expect(events[0]).toMatchObject({
      symbol: 'BTC-PERPETUAL',
      trades: [
        {
          id: '271252854',
          side: 'sell',
          price: '92294.5',
          size: '10.0',
          time: '2025-12-12T09:22:36.452000Z',
          item: { trade_id: '403691824' },
        },
      ],
    });
  });

  test('a channel that the answer leaves out is refused alone', () => {
    expect(events[4]).toMatchObject({ channels: [{ topic: 'trade', symbol: 'BTC-PERPETUAL' }] });
    expect(events[5]).toMatchObject({ channels: [{ topic: 'trade', symbol: 'NO-SUCH' }] });
  });

  test('tickers and quotes replace those of their instrument', () => {
    const [ticker, quote] = events.slice(7).flatMap((event) => (event.kind === 'table' ? event.rows : []));
    expect(canonicalRow(source, 'instrument', ticker ?? {}, 0, null)).toMatchObject({
      kind: 'perpetual',
      base: 'BTC',
      quote: 'USD',
      settle: 'BTC',
      contractValue: '1',
      inverse: true,
      markPrice: '92287.11',
      indexPrice: '92276.75',
      fundingRate: '0.00001234',
      volume24h: '5671.25',
      state: 'open',
    });
    expect(canonicalRow(source, 'quote', quote ?? {}, 0, null)).toMatchObject({
      bidPrice: '92294.0',
      askPrice: '92294.50',
      askSize: '50.0',
    });
  });

  test.each([
    'x',
    '[]',
    '{"method":"subscription","params":{}}',
    '{"method":"subscription","params":{"channel":"trades.A.100ms","data":[1]}}',
    '{"method":"subscription","params":{"channel":"trades.A.100ms","data":[{"instrument_name":"A"}]}}',
    '{"method":"subscription","params":{"channel":"quote.A","data":{}}}',
    '{"method":"subscription","params":{"channel":"user.portfolio.any","data":{"equity":1}}}',
    '{"method":"subscription","params":{"channel":"user.changes.any.any.raw","data":{"orders":[{"amount":1}]}}}',
  ])('%s is malformed', (frame) => {
    expect(deribit.parse(frame)).toMatchObject([{ kind: 'malformed' }]);
  });

  test('all channels of one kind go into one frame, whose id names them', () => {
    const channels = [
      { topic: 'trade', symbol: 'BTC-PERPETUAL' },
      { topic: 'order', symbol: null },
      { topic: 'position', symbol: null },
    ];
    expect(deribit.subscribe(channels).map((frame) => JSON.parse(frame))).toEqual([
      {
        ...{ jsonrpc: '2.0', id: 'subscribe trade:BTC-PERPETUAL', method: 'public/subscribe' },
        params: { channels: ['trades.BTC-PERPETUAL.100ms'] },
      },
      {
        ...{ jsonrpc: '2.0', id: 'subscribe order,position', method: 'private/subscribe' },
        params: { channels: ['user.changes.any.any.raw'] },
      },
    ]);
    expect(deribit.unsubscribe([{ topic: 'order', symbol: null }])).toEqual([]);
    expect(deribit.unsubscribe([{ topic: 'margin', symbol: null }])).toHaveLength(1);
  });

  test('past trades are asked for by sequence, and come newest first', () => {
    const time = '2026-11-24T00:00:00.000000Z';
    const window = { after: { id: '5', time }, before: { id: '9', time }, offset: 0 };
    expect(deribit.history.url('http://x', 'BTC-PERPETUAL', window)).toBe(
      'http://x/api/v2/public/get_last_trades_by_instrument?instrument_name=BTC-PERPETUAL&start_seq=5&end_seq=9&count=1000&sorting=desc',
    );
    const row = (trade_seq: number) => ({
      ...{ trade_seq, instrument_name: 'A', direction: 'buy', price: 1.5, amount: 2, timestamp: 1000 },
    });
    const answer = JSON.stringify({ result: { trades: [row(8), row(7)], has_more: false } });
    expect(deribit.history.parse(answer)?.map(({ id }) => id)).toEqual(['7', '8']);
    expect(deribit.history.parse('{"error":{}}')).toBeNull();
  });
});

test.each([
  ['BTC-PERPETUAL', 'perpetual', 'BTC', 'USD', 'BTC', true],
  ['ETH-25DEC26', 'future', 'ETH', 'USD', 'ETH', true],
  ['BTC-25DEC26-100000-C', 'option', 'BTC', 'BTC', 'BTC', false],
  ['SOL_USDC-PERPETUAL', 'perpetual', 'SOL', 'USDC', 'USDC', false],
  ['XRP_USDC-5DEC26-0d625-P', 'option', 'XRP', 'USDC', 'USDC', false],
  ['BTC_USDC', 'spot', 'BTC', 'USDC', 'USDC', false],
])('%s is a %s of %s', (symbol, kind, base, quote, settle, inverse) => {
  expect(symbol).toMatch(deribit.symbolPattern);
  expect(contractOfSymbol(symbol)).toEqual({ kind, base, quote, settle, inverse });
});

test.each(['BTC', 'BTC-FS-25DEC26_PERP', 'BTC-CS-25DEC26-90000_100000', ''])(
  '%j names no contract',
  (symbol) => {
    expect(contractOfSymbol(symbol)).toBeNull();
  },
);

describe('account messages', () => {
  const events = framesOf('deribit/account').flatMap((frame) => deribit.parse(frame));
  const first = (table: string): Item =>
    events.flatMap((event) => (event.kind === 'table' && event.table === table ? event.rows : []))[0] ?? {};

  test('each fixture is known; one message tells of order, trade and position', () => {
    expect(events.map((event) => (event.kind === 'table' ? event.table : event.kind))).toEqual([
      'authenticated',
      'refused',
      'notice',
      'order',
      'execution',
      'position',
      'margin',
    ]);
    expect(events[0]).toMatchObject({ token: 'token', renewMs: 720_000 });
    expect(events[2]).toMatchObject({ reconnect: true });
  });

  test('an inverse position is worth its dollars and pays in its coin: figures of the documentation', () => {
    expect(canonicalRow(source, 'position', first('position'), 0, null)).toMatchObject({
      symbol: 'BTC-PERPETUAL',
      side: 'long',
      size: '185160',
      sizeUnit: 'contracts',
      notional: '185160',
      entryPrice: '15000',
      markPrice: '17391',
      leverage: '33',
      margin: '0.319750953',
      unrealisedPnl: '0.906961435',
      realisedPnl: '0.012454598',
      pnlCurrency: 'BTC',
      updatedAt: '2020-11-19T10:05:44.032000Z',
    });
  });

  test('a linear short is worth its size at the mark, to the last digit', () => {
    const item = {
      ...{ instrument_name: 'SOL_USDC-PERPETUAL', direction: 'sell', size: -12.5, mark_price: 130.0125 },
      ...{ average_price: 131, floating_profit_loss: 12.34375 },
    };
    expect(canonicalRow(source, 'position', item, 0, null)).toMatchObject({
      side: 'short',
      size: '-12.5',
      sizeUnit: 'base',
      notional: '1625.15625',
      pnlCurrency: 'USDC',
    });
    expect(
      canonicalRow(source, 'position', { ...item, direction: 'zero', size: 0, average_price: 0 }, 0, null),
    ).toMatchObject({ side: 'flat', size: '0', entryPrice: null });
  });

  test('an order and its trade', () => {
    expect(canonicalRow(source, 'order', first('order'), 0, null)).toMatchObject({
      id: '3398016',
      clientId: null,
      side: 'sell',
      type: 'market',
      price: '15665.5',
      size: '10',
      filled: '10',
      remaining: '0',
      averagePrice: '17391',
      status: 'filled',
      timeInForce: 'GTC',
      reduceOnly: false,
    });
    expect(canonicalRow(source, 'execution', first('execution'), 0, null)).toMatchObject({
      id: '1430914',
      orderId: '3398016',
      kind: 'trade',
      price: '17391',
      size: '10',
      fee: '0.00000016',
      feeCurrency: 'BTC',
      liquidity: 'taker',
      realisedPnl: '0.00004898',
    });
  });

  test('a portfolio, with the share of its equity that must stay', () => {
    expect(canonicalRow(source, 'margin', first('margin'), 0, null)).toMatchObject({
      currency: 'BTC',
      walletBalance: '0.23399957',
      equity: '0.2340038',
      available: '0.23387838',
      initialMargin: '0.00012542',
      maintenanceMargin: '0.00009141',
      marginRatio: '0.00039063468200089058',
    });
  });

  test('an order that waits for its trigger says at which price', () => {
    const item = {
      ...{
        order_id: '1',
        order_type: 'stop_market',
        order_state: 'untriggered',
        price: 'market_price',
        trigger_price: 90000.5,
      },
      ...{ amount: 10, filled_amount: 0, time_in_force: 'good_til_day' },
    };
    expect(canonicalRow(source, 'order', item, 0, null)).toMatchObject({
      type: 'stop',
      status: 'untriggered',
      price: null,
      triggerPrice: '90000.5',
      remaining: '10',
      timeInForce: 'DAY',
    });
    expect(canonicalRow(source, 'order', { ...item, order_state: 'triggered' }, 0, null)).toMatchObject({
      status: 'expired',
      remaining: '0',
    });
  });

  test.each([
    ['T', 'T', 'liquidation'],
    ['M', 'T', 'trade'],
    ['MT', 'M', 'liquidation'],
    [undefined, 'T', 'trade'],
  ])('a trade with liquidation %s, in which we were %s, is a %s', (liquidation, liquidity, kind) => {
    expect(
      canonicalRow(source, 'execution', { trade_id: '1', liquidation, liquidity }, 0, null),
    ).toMatchObject({ kind });
  });

  test.each([
    [13004, 'invalid_credentials', undefined, 'secret'],
    [13004, 'invalid_credentials', 'unknown client_id', 'key'],
    [13004, 'invalid_credentials', 'api key has expired', 'expired'],
    [13004, 'invalid_credentials', 'timestamp is out of range', 'clock'],
    [13004, 'invalid_credentials', 'IP is not in the list', 'address'],
    [13021, 'forbidden', undefined, 'permission'],
    [-32602, 'Invalid params', 'nonce was used', 'clock'],
  ])('a login refused with %s %s (%s) is about the %s', (code, message, reason, cause) => {
    expect(error('login', code, message, reason)).toMatchObject({ kind: 'refused', channels: null, cause });
  });

  test('other errors are waited for, about their channels, or only told', () => {
    expect(error('login', 10028, 'too_many_requests')).toMatchObject({ kind: 'rate-limited' });
    expect(error('subscribe quote:A', 13028, 'temporarily_unavailable')).toMatchObject({
      kind: 'rate-limited',
    });
    expect(error('subscribe quote:A', 11050, 'bad_request')).toMatchObject({
      kind: 'refused',
      channels: [{ topic: 'quote', symbol: 'A' }],
    });
    expect(error('ping', 11050, 'bad_request')).toMatchObject({ kind: 'notice', reconnect: false });
  });
});

test('a login that lasts a year is renewed all the same, as no timer waits that long', () => {
  const result = { access_token: 't', expires_in: 31_536_000 };
  expect(deribit.parse(JSON.stringify({ id: 'login', result }))).toEqual([
    { kind: 'authenticated', token: 't', renewMs: 21_600_000 },
  ]);
});

test('the login is signed as the documentation shows it, and asks for reading only', () => {
  const signer = textSigner('AMANDA', 'AMANDASECRECT');
  expect(signer.hmacSha256Hex('1576074319000\n1iqt2wls\n')).toBe(
    '56590594f97921b09b18f166befe0d1319b198bbcdad7ca73382de2f88fe9aa1',
  );
  const login = { signer, nowMs: 1_576_074_319_000, nonce: 7, token: null, challenge: null };
  const frame = JSON.parse(deribit.account.authenticate(login) ?? '');
  expect(frame).toMatchObject({
    method: 'public/auth',
    params: {
      grant_type: 'client_signature',
      client_id: 'AMANDA',
      timestamp: 1_576_074_319_000,
      nonce: '7',
      signature: signer.hmacSha256Hex('1576074319000\n7\n'),
      scope: 'session:vigil account:read trade:read wallet:read',
    },
  });
  expect(JSON.stringify(frame)).not.toContain('SECRECT');
});
