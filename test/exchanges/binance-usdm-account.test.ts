/** A whole account feed against a local Binance USD-M: lifecycles, losses, clocks and keys. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import { type Clock, systemClock } from '../../src/main/feeds/clock.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { allLive, everyCut, liveThrough, rowsOf } from '../support/account-life.ts';
import { binanceKey, binanceSecret, orderEntries } from '../support/binance-server.ts';
import { startUsdmServer, type UsdmServer } from '../support/binance-usdm-server.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';

const accountTopics = binanceUsdm.defaultTopics.account;
let venue: UsdmServer;
let feeds: OpenedFeed[] = [];

beforeEach(async () => {
  venue = await startUsdmServer();
});

afterEach(async () => {
  await Promise.all(feeds.map(({ supervisor }) => supervisor.closeAll()));
  feeds = [];
  expect(orderEntries(venue)).toEqual([]);
  await venue.close();
});

function open(key = binanceKey, secret = binanceSecret, clock: Clock = systemClock): OpenedFeed {
  const feed = openFeed({
    ...{ exchange: binanceUsdm, endpoint: venue.ws, rest: venue.rest, channels: accountTopics },
    ...{ clock, signer: textSigner(key, secret) },
  });
  feeds.push(feed);
  return feed;
}

/**
 * Rows without the times of the venue's messages, which a run of its own does not repeat, and without the figures
 * that only a read tells: they are as old as the last one. The stream writes sizes with fewer zeros than REST.
 */
function stateOf(feed: OpenedFeed): unknown {
  const stable = (name: string, value: unknown) =>
    left.has(name) ? undefined : name === 'size' ? Number(value) : value;
  return JSON.parse(JSON.stringify(rowsOf(feed), stable));
}

/** Everything that can happen to an account; each step sends its messages. */
function steps(): readonly (() => void)[] {
  const { account, push } = venue;
  let first = 0;
  let stop = 0;
  let short = 0;
  return [
    () => {
      const placed = account.place({ qty: '0.030', price: '30000.10' });
      first = placed.id;
      push(...placed.events);
    },
    () => push(...account.fill(first, '0.010', '30000.10')),
    () => push(...account.amend(first, { price: '29990.50', origQty: '0.025' })),
    () => push(...account.fill(first, '0.010', '29990.50', '0.12345678'), ...account.cancel(first)),
    () => {
      const placed = account.placeAlgo({ triggerPrice: '29000.00', qty: '0.005' });
      stop = placed.id;
      push(...placed.events);
    },
    () => push(...account.trigger(stop, '28999.90')),
    () => {
      const placed = account.place({
        symbol: 'ETHUSDT',
        side: 'SELL',
        qty: '1.000',
        price: '3641.07',
        positionSide: 'SHORT',
      });
      short = placed.id;
      push(...placed.events, ...account.fill(short, '1.000', '3641.07'));
    },
    () => push(...account.funding('BTCUSDT', '-0.01230000')),
    () => push(...account.forceClose('BTCUSDT', '25000.00', 'autoclose-1596107620040000020')),
    () => push(...account.forceClose('ETHUSDT', '4000.00', 'adl_autoclose', 'SHORT')),
  ];
}

/** The rows that all steps leave, on a server of its own. */
async function lived(cuts: readonly number[], when: 'before' | 'behind'): Promise<unknown> {
  await Promise.all(feeds.splice(0).map(({ supervisor }) => supervisor.closeAll()));
  await venue.close();
  venue = await startUsdmServer();
  const feed = open();
  await liveThrough(feed, { ...venue, url: venue.ws }, steps(), cuts, when);
  await isOver(feed);
  return stateOf(feed);
}

async function isOver(feed: OpenedFeed): Promise<void> {
  await eventually('the last message', () => {
    const { margin, position, execution } = rowsOf(feed);
    const [usdt] = (margin ?? []) as { walletBalance: string }[];
    const isFlat = (position as { side: string }[]).every(({ side }) => side === 'flat');
    return isFlat && execution?.length === 7 && usdt?.walletBalance === venue.account.balance.toFixed(8);
  });
  await allLive(feed);
}

