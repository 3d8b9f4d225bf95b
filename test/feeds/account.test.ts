/** A whole account feed against a local Bybit: lifecycles, losses, clocks and keys. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { canonicalRow, isCanonical } from '../../src/main/tables/views.ts';
import { type BybitServer, bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';

const channels = ['margin', 'position', 'order', 'execution'];
const good = { keyId: bybitKey, secret: bybitSecret };

let venue: BybitServer;
let feeds: OpenedFeed[] = [];

beforeEach(async () => {
  venue = await startBybitServer();
});

afterEach(async () => {
  await Promise.all(feeds.map(({ supervisor }) => supervisor.closeAll()));
  feeds = [];
  await venue.close();
});

function open(
  key = good,
  more: { readonly rest?: string | null; readonly clock?: Clock; readonly venue?: BybitServer } = {},
) {
  const server = more.venue ?? venue;
  const feed = openFeed({
    exchange: bybit,
    endpoint: server.ws,
    rest: more.rest === undefined ? server.rest : more.rest,
    channels,
    ...(more.clock === undefined ? {} : { clock: more.clock }),
    signer: textSigner(key.keyId, key.secret),
  });
  feeds.push(feed);
  return feed;
}

function isReady(feed: OpenedFeed): boolean {
  return channels.every((name) => ['live', 'quiet'].includes(feed.stateOf(name)));
}

/** Canonical rows of all tables, without what only says when and how they came. */
function rowsOf(feed: OpenedFeed): Record<string, Record<string, unknown>> {
  const store = feed.supervisor.store('test');
  const source = { exchange: bybit, venue: 'bybit', account: 'main' };
  const found: Record<string, Record<string, unknown>> = {};
  for (const table of channels) {
    if (store === null || !isCanonical(table)) continue;
    for (const [key, item] of store.rows(table)) {
      const row = canonicalRow(source, table, item, 0, null);
      const { receivedAt: _, ...rest } = row ?? { receivedAt: '' };
      // A balance is stamped by the message that brings it.
      found[`${table} ${key}`] = table === 'margin' ? { ...rest, updatedAt: null } : rest;
    }
  }
  return found;
}

function orderStatus(feed: OpenedFeed, id: string): unknown {
  return rowsOf(feed)[`order ${id}`]?.status;
}

/** Everything that can happen to orders, step by step; returns when nothing more is to come. */
function* lifecycle({ account }: BybitServer) {
  const first = account.place({ qty: '0.030', price: '30000.10' });
  yield* first.pushes;
  yield* account.fill(first.id, '0.010', '30000.10');
  yield* account.amend(first.id, { price: '29990.50' });
  yield* account.fill(first.id, '0.010', '29990.50');
  yield* account.cancel(first.id);
  const stop = account.place({ side: 'Sell', qty: '0.005', triggerPrice: '29000' });
  yield* stop.pushes;
  yield* account.trigger(stop.id);
  yield* account.fill(stop.id, '0.005', '28999.90');
  const hedge = account.place({
    symbol: 'ETHUSDT',
    side: 'Sell',
    qty: '1',
    price: '3641.075',
    positionIdx: 2,
  });
  yield* hedge.pushes;
  yield* account.fill(hedge.id, '1', '3641.075');
  yield* account.funding('BTCUSDT', '0.0123');
  yield* account.forceClose('BTCUSDT', '25000', 'liquidation');
  yield* account.forceClose('ETHUSDT', '4000', 'adl', 2);
  const resting = account.place({ symbol: 'BTCUSD', category: 'inverse', qty: '100', price: '20000' });
  yield* resting.pushes;
}
const lastOrder = 'order-6';

