/** A whole account feed against a local Binance spot: lifecycles, losses, clocks and keys. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binance } from '../../src/main/exchanges/binance.ts';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { canonicalRow } from '../../src/main/tables/views.ts';
import { allLive, type Cuts, everyCut, liveThrough } from '../support/account-life.ts';
import { binanceKey, binanceSecret, orderEntries } from '../support/binance-server.ts';
import { type SpotServer, startSpotServer } from '../support/binance-spot-server.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';

const topics = binance.defaultTopics.account;
let venue: SpotServer;
let feeds: OpenedFeed[] = [];

beforeEach(async () => {
  venue = await startSpotServer();
});

afterEach(async () => {
  await Promise.all(feeds.map(({ supervisor }) => supervisor.closeAll()));
  feeds = [];
  expect(orderEntries(venue)).toEqual([]);
  await venue.close();
});

function open(key = binanceKey, secret = binanceSecret, clock: Clock = systemClock): OpenedFeed {
  const feed = openFeed({
    ...{ exchange: binance, endpoint: venue.ws, rest: venue.rest, channels: topics },
    ...{ clock, signer: textSigner(key, secret) },
  });
  feeds.push(feed);
  return feed;
}

type Row = Readonly<Record<string, unknown>>;

/** By table and key, without the times, which a run of its own does not repeat. */
function rowsOf(feed: OpenedFeed): Readonly<Record<string, Row>> {
  const store = feed.supervisor.store('test');
  const source = { exchange: binance, venue: 'binance', account: 'main' };
  const found: Record<string, Row> = {};
  for (const table of topics) {
    for (const [key, item] of store?.rows(table) ?? []) {
      const row = canonicalRow(source, table, item, 0, null);
      found[`${table} ${key}`] = { ...row, updatedAt: null, createdAt: null, receivedAt: null };
    }
  }
  return found;
}

/** Everything that can happen to an account; each step sends its messages. */
function steps(): readonly (() => void)[] {
  const { account, push } = venue;
  let first = 0;
  let stop = 0;
  return [
    () => {
      const placed = account.place({ qty: '1.00000000', price: '2500.00000000' });
      first = placed.id;
      push(...placed.events);
    },
    () => push(...account.fill(first, '0.40000000', '2500.00000000')),
    () => push(...account.fill(first, '0.10000000', '2500.00000000'), ...account.cancel(first)),
    () => {
      const placed = account.place({
        side: 'SELL',
        type: 'STOP_LOSS_LIMIT',
        qty: '0.20000000',
        price: '2390',
        stopPrice: '2400',
      });
      stop = placed.id;
      push(...placed.events);
    },
    () => push(...account.trigger(stop)),
    () => push(...account.fill(stop, '0.20000000', '2391.50000000')),
    () => {
      const placed = account.place({ symbol: 'BNBUSDT', qty: '3.00000000', price: '600.00' });
      push(...placed.events, ...account.fill(placed.id, '3.00000000', '599.90'));
    },
    () => push(...account.deposit('BTC', '0.12345678')),
    () => push(...account.lock('BTC', '0.00000001')),
  ];
}

async function live(
  feed: OpenedFeed,
  cuts: readonly number[],
  when: Cuts['when'] = 'before',
): Promise<Readonly<Record<string, Row>>> {
  await liveThrough(feed, { ...venue, url: venue.ws }, steps(), cuts, when);
  await eventually('the last lock', () => rowsOf(feed)['margin BTC']?.available === '0.12345677');
  await eventually('all trades', () => feed.supervisor.store('test')?.size('execution') === 4);
  await allLive(feed);
  return rowsOf(feed);
}

