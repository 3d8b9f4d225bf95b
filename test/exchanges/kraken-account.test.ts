/** A Kraken account over real sockets: lifecycles, losses of the line, and keys that do not work. */
import { describe, expect, test } from 'vitest';
import { kraken } from '../../src/main/exchanges/kraken.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { allLive, liveThrough, rowsOf } from '../support/account-life.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { type KrakenServer, krakenKey, krakenSecret, startKrakenServer } from '../support/kraken-server.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';
import { sameWhereverCut, watchedAccounts } from '../support/watched-account.ts';

const good = { key: krakenKey, secret: krakenSecret };

const begin = watchedAccounts(kraken, startKrakenServer, ({ key, secret }: typeof good = good) =>
  textSigner(key, secret),
);

const start = Date.now();
/** A microsecond apart each: only the text tells them apart. */
const at = (step: number) => `${new Date(start).toISOString().slice(0, 19)}.${String(100_000 + step)}Z`;

const limit = {
  ...{ order_id: 'OK4GJX-KSTLS-7DZZO5', cl_ord_id: 'mine', symbol: 'BTC/USD', order_qty: 0.005 },
  ...{ cum_cost: 0, time_in_force: 'GTC', side: 'sell', order_type: 'limit', limit_price: 26500.5 },
  ...{ post_only: true, timestamp: at(1) },
};
const stop = {
  ...{ order_id: 'OSTOPS-KSTLS-7DZZO5', cl_ord_id: 'stop', symbol: 'BTC/USD', order_qty: 1.25 },
  ...{
    side: 'buy',
    order_type: 'stop-loss-limit',
    limit_price: 31000,
    timestamp: at(20),
    time_in_force: 'GTC',
  },
  ...{ triggers: { price: 30000.5, price_type: 'static', status: 'untriggered', reference: 'last' } },
};
const trade = {
  ...{ order_id: limit.order_id, exec_id: 'TGBB7L-HT5LX-J3BZ4A', exec_type: 'trade', trade_id: 62887576 },
  ...{ symbol: 'BTC/USD', side: 'sell', last_qty: 0.002, last_price: 26599.9, liquidity_ind: 'm' },
  ...{ cost: 53.1998, order_type: 'limit', order_status: 'partially_filled', cum_qty: 0.002 },
  ...{ cum_cost: 53.1998, avg_price: 26599.9, fees: [{ asset: 'USD', qty: 0.1383 }], timestamp: at(3) },
};

/** Opened, filled in part and late, amended, filled and cancelled at once, triggered, on margin, liquidated. */
function life(venue: KrakenServer): readonly (() => void)[] {
  const { order_id } = limit;
  return [
    () => {
      venue.report({ ...limit, exec_type: 'pending_new', order_status: 'pending_new' });
      venue.report({ order_id, exec_type: 'new', order_status: 'new', timestamp: at(2) });
    },
    () => {
      venue.trade(trade);
      venue.balance('BTC', 0.098, at(3));
      venue.balance('USD', 553.0615, at(3));
    },
    // Late, and again: neither may undo what is known.
    () => {
      venue.push('executions', [{ order_id, exec_type: 'new', order_status: 'new', timestamp: at(2) }]);
      venue.push('executions', [trade]);
      venue.push('balances', [{ asset: 'USD', balance: 500, timestamp: at(2) }]);
    },
    () => {
      const status = { order_status: 'partially_filled', timestamp: at(5) };
      venue.report({ order_id, exec_type: 'amended', limit_price: 26510.5, amended: true, ...status });
    },
    () => {
      const more = { exec_id: 'TSECON-HT5LX-J3BZ4A', last_qty: 0.001, cum_qty: 0.003, liquidity_ind: 't' };
      const cancel = { order_id, exec_type: 'canceled', order_status: 'canceled', cum_qty: 0.003 };
      venue.trade({ ...trade, ...more, timestamp: at(6) }, { ...cancel, timestamp: at(6) });
      venue.push('executions', [trade]);
    },
    () => {
      venue.report({ ...stop, exec_type: 'pending_new', order_status: 'pending_new' });
      venue.report({ order_id: stop.order_id, exec_type: 'new', order_status: 'new', timestamp: at(21) });
    },
    () => {
      const triggers = { ...stop.triggers, status: 'triggered' };
      const status = { exec_type: 'status', order_status: 'new', timestamp: at(22) };
      venue.report({ order_id: stop.order_id, triggers, ...status });
    },
    () => {
      const margin = { margin_borrow: true, position_status: 'opened' };
      venue.positions.set('TMARGI-HT5LX-J3BZ4A', {
        ...{ ordertxid: stop.order_id, posstatus: 'open', pair: 'XXBTZUSD', time: 1695378785.5 },
        ...{ type: 'buy', cost: '37500.00', vol: '1.25000000', vol_closed: '0.25000000', margin: '7500.00' },
        ...{ value: '30100.0', net: '+100.0000', fee: '60.0' },
      });
      const fill = { order_id: stop.order_id, exec_id: 'TMARGI-HT5LX-J3BZ4A', side: 'buy', last_qty: 1.25 };
      const filled = { order_status: 'filled', cum_qty: 1.25, avg_price: 30000, timestamp: at(23) };
      venue.trade(
        { ...trade, ...fill, ...margin, order_type: stop.order_type, last_price: 30000, ...filled },
        { order_id: stop.order_id, exec_type: 'filled', ...filled },
      );
    },
    () => {
      const close = { ...limit, order_id: 'OLIQUI-KSTLS-7DZZO5', cl_ord_id: 'none', order_type: 'market' };
      const done = { order_status: 'filled', cum_qty: 0.005, avg_price: 25000, timestamp: at(31) };
      const { limit_price: _, ...order } = { ...close, timestamp: at(30) };
      venue.report({ ...order, exec_type: 'pending_new', order_status: 'pending_new' });
      const fill = { order_id: close.order_id, exec_id: 'TLIQUI-HT5LX-J3BZ4A', liquidated: true };
      venue.positions.clear();
      venue.trade(
        { ...trade, ...fill, order_type: 'market', position_status: 'closed', last_price: 25000, ...done },
        { order_id: close.order_id, exec_type: 'filled', ...done },
      );
      venue.balance('USD', 12.5, at(31));
    },
  ];
}