describe('a lifecycle', () => {
  test('starts from what REST says, and goes on with what the stream says', async () => {
    const { id } = venue.account.place({ qty: '0.030', price: '30000.10' });
    venue.account.fill(id, '0.010', '30000.10');
    const feed = open();
    await eventually('ready', () => isReady(feed));
    expect(rowsOf(feed)[`order ${id}`]).toMatchObject({
      ...{ status: 'partially-filled', filled: '0.01', remaining: '0.02', averagePrice: '30000.1' },
    });
    expect(rowsOf(feed)['position BTCUSDT|0']).toMatchObject({
      side: 'long',
      size: '0.01',
      entryPrice: '30000.10',
    });
    expect(rowsOf(feed)['execution exec-1']).toMatchObject({
      kind: 'trade',
      fee: '0.16500055',
      price: '30000.10',
    });
    expect(rowsOf(feed)['margin UNIFIED|USDT']).toMatchObject({ equity: '9999.83499945', currency: 'USDT' });
    venue.push(...venue.account.fill(id, '0.020', '30000.10'));
    await eventually('filled', () => orderStatus(feed, id) === 'filled');
    await eventually('the balance', () => rowsOf(feed)['margin UNIFIED|USDT']?.equity === '9999.50499835');
    expect(feed.gaps).toEqual([]);
  });

  test('says what became of every order, position and execution', async () => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    venue.push(...lifecycle(venue));
    await eventually('the last order', () =>
      Object.values(rowsOf(feed)).some(({ symbol }) => symbol === 'BTCUSD'),
    );
    const rows = rowsOf(feed);
    const executions = Object.entries(rows).flatMap(([key, row]) =>
      key.startsWith('execution') ? [row.kind] : [],
    );
    expect(executions).toEqual(['trade', 'trade', 'trade', 'trade', 'funding', 'liquidation', 'adl']);
    expect(rows['order order-1']).toMatchObject({ status: 'cancelled', filled: '0.02', price: '29990.50' });
    expect(rows['order order-2']).toMatchObject({ type: 'stop', triggerPrice: '29000', status: 'filled' });
    expect(rows['position BTCUSDT|0']).toMatchObject({ side: 'flat', size: '0' });
    expect(rows['position ETHUSDT|2']).toMatchObject({ side: 'flat' });
  });

  test.each([
    ['order', 'none', '', 'malformed'],
    ['order', 'an object', {}, 'unknown-row'],
    ['execution', 'none', '', 'malformed'],
  ])('that lacks an id in one %s (%s) is marked and read anew', async (topic, _said, id, kind) => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    const placed = venue.account.place({ qty: '0.030' });
    const pushes = [...placed.pushes, ...venue.account.fill(placed.id, '0.010', '30000')];
    const push = pushes.find((one) => one.topic === topic);
    const name = topic === 'order' ? 'orderId' : 'execId';
    venue.push({
      topic: push?.topic ?? 'order',
      data: push?.data.map((row) => ({ ...row, [name]: id })) ?? [],
    });
    await eventually('marked', () => feed.gaps.length > 0 && isReady(feed));
    expect(feed.gaps).toMatchObject([{ kind, channel: topic }]);
    const whole = topic === 'order' ? `order ${placed.id}` : 'execution exec-1';
    await eventually('read', () => rowsOf(feed)[whole] !== undefined);
  });

  test.each([
    [{ marginMode: 'ISOLATED_MARGIN', unifiedMarginStatus: 5 }, 'isolated', 'isolated'],
    [{ marginMode: 'REGULAR_MARGIN', unifiedMarginStatus: 6 }, 'cross', 'cross'],
    [{ marginMode: 'PORTFOLIO_MARGIN', unifiedMarginStatus: 5 }, 'cross', 'cross'],
    // Inverse contracts lie apart in such an account, and say their mode themselves.
    [{ marginMode: 'ISOLATED_MARGIN', unifiedMarginStatus: 3 }, 'isolated', 'cross'],
    [{}, null, null],
  ])('takes the margin mode from the account, %o, for later positions too', async (info, linear, inverse) => {
    const { account } = venue;
    account.info = info;
    const held = account.place({ qty: '0.030', price: '30000' });
    account.fill(held.id, '0.030', '30000');
    const feed = open();
    await eventually('ready', () => isReady(feed));
    const later = account.place({ category: 'inverse', symbol: 'BTCUSD', qty: '100', price: '20000' });
    for (const push of later.pushes) venue.push(push);
    for (const push of account.fill(later.id, '100', '20000')) venue.push(push);
    await eventually('the later one', () => rowsOf(feed)['position BTCUSD|0'] !== undefined);
    expect(rowsOf(feed)['position BTCUSDT|0']?.marginMode).toBe(linear);
    expect(rowsOf(feed)['position BTCUSD|0']?.marginMode).toBe(inverse);
  });

  test('shows positions of an account that does not say its margin mode', async () => {
    venue.denied.add('/v5/account/info');
    const { id } = venue.account.place({ qty: '0.030', price: '30000' });
    venue.account.fill(id, '0.030', '30000');
    const feed = open();
    await eventually('ready', () => isReady(feed));
    expect(rowsOf(feed)['position BTCUSDT|0']).toMatchObject({ side: 'long', marginMode: null });
    expect(feed.status().trouble).toBeNull();
  });

  test('never takes an older message for news', async () => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    const { id, pushes } = venue.account.place({ qty: '0.030' });
    const [fill] = [venue.account.fill(id, '0.030', '30000')];
    venue.push(...fill, ...pushes, ...fill);
    await eventually('all heard', () => (feed.status().counters.dropped['out-of-date'] ?? 0) >= 2);
    expect(orderStatus(feed, id)).toBe('filled');
    expect(
      feed.rows.filter(({ table, action }) => table === 'execution' && action === 'insert'),
    ).toHaveLength(1);
  });

  // Two messages say Filled, and the second names a cancel: https://bybit-exchange.github.io/docs/v5/enum#orderstatus
  test('stays filled when a cancel comes with the last fill', async () => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    const { id, pushes } = venue.account.place({ qty: '0.030' });
    venue.push(...pushes, ...venue.account.fill(id, '0.030', '30000'));
    const filled = { ...venue.account.orders.get(id), cancelType: 'CancelByUser', leavesQty: '0' };
    venue.push({ topic: 'order', data: [filled] });
    await eventually('all heard', () => JSON.stringify(feed.rows).includes('CancelByUser'));
    expect(rowsOf(feed)[`order ${id}`]).toMatchObject({
      status: 'filled',
      filled: '0.03',
      remaining: '0',
    });
    expect(feed.gaps).toEqual([]);
  });

  test('holds live messages back while the snapshot is read, and loses and doubles none', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    venue.beforeAnswer = ({ path }) => (path.startsWith('/v5/position') ? released : undefined);
    const { id } = venue.account.place({ qty: '0.030' });
    const feed = open();
    await eventually('the read is out', () =>
      venue.requests.some(({ path }) => path.startsWith('/v5/position')),
    );
    venue.push(...venue.account.fill(id, '0.010', '30000'), ...venue.account.fill(id, '0.010', '30010'));
    await new Promise<void>((resolve) => setTimeout(resolve, 50));
    expect(Object.keys(rowsOf(feed)).filter((key) => key.startsWith('position'))).toEqual([]);
    release();
    await eventually('ready', () => isReady(feed));
    expect(rowsOf(feed)['position BTCUSDT|0']).toMatchObject({ size: '0.02' });
    expect(orderStatus(feed, id)).toBe('partially-filled');
    expect(Object.keys(rowsOf(feed)).filter((key) => key.startsWith('execution'))).toHaveLength(2);
  });
});

