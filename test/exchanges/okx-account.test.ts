/** An OKX account over real sockets: lifecycles, losses of the line, and keys that do not work. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { okx } from '../../src/main/exchanges/okx.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { createSigner } from '../../src/main/signing/signer.ts';
import { allLive, framesSent, kept, liveThrough, rowsOf } from '../support/account-life.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { type OkxServer, okxKey, startOkxServer } from '../support/okx-server.ts';
import type { OpenedFeed } from '../support/opened-feed.ts';
import { sameWhereverCut, watchedAccounts } from '../support/watched-account.ts';

function signer(parts: Partial<typeof okxKey> = {}) {
  const { key, secret, passphrase } = { ...okxKey, ...parts };
  return createSigner({ key, secret: Buffer.from(secret), passphrase: Buffer.from(passphrase) });
}

const begin = watchedAccounts(okx, startOkxServer, signer);

const start = Date.now();
const at = (step: number) => String(start + step);

const order = {
  ...{ instType: 'SWAP', instId: 'BTC-USDT-SWAP', ordId: '2497956918703120384', clOrdId: 'mine', ccy: '' },
  ...{ side: 'buy', posSide: 'net', ordType: 'limit', px: '97000.10', sz: '3', tdMode: 'cross', lever: '10' },
  ...{ accFillSz: '0', avgPx: '', state: 'live', tradeId: '', fillSz: '0', category: 'normal' },
  ...{ reduceOnly: 'false', cTime: at(1), uTime: at(1) },
};
const part = {
  ...{ ...order, accFillSz: '1', avgPx: '97000.1', state: 'partially_filled', tradeId: '11', uTime: at(3) },
  ...{ fillPx: '97000.1', fillSz: '1', fillTime: at(3), execType: 'M', fillPnl: '0' },
  ...{ fillFee: '0.00194', fillFeeCcy: 'USDT' },
};
const other = { ...order, ordId: '77', clOrdId: '', side: 'sell', posSide: 'short', cTime: at(6) };
const position = {
  ...{ instType: 'SWAP', instId: 'BTC-USDT-SWAP', posId: '616057041198907393', posSide: 'net', ccy: 'USDT' },
  ...{ pos: '1', avgPx: '97000.1', markPx: '97010', liqPx: '50000.5', lever: '10', mgnMode: 'cross' },
  ...{ imr: '97.01', margin: '', upl: '0.099', realizedPnl: '0', notionalUsd: '970.1', bePx: '97020.3' },
};
const short = {
  ...position,
  posId: '7',
  posSide: 'short',
  pos: '3',
  mgnMode: 'isolated',
  imr: '',
  margin: '12',
};
const bill = {
  ...{ billId: '623950854533513219', type: '8', subType: '173', ccy: 'USDT', mgnMode: 'cross', ordId: '' },
  ...{ instType: 'SWAP', instId: 'BTC-USDT-SWAP', sz: '1', px: '97008.1', pnl: '-0.0970080999999999999' },
  ...{ bal: '1000.4', balChg: '-0.097', fee: '0', fillTime: '', execType: '', tradeId: '', ts: at(4) },
};
const stop = {
  ...{ instType: 'SWAP', instId: 'BTC-USDT-SWAP', algoId: '681096944655273984', algoClOrdId: 'stop' },
  ...{ ordType: 'conditional', side: 'sell', posSide: 'net', sz: '1', slTriggerPx: '90000.5' },
  ...{ slOrdPx: '-1', tpTriggerPx: '', tpOrdPx: '', reduceOnly: 'true', state: 'live', ordId: '' },
  ...{ actualSz: '', actualPx: '', closeFraction: '', cTime: at(1), uTime: at(1) },
};
const usdt = {
  ccy: 'USDT',
  cashBal: '1000.50',
  availBal: '900.10',
  eq: '1000.60',
  upl: '0.1',
  imr: '',
  mmr: '',
};

/** Opened, amended, filled in part, filled with a cancel on its heels, sent twice, late, funded, liquidated. */
function life(venue: OkxServer): readonly (() => void)[] {
  return [
    () => venue.order(order),
    () => venue.order({ ...order, px: '97000.20', sz: '2', uTime: at(2) }),
    () => {
      venue.order({ ...part, px: '97000.20', sz: '2' });
      venue.position({ ...position, uTime: at(3), pTime: at(3) });
      venue.balance({ ...usdt, uTime: at(3) }, at(3));
    },
    // Late, and again: neither may undo what is known.
    () => {
      venue.push('orders', [{ ...order, px: '97000.20', sz: '2', uTime: at(2) }]);
      venue.push('orders', [{ ...part, px: '97000.20', sz: '2' }]);
    },
    () => {
      venue.order({
        ...part,
        px: '97000.20',
        sz: '2',
        state: 'canceled',
        tradeId: '',
        fillSz: '0',
        uTime: at(5),
      });
      venue.push('orders', [{ ...part, px: '97000.20', sz: '2', uTime: at(5) }]);
    },
    () => venue.funding(bill),
    () => {
      venue.order({ ...other, uTime: at(6) });
      venue.order({
        ...{
          ...part,
          ...other,
          accFillSz: '3',
          state: 'filled',
          tradeId: '12',
          fillSz: '3',
          fillTime: at(7),
        },
        ...{ avgPx: '97000.1', fillFee: '-0.0582', execType: 'T', uTime: at(7) },
      });
      venue.position({ ...short, uTime: at(7), pTime: at(7) });
    },
    () => {
      venue.order({
        ...{ ...part, ordId: '78', clOrdId: '', side: 'sell', sz: '1', state: 'filled', ordType: 'ioc' },
        ...{ tradeId: '13', category: 'full_liquidation', fillTime: at(8), fillPnl: '-9.5', execType: 'T' },
        ...{ fillFee: '-0.5', cTime: at(8), uTime: at(8) },
      });
      venue.position({ ...position, pos: '0', avgPx: '', upl: '0', uTime: at(8), pTime: at(8) });
      venue.balance({ ...usdt, cashBal: '990.50', eq: '990.5', upl: '0', uTime: at(8) }, at(8));
    },
  ];
}