async function settled(feed: OpenedFeed) {
  await eventually('the last step', () => {
    const rows = rowsOf(feed);
    return (
      JSON.stringify(rows.margin).includes('"walletBalance":"12.5') &&
      JSON.stringify(rows.execution).includes('TLIQUI') &&
      rows.position?.length === 0
    );
  });
  return rowsOf(feed);
}

describe('a lifecycle', () => {
  test('becomes rows that are exact to the digit', async () => {
    const { venue, feed } = await begin();
    const steps = life(venue);
    await liveThrough(feed, venue, steps.slice(0, 8), []);
    await eventually('a margin position', () => rowsOf(feed).position?.length === 1);
    expect(rowsOf(feed).position).toMatchObject([
      {
        ...{ symbol: 'BTC/USD', side: 'long', size: '1', notional: '30100.0', margin: '7500.00' },
        ...{ unrealisedPnl: '100.0000', pnlCurrency: 'USD', updatedAt: '2023-09-22T10:33:05.500000Z' },
      },
    ]);
    await liveThrough(feed, venue, steps.slice(8), []);
    const rows = await settled(feed);
    expect(rows.order).toMatchObject([
      {
        ...{ id: 'OK4GJX-KSTLS-7DZZO5', clientId: 'mine', symbol: 'BTC/USD', side: 'sell', type: 'limit' },
        ...{ price: '26510.5', size: '0.005', filled: '0.003', remaining: '0', averagePrice: '26599.9' },
        ...{ status: 'cancelled', timeInForce: 'GTC', postOnly: true, createdAt: at(1), updatedAt: at(6) },
      },
      { id: 'OLIQUI-KSTLS-7DZZO5', type: 'market', price: null, status: 'filled', averagePrice: '25000' },
      {
        ...{ id: 'OSTOPS-KSTLS-7DZZO5', side: 'buy', type: 'stop-loss-limit', price: '31000' },
        ...{ triggerPrice: '30000.5', size: '1.25', filled: '1.25', status: 'filled' },
      },
    ]);
    expect(rows.execution).toMatchObject([
      {
        ...{ id: 'TGBB7L-HT5LX-J3BZ4A', orderId: 'OK4GJX-KSTLS-7DZZO5', kind: 'trade', side: 'sell' },
        ...{ price: '26599.9', size: '0.002', fee: '0.1383', feeCurrency: 'USD', liquidity: 'maker' },
      },
      { id: 'TLIQUI-HT5LX-J3BZ4A', kind: 'liquidation', price: '25000' },
      { id: 'TMARGI-HT5LX-J3BZ4A', kind: 'trade', side: 'buy', size: '1.25' },
      { id: 'TSECON-HT5LX-J3BZ4A', size: '0.001', liquidity: 'taker' },
    ]);
    expect(rows.margin).toMatchObject([
      { currency: 'BTC', walletBalance: '0.098', equity: '0.098' },
      { currency: 'USD', walletBalance: '12.5' },
    ]);
    expect(feed.gaps).toEqual([]);
  });

  test('ends in the same rows wherever the line was cut', { timeout: 30_000 }, () =>
    sameWhereverCut(begin, life, async (feed) => plain(await settled(feed))),
  );

  test('lists of more than one page are read on, up to 250 rows, and no more is claimed', async () => {
    const { venue, feed } = await begin(good, (server) => {
      server.report({ ...limit, exec_type: 'pending_new', order_status: 'pending_new' });
      for (let count = 0; count < 320; count += 1) {
        server.trade({ ...trade, exec_id: `T${count}`, timestamp: at(count + 10) });
      }
    });
    await allLive(feed);
    expect(rowsOf(feed).execution).toHaveLength(250);
    venue.cut();
    for (let count = 0; count < 300; count += 1) {
      venue.trade({ ...trade, exec_id: `later-${count}`, timestamp: at(count + 400) });
    }
    await eventually('the newest', () => rowsOf(feed).execution?.length === 500);
    expect(feed.refills).toMatchObject([
      { refilled: 250, shortfall: 'no more than the newest 250 are asked for' },
    ]);
  });

  test('shows a lost message by the count of the others, at once, and is read anew', async () => {
    const { venue, feed } = await begin();
    await allLive(feed);
    venue.report({ ...limit, exec_type: 'new', order_status: 'new' });
    venue.balance('USD', 500, at(2));
    venue.loseNext = 1;
    venue.trade(trade);
    venue.report({ ...stop, exec_type: 'new', order_status: 'new' });
    await eventually('the lost fill', () => rowsOf(feed).execution?.length === 1);
    await eventually('both orders', () => rowsOf(feed).order?.length === 2);
    await allLive(feed);
    expect(rowsOf(feed).order).toMatchObject([{ filled: '0.002' }, { status: 'untriggered' }]);
    expect(feed.gaps.map(({ channel, kind }) => `${channel} ${kind}`).sort()).toEqual([
      'execution sequence',
      'order sequence',
      'position sequence',
    ]);
    // Another connection counts from the beginning.
    venue.cut();
    await eventually('connected again', () => feed.status().counters.reconnects === 1);
    await allLive(feed);
    venue.balance('USD', 400, at(5));
    await eventually('the balance', () => JSON.stringify(rowsOf(feed).margin).includes('"400"'));
    expect(feed.gaps.filter(({ kind }) => kind === 'sequence')).toHaveLength(3);
  });

  test('an order that triggers is told before and after', async () => {
    const { venue, feed } = await begin();
    const steps = life(venue);
    await liveThrough(feed, venue, steps.slice(5, 6), []);
    const status = () =>
      rowsOf(feed).order?.map((row) => JSON.stringify(row).match(/"status":"([^"]*)"/)?.[1]);
    await eventually('untriggered', () => status()?.[0] === 'untriggered');
    steps[6]?.();
    await eventually('new', () => status()?.[0] === 'new');
  });

  test('asks for nothing that could trade', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), [2]);
    await settled(feed);
    expect([...new Set(venue.requests.map(({ path }) => path))].sort()).toEqual([
      '/0/private/BalanceEx',
      '/0/private/ClosedOrders',
      '/0/private/GetWebSocketsToken',
      '/0/private/OpenOrders',
      '/0/private/OpenPositions',
      '/0/private/TradesHistory',
      '/0/public/Time',
    ]);
    const methods = venue.clients.flatMap(({ received }) => received.map((text) => JSON.parse(text).method));
    expect([...new Set(methods)].filter((method) => method !== 'ping')).toEqual(['subscribe']);
  });
});

