/** A Kraken Futures account over real sockets: lifecycles, losses of the line, and keys that do not work. */
import { describe, expect, test } from 'vitest';
import { krakenFutures } from '../../src/main/exchanges/kraken-futures.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { allLive, liveThrough, rowsOf } from '../support/account-life.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import {
  type KrakenFuturesServer,
  krakenFuturesKey,
  krakenFuturesSecret,
  startKrakenFuturesServer,
} from '../support/kraken-futures-server.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';
import { sameWhereverCut, watchedAccounts } from '../support/watched-account.ts';

const good = { key: krakenFuturesKey, secret: krakenFuturesSecret };

const begin = watchedAccounts(
  krakenFutures,
  startKrakenFuturesServer,
  ({ key, secret }: typeof good = good) => textSigner(key, secret),
);

const start = Date.now();

const order = {
  ...{ instrument: 'PF_SOLUSD', time: start + 1, last_update_time: start + 1, qty: 1, filled: 0 },
  ...{ limit_price: 174.6, stop_price: 0, type: 'limit', order_id: '9f04ea45', cli_ord_id: 'mine' },
  ...{ direction: 1, reduce_only: false },
};
const inverse = {
  ...{ instrument: 'PI_XBTUSD', time: start + 4, last_update_time: start + 4, qty: 304, filled: 0 },
  ...{ limit_price: 10640, stop_price: 0, type: 'limit', order_id: '59302619', direction: 0 },
  ...{ cli_ord_id: 'other', reduce_only: true },
};
const stop = {
  ...{ ...inverse, order_id: '723ba95f', type: 'stop', stop_price: 13789, limit_price: 34900, qty: 1000 },
  ...{ cli_ord_id: 'stop', time: start + 6, last_update_time: start + 6, reduce_only: false },
};
const fill = {
  ...{ instrument: 'PF_SOLUSD', time: start + 2, price: 174.6, seq: 24, buy: false, qty: 0.14 },
  ...{ remaining_order_qty: 0.8600000000000001, order_id: '9f04ea45', fill_id: '2a2b437e' },
  ...{ fill_type: 'maker', fee_paid: 0.004888800000000001, fee_currency: 'USD' },
};
const position = {
  ...{ instrument: 'PF_SOLUSD', balance: -0.14, pnl: -0.0014, entry_price: 174.6, mark_price: 174.61 },
  ...{ liquidation_threshold: 9572.8, initial_margin: 21.5, maintenance_margin: 10.7, pnl_currency: 'USD' },
};
const isolated = {
  ...{ instrument: 'PI_XBTUSD', balance: 300, pnl: -0.00012, entry_price: 10640, mark_price: 10630.5 },
  ...{ liquidation_threshold: 0, initial_margin: 0.0006, max_fixed_leverage: 5 },
};
const usd = { quantity: 5000.5, value: 5000.5, available: 4990.1 };
const xbt = { quantity: 0.1185308247, value: 4998.7, available: 0.1185308247 };
const figures = {
  ...{ initial_margin: 30, maintenance_margin: 12.5, total_unrealized: -0.5, margin_equity: 10_000 },
};

