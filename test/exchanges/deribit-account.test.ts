/** A Deribit account over real sockets: lifecycles, losses of the line, and keys that do not work. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deribit } from '../../src/main/exchanges/deribit.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { allLive, framesSent, kept, liveThrough, type Rows, rowsOf } from '../support/account-life.ts';
import { type DeribitServer, deribitKey, startDeribitServer } from '../support/deribit-server.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';
import { sameWhereverCut, watchedAccounts } from '../support/watched-account.ts';

function signer(parts: Partial<typeof deribitKey> = {}) {
  const { key, secret } = { ...deribitKey, ...parts };
  return textSigner(key, secret);
}

const begin = watchedAccounts(deribit, startDeribitServer, signer);

const start = Date.now();
const name = { instrument_name: 'BTC-PERPETUAL' };

const order = {
  ...{ ...name, order_id: '3398016', label: 'mine', direction: 'buy', order_type: 'limit', price: 97000.5 },
  ...{ amount: 30, filled_amount: 0, average_price: 0, order_state: 'open', post_only: true },
  ...{ time_in_force: 'good_til_cancelled', reduce_only: false, creation_timestamp: start + 1 },
  last_update_timestamp: start + 1,
};
const amended = { ...order, price: 97001, amount: 20, last_update_timestamp: start + 2 };
const part = {
  ...{ ...amended, filled_amount: 10, average_price: 97001, last_update_timestamp: start + 3 },
};
const fill = {
  ...{ ...name, trade_id: '1430914', order_id: '3398016', trade_seq: 1, direction: 'buy', price: 97001 },
  ...{ amount: 10, fee: -1.6e-7, fee_currency: 'BTC', liquidity: 'M', profit_loss: 0, state: 'open' },
  timestamp: start + 3,
};
const position = {
  ...{ ...name, kind: 'future', direction: 'buy', size: 10, average_price: 97001, mark_price: 97010.25 },
  ...{ leverage: 33, initial_margin: 0.0000031, maintenance_margin: 0.000001, floating_profit_loss: 9.5e-9 },
  ...{ realized_profit_loss: 0, estimated_liquidation_price: 50000.5 },
};
const linear = {
  ...{ ...position, instrument_name: 'SOL_USDC-PERPETUAL', direction: 'sell', size: -2.5, mark_price: 130.5 },
};
const stop = {
  ...{ ...order, order_id: 'SLMB-1', order_type: 'stop_market', direction: 'sell', price: 'market_price' },
  ...{ trigger_price: 90000, order_state: 'untriggered', post_only: false, label: '' },
  ...{ amount: 10, creation_timestamp: start + 6, last_update_timestamp: start + 6 },
};
const portfolio = {
  ...{ currency: 'BTC', balance: 0.5, equity: 0.50001, available_funds: 0.49, margin_balance: 0.50001 },
  ...{ initial_margin: 0.0000031, maintenance_margin: 0.000001 },
};

const settlement = {
  ...{ id: 61312, type: 'settlement', currency: 'BTC', instrument_name: 'BTC-PERPETUAL', side: 'long' },
  ...{ amount: 10, position: 10, price: 97010.25, mark_price: 97010.25, commission: 0, cashflow: 1.2e-7 },
  ...{ interest_pl: -2e-9, total_interest_pl: -3e-9, change: 1.17e-7, balance: 0.5, user_seq: 7 },
  ...{ order_id: null, trade_id: null, timestamp: start - 3_600_000 },
};
const delivery = {
  ...{ ...settlement, id: 61313, type: 'delivery', instrument_name: 'BTC-25NOV26-90000-C' },
  ...{ side: 'close sell', amount: 0.1, price: 97000.5, settlement_price: 97001.25, commission: 0.000015 },
  ...{ interest_pl: null, total_interest_pl: null, change: 0.007198, cashflow: 0.007213 },
};

/** Opened, amended, filled in part, cancelled on its heels, sent twice, late, triggered, liquidated. */
function life(venue: DeribitServer): readonly (() => void)[] {
  const changes = 'user.changes.any.any.raw';
  return [
    () => venue.change({ orders: [order] }),
    () => venue.change({ orders: [amended] }),
    () => {
      venue.change({ orders: [part], trades: [fill], positions: [position] });
      venue.portfolio(portfolio);
    },
    // Late, and again: neither may undo what is known.
    () => {
      venue.push(changes, { ...name, orders: [amended], trades: [], positions: [] });
      venue.push(changes, { ...name, orders: [part], trades: [fill], positions: [position] });
    },
    () => {
      venue.change({ orders: [{ ...part, order_state: 'cancelled', last_update_timestamp: start + 5 }] });
      venue.push(changes, { ...name, orders: [{ ...part, last_update_timestamp: start + 5 }] });
    },
    () => {
      venue.change({ orders: [stop] });
      venue.change({
        orders: [{ ...order, instrument_name: linear.instrument_name, order_id: 'SOL_USDC-1', label: '' }],
        positions: [linear],
      });
    },
    () => {
      venue.change({
        orders: [
          {
            ...{ ...stop, filled_amount: 10, average_price: 89999.5, order_state: 'filled' },
            last_update_timestamp: start + 7,
          },
        ],
        trades: [
          {
            ...{ ...fill, trade_id: '1430915', order_id: 'SLMB-1', direction: 'sell', price: 89999.5 },
            ...{ fee: 5.5e-8, liquidity: 'T', liquidation: 'T', profit_loss: -8.0e-6, timestamp: start + 7 },
          },
        ],
        positions: [{ ...position, direction: 'zero', size: 0, average_price: 0, floating_profit_loss: 0 }],
      });
      venue.portfolio({ ...portfolio, balance: 0.499992, equity: 0.499992 });
    },
  ];
}