describe('a lifecycle', () => {
  test('starts from what REST says, and goes on with what the stream says', async () => {
    const { id } = venue.account.place({ qty: '1.00000000', price: '2500.00000000' });
    venue.account.fill(id, '0.40000000', '2500.00000000');
    const feed = open();
    await allLive(feed);
    expect(rowsOf(feed)).toMatchObject({
      'order ETHUSDT|12345678': { status: 'partially-filled', filled: '0.40000000', remaining: '0.6' },
      'execution ETHUSDT|98765432': {
        side: 'buy',
        price: '2500.00000000',
        fee: '0.00040000',
        feeCurrency: 'ETH',
      },
      'margin USDT': { walletBalance: '9000', available: '7500.00000000' },
      'margin ETH': { walletBalance: '0.3996', available: '0.39960000' },
    });
    venue.push(...venue.account.fill(id, '0.60000000', '2500.00000000'));
    await eventually('the balance', () => rowsOf(feed)['margin ETH']?.walletBalance === '0.999');
    expect(rowsOf(feed)).toMatchObject({
      'order ETHUSDT|12345678': { status: 'filled', filled: '1.00000000', remaining: '0' },
      'margin USDT': { walletBalance: '7500' },
    });
    expect(feed.gaps).toEqual([]);
  });

  test('leaves rows of every kind', async () => {
    const feed = open();
    expect(await live(feed, [])).toMatchObject({
      'order ETHUSDT|12345678': { status: 'cancelled', filled: '0.50000000', clientId: 'x-12345678' },
      'order ETHUSDT|12345679': {
        status: 'filled',
        side: 'sell',
        triggerPrice: '2400',
        type: 'stop-loss-limit',
      },
      'order BNBUSDT|12345680': { status: 'filled', symbol: 'BNBUSDT' },
      'execution ETHUSDT|98765434': {
        side: 'sell',
        price: '2391.50000000',
        fee: '0.47830000',
        feeCurrency: 'USDT',
      },
      'margin BTC': { walletBalance: '0.12345678', available: '0.12345677' },
    });
    expect(feed.gaps).toEqual([]);
  });

  test('ends in the same rows wherever the line was cut', async () => {
    const expected = await live(open(), []);
    for (const { cuts, when } of everyCut(steps().length)) {
      await Promise.all(feeds.splice(0).map(({ supervisor }) => supervisor.closeAll()));
      await venue.close();
      venue = await startSpotServer();
      expect(await live(open(), cuts, when), `cut ${when} ${cuts}`).toEqual(expected);
    }
  }, 60_000);

  test('cut in the middle of a burst is read anew, and tells what was missed', async () => {
    const feed = open();
    await allLive(feed);
    const { id, events } = venue.account.place({ qty: '1.00000000', price: '2500.00000000' });
    venue.cutAfter = 3;
    const fills = ['0.40000000', '0.60000000'].flatMap((qty) => venue.account.fill(id, qty, '2500.00000000'));
    venue.push(...events, ...fills);
    await eventually('both fills', () => feed.supervisor.store('test')?.size('execution') === 2);
    await allLive(feed);
    expect(rowsOf(feed)).toMatchObject({
      'order ETHUSDT|12345678': { status: 'filled' },
      'margin ETH': { walletBalance: '0.999' },
    });
    expect(feed.gaps.map(({ kind }) => kind)).toContain('disconnect');
  });

  test('takes duplicates once, and messages out of order by their time', async () => {
    const feed = open();
    await allLive(feed);
    const { id, events } = venue.account.place({ qty: '1.00000000', price: '2500.00000000' });
    const first = venue.account.fill(id, '0.40000000', '2500.00000000');
    const second = venue.account.fill(id, '0.60000000', '2500.00000000');
    venue.push(...events, ...second, ...first, ...second, ...events);
    await eventually('all heard', () => feed.status().counters.frames >= 11);
    expect(rowsOf(feed)).toMatchObject({
      'order ETHUSDT|12345678': { status: 'filled', filled: '1.00000000' },
      'margin USDT': { walletBalance: '7500' },
    });
    expect(feed.supervisor.store('test')?.size('execution')).toBe(2);
  });
});

test('a stream that the venue ends is opened again', async () => {
  const feed = open();
  await allLive(feed);
  venue.push({ e: 'eventStreamTerminated', E: Date.now() });
  await eventually('a new connection', () => feed.status().counters.reconnects === 1);
  await allLive(feed);
  expect(venue.clients.map(({ target }) => target)).toEqual(['/ws-api/v3', '/ws-api/v3']);
});