/** Opened, filled in part and late, filled, amended, cancelled with a fill, triggered, liquidated. */
function life(venue: KrakenFuturesServer): readonly (() => void)[] {
  const part = { ...order, qty: 0.8600000000000001, filled: 0.14, last_update_time: start + 2 };
  return [
    () => {
      venue.order(order, 'new_placed_order_by_user');
      venue.flex({ USD: usd, XBT: xbt }, figures);
    },
    () => {
      venue.order(part, 'partial_fill');
      venue.fill(fill);
      venue.positions([position]);
    },
    // Late, and again: neither may undo what is known.
    () => {
      const late = { order, is_cancel: false, reason: 'new_placed_order_by_user' };
      venue.push('open_orders', { feed: 'open_orders', ...late });
      venue.push('fills', { feed: 'fills', fills: [fill] });
    },
    () => {
      const last = { ...fill, time: start + 3, qty: 0.8600000000000001, fill_id: '6c0b92a4', seq: 25 };
      venue.order({ ...part, qty: 0, filled: 1, last_update_time: start + 3 }, 'full_fill');
      venue.fill({ ...last, remaining_order_qty: 0, fee_paid: 0.0300312 });
      venue.positions([{ ...position, balance: -1 }]);
      // A copy of an earlier message on its heels.
      venue.push('open_orders', {
        feed: 'open_orders',
        order: part,
        is_cancel: false,
        reason: 'partial_fill',
      });
    },
    () => {
      venue.order(inverse, 'new_placed_order_by_user');
      venue.order({ ...inverse, limit_price: 10641.5, last_update_time: start + 5 }, 'edited_by_user');
    },
    () => {
      const partly = { ...inverse, limit_price: 10641.5, qty: 4, filled: 300, last_update_time: start + 7 };
      venue.order(partly, 'partial_fill');
      const trade = { ...fill, instrument: 'PI_XBTUSD', price: 10641.5, qty: 300, buy: true, seq: 26 };
      const fee = { fee_paid: 0.0000141, fee_currency: 'BTC', fill_type: 'taker', fill_id: 'cad76f07' };
      venue.fill({ ...trade, ...fee, time: start + 7, order_id: '59302619' });
      venue.cancel('59302619');
      venue.positions([{ ...position, balance: -1 }, isolated]);
    },
    () => {
      venue.order(stop, 'new_placed_order_by_user');
    },
    () => {
      venue.order({ ...stop, last_update_time: start + 8 }, 'stop_order_triggered');
      const entered = { ...stop, type: 'limit', stop_price: 0, last_update_time: start + 9 };
      venue.order(entered, 'limit_order_from_stop');
    },
    () => {
      const closing = { ...fill, time: start + 10, buy: true, qty: 1, price: 180, fill_id: 'b1aa44b2' };
      venue.fill({ ...closing, seq: 27, fill_type: 'liquidation', order_id: '7e60b6e8', fee_paid: 0.9 });
      venue.fill({
        ...closing,
        seq: 28,
        time: start + 11,
        fill_type: 'unwindCounterparty',
        fill_id: 'b1aa44b3',
      });
      venue.positions([isolated]);
      const funding = { info: 'funding rate change', asset: 'usd', contract: 'pf_solusd', fee: 0 };
      const date = new Date(start + 12).toISOString();
      venue.log({ ...funding, booking_uid: 'd86fdc25', date, realized_funding: -0.0125 });
      venue.log({ ...funding, booking_uid: 'd86fdc26', date, realized_funding: 0 });
      venue.log({ ...funding, info: 'futures trade', booking_uid: 'd86fdc27', date, realized_funding: 1 });
      venue.flex({ USD: { ...usd, quantity: 4994.1 }, XBT: xbt }, { ...figures, total_unrealized: 0 });
    },
  ];
}

async function settled(feed: OpenedFeed) {
  await eventually('the last step', () => {
    const rows = rowsOf(feed);
    return (
      JSON.stringify(rows.margin).includes('"walletBalance":"4994.1"') &&
      JSON.stringify(rows.execution).includes('b1aa44b3') &&
      JSON.stringify(rows.execution).includes('d86fdc25') &&
      rows.position?.length === 1
    );
  });
  return rowsOf(feed);
}