async function settled(feed: OpenedFeed) {
  await eventually('the last step', () => {
    const rows = JSON.stringify(rowsOf(feed));
    const words = ['"walletBalance":"990.50"', '"id":"13"', bill.billId];
    return words.every((word) => rows.includes(word)) && !rows.includes('616057041198907393');
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
        ...{ id: '2497956918703120384', clientId: 'mine', side: 'buy', type: 'limit', price: '97000.20' },
        ...{ size: '2', filled: '1', remaining: '0', averagePrice: '97000.1', status: 'cancelled' },
        timeInForce: 'GTC',
      },
      { id: '77', side: 'sell', filled: '3', status: 'filled' },
      { id: '78', side: 'sell', size: '1', filled: '1', status: 'filled', timeInForce: 'IOC' },
    ]);
    expect(rows.execution).toMatchObject([
      { id: '11', kind: 'trade', price: '97000.1', size: '1', fee: '-0.00194', liquidity: 'maker' },
      { id: '12', kind: 'trade', size: '3', fee: '0.0582', liquidity: 'taker', orderId: '77' },
      { id: '13', kind: 'liquidation', realisedPnl: '-9.5', fee: '0.5', orderId: '78' },
      {
        ...{ id: 'funding-623950854533513219', kind: 'funding', symbol: 'BTC-USDT-SWAP', orderId: null },
        ...{ fee: '0.0970080999999999999', feeCurrency: 'USDT', price: '97008.1', size: '1', side: null },
      },
    ]);
    expect(rows.position).toMatchObject([
      { side: 'flat', size: '0', unrealisedPnl: '0' },
      { side: 'short', size: '-3', marginMode: 'isolated', margin: '12', liquidationPrice: '50000.5' },
    ]);
    expect(rows.margin).toMatchObject([
      { currency: 'USDT', walletBalance: '990.50', available: '900.10', equity: '990.5' },
    ]);
    expect(feed.gaps).toEqual([]);
  });

  test('ends in the same rows wherever the line was cut', { timeout: 90_000 }, () =>
    sameWhereverCut(begin, life, async (feed) => withoutFlat(await settled(feed))),
  );

  test('what a list of more than one page holds is read to its end', async () => {
    const { feed } = await begin({}, (venue) => {
      for (let count = 0; count < 250; count += 1) venue.order({ ...order, ordId: String(5_000 + count) });
    });
    await allLive(feed);
    expect(rowsOf(feed).order).toHaveLength(250);
  });

  test('asks for nothing that could trade', async () => {
    const { venue, feed } = await begin();
    await liveThrough(feed, venue, life(venue), [2]);
    await settled(feed);
    expect(venue.requests.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual([]);
    const paths = new Set(venue.requests.map(({ path }) => path.split('?')[0]));
    expect([...paths].sort()).toEqual([
      '/api/v5/account/balance',
      '/api/v5/account/bills',
      '/api/v5/account/positions',
      '/api/v5/public/time',
      '/api/v5/trade/fills',
      '/api/v5/trade/orders-algo-pending',
      '/api/v5/trade/orders-history',
      '/api/v5/trade/orders-pending',
    ]);
    const words = framesSent(venue)
      .filter((frame) => frame !== 'ping')
      .map((frame) => JSON.parse(frame).op);
    expect([...new Set(words)].sort()).toEqual(['login', 'subscribe']);
  });
});

