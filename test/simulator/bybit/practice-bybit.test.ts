/** The practice Bybit, watched as any Bybit account is. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { practiceBybit } from '../../../src/main/exchanges/registry.ts';
import { checkKey } from '../../../src/main/feeds/key-check.ts';
import { textSigner } from '../../../src/main/signing/signer.ts';
import { type PracticeBybit, startPracticeBybit } from '../../../src/main/simulator/bybit/practice-bybit.ts';
import { allLive, rowsOf, watchAccount } from '../../support/account-life.ts';
import { unnamedAt } from '../../support/asked.ts';
import { eventually } from '../../support/eventually.ts';
import { fastClock } from '../../support/fast-clock.ts';
import { type OpenedFeed, openFeed } from '../../support/opened-feed.ts';

// A minute takes three seconds.
const clock = fastClock(20);
let venue: PracticeBybit;
let feeds: OpenedFeed[] = [];

beforeEach(async () => {
  venue = await startPracticeBybit(3, clock);
});
afterEach(async () => {
  await Promise.all(feeds.map(({ supervisor }) => supervisor.closeAll()));
  feeds = [];
  await venue.close();
  expect(unnamedAt(venue, 'bybit')).toEqual([]);
});

function open(secret = venue.secret): OpenedFeed {
  const address = { url: venue.ws, rest: venue.rest, cut() {} };
  const feed = watchAccount(practiceBybit, address, textSigner(venue.key, secret), clock);
  feeds.push(feed);
  return feed;
}

test('shows positions, orders and a balance at once, and goes on living without a gap', async () => {
  const feed = open();
  await allLive(feed);
  expect(rowsOf(feed)).toMatchObject({
    position: [
      { symbol: 'BTCUSDT', side: 'long', pnlCurrency: 'USDT' },
      { symbol: 'ETHUSDT', side: 'short' },
    ],
    margin: [{ currency: 'USDT' }],
  });
  expect(rowsOf(feed).order?.length).toBeGreaterThanOrEqual(2);
  await eventually('fills', () => (rowsOf(feed).execution?.length ?? 0) >= 10, 15_000);
  await eventually(
    'a comparison',
    () => feed.states.length > 0 && feed.status().counters.frames > 150,
    15_000,
  );
  expect(feed.gaps).toEqual([]);
  expect(feed.states.filter((state) => /stalled|down|refused/.test(state))).toEqual([]);
  expect(feed.status().counters.dropped).toEqual({});
}, 40_000);

test('what it has gained is what its orders, prices and fees add up to', async () => {
  const feed = open();
  await allLive(feed);
  const wealth = () => {
    const [margin] = (rowsOf(feed).margin ?? []) as { walletBalance: string }[];
    return Number(margin?.walletBalance);
  };
  const before = wealth();
  const gained = () =>
    feed.rows
      .filter(({ table, action }) => table === 'execution' && action === 'insert')
      .reduce((total, { item }) => total + Number(item.execPnl) - Number(item.execFee), 0);
  await eventually('fills', () => (rowsOf(feed).execution?.length ?? 0) >= 8, 15_000);
  // An execution and what it does to the balance are two messages.
  await eventually('the same from both', () => Math.abs(wealth() - before - gained()) < 1e-6);
}, 20_000);

test('checks signatures, and its key can only read', async () => {
  const check = (secret: string) =>
    checkKey({
      ...{ exchange: practiceBybit, rest: venue.rest, clock, fetch },
      signer: textSigner(venue.key, secret),
    });
  expect(await check(venue.secret)).toMatchObject({
    ok: true,
    rights: { read: true, trade: false, words: [] },
  });
  expect(await check('wrong')).toMatchObject({ ok: false, cause: 'secret' });
  const feed = open('wrong');
  await eventually('refused', () => feed.status().state === 'refused');
  expect(feed.status().trouble).toMatchObject({ cause: 'secret' });
});

test('keeps what it was asked: reads and subscriptions, and nothing else', async () => {
  const feed = open();
  await allLive(feed);
  expect(venue.requests.map(({ url }) => url.split('?')[0])).toContain('/v5/order/realtime');
  expect(venue.received.map(({ text }) => JSON.parse(text).op)).toEqual(
    expect.arrayContaining(['auth', 'subscribe']),
  );
  const order = { requests: [{ method: 'POST', url: '/v5/order/create' }], received: [] };
  expect(unnamedAt(order, 'bybit')).toEqual(['POST /v5/order/create']);
});

test('has prices for its symbols and for a tether, and knows no others', async () => {
  const prices = (kind: string, symbol: string) => {
    const endpoint = venue.ws.replace('private', `public/${kind}`);
    const channels = [`instrument:${symbol}`];
    const feed = openFeed({ exchange: practiceBybit, endpoint, channels, clock });
    feeds.push(feed);
    return feed;
  };
  const known = [prices('linear', 'ETHUSDT'), prices('inverse', 'BTCUSD')];
  for (const feed of known) await eventually('a price', () => feed.status().state === 'live');
  const unknown = prices('linear', 'XRPUSDT');
  await eventually('refused', () => unknown.status().state === 'refused');
});