async function settled(feed: OpenedFeed): Promise<Rows> {
  await eventually('the last step', () => {
    const rows = JSON.stringify(rowsOf(feed));
    return rows.includes('0.499992') && rows.includes('1430915') && !rows.includes('"side":"long"');
  });
  return rowsOf(feed);
}

// A position that was closed while we were away is gone, and REST tells no time of those that are open.
function comparable(rows: Rows): Rows {
  const position = rows.position?.flatMap((row) =>
    JSON.stringify(row).includes('"side":"flat"') ? [] : [{ ...Object(row), updatedAt: null }],
  );
  return { ...rows, position: position ?? [] };
}

describe('a lifecycle', () => {
  test('becomes rows that are exact to the digit', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), []);
    const rows = await settled(feed);
    expect(rows.order).toMatchObject([
      {
        ...{ id: '3398016', clientId: 'mine', side: 'buy', type: 'limit', price: '97001', size: '20' },
        ...{ filled: '10', remaining: '0', averagePrice: '97001', status: 'cancelled', postOnly: true },
      },
      { id: 'SLMB-1', type: 'stop', triggerPrice: '90000', filled: '10', status: 'filled', price: null },
      { id: 'SOL_USDC-1', status: 'new', remaining: '30', symbol: 'SOL_USDC-PERPETUAL' },
    ]);
    expect(rows.execution).toMatchObject([
      { id: '1430914', kind: 'trade', price: '97001', size: '10', fee: '-0.00000016', liquidity: 'maker' },
      { id: '1430915', kind: 'liquidation', fee: '0.000000055', realisedPnl: '-0.000008', side: 'sell' },
    ]);
    expect(rows.position).toMatchObject([
      { symbol: 'BTC-PERPETUAL', side: 'flat', size: '0' },
      { side: 'short', size: '-2.5', sizeUnit: 'base', notional: '326.25', pnlCurrency: 'USDC' },
    ]);
    expect(rows.margin).toMatchObject([
      { currency: 'BTC', walletBalance: '0.499992', equity: '0.499992', available: '0.49' },
    ]);
    expect(feed.gaps).toEqual([]);
  });

  test('ends in the same rows wherever the line was cut', { timeout: 30_000 }, () =>
    sameWhereverCut(begin, life, async (feed) => comparable(await settled(feed))),
  );

  test('trades of more than one page are read to their end', async () => {
    const { feed } = await begin({}, (venue) => {
      for (let count = 0; count < 9; count += 1) {
        venue.change({ trades: [{ ...fill, trade_id: String(count), timestamp: start - 10_000 + count }] });
      }
    });
    await allLive(feed);
    expect(rowsOf(feed).execution).toHaveLength(9);
  });

  test('a login that ends is renewed on the same connection', async () => {
    const { venue, feed } = await begin({}, (server) => {
      server.expiresIn = 1;
    });
    await allLive(feed);
    const logins = () => framesSent(venue).filter((frame) => frame.includes('public/auth')).length;
    await eventually('a second login', () => logins() >= 2);
    expect(venue.clients).toHaveLength(1);
    expect(feed.gaps).toEqual([]);
  });

  test('a login that ended before its time is made anew on another connection', async () => {
    const { venue, feed } = await begin();
    await allLive(feed);
    venue.clients
      .at(-1)
      ?.send({ jsonrpc: '2.0', id: 'subscribe', error: { code: 13009, message: 'unauthorized' } });
    await eventually('a new connection', () => feed.status().counters.reconnects === 1);
    await allLive(feed);
    expect(feed.states.filter((state) => state.endsWith('refused'))).toEqual([]);
  });

  test('asks for nothing that could trade, and for reading only', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), [2]);
    await settled(feed);
    const asked = new Set(venue.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`));
    expect([...asked].sort()).toEqual([
      'GET /api/v2/private/get_account_summaries',
      'GET /api/v2/private/get_open_orders',
      'GET /api/v2/private/get_order_history_by_currency',
      'GET /api/v2/private/get_positions',
      'GET /api/v2/private/get_transaction_log',
      'GET /api/v2/private/get_user_trades_by_currency_and_time',
      'GET /api/v2/public/get_time',
    ]);
    const frames = framesSent(venue).map((frame) => JSON.parse(frame));
    expect([...new Set(frames.map(({ method }) => method))].sort()).toEqual([
      'private/subscribe',
      'public/auth',
    ]);
    for (const { method, params } of frames) {
      if (method === 'public/auth') expect(params.scope).not.toContain('write');
    }
  });
});

test('the states of an order, several of one millisecond, end in the last whatever order they arrive in', () => {
  const states = [
    order,
    amended,
    part,
    { ...part, filled_amount: 15 },
    { ...part, filled_amount: 15, order_state: 'cancelled' },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray([...states, ...states], { minLength: 10 }), (arriving) => {
      expect(kept(deribit.account.tables.order, arriving)).toEqual(states.at(-1));
    }),
  );
});

describe('the comparison with REST', () => {
  test('is no alarm while nothing differs, and finds what the stream never told of', async () => {
    // A minute takes two seconds.
    const { venue, feed } = await begin({}, () => {}, fastClock(30));
    await liveThrough(feed, venue, life(venue), []);
    await settled(feed);
    const { length } = venue.requests;
    await eventually('three looks', () => venue.requests.length >= length + 36, 20_000);
    expect(feed.states.filter((state) => /late|stalled|down/.test(state))).toEqual([]);
    expect(feed.gaps).toEqual([]);
    venue.isMute = true;
    venue.change({ orders: [{ ...order, order_id: '99', last_update_timestamp: start + 9 }] });
    await eventually('the order', () => JSON.stringify(rowsOf(feed)).includes('"id":"99"'), 20_000);
    expect(feed.gaps).toMatchObject([{ channel: 'order', kind: 'stall' }]);
  }, 40_000);
});

test('a stop whose trigger was moved unheard is another order to the comparison, a trailing one is not', () => {
  const { facts } = deribit.account.tables.order;
  const moved = { ...stop, trigger_price: 91_000 };
  expect(facts(moved)).not.toBe(facts(stop));
  const type = { order_type: 'trailing_stop' };
  expect(facts({ ...moved, ...type })).toBe(facts({ ...stop, ...type }));
});

test('after a night away it is known how orders ended, and what was traded the day before yesterday', async () => {
  const hour = 3_600_000;
  let nowMs = start;
  const clock = { ...systemClock, wallMs: () => nowMs };
  const { venue, feed } = await begin({}, (server) => server.change({ orders: [order] }), clock);
  await allLive(feed);
  venue.isMute = true;
  const ended = { order_state: 'filled', filled_amount: 30, last_update_timestamp: start + hour };
  venue.change({
    orders: [{ ...order, ...ended }],
    trades: [1, 13, 40, 47].map((hours) => ({
      ...{ ...fill, trade_id: `after-${hours}`, timestamp: start + hours * hour },
    })),
  });
  venue.isMute = false;
  nowMs = start + 48 * hour;
  feed.supervisor.wake();
  await eventually('connected again', () => feed.status().counters.reconnects === 1);
  await allLive(feed);
  await eventually('all trades', () => rowsOf(feed).execution?.length === 4);
  expect(rowsOf(feed).order).toMatchObject([{ id: '3398016', status: 'filled' }]);
  expect(feed.refills.reduce((sum, { refilled }) => sum + refilled, 0)).toBe(4);
});

describe('what only the log tells of', () => {
  test('fundings, settlements and deliveries are executions that add up to the change of the balance', async () => {
    const { feed } = await begin({}, (venue) => {
      venue.portfolio(portfolio);
      for (const entry of [settlement, delivery]) venue.book(entry);
      venue.book({ ...settlement, id: 61314, change: -3e-9 });
      venue.book({ ...settlement, id: 61315, type: 'deposit', instrument_name: null });
    });
    await allLive(feed);
    expect(rowsOf(feed).execution).toMatchObject([
      {
        ...{ id: 'settlement-61313', kind: 'settlement', side: 'sell', size: '0.1', price: '97001.25' },
        ...{ fee: '0.000015', feeCurrency: 'BTC', realisedPnl: '0.007213', symbol: 'BTC-25NOV26-90000-C' },
      },
      { id: 'funding-61312', kind: 'funding', fee: '0.000000003', feeCurrency: 'BTC', realisedPnl: null },
      { id: 'funding-61314', kind: 'funding', fee: '0.000000003' },
      { id: 'settlement-61312', kind: 'settlement', realisedPnl: '0.00000012', fee: '0', side: null },
    ]);
  });

  test('a settlement is found by the next comparison, without an alarm', async () => {
    const { venue, feed } = await begin({}, (server) => server.portfolio(portfolio), fastClock(30));
    await allLive(feed);
    venue.book({ ...settlement, timestamp: start });
    await eventually('the settlement', () => rowsOf(feed).execution?.length === 2, 20_000);
    expect(feed.gaps).toEqual([]);
    const logs = venue.requests.filter(({ path }) => path.endsWith('get_transaction_log'));
    expect(new Set(logs.map(({ query }) => query.get('currency')))).toEqual(new Set(['BTC']));
  }, 40_000);
});

describe('a key that does not work', () => {
  async function refusal(parts: Partial<typeof deribitKey>, prepare?: (venue: DeribitServer) => void) {
    const { feed } = await begin(parts, prepare);
    await eventually('a refusal', () => feed.status().state === 'refused');
    return feed.status().trouble?.cause;
  }

  test('says whether key or secret is wrong', async () => {
    expect(await refusal({ key: 'nobody' })).toBe('key');
    expect(await refusal({ secret: 'wrong' })).toBe('secret');
  });

  test('says when it has expired, may not read, or comes from the wrong address', async () => {
    const trouble = (reason: string) => (venue: DeribitServer) => {
      venue.trouble = { code: 13004, message: 'invalid_credentials', reason };
    };
    expect(await refusal({}, trouble('api key has expired'))).toBe('expired');
    expect(await refusal({}, trouble('ip is not allowed'))).toBe('address');
    expect(
      await refusal({}, (venue) => {
        venue.trouble = { code: 13021, message: 'forbidden' };
      }),
    ).toBe('permission');
  });

  test('that may not read one channel keeps the others', async () => {
    const { feed } = await begin({}, (venue) => {
      venue.hidden.add('user.portfolio.any');
    });
    await eventually('a refusal', () => feed.stateOf('margin') === 'refused');
    await eventually('the others', () => feed.stateOf('order') === 'live');
    expect(feed.stateOf('position')).toBe('live');
  });

  test('a clock that is off by a minute is told, and the account is read all the same', async () => {
    const { feed } = await begin({}, (venue) => {
      venue.skewMs = -60_000;
    });
    await allLive(feed);
    expect(feed.status().trouble).toMatchObject({ cause: 'clock' });
  });

  test('being locked out for asking too often passes', async () => {
    const { venue, feed } = await begin({}, (server) => {
      server.lockedOut = 2;
      server.change({ orders: [order] });
    });
    await allLive(feed);
    expect(venue.lockedOut).toBe(0);
    expect(rowsOf(feed).order).toHaveLength(1);
  });
});

test('what a key may do is read from the list of keys, of which nothing else is kept', async () => {
  const { venue } = await begin();
  const check = () =>
    checkKey({ exchange: deribit, rest: venue.rest, signer: signer(), clock: systemClock, fetch });
  expect(await check()).toMatchObject({
    ok: true,
    rights: { read: true, trade: false, withdraw: false, words: [], addresses: ['1.2.3.4'] },
  });
  venue.scope = 'account:read_write trade:read_write wallet:read_write';
  expect(await check()).toMatchObject({
    rights: {
      ...{ read: true, trade: true, withdraw: true, addresses: ['1.2.3.4'] },
      words: ['account:read_write', 'trade:read_write', 'wallet:read_write'],
    },
  });
  venue.scope = 'account:read something_new';
  expect(await check()).toMatchObject({ rights: { trade: true, withdraw: false } });
  expect(
    await checkKey({
      ...{ exchange: deribit, rest: venue.rest, clock: systemClock, fetch },
      signer: signer({ secret: 'wrong' }),
    }),
  ).toMatchObject({ ok: false, cause: 'secret' });
  venue.trouble = { code: 13004, message: 'invalid_credentials' };
  expect(await check()).toMatchObject({ ok: false, cause: 'secret' });
});