describe('a lifecycle', () => {
  test('starts from what REST says, and goes on with what the stream says', async () => {
    const { id } = venue.account.place({ qty: '0.030', price: '30000.10' });
    venue.account.fill(id, '0.010', '30000.10');
    const feed = open();
    await allLive(feed);
    expect(rowsOf(feed)).toMatchObject({
      order: [{ id: '8886774', status: 'partially-filled', filled: '0.010', remaining: '0.02' }],
      position: [{ size: '0.010', leverage: '10', liquidationPrice: '21000.5', notional: '300.00100000' }],
      execution: [{ id: '12345678', kind: 'trade', price: '30000.10', fee: '0.12000040' }],
      margin: [{ currency: 'USDT', equity: '10001.37999960', maintenanceMargin: '3.20000000' }],
    });
    venue.push(...venue.account.fill(id, '0.020', '30000.10'));
    await eventually('the fill', () => JSON.stringify(rowsOf(feed)).includes('"size":"0.03"'));
    expect(rowsOf(feed)).toMatchObject({
      order: [{ status: 'filled', filled: '0.030', remaining: '0', createdAt: expect.stringMatching(/Z$/) }],
      // The leverage lasts; the liquidation price of another size does not.
      position: [{ side: 'long', leverage: '10', liquidationPrice: null, entryPrice: '30000.1' }],
      execution: [{}, { size: '0.020', fee: '0.24000080' }],
      margin: [{ walletBalance: '9999.63999880', maintenanceMargin: '3.20000000' }],
    });
    expect(feed.gaps).toEqual([]);
  });

  test('leaves rows of every kind', async () => {
    const feed = open();
    await liveThrough(feed, { ...venue, url: venue.ws }, steps(), []);
    await isOver(feed);
    const rows = rowsOf(feed);
    const byId = (rows.order as { id: string }[]).toSorted((one, two) => (one.id < two.id ? -1 : 1));
    expect(byId).toMatchObject([
      { id: '8886774', status: 'cancelled', filled: '0.020', size: '0.025', price: '29990.50' },
      { id: '8886776', status: 'filled', size: '0.005' },
      { id: '8886777', status: 'filled', symbol: 'ETHUSDT', side: 'sell' },
      { id: '8886778', status: 'filled', side: 'sell' },
      { id: '8886779', status: 'filled', side: 'buy' },
      { id: 'algo-8886775', status: 'filled', averagePrice: '28999.90' },
    ]);
    expect(rows.position).toMatchObject([{ side: 'flat' }, { side: 'flat', symbol: 'ETHUSDT' }]);
    const kinds = rows.execution?.map((row) => (row as { kind: string }).kind).toSorted();
    expect(kinds).toEqual(['adl', 'funding', 'liquidation', 'trade', 'trade', 'trade', 'trade']);
    expect(feed.gaps).toEqual([]);
  });

  test('ends in the same rows wherever the line was cut', async () => {
    const expected = await lived([], 'before');
    for (const { cuts, when } of everyCut(steps().length)) {
      expect(await lived(cuts, when), `cut ${when} ${cuts}`).toEqual(expected);
    }
  }, 60_000);

  test('cut in the middle of a burst is read anew, and tells what was missed', async () => {
    const feed = open();
    await allLive(feed);
    const { id, events } = venue.account.place({ qty: '0.030', price: '30000.10' });
    venue.cutAfter = 2;
    venue.push(
      ...events,
      ...venue.account.fill(id, '0.010', '30000.10'),
      ...venue.account.fill(id, '0.020', '30000.10'),
    );
    await eventually('both fills', () => feed.supervisor.store('test')?.size('execution') === 2);
    await allLive(feed);
    expect(rowsOf(feed)).toMatchObject({ order: [{ status: 'filled' }], position: [{ size: '0.030' }] });
    expect(feed.gaps.map(({ kind }) => kind)).toContain('disconnect');
  });

  test('takes duplicates once, and messages out of order by their time', async () => {
    const feed = open();
    await allLive(feed);
    const { id, events } = venue.account.place({ qty: '0.030', price: '30000.10' });
    const first = venue.account.fill(id, '0.010', '30000.10');
    const second = venue.account.fill(id, '0.020', '30000.10');
    venue.push(...events, ...second, ...first, ...second, ...events);
    await eventually('both fills', () => feed.supervisor.store('test')?.size('execution') === 2);
    await eventually('all heard', () => feed.status().counters.frames >= 8);
    expect(rowsOf(feed)).toMatchObject({
      order: [{ status: 'filled', filled: '0.030' }],
      position: [{ size: '0.03' }],
    });
  });
});