// A position that was closed while we were away is gone; one that we saw close stays as flat.
function withoutFlat(rows: ReturnType<typeof rowsOf>) {
  const position = rows.position?.filter((row) => !JSON.stringify(row).includes('"side":"flat"'));
  return { ...rows, position };
}

test('the states of an order, several of one millisecond, end in the last whatever order they arrive in', () => {
  const states = [
    { ...order },
    { ...order, px: '97000.20', sz: '2', uTime: at(2) },
    { ...part, sz: '2' },
    { ...part, sz: '2', accFillSz: '2', tradeId: '12' },
    { ...part, sz: '2', accFillSz: '2', tradeId: '', state: 'canceled' },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray([...states, ...states], { minLength: 10 }), (arriving) => {
      expect(kept(okx.account.tables.order, arriving)).toEqual(states.at(-1));
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
    await eventually('three looks', () => venue.requests.length >= length + 24, 20_000);
    expect(feed.states.filter((state) => /late|stalled|down/.test(state))).toEqual([]);
    expect(feed.gaps).toEqual([]);
    venue.isMute = true;
    venue.order({ ...order, ordId: '99', uTime: at(9) });
    await eventually('the order', () => JSON.stringify(rowsOf(feed)).includes('"id":"99"'), 20_000);
    expect(feed.gaps).toMatchObject([{ channel: 'order', kind: 'stall' }]);
  }, 40_000);
});

describe('after days away', () => {
  const hour = 3_600_000;

  async function slept(hours: number, happens: (venue: OkxServer) => void) {
    let nowMs = start;
    const clock = { ...systemClock, wallMs: () => nowMs };
    const { venue, feed } = await begin({}, (server) => server.order(order), clock);
    await allLive(feed);
    venue.isMute = true;
    happens(venue);
    venue.isMute = false;
    nowMs = start + hours * hour;
    feed.supervisor.wake();
    await eventually('connected again', () => feed.status().counters.reconnects === 1);
    await allLive(feed);
    return feed;
  }
  const other = (count: number) => ({
    ...{ ...order, ordId: String(9_000 + count), state: 'canceled' },
    ...{ cTime: at(count), uTime: at(count) },
  });

  test('it is known how an order ended, however many were made since', async () => {
    const feed = await slept(8, (venue) => {
      venue.order({ ...part, state: 'filled', accFillSz: '3', fillSz: '3', uTime: at(3) });
      for (let count = 10; count < 260; count += 1) venue.order(other(count));
    });
    await eventually('its end', () => JSON.stringify(rowsOf(feed).order).includes('"filled":"3"'));
    expect(rowsOf(feed).order).toHaveLength(251);
  });

  test('fills older than three days are found in the list that has them', async () => {
    const feed = await slept(100, (venue) => venue.order({ ...part, fillTime: at(3) }));
    await eventually('the fill', () => rowsOf(feed).execution?.length === 1);
    expect(rowsOf(feed).execution).toMatchObject([{ id: '11', price: '97000.1', size: '1' }]);
  });
});

describe('what only REST tells of', () => {
  test('a stop order is there from the start, and is followed to its end', async () => {
    const { venue, feed } = await begin({}, (server) => server.algo(stop), fastClock(30));
    await allLive(feed);
    const waiting = {
      ...{ id: 'algo-681096944655273984', clientId: 'stop', type: 'stop', triggerPrice: '90000.5' },
      ...{ price: null, size: '1', filled: '0', remaining: '1', status: 'untriggered', reduceOnly: true },
    };
    expect(rowsOf(feed).order).toMatchObject([waiting]);
    const other = { ...stop, algoId: '2', ordType: 'oco', tpTriggerPx: '99000', slOrdPx: '89990' };
    venue.algo(other);
    const later = { ...waiting, id: 'algo-2', type: 'oco-limit', price: '89990' };
    await eventually('the other', () => rowsOf(feed).order?.length === 2, 20_000);
    expect(rowsOf(feed).order).toMatchObject([later, waiting]);
    venue.algo({ ...stop, state: 'effective', ordId: '99', uTime: at(9) });
    venue.algo({ ...other, state: 'canceled', uTime: at(9) });
    await eventually('their end', () => !JSON.stringify(rowsOf(feed)).includes('untriggered'), 20_000);
    expect(rowsOf(feed).order).toMatchObject([
      { id: 'algo-2', status: 'cancelled', remaining: '0' },
      { id: 'algo-681096944655273984', status: 'expired', remaining: '0' },
    ]);
    expect(feed.gaps).toEqual([]);
  }, 40_000);

  test('a stop order that ended while we were away is told with its end', async () => {
    const { venue, feed } = await begin({}, (server) => server.algo(stop));
    await liveThrough(feed, venue, [() => venue.algo({ ...stop, state: 'canceled', uTime: at(9) })], [0]);
    expect(rowsOf(feed).order).toMatchObject([{ status: 'cancelled' }]);
  });

  test('a funding whose bill is late is found by the next comparison, without an alarm', async () => {
    const { venue, feed } = await begin({}, () => {}, fastClock(30));
    await allLive(feed);
    venue.isMute = true;
    venue.funding(bill);
    await eventually('the funding', () => rowsOf(feed).execution?.length === 1, 20_000);
    expect(rowsOf(feed).execution).toMatchObject([{ kind: 'funding', fee: '0.0970080999999999999' }]);
    expect(feed.gaps).toEqual([]);
  }, 40_000);
});

