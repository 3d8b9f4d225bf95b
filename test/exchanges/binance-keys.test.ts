/** Keys and clocks at both Binance venues: each trouble is a clear state of its own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binance } from '../../src/main/exchanges/binance.ts';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { binanceKey, binanceSecret, orderEntries } from '../support/binance-server.ts';
import { type SpotServer, startSpotServer } from '../support/binance-spot-server.ts';
import { startUsdmServer, type UsdmServer } from '../support/binance-usdm-server.ts';
import { eventually } from '../support/eventually.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';

describe.each([
  ['spot', binance, startSpotServer],
  ['futures', binanceUsdm, startUsdmServer],
] as const)('a key of %s', (_, exchange, start) => {
  const topics = exchange.defaultTopics.account;
  let venue: SpotServer | UsdmServer;
  let feed: OpenedFeed | null = null;

  beforeEach(async () => {
    venue = await start();
  });

  afterEach(async () => {
    await feed?.supervisor.closeAll();
    feed = null;
    expect(orderEntries(venue)).toEqual([]);
    await venue.close();
  });

  function open(key = binanceKey, secret = binanceSecret): OpenedFeed {
    const signer = textSigner(key, secret);
    feed = openFeed({ exchange, endpoint: venue.ws, rest: venue.rest, channels: topics, signer });
    return feed;
  }

  async function all(opened: OpenedFeed, state: string): Promise<void> {
    await eventually(state, () => topics.every((topic) => opened.stateOf(topic) === state), 15_000);
  }

  test.each([
    ['unknown', 'short', binanceSecret, 'key', /does not know this key/],
    ['with a wrong secret', binanceKey, 'wrong', 'secret', /signature wrong/],
  ])('%s is refused', async (__, key, secret, cause, words) => {
    const opened = open(key, secret);
    await all(opened, 'refused');
    expect(opened.status().trouble).toMatchObject({ cause, message: expect.stringMatching(words) });
  });

  test('that was deleted is refused at the next attempt', async () => {
    const opened = open();
    await all(opened, 'live');
    venue.key = 'deleted';
    venue.cut();
    await all(opened, 'refused');
    expect(opened.status().trouble?.message).toContain('Invalid Api-Key ID.');
  });

  test('without the right to read is refused for that', async () => {
    venue.key = 'unfit';
    const opened = open();
    await all(opened, 'refused');
    expect(opened.status().trouble).toMatchObject({ cause: 'permission' });
  });

  test.each([
    [60_000, 'behind'],
    [-60_000, 'ahead'],
  ])('is signed with the time of the venue, %i ms off, and says so', async (offsetMs, word) => {
    venue.clockOffsetMs = offsetMs;
    const opened = open();
    await all(opened, 'live');
    expect(opened.status().trouble).toMatchObject({ cause: 'clock', message: expect.stringContaining(word) });
  });

  test('that asks too often waits and comes through', async () => {
    venue.lockedOut = 2;
    await all(open(), 'live');
    expect(venue.lockedOut).toBe(0);
  });

  test('says what it may do', async () => {
    const signer = textSigner(binanceKey, binanceSecret);
    const check = () => checkKey({ exchange, rest: venue.rest, clock: systemClock, fetch, signer });
    const none = { read: true, trade: false, withdraw: false, words: [] };
    expect(await check()).toMatchObject({ ok: true, rights: none });
    venue.rights = {
      ...venue.rights,
      ...{ enableFutures: true, enableWithdrawals: true, enableSomethingNew: true },
    };
    const words = ['enableWithdrawals', 'enableFutures', 'enableSomethingNew'];
    expect(await check()).toMatchObject({ rights: { trade: true, withdraw: true, words } });
    venue.key = 'deleted';
    expect(await check()).toMatchObject({ ok: false, cause: 'key' });
  });
});