describe('a lost connection', () => {
  /** `paced`: the account goes on while the feed is away and while it reads; else all happens at once. */
  async function run(cutAfter: number | null, isPaced: boolean): Promise<string> {
    const own = await startBybitServer();
    const feed = open(good, { venue: own });
    await eventually('ready', () => isReady(feed));
    own.cutAfter = cutAfter;
    for (const push of lifecycle(own)) {
      own.push(push);
      if (isPaced) await new Promise<void>((resolve) => setTimeout(resolve, 1));
    }
    const isWhole = () => {
      const { reconnects } = feed.status().counters;
      return (
        isReady(feed) && (cutAfter === null || reconnects === 1) && orderStatus(feed, lastOrder) === 'new'
      );
    };
    await eventually(`whole again after ${cutAfter}`, isWhole, 15_000);
    const balance = own.account.balance.toString();
    await eventually('the last balance', () => rowsOf(feed)['margin UNIFIED|USDT']?.equity === balance);
    const rows = timeless(rowsOf(feed));
    await feed.supervisor.closeAll();
    await own.close();
    return JSON.stringify(rows);
  }

  test.each([
    ['all at once', false],
    ['while the feed is away', true],
  ])(
    'at any point of a lifecycle ends in the same rows as none: %s',
    async (_, isPaced) => {
      const truth = await run(null, isPaced);
      expect(JSON.parse(truth)).toHaveLength(1 + 6 + 7);
      const cuts = Array.from({ length: [...lifecycle(venue)].length }, (_, index) => index);
      const wrong: string[] = [];
      // Each has a server and a feed of its own; a few at a time.
      while (cuts.length > 0) {
        const some = cuts.splice(0, 6);
        const ends = await Promise.all(some.map((cut) => run(cut, isPaced)));
        for (const [index, end] of ends.entries())
          if (end !== truth) wrong.push(`after ${some[index]}: ${end}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  test('is a gap with the number of executions that were missed, all of them read again', async () => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    venue.cutAfter = 0;
    const { id, pushes } = venue.account.place({ qty: '0.030' });
    venue.push(
      ...pushes,
      ...venue.account.fill(id, '0.010', '30000'),
      ...venue.account.fill(id, '0.020', '30001'),
    );
    await eventually('again', () => feed.status().counters.reconnects === 1 && isReady(feed));
    expect(feed.gaps).toContainEqual(
      expect.objectContaining({ channel: 'execution', kind: 'disconnect', missed: 2 }),
    );
    expect(feed.refills).toMatchObject([{ channel: { topic: 'execution' }, refilled: 2, shortfall: null }]);
    expect(orderStatus(feed, id)).toBe('filled');
  });
});

describe('a key', () => {
  test.each([
    ['a wrong secret', { ...good, secret: 'not it' }, () => {}, 'secret', 'signature wrong'],
    ['an unknown key', { ...good, keyId: 'other' }, () => {}, 'key', 'does not know this key'],
    [
      'an expired key',
      good,
      () => {
        venue.key = 'expired';
      },
      'expired',
      'has expired',
    ],
  ])('%s is refused with its own words, and not tried again', async (_, key, before, cause, words) => {
    before();
    const feed = open(key);
    await eventually('refused', () => feed.stateOf('order') === 'refused');
    expect(feed.status().trouble).toMatchObject({ cause });
    expect(feed.reasons.at(-1)).toContain(words);
    expect(venue.clients).toHaveLength(1);
    expect(JSON.stringify([feed.status().trouble, feed.log, feed.reasons])).not.toContain(key.secret);
  });

  test('without the right to one table shows the others', async () => {
    venue.denied.add('/v5/account/wallet-balance');
    const feed = open();
    await eventually('refused', () => feed.stateOf('margin') === 'refused');
    await eventually('the others', () => ['live', 'quiet'].includes(feed.stateOf('execution')));
    expect(feed.status().trouble).toMatchObject({ cause: 'permission' });
    expect(feed.stateOf('order')).not.toBe('refused');
  });

  test('that lapses while in use is refused at the next connection', async () => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    venue.key = 'expired';
    for (const client of venue.clients) client.cut();
    await eventually('refused', () => feed.stateOf('order') === 'refused');
    expect(feed.status().trouble).toMatchObject({ cause: 'expired' });
  });

  test('tells what it may do', async () => {
    const signer = textSigner(bybitKey, bybitSecret);
    const options = { exchange: bybit, rest: venue.rest, signer, clock: systemClock, fetch };
    expect(await checkKey(options)).toMatchObject({
      ok: true,
      rights: {
        read: true,
        trade: false,
        withdraw: false,
        words: [],
        expiresAt: '2027-01-13T03:20:45.000000Z',
      },
    });
    venue.permissions = {
      ...venue.permissions,
      readOnly: 0,
      permissions: { Wallet: ['Withdraw'] },
      ips: ['1.2.3.4'],
    };
    expect(await checkKey(options)).toMatchObject({
      rights: { trade: true, withdraw: true, words: ['Wallet: Withdraw'], addresses: ['1.2.3.4'] },
    });
    const wrong = await checkKey({ ...options, signer: textSigner(bybitKey, 'wrong') });
    expect(wrong).toMatchObject({ ok: false, cause: 'secret' });
  });
});

describe('the clock', () => {
  test.each([60_000, -60_000])('off by %s ms is corrected by the venue’s, and told', async (offset) => {
    venue.clockOffsetMs = offset;
    const feed = open();
    await eventually('ready', () => isReady(feed));
    expect(Math.abs((feed.status().clockSkewMs ?? 0) - offset)).toBeLessThan(1_000);
    expect(feed.status().trouble).toMatchObject({ cause: 'clock' });
    expect(feed.status().trouble?.message).toContain(offset > 0 ? 'behind' : 'ahead of');
  });

  test('that goes wrong later is measured anew when a login is refused for its time', async () => {
    const feed = open();
    await eventually('ready', () => isReady(feed));
    venue.clockOffsetMs = 120_000;
    for (const client of venue.clients) client.cut();
    await eventually(
      'ready again',
      () => isReady(feed) && (feed.status().clockSkewMs ?? 0) > 100_000,
      10_000,
    );
    expect(feed.stateOf('order')).not.toBe('refused');
  });

  test('that cannot be measured leaves the feed down, with words for it', async () => {
    venue.clockOffsetMs = 60_000;
    const feed = open(good, { rest: null });
    await eventually('down', () => feed.states.includes('order down'));
    expect(feed.reasons.some((reason) => reason.includes('Set this computer'))).toBe(true);
    expect(feed.status().trouble).toMatchObject({ cause: 'clock' });
  });
});

describe('the comparison with REST', () => {
  // A minute takes a second.
  async function openFast(): Promise<OpenedFeed> {
    const clock = fastClock(60);
    await venue.close();
    venue = await startBybitServer(clock.wallMs);
    const feed = open(good, { clock });
    await eventually('ready', () => isReady(feed));
    return feed;
  }

  test('finds what the stream never told of, marks the gap and heals', async () => {
    const feed = await openFast();
    venue.isMute = true;
    const { id, pushes } = venue.account.place({ qty: '0.030', price: '1' });
    venue.push(...pushes);
    await eventually('there', () => orderStatus(feed, id) === 'new', 10_000);
    expect(feed.gaps).toMatchObject([{ channel: 'order', kind: 'stall' }]);
    expect(feed.states).toContain('order stalled');
    await eventually('healthy', () => isReady(feed));
  }, 15_000);

  test('is no alarm while nothing differs, and brings figures that move by themselves', async () => {
    const feed = await openFast();
    const { id } = venue.account.place({ qty: '0.010' });
    venue.push(...venue.account.fill(id, '0.010', '30000'));
    await eventually('open', () => rowsOf(feed)['position BTCUSDT|0']?.size === '0.01');
    const held = venue.account.positions.get('BTCUSDT|0');
    Object.assign(held ?? {}, { markPrice: '31000', unrealisedPnl: '10' });
    await eventually('refreshed', () => rowsOf(feed)['position BTCUSDT|0']?.unrealisedPnl === '10', 10_000);
    expect(rowsOf(feed)['position BTCUSDT|0']).toMatchObject({ markPrice: '31000', entryPrice: '30000' });
    expect(feed.gaps).toEqual([]);
    expect(feed.states.filter((state) => /late|stalled|down/.test(state))).toEqual([]);
  }, 15_000);
});

test('too many reads are waited for, and no order is ever asked for', async () => {
  venue.isLimited = true;
  const feed = open();
  await eventually('told', () => feed.status().trouble?.cause === 'rate-limit');
  venue.isLimited = false;
  await eventually('ready', () => isReady(feed), 15_000);
  expect(feed.status().trouble).toBeNull();
  const asked = venue.requests.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(asked)).toEqual(
    new Set([
      'GET /v5/market/time',
      'GET /v5/account/info',
      'GET /v5/account/wallet-balance',
      'GET /v5/position/list',
      'GET /v5/order/realtime',
      'GET /v5/execution/list',
    ]),
  );
  const frames = venue.clients.flatMap(({ received }) => received.map((text) => JSON.parse(text).op));
  expect(frames.filter((op) => !['auth', 'subscribe', 'unsubscribe', 'ping'].includes(op))).toEqual([]);
}, 20_000);

/** What stays the same over runs at different times; a position that is flat may as well be gone. */
function timeless(rows: Record<string, Record<string, unknown>>): readonly unknown[] {
  const kept = Object.entries(rows).filter(([, row]) => row.side !== 'flat');
  const sorted = kept.sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([key, row]) => [key, { ...row, updatedAt: null, createdAt: null }]);
}