test.each([
  ['is about to be closed for an upgrade', { event: 'notice', code: '64008', msg: 'Please reconnect.' }],
  ['has forgotten its login', { event: 'error', code: '60011', msg: 'Please log in' }],
])('a connection that %s is replaced', async (_, message) => {
  const { venue, feed } = await begin({}, (server) => server.order(order));
  await allLive(feed);
  venue.clients.at(-1)?.send(message);
  await eventually('a new connection', () => feed.status().counters.reconnects === 1);
  await allLive(feed);
  expect(rowsOf(feed).order).toHaveLength(1);
  expect(feed.states.filter((state) => state.endsWith('refused'))).toEqual([]);
});

describe('a key that does not work', () => {
  async function refusal(parts: Partial<typeof okxKey>, prepare?: (venue: OkxServer) => void) {
    const { venue, feed } = await begin(parts, prepare);
    await eventually('a refusal', () => feed.status().state === 'refused');
    const check = await checkKey({
      ...{ exchange: okx, rest: venue.rest, signer: signer(parts), clock: systemClock, fetch },
    });
    return [feed.status().trouble?.cause, check.ok ? 'ok' : check.cause];
  }

  test('says whether key, secret or passphrase is wrong', async () => {
    expect(await refusal({ key: 'nobody' })).toEqual(['key', 'key']);
    expect(await refusal({ secret: 'wrong' })).toEqual(['secret', 'secret']);
    expect(await refusal({ passphrase: 'wrong' })).toEqual(['secret', 'secret']);
  });

  test('says when it has lapsed, may not read, or comes from the wrong address', async () => {
    const trouble = (login: string, rest: string, message: string) => (venue: OkxServer) => {
      venue.trouble = { login, rest, message };
    };
    expect(await refusal({}, trouble('60032', '50119', "API key doesn't exist"))).toEqual(['key', 'key']);
    expect(await refusal({}, trouble('50120', '50120', 'No permission'))).toEqual([
      'permission',
      'permission',
    ]);
    expect(await refusal({}, trouble('50110', '50110', 'Your IP is not in the list'))).toEqual([
      'address',
      'address',
    ]);
  });

  test('a clock that is off by a minute is told, and the account is read all the same', async () => {
    const { feed } = await begin({}, (venue) => {
      venue.skewMs = 60_000;
    });
    await allLive(feed);
    expect(feed.status().trouble).toMatchObject({ cause: 'clock' });
  });

  test('being locked out for asking too often passes', async () => {
    const { venue, feed } = await begin({}, (server) => {
      server.lockedOut = 2;
      server.order(order);
    });
    await allLive(feed);
    expect(venue.lockedOut).toBe(0);
    expect(rowsOf(feed).order).toHaveLength(1);
  });
});

test('what a key may do is read in the words of the venue', async () => {
  const { venue } = await begin();
  const check = () =>
    checkKey({ exchange: okx, rest: venue.rest, signer: signer(), clock: systemClock, fetch });
  expect(await check()).toMatchObject({
    ok: true,
    rights: { read: true, trade: false, withdraw: false, words: [], addresses: ['1.2.3.4', '5.6.7.8'] },
  });
  venue.perm = 'withdraw,read_only,trade';
  expect(await check()).toMatchObject({
    rights: { trade: true, withdraw: true, words: ['withdraw', 'trade'] },
  });
  venue.perm = 'read_only,something_new';
  expect(await check()).toMatchObject({ rights: { trade: true, withdraw: false } });
});