test('a listen key that expires is replaced', async () => {
  const feed = open();
  await allLive(feed);
  venue.expire();
  await eventually('a new connection', () => feed.status().counters.reconnects === 1);
  await allLive(feed);
  expect(venue.clients.at(-1)?.target).toContain('listenKey=listen-1&');
});

test('a symbol in another script is signed as it is sent, and read like any other', async () => {
  const { id } = venue.account.place({ symbol: '币安人生USDT', qty: '10', price: '0.15' });
  venue.account.fill(id, '4', '0.15');
  const feed = open();
  await allLive(feed);
  venue.cut();
  venue.account.fill(id, '6', '0.14');
  await eventually('the second fill', () => feed.supervisor.store('test')?.size('execution') === 2);
  expect(rowsOf(feed).order).toMatchObject([{ symbol: '币安人生USDT', status: 'filled' }]);
  expect(feed.status().trouble).toBeNull();
});

test('trades and incomes of more than one page are read to their end', async () => {
  const { id } = venue.account.place({ qty: '3', price: '1.00' });
  for (let count = 0; count < 2_500; count += 1) venue.account.fill(id, '0.001', '1.00');
  venue.account.funding('BTCUSDT', '-0.01230000');
  const feed = open();
  await allLive(feed);
  expect(feed.supervisor.store('test')?.size('execution')).toBe(2_501);
});

test('a symbol that is not traded any more does not keep the others from being read', async () => {
  venue.account.place({ symbol: 'ETHUSDT', qty: '1.000', price: '600.00' });
  const { id } = venue.account.place({ qty: '0.030', price: '2500.00' });
  venue.account.fill(id, '0.010', '2500.00');
  const feed = open();
  await allLive(feed);
  venue.delisted = 'ETHUSDT';
  venue.cut();
  venue.account.fill(id, '0.020', '2500.00');
  await eventually('the second fill', () => feed.supervisor.store('test')?.size('execution') === 2);
});

test('after more than a week away the last days are read, though no list reaches so far', async () => {
  let nowMs = Date.now();
  const clock = { ...systemClock, wallMs: () => nowMs };
  await venue.close();
  venue = await startUsdmServer(clock.wallMs);
  const { id } = venue.account.place({ qty: '0.030', price: '30000.10' });
  const feed = open(binanceKey, binanceSecret, clock);
  await allLive(feed);
  nowMs += 9 * 24 * 3_600_000;
  venue.account.fill(id, '0.010', '30000.10');
  feed.supervisor.wake();
  await eventually('the fill', () => rowsOf(feed).execution?.length === 1);
  await allLive(feed);
  expect(feed.refills).toMatchObject([{ refilled: 1, shortfall: 'the last seven days are listed' }]);
});

describe('an account in which nothing happens', () => {
  async function quietLife(minutes: number): Promise<OpenedFeed> {
    const clock = fastClock(40);
    await venue.close();
    venue = await startUsdmServer(clock.wallMs);
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

  test('gets a funding that the list had later than the stream, without an alarm', async () => {
    const feed = await quietLife(0.1);
    venue.account.funding('BTCUSDT', '-0.01230000');
    await eventually('the funding', () => feed.supervisor.store('test')?.size('execution') === 1, 10_000);
    expect(rowsOf(feed).execution).toMatchObject([{ kind: 'funding', fee: '0.01230000' }]);
    expect(feed.gaps.filter(({ channel }) => channel === 'execution')).toEqual([]);
  });

  test('is found out when it has changed all the same', async () => {
    const feed = await quietLife(0.1);
    venue.account.place({ price: '100.00', qty: '0.050' });
    await eventually('the order', () => feed.supervisor.store('test')?.size('order') === 1);
    await eventually('a gap', () => feed.gaps.some(({ kind }) => kind === 'stall'));
  });
});

test('a key that may not read one table loses that table alone', async () => {
  venue.denied.add('/fapi/v2/account');
  const feed = open();
  await eventually('refused', () => feed.stateOf('margin') === 'refused');
  await eventually(
    'the others',
    () => feed.stateOf('order') === 'live' && feed.stateOf('position') === 'live',
  );
});

const left = new Set([
  ...['updatedAt', 'createdAt', 'receivedAt', 'equity', 'available', 'initialMargin', 'maintenanceMargin'],
  ...['marginRatio', 'leverage', 'markPrice'],
]);