describe('a lifecycle', () => {
  test('becomes rows that are exact to the digit', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), []);
    const rows = await settled(feed);
    expect(rows.order).toMatchObject([
      {
        ...{ id: '59302619', symbol: 'PI_XBTUSD', side: 'buy', price: '10641.5', size: '304', filled: '300' },
        ...{ remaining: '0', status: 'cancelled', reduceOnly: true },
      },
      {
        ...{ id: '723ba95f', type: 'limit', status: 'new', price: '34900', triggerPrice: null, size: '1000' },
      },
      {
        ...{ id: '9f04ea45', clientId: 'mine', symbol: 'PF_SOLUSD', side: 'sell', type: 'limit' },
        ...{ price: '174.6', size: '1', filled: '1', remaining: '0', status: 'filled', triggerPrice: null },
      },
    ]);
    expect(rows.execution).toMatchObject([
      { id: '2a2b437e', kind: 'trade', side: 'sell', size: '0.14', fee: '0.004888800000000001' },
      { id: '6c0b92a4', size: '0.86', liquidity: 'maker', feeCurrency: 'USD', orderId: '9f04ea45' },
      { id: 'b1aa44b2', kind: 'liquidation', side: 'buy', liquidity: null, fee: '0.9' },
      { id: 'b1aa44b3', kind: 'adl' },
      { id: 'cad76f07', symbol: 'PI_XBTUSD', fee: '0.0000141', feeCurrency: 'BTC', liquidity: 'taker' },
      { id: 'd86fdc25', symbol: 'PF_SOLUSD', kind: 'funding', fee: '0.0125', feeCurrency: 'USD', side: null },
    ]);
    expect(rows.position).toMatchObject([
      {
        ...{ symbol: 'PI_XBTUSD', side: 'long', size: '300', sizeUnit: 'contracts', notional: '300' },
        ...{ marginMode: 'isolated', leverage: '5', pnlCurrency: 'XBT', unrealisedPnl: '-0.00012' },
        liquidationPrice: null,
      },
    ]);
    expect(rows.margin).toMatchObject([
      {
        ...{ currency: 'USD', walletBalance: '4994.1', equity: '4994.1', available: '4990.1' },
        ...{ initialMargin: '30', maintenanceMargin: '12.5', marginRatio: '0.00125' },
      },
      { currency: 'XBT', walletBalance: '0.1185308247', equity: '0.1185308247', maintenanceMargin: '0' },
    ]);
    expect(feed.gaps).toEqual([]);
  });

  test('ends in the same rows wherever the line was cut', { timeout: 30_000 }, () =>
    sameWhereverCut(begin, life, async (feed) => plain(await settled(feed))),
  );

  test('fills and past orders of more than one page are read to the end', async () => {
    const { venue, feed } = await begin(good, (server) => {
      for (let count = 0; count < 250; count += 1) {
        server.fill({ ...fill, fill_id: `fill-${count}`, time: start - 1_000 + count });
        const date = new Date(start - 1_000).toISOString();
        const entry = { info: 'funding rate change', asset: 'usd', date, realized_funding: 1 };
        server.log({ ...entry, booking_uid: `log-${count}`, contract: 'pf_solusd' });
      }
    });
    await allLive(feed);
    expect(rowsOf(feed).execution).toHaveLength(500);
    // The stream repeats the newest hundred only, and it alone tells fees.
    const fees = rowsOf(feed).execution?.filter((row) => JSON.stringify(row).includes('"fee":"0.0048'));
    await eventually('fees', () => fees?.length === 100);
    venue.cut();
    for (let count = 0; count < 5; count += 1) {
      venue.order(
        { ...order, order_id: `order-${count}`, last_update_time: Date.now() },
        'cancelled_by_user',
      );
    }
    await eventually('their fate', () => rowsOf(feed).order?.length === 5);
  });

  test('asks for nothing that could trade', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), [2]);
    await settled(feed);
    expect(venue.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect([...new Set(venue.requests.map(({ path }) => path))].sort()).toEqual([
      '/api/auth/v1/api-keys/v3/check',
      '/api/history/v3/account-log',
      '/api/history/v3/orders',
      '/derivatives/api/v3/accounts',
      '/derivatives/api/v3/fills',
      '/derivatives/api/v3/openorders',
      '/derivatives/api/v3/tickers/PF_XBTUSD',
    ]);
    const events = venue.clients.flatMap(({ received }) => received.map((text) => JSON.parse(text).event));
    expect([...new Set(events)].sort()).toEqual(['challenge', 'subscribe']);
  });

  test('a position that the stream has lost is found by the comparison', async () => {
    const { position: table } = krakenFutures.account.tables;
    const [read] = table.reads();
    const answer = {
      result: 'success',
      openPositions: [
        { side: 'short', symbol: 'PI_XBTUSD', price: 27523.749993345933, size: 8000, maxFixedLeverage: 2 },
      ],
    };
    expect(read?.parse(JSON.stringify(answer))).toEqual({
      rows: [
        { symbol: 'PI_XBTUSD', balance: '-8000', entry_price: 27523.749993345933, max_fixed_leverage: 2 },
      ],
      next: null,
    });
    expect(table.facts({ balance: '-8000' })).toBe(table.facts({ balance: -8000 }));
    expect(table.facts({ balance: 0 })).toBeNull();
  });
});