/** REST has no word for how long an order lives, and writes more zeros. */
function plain(rows: ReturnType<typeof rowsOf>) {
  const left = new Set(['timeInForce', 'updatedAt', 'available']);
  return JSON.parse(
    JSON.stringify(rows, (name, value) => {
      if (left.has(name)) return undefined;
      return typeof value === 'string' && /^\d+\.\d*0$/.test(value) ? value.replace(/\.?0+$/, '') : value;
    }),
  );
}

describe('the comparison with REST', () => {
  test('is no alarm while nothing differs, and finds what the stream never told of', async () => {
    // A minute takes two seconds.
    const { venue, feed } = await begin(good, () => {}, fastClock(30));
    await liveThrough(feed, venue, life(venue), []);
    await settled(feed);
    const { length } = venue.requests;
    await eventually('three looks', () => venue.requests.length >= length + 12, 20_000);
    expect(feed.states.filter((state) => /late|stalled|down/.test(state))).toEqual([]);
    expect(feed.gaps).toEqual([]);
    venue.isMute = true;
    venue.report({ ...limit, order_id: 'unheard', exec_type: 'new', order_status: 'new', timestamp: at(90) });
    await eventually('the order', () => JSON.stringify(rowsOf(feed)).includes('"id":"unheard"'), 20_000);
    expect(feed.gaps).toMatchObject([{ channel: 'order', kind: 'stall' }]);
  }, 40_000);
});

