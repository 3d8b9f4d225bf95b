import { afterEach, describe, expect, test } from 'vitest';
import { checkAddress } from '../../src/main/accounts/account-rules.ts';
import { createSession, type Session } from '../../src/main/app/session.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { createSupervisor } from '../../src/main/feeds/supervisor.ts';
import { createSigner } from '../../src/main/signing/signer.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { bytesOf } from '../../src/main/vault/credentials.ts';
import { defaultSettings } from '../../src/preload/contract/default-settings.ts';
import type { Settings } from '../../src/preload/contract/settings.ts';
import type { PublishedTable, PublishedTables } from '../../src/preload/contract/views.ts';
import { type BybitServer, bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { feedsDouble } from '../support/feeds-double.ts';
import { logInMemory, screenDouble } from '../support/session-parts.ts';
import { until } from '../support/until.ts';
import { windowDouble } from '../support/window-double.ts';

let session: Session | null = null;
afterEach(async () => {
  await session?.close();
  session = null;
});

describe('the practice venue in the app', () => {
  test('fills every table over real sockets', async () => {
    const { services } = await practice();
    for (const table of [
      'position',
      'order',
      'execution',
      'margin',
      'instrument',
      'quote',
      'total',
    ] as const) {
      await until(`rows of ${table}`, () => rows(services, table).length > 0);
    }
    expect(rows(services, 'total').every((row) => row.practice)).toBe(true);
    expect(rows(services, 'feed').map(({ label, practice: isPractice }) => [label, isPractice])).toEqual([
      ['public', true],
      ['demo', true],
    ]);
  });

  test('shows a market with its history, its trades and its book', async () => {
    const { services, window } = await practice();
    await until('instruments', () => rows(services, 'instrument').length > 0);
    const first = services.watch('practice', 'XBTUSD');
    expect(first).toMatchObject({ reset: true, symbol: 'XBTUSD' });
    const updates = () => window.events.flatMap(({ event }) => ('candles' in event ? [event] : []));
    await until('candles of the last hours', () => updates().some(({ candles }) => candles.length >= 200));
    await until('the book', () => updates().some(({ depth }) => (depth?.bids.length ?? 0) > 10));
    const channels = rows(services, 'channel').filter(({ topic }) => topic === 'orderBookL2_25');
    expect(channels.map(({ feedId }) => feedId)).toEqual(['practice/public']);
    // Over the connection that the market has already.
    expect(rows(services, 'feed').map(({ id, reconnects }) => [id, reconnects])).toEqual([
      ['practice/public', 0],
      ['practice/account/demo', 0],
    ]);
    services.unwatch();
    await until(
      'a closed book',
      () => !rows(services, 'channel').some(({ topic }) => topic === 'orderBookL2_25'),
    );
  });

  test('fails as the user asks, says so, and heals', async () => {
    const { services } = await practice();
    const states = () => rows(services, 'feed').map(({ state }) => state);
    await until('live feeds', () => states().every((state) => state === 'live'));
    expect(services.fault('refuse', 600)).toEqual({ ok: true, value: null });
    await until('feeds that are down', () => states().every((state) => state === 'down'));
    await until('troubles', () => services.alerts().troubles.length === 2);
    expect(services.alerts().troubles[0]).toMatchObject({
      headline: 'Practice demo: down',
      body: expect.stringMatching(/^\d+ open positions? and \d+ open orders?; numbers may be old\.$/),
      critical: true,
    });
    expect(services.heal()).toEqual({ ok: true, value: null });
    await until('live feeds again', () => states().every((state) => state === 'live'), 30_000);
    await until('no troubles', () => services.alerts().troubles.length === 0);
    const { incidents } = services.incidents(10);
    expect(incidents.map(({ kind, endMs }) => [kind, endMs !== null])).toEqual([
      ['reconnect', true],
      ['reconnect', true],
    ]);
  }, 40_000);

  test('pauses a feed without an alarm, says what that costs, and resumes it', async () => {
    const { services } = await practice();
    const feed = () => rows(services, 'feed').find(({ id }) => id === 'practice/public');
    await until('a live feed', () => feed()?.state === 'live');
    expect(services.pauseFeed('practice/public')).toEqual({ ok: true, value: null });
    await until('a paused feed', () => feed()?.paused === true);
    expect(services.alerts().troubles).toEqual([]);
    // The pause began within this millisecond, and has its fractions.
    expect(services.ask(0, Date.now() + 1).headline).toBe(
      'Nobody can tell yet what you miss: Practice public is paused.',
    );
    services.reconnect('practice/public');
    await until('a live feed again', () => feed()?.state === 'live');
    await until('the end of the pause', () => services.incidents(10).incidents[0]?.endMs !== null);
    expect(services.incidents(10).incidents).toMatchObject([{ kind: 'paused', feedId: 'practice/public' }]);
    expect(services.pauseFeed('no/feed')).toMatchObject({ ok: false, error: { code: 'no-feed' } });
  });

  test('goes with its rows when it is switched off, and comes back', async () => {
    const { services, saved } = await practice();
    await until('positions', () => rows(services, 'position').length > 0);
    await services.saveSettings({ ...defaultSettings, practice: false });
    for (const table of ['position', 'instrument', 'feed', 'channel', 'total'] as const) {
      expect(rows(services, table)).toEqual([]);
    }
    expect(services.fault('mute', 5)).toMatchObject({ ok: false, error: { code: 'no-practice' } });
    await services.saveSettings(defaultSettings);
    await until('positions again', () => rows(services, 'position').length > 0);
    expect(saved.map(({ practice: isOn }) => isOn)).toEqual([false, true]);
  });

  test('that cannot start is said in a sentence, and the rest goes on', async () => {
    const { notices, services } = await started({
      startPractice: () => Promise.reject(new Error('no free port')),
      settings: {
        ...defaultSettings,
        markets: [{ venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null }],
      },
    });
    expect(notices).toEqual([expect.stringContaining('no free port')]);
    expect(rows(services, 'feed').map(({ id }) => id)).toEqual(['coinbase/public']);
  });
});

describe('public markets', () => {
  test('are opened, kept for the next start, and closed for good', async () => {
    const { services, saved, feeds } = await started();
    const market = { venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null };
    expect(await services.addMarket(market)).toEqual({ ok: true, value: { feedId: 'coinbase/public' } });
    expect(saved.at(-1)?.markets).toEqual([market]);
    expect(await services.removeMarket('coinbase/public')).toMatchObject({ ok: true });
    expect(saved.at(-1)?.markets).toEqual([]);
    expect(feeds.calls).toEqual(['open coinbase/public', 'close coinbase/public']);
  });

  test('of one venue share a connection', async () => {
    const { services, saved, feeds } = await started();
    await services.addMarket({ venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null });
    await services.addMarket({ venue: 'coinbase', symbols: ['ETH-USD', 'BTC-USD'], endpoint: null });
    expect(saved.at(-1)?.markets).toEqual([
      { venue: 'coinbase', symbols: ['BTC-USD', 'ETH-USD'], endpoint: null },
    ]);
    // The symbol that is open already goes on undisturbed.
    expect(feeds.calls).toEqual(['open coinbase/public', 'add coinbase/public trade:ETH-USD']);
    expect(rows(services, 'channel').map(({ symbol }) => symbol)).toEqual(['BTC-USD', 'ETH-USD']);
  });

  test.each([
    ['a venue nobody knows', { venue: 'mtgox', symbols: ['BTC'], endpoint: null }, 'no-venue'],
    ['a venue not supported yet', { venue: 'bitfinex', symbols: ['tBTCUSD'], endpoint: null }, 'no-venue'],
    ['the practice venue', { venue: 'practice', symbols: ['XBTUSD'], endpoint: null }, 'no-venue'],
    [
      'a symbol no venue writes so',
      { venue: 'coinbase', symbols: ['btc usd;'], endpoint: null },
      'bad-symbol',
    ],
    [
      'a closed venue without an address',
      { venue: 'bitmex', symbols: ['XBTUSD'], endpoint: null },
      'no-endpoint',
    ],
    [
      'an address in clear text',
      { venue: 'bitmex', symbols: ['XBTUSD'], endpoint: 'ws://example.com' },
      'bad-endpoint',
    ],
    [
      'an address that is none',
      { venue: 'bitmex', symbols: ['XBTUSD'], endpoint: 'example' },
      'bad-endpoint',
    ],
  ])('refuse %s with a sentence', async (_what, market, code) => {
    const { services, feeds, saved } = await started();
    expect(await services.addMarket(market)).toMatchObject({ ok: false, error: { code } });
    expect(feeds.opened).toEqual([]);
    expect(saved).toEqual([]);
  });

  test('refuse what is open already, and another address for an open venue', async () => {
    const { services } = await started();
    const market = { venue: 'bitmex', symbols: ['XBTUSD'], endpoint: 'ws://127.0.0.1:9/realtime' };
    expect(await services.addMarket(market)).toMatchObject({ ok: true });
    expect(await services.addMarket(market)).toMatchObject({ ok: false, error: { code: 'already-open' } });
    expect(
      await services.addMarket({ ...market, symbols: ['ETHUSD'], endpoint: 'wss://other.example' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'other-endpoint' },
    });
  });

  test('are main’s own: what the window saves does not touch them', async () => {
    const { services } = await started();
    await services.addMarket({ venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null });
    await services.saveSettings({ ...defaultSettings, practice: false, theme: 'light' });
    expect(services.settings()).toMatchObject({ theme: 'light', markets: [{ venue: 'coinbase' }] });
  });

  test('that cannot be kept are still open, and the user is told', async () => {
    const { services, feeds } = await started({ save: () => Promise.reject(new Error('ENOSPC')) });
    const answer = await services.addMarket({ venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null });
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-saved' } });
    expect(feeds.opened).toHaveLength(1);
  });
});

describe('actions on feeds', () => {
  test('reach the feed and the channel that the window named', async () => {
    const { services, feeds } = await started();
    await services.addMarket({ venue: 'coinbase', symbols: ['BTC-USD'], endpoint: null });
    expect(services.reconnect('coinbase/public')).toMatchObject({ ok: true });
    expect(services.resubscribe('coinbase//trade/BTC-USD')).toMatchObject({ ok: true });
    expect(feeds.calls.slice(-2)).toEqual([
      'reconnect coinbase/public',
      'resubscribe coinbase/public trade BTC-USD',
    ]);
    expect(services.reconnect('okx/public')).toMatchObject({ ok: false });
    expect(services.resubscribe('coinbase//trade/XRP-USD')).toMatchObject({ ok: false });
    expect(await services.removeMarket('practice/public')).toMatchObject({ ok: false });
  });
});

describe('accounts of a venue without an open market', () => {
  test('are worth something all the same: their prices come from the server they are at', async () => {
    const bybit = await startBybitServer();
    const { id } = bybit.account.place({ qty: '0.125' });
    bybit.account.fill(id, '0.125', '64210.5');
    bybit.prices.set('BTCUSDT', '64200');
    try {
      const { services, session: own } = await started({ isReal: true });
      const feedId = openAccount(own, bybit);
      const total = () => rows(services, 'total').find(({ account }) => account === 'main');
      await until('a position', () => rows(services, 'position').length === 1);
      await until(
        'a value in dollars',
        () => rows(services, 'position')[0]?.derived.notionalDisplay !== null,
      );
      await until('a total in dollars', () => total()?.currency === 'USD' && total()?.equity !== null);
      // Both prices are 64200: a tether is a dollar.
      expect(Number(total()?.equity)).toBeCloseTo(Number(bybit.account.balance), 6);
      await until('the age of the prices', () => (total()?.oldestMs ?? null) !== null);
      expect(
        rows(services, 'feed').map(({ label, removable, endpoint }) => [label, removable, endpoint]),
      ).toEqual(
        expect.arrayContaining([
          ['main', false, bybit.ws],
          ['linear prices', false, bybit.ws.replace('private', 'public/linear')],
          ['inverse prices', false, bybit.ws.replace('private', 'public/inverse')],
        ]),
      );
      await own.accountFeeds.close(feedId);
      await until('nothing open', () => rows(services, 'feed').length === 0);
      await until('no prices', () => rows(services, 'instrument').length === 0);
    } finally {
      await session?.close();
      session = null;
      await bybit.close();
    }
  }, 20_000);
});

describe('a market that the user pauses', () => {
  test('leaves what depends on its prices going on, and takes that over again', async () => {
    const bybit = await startBybitServer();
    const order = bybit.account.place({ qty: '0.125', price: '60000' });
    bybit.prices.set('BTCUSDT', '64000');
    try {
      const { services, session: own, window } = await started({ isReal: true });
      const endpoint = bybit.ws.replace('private', 'public/linear');
      await services.addMarket({ venue: 'bybit', symbols: ['BTCUSDT'], endpoint });
      openAccount(own, bybit);
      const distance = () => rows(services, 'order').find(({ id }) => id === order.id)?.derived.markDistance;
      const total = () => rows(services, 'total').find(({ account }) => account === 'main');
      const source = () =>
        rows(services, 'channel').find(({ topic, symbol }) => topic === 'instrument' && symbol === 'BTCUSDT');
      const isFrom = (feedId: string) => source()?.feedId === feedId && source()?.state === 'live';
      const isWorth = (share: number) =>
        Math.abs(Number(total()?.equity) / Number(bybit.account.balance) - share) < 1e-9;
      await until('the market', () => isFrom('bybit/public'));
      await until('a distance from its mark', () => Number(distance()) === -6.25);
      await until('a total by its price', () => isWorth(64_200 / 64_000));

      bybit.prices.set('BTCUSDT', '75000');
      services.pauseFeed('bybit/public');
      await until('another source', () => isFrom('bybit/prices/v5/public/linear'));
      await until('the next distance', () => Number(distance()) === -20);
      await until('the next total', () => isWorth(64_200 / 75_000));
      await until('its age', () => (total()?.oldestMs ?? null) !== null);

      bybit.prices.set('BTCUSDT', '48000');
      const seen = window.events.length;
      services.reconnect('bybit/public');
      await until('the market again', () => isFrom('bybit/public'));
      await until('the last distance', () => Number(distance()) === 25);
      await until('the end of the other source', () =>
        rows(services, 'feed').every(({ id }) => id !== 'bybit/prices/v5/public/linear'),
      );
      expect(Number(distance())).toBe(25);
      // Nothing was without its price in between.
      const shown = window.events.slice(seen).flatMap(({ event }) => ('upserts' in event ? [event] : []));
      const after = shown.filter(({ table }) => table === 'instrument' || table === 'order');
      expect(after.length).toBeGreaterThan(0);
      expect(after.flatMap(({ removes }) => removes)).toEqual([]);
      expect(JSON.stringify(after)).not.toContain('"markDistance":null');
    } finally {
      await session?.close();
      session = null;
      await bybit.close();
    }
  }, 60_000);
});

function openAccount({ accountFeeds }: Session, { ws: endpoint, rest }: BybitServer): string {
  const address = checkAddress({ venue: 'bybit', label: 'main', endpoint, rest }, true);
  if (!address.ok) throw new Error(address.error.message);
  const signer = createSigner({ key: bybitKey, secret: bytesOf(bybitSecret), passphrase: null });
  return accountFeeds.open(address.value, 'main', signer);
}

async function practice() {
  return started({
    settings: defaultSettings,
    startPractice: () => startPracticeVenue({ seed: 7, speed: 4 }, systemClock),
    isReal: true,
  });
}

interface Start {
  readonly settings?: Settings;
  readonly startPractice?: () => ReturnType<typeof startPracticeVenue>;
  readonly save?: () => Promise<void>;
  readonly isReal?: boolean;
}

async function started(start: Start = {}) {
  const saved: Settings[] = [];
  const feeds = feedsDouble();
  const screen = screenDouble();
  const window = windowDouble((table) => opened.services.snapshot(table));
  const opened = createSession({
    clock: systemClock,
    outlet: window,
    settings: start.settings ?? { ...defaultSettings, practice: false },
    store: {
      save: async (settings) => {
        await start.save?.();
        saved.push(settings);
      },
    },
    createFeeds: (listener) =>
      start.isReal === true
        ? createSupervisor({
            clock: systemClock,
            listener,
            random: () => 0.1,
            fetch,
            createStore: createTableStore,
          })
        : feeds,
    incidentLog: await logInMemory(systemClock.wallMs()),
    screen,
    graceMs: 0,
    startPractice: start.startPractice ?? (() => Promise.reject(new Error('not in this test'))),
    loadCandles: async (feed, symbol) => {
      const url = feed.exchange.candles?.url(feed.rest ?? '', symbol, 240, feed.endpoint);
      return url === undefined
        ? null
        : (feed.exchange.candles?.parse(await (await fetch(url)).text()) ?? null);
    },
  });
  session = opened;
  const notices = await opened.start();
  return { services: opened.services, session: opened, saved, feeds, window, screen, notices };
}

function rows<T extends PublishedTable>(services: Session['services'], table: T) {
  // The table that was asked for is the table that is answered.
  return services.snapshot(table).rows.map(([, row]) => row as PublishedTables[T]);
}