/** What was read over REST is stamped otherwise; the history of orders says no more of a stop than its price. */
function plain(rows: ReturnType<typeof rowsOf>) {
  return JSON.parse(
    JSON.stringify(rows, (name, value) => (name === 'updatedAt' || name === 'createdAt' ? undefined : value)),
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
    venue.order({ ...order, order_id: 'unheard', last_update_time: start + 20 }, 'new_placed_order_by_user');
    await eventually('the order', () => JSON.stringify(rowsOf(feed)).includes('"id":"unheard"'), 20_000);
    expect(feed.gaps).toMatchObject([{ channel: 'order', kind: 'stall' }]);
  }, 40_000);
});

describe('a key that does not work', () => {
  async function refusal(key: typeof good, prepare?: (venue: KrakenFuturesServer) => void) {
    const { venue, feed } = await begin(key, prepare);
    await eventually('a refusal', () => feed.status().state === 'refused');
    const signer = textSigner(key.key, key.secret);
    const check = await checkKey({
      ...{ exchange: krakenFutures, rest: venue.rest, signer, clock: systemClock, fetch },
    });
    return [feed.status().trouble?.cause, check.ok ? 'ok' : check.cause];
  }

  test('says whether key, secret, address or permission is wrong, or that it has expired', async () => {
    expect(await refusal({ ...good, key: 'nobody' })).toEqual(['key', 'key']);
    expect(await refusal({ ...good, secret: 'AAAA' })).toEqual(['secret', 'secret']);
    expect(await refusal({ ...good, secret: 'not base64!' })).toEqual(['secret', 'secret']);
    const state = (key: KrakenFuturesServer['key']) => (venue: KrakenFuturesServer) => {
      venue.key = key;
    };
    expect(await refusal(good, state('expired'))).toEqual(['expired', 'expired']);
    expect(await refusal(good, state('foreign'))).toEqual(['address', 'address']);
    const none = { permissions: { general: 'NO_ACCESS', transfer: 'NO_ACCESS' } };
    expect(await refusal(good, (venue) => Object.assign(venue, none))).toEqual(['permission', 'permission']);
    const closed = { isStreamClosed: true };
    expect(await refusal(good, (venue) => Object.assign(venue, closed))).toEqual(['permission', 'ok']);
  });

  test('a clock that is off by a minute is told, and the account is read all the same', async () => {
    const { feed } = await begin(good, (venue) => {
      venue.skewMs = 60_000;
    });
    await allLive(feed);
    expect(feed.status().trouble).toMatchObject({ cause: 'clock' });
  });

  test('being locked out for asking too often passes', async () => {
    const { venue, feed } = await begin(good, (server) => {
      server.lockedOut = 2;
      server.order(order, 'new_placed_order_by_user');
    });
    await allLive(feed);
    expect(venue.lockedOut).toBe(0);
    expect(rowsOf(feed).order).toHaveLength(1);
  });
});

test('what a key may do is read in the words of the venue', async () => {
  const { venue } = await begin();
  const signer = textSigner(good.key, good.secret);
  const check = () =>
    checkKey({ exchange: krakenFutures, rest: venue.rest, signer, clock: systemClock, fetch });
  expect(await check()).toMatchObject({
    ok: true,
    rights: { read: true, trade: false, withdraw: false, words: [], addresses: ['192.168.0.0/16'] },
  });
  venue.permissions = { general: 'FULL_ACCESS', transfer: 'FULL_ACCESS' };
  expect(await check()).toMatchObject({
    rights: { trade: true, withdraw: true, words: ['general: FULL_ACCESS', 'transfer: FULL_ACCESS'] },
  });
  venue.permissions = { general: 'READ_ONLY', transfer: 'NO_ACCESS', something: 'NEW' };
  expect(await check()).toMatchObject({
    rights: { trade: true, withdraw: false, words: ['something: NEW'] },
  });
});