describe('a key that does not work', () => {
  async function refusal(key: typeof good, prepare?: (venue: KrakenServer) => void) {
    const { venue, feed } = await begin(key, prepare);
    await eventually('a refusal', () => feed.status().state === 'refused');
    const signer = textSigner(key.key, key.secret);
    const check = await checkKey({ exchange: kraken, rest: venue.rest, signer, clock: systemClock, fetch });
    return [feed.status().trouble?.cause, check.ok ? 'ok' : check.cause];
  }

  test('says whether key, secret, address or permission is wrong, or that it has expired', async () => {
    expect(await refusal({ ...good, key: 'nobody' })).toEqual(['key', 'key']);
    expect(await refusal({ ...good, secret: 'AAAA' })).toEqual(['secret', 'secret']);
    expect(await refusal({ ...good, secret: 'not base64!' })).toEqual(['secret', 'secret']);
    const trouble = (words: string) => (venue: KrakenServer) => {
      venue.trouble = words;
    };
    expect(await refusal(good, trouble('EAPI:Key expired'))).toEqual(['expired', 'expired']);
    expect(await refusal(good, trouble('EAPI:Invalid IP address'))).toEqual(['address', 'address']);
    const deny = (name: string) => (venue: KrakenServer) => {
      venue.denied.add(name);
    };
    expect(await refusal(good, deny('GetWebSocketsToken'))).toEqual(['permission', 'ok']);
  });

  test('that may see balances only shows them, and says what it may not', async () => {
    const { feed } = await begin(good, (venue) => {
      venue.denied.add('executions');
      venue.balance('USD', 12.5, at(1));
    });
    await eventually('balances', () => feed.stateOf('margin') === 'live');
    await eventually('a refusal', () => feed.stateOf('order') === 'refused');
    expect(feed.status().trouble?.cause).toBe('permission');
    expect(rowsOf(feed).margin).toMatchObject([{ currency: 'USD', available: '12' }]);
  });

  test('a clock that is off by a minute is told, and the account is read all the same', async () => {
    const { feed } = await begin(good, (venue) => {
      venue.skewMs = 60_000;
    });
    await allLive(feed);
    expect(feed.status().trouble).toMatchObject({ cause: 'clock' });
  });

  test('a clock that is right is taken for right, though the venue tells whole seconds only', async () => {
    const { feed } = await begin();
    await allLive(feed);
    expect(feed.status().clockSkewMs).toBe(0);
  });

  test('being locked out for asking too often passes', async () => {
    const { venue, feed } = await begin(good, (server) => {
      server.lockedOut = 2;
      server.report({ ...limit, exec_type: 'pending_new', order_status: 'pending_new' });
    });
    await allLive(feed);
    expect(venue.lockedOut).toBe(0);
    expect(rowsOf(feed).order).toHaveLength(1);
  });

  test('a token that has become void is replaced by a new connection', async () => {
    const { venue, feed } = await begin(good, (server) => {
      server.areTokensVoid = true;
    });
    await eventually('a second attempt', () => venue.clients.length > 1);
    venue.areTokensVoid = false;
    await allLive(feed);
  });
});

test('what a key may do is read in the words of the venue', async () => {
  const { venue } = await begin();
  const signer = textSigner(good.key, good.secret);
  const check = () => checkKey({ exchange: kraken, rest: venue.rest, signer, clock: systemClock, fetch });
  expect(await check()).toMatchObject({
    ok: true,
    rights: {
      ...{ read: true, trade: false, withdraw: false, words: [], addresses: ['10.0.0.0/8'] },
      expiresAt: '2027-01-15T08:00:00.000000Z',
    },
  });
  venue.permissions = ['query-funds', 'withdraw-funds', 'query-open-trades', 'modify-trades'];
  expect(await check()).toMatchObject({
    rights: { trade: true, withdraw: true, words: ['withdraw-funds', 'modify-trades'] },
  });
  venue.permissions = ['query-funds', 'update-withdraw-address'];
  expect(await check()).toMatchObject({ rights: { trade: false, withdraw: true } });
  venue.permissions = ['query-funds', 'something-new'];
  expect(await check()).toMatchObject({ rights: { trade: true, withdraw: false } });
});