test('a symbol in another script is signed as it is sent, and read like any other', async () => {
  const { id } = venue.account.place({ symbol: '币安人生USDT', qty: '10', price: '0.15' });
  venue.account.fill(id, '4', '0.15');
  const feed = open();
  await allLive(feed);
  venue.cut();
  venue.account.fill(id, '6', '0.14');
  await eventually('the second fill', () => feed.supervisor.store('test')?.size('execution') === 2);
  // Orders and executions are two reads.
  await eventually('the filled order', () =>
    JSON.stringify(rowsOf(feed)[`order 币安人生USDT|${id}`]).includes('"status":"filled"'),
  );
  const asked = venue.requests.filter(({ query }) => query.get('symbol') === '币安人生USDT');
  expect(asked.map(({ target }) => /symbol=([^&]*)/.exec(target)?.[1])).toContain(
    encodeURIComponent('币安人生USDT'),
  );
  expect(feed.status().trouble).toBeNull();
});

test('trades of more than one page are read to their end', async () => {
  const { id } = venue.account.place({ qty: '3', price: '1.00' });
  for (let count = 0; count < 2_500; count += 1) venue.account.fill(id, '0.001', '1.00');
  const feed = open();
  await allLive(feed);
  expect(feed.supervisor.store('test')?.size('execution')).toBe(2_500);
});

test('an order that was amended keeps its name, and older news of it is none', async () => {
  const feed = open();
  await allLive(feed);
  const { id, events } = venue.account.place({ qty: '1.00000000', price: '2500.00000000' });
  const amended = venue.account.amend(id, '0.70000000');
  venue.push(...events, ...amended, ...events);
  await eventually('all heard', () => (feed.status().counters.dropped['out-of-date'] ?? 0) >= 1);
  expect(rowsOf(feed)).toMatchObject({
    [`order ETHUSDT|${id}`]: { size: '0.70000000', status: 'new', remaining: '0.7' },
  });
});

test('a symbol that is not traded any more does not keep the others from being read', async () => {
  venue.account.place({ symbol: 'BNBUSDT', qty: '1.000', price: '600.00' });
  const { id } = venue.account.place({ qty: '0.030', price: '2500.00' });
  venue.account.fill(id, '0.010', '2500.00');
  const feed = open();
  await allLive(feed);
  venue.delisted = 'BNBUSDT';
  venue.cut();
  venue.account.fill(id, '0.020', '2500.00');
  await eventually('the second fill', () => feed.supervisor.store('test')?.size('execution') === 2);
});

describe('an account in which nothing happens', () => {
  async function quietLife(minutes: number): Promise<OpenedFeed> {
    const clock = fastClock(40);
    await venue.close();
    venue = await startSpotServer(clock.wallMs);
    const feed = open(binanceKey, binanceSecret, clock);
    await allLive(feed);
    await clock.wait(minutes * 60_000);
    return feed;
  }

  test('is looked at once a minute, and is no alarm', async () => {
    const feed = await quietLife(2.2);
    expect(feed.states.filter((state) => /late|stalled/.test(state))).toEqual([]);
    expect(feed.stateOf('order')).toBe('quiet');
    expect(feed.gaps).toEqual([]);
  });

  test('is found out when it has changed all the same', async () => {
    const feed = await quietLife(0.1);
    venue.account.place({ price: '100.00', qty: '0.050' });
    await eventually('the order', () => feed.supervisor.store('test')?.size('order') === 1);
    await eventually('a gap', () => feed.gaps.some(({ kind }) => kind === 'stall'));
  });
});

test('a clock of the venue that jumps is measured anew', async () => {
  const feed = open();
  await allLive(feed);
  venue.clockOffsetMs = 60_000;
  venue.cut();
  const isBack = () => feed.status().counters.reconnects >= 1 && feed.stateOf('order') === 'live';
  await eventually('back', isBack, 15_000);
});
