/** What a user meets when a key does not work: every venue has a state of its own for every cause. */
import { afterEach, describe, expect, test } from 'vitest';
import { binance } from '../../src/main/exchanges/binance.ts';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import { deribit } from '../../src/main/exchanges/deribit.ts';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { kraken } from '../../src/main/exchanges/kraken.ts';
import { krakenFutures } from '../../src/main/exchanges/kraken-futures.ts';
import { okx } from '../../src/main/exchanges/okx.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { createSigner } from '../../src/main/signing/signer.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { watchAccount } from '../support/account-life.ts';
import { unnamedAt } from '../support/asked.ts';
import { binanceKey, binanceSecret } from '../support/binance-server.ts';
import { startSpotServer } from '../support/binance-spot-server.ts';
import { startUsdmServer } from '../support/binance-usdm-server.ts';
import { bitmexKey, bitmexSecret, startBitmexServer } from '../support/bitmex-server.ts';
import { bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { deribitKey, startDeribitServer } from '../support/deribit-server.ts';
import { eventually } from '../support/eventually.ts';
import {
  krakenFuturesKey,
  krakenFuturesSecret,
  startKrakenFuturesServer,
} from '../support/kraken-futures-server.ts';
import { krakenKey, krakenSecret, startKrakenServer } from '../support/kraken-server.ts';
import { okxKey, startOkxServer } from '../support/okx-server.ts';

interface Server {
  readonly ws?: string;
  readonly url?: string;
  readonly rest: string;
  close(): Promise<void>;
}

interface Key {
  readonly key: string;
  readonly secret: string;
  readonly passphrase?: string;
}

interface Venue {
  readonly exchange: Exchange;
  readonly key: Key;
  /** Fits the venue's way of signing. */
  readonly wrongSecret: string;
  /** `skewMs`: ahead of this computer. */
  start(skewMs: number): Promise<Server>;
  /** null: the dialect knows nothing of the kind. */
  readonly expire: ((server: never) => void) | null;
  /** What the venue's words for an expired key can be told to mean: some say no more than that there is none. */
  readonly expiredCause: 'expired' | 'key';
  readonly forbid: ((server: never) => void) | null;
}

function venue<T extends Server>(parts: {
  readonly exchange: Exchange;
  readonly key: Key;
  readonly wrongSecret?: string;
  readonly start: (skewMs: number) => Promise<T>;
  readonly expire: ((server: T) => void) | null;
  readonly expiredCause?: 'key';
  readonly forbid: ((server: T) => void) | null;
}): Venue {
  return { wrongSecret: 'wrong', expiredCause: 'expired', ...parts };
}

async function skewed<T extends object>(starting: Promise<T>, name: keyof T, skewMs: number): Promise<T> {
  return Object.assign(await starting, { [name]: skewMs });
}

const venues: readonly Venue[] = [
  venue({
    exchange: bybit,
    key: { key: bybitKey, secret: bybitSecret },
    start: (skewMs) => skewed(startBybitServer(), 'clockOffsetMs', skewMs),
    expire: (server) => {
      server.key = 'expired';
    },
    forbid(server) {
      for (const topic of ['position', 'order', 'execution', 'wallet']) server.denied.add(topic);
    },
  }),
  venue({
    exchange: okx,
    key: okxKey,
    start: (skewMs) => skewed(startOkxServer(), 'skewMs', skewMs),
    expire: (server) => {
      server.trouble = { login: '60032', rest: '50119', message: "API key doesn't exist" };
    },
    expiredCause: 'key',
    forbid: (server) => {
      server.trouble = { login: '50120', rest: '50120', message: 'No permission' };
    },
  }),
  venue({
    exchange: binance,
    key: { key: binanceKey, secret: binanceSecret },
    start: (skewMs) => skewed(startSpotServer(), 'clockOffsetMs', skewMs),
    expire: (server) => {
      server.key = 'deleted';
    },
    expiredCause: 'key',
    forbid: (server) => {
      server.key = 'unfit';
    },
  }),
  venue({
    exchange: binanceUsdm,
    key: { key: binanceKey, secret: binanceSecret },
    start: (skewMs) => skewed(startUsdmServer(), 'clockOffsetMs', skewMs),
    expire: (server) => {
      server.key = 'deleted';
    },
    expiredCause: 'key',
    forbid: (server) => {
      server.key = 'unfit';
    },
  }),
  venue({
    exchange: deribit,
    key: deribitKey,
    start: (skewMs) => skewed(startDeribitServer(), 'skewMs', skewMs),
    expire: (server) => {
      server.trouble = { code: 13004, message: 'invalid_credentials', reason: 'api key has expired' };
    },
    forbid: (server) => {
      server.trouble = { code: 13021, message: 'forbidden' };
    },
  }),
  venue({
    exchange: kraken,
    key: { key: krakenKey, secret: krakenSecret },
    wrongSecret: 'AAAA',
    start: (skewMs) => skewed(startKrakenServer(), 'skewMs', skewMs),
    expire: (server) => {
      server.trouble = 'EAPI:Key expired';
    },
    forbid: (server) => server.denied.add('GetWebSocketsToken'),
  }),
  venue({
    exchange: krakenFutures,
    key: { key: krakenFuturesKey, secret: krakenFuturesSecret },
    wrongSecret: 'AAAA',
    start: (skewMs) => skewed(startKrakenFuturesServer(), 'skewMs', skewMs),
    expire: (server) => {
      server.key = 'expired';
    },
    forbid: (server) => {
      server.isStreamClosed = true;
    },
  }),
  venue({
    exchange: bitmex,
    key: { key: bitmexKey, secret: bitmexSecret },
    start: (skewMs) => skewed(startBitmexServer(), 'skewMs', skewMs),
    // Its keys have no end; they are disabled.
    expire: (server) => {
      server.trouble = { status: 401, message: 'This key is disabled.' };
    },
    expiredCause: 'key',
    forbid(server) {
      for (const topic of bitmex.defaultTopics.account) server.denied.add(topic);
    },
  }),
  // Its one key may read everything, and is made anew for every run.
  venue({
    exchange: { ...bitmex, name: 'the practice venue' },
    key: { key: 'practice', secret: 'practice' },
    async start(skewMs) {
      const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + skewMs };
      const server = await startPracticeVenue({ seed: 1, speed: 1, historyMinutes: 1 }, clock);
      async function close(): Promise<void> {
        await server.close();
        expect(unnamedAt(server)).toEqual([]);
      }
      return { ...server, close, ws: server.wsUrl, rest: server.restUrl };
    },
    expire: null,
    forbid: null,
  }),
];

let ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

async function open(one: Venue, parts: Partial<Key>, prepare: Venue['expire'] = null, skewMs = 0) {
  const server = await one.start(skewMs);
  prepare?.(server as never);
  const own = 'secret' in server && 'key' in server ? { key: server.key, secret: server.secret } : one.key;
  const { key, secret, passphrase } = { passphrase: undefined, ...own, ...parts } as Key;
  const signer = createSigner({
    key,
    secret: Buffer.from(secret),
    passphrase: passphrase === undefined ? null : Buffer.from(passphrase),
  });
  const { ws = '', url = ws, rest } = server;
  const feed = watchAccount(one.exchange, { url, rest }, signer);
  ending.push(
    () => server.close(),
    () => feed.supervisor.closeAll(),
  );
  return feed;
}

async function refusal(...args: Parameters<typeof open>) {
  const feed = await open(...args);
  await eventually('a refusal', () => feed.status().state === 'refused', 15_000);
  const { trouble } = feed.status();
  return [trouble?.cause, trouble?.message];
}

describe.each(venues.map((one) => [one.exchange.name, one] as const))('a key of %s', (_, one) => {
  test('with a wrong secret is refused for its signature', async () => {
    expect(await refusal(one, { secret: one.wrongSecret })).toEqual([
      'secret',
      expect.stringContaining('signature wrong'),
    ]);
  });

  test('that the venue does not know is refused for that', async () => {
    expect(await refusal(one, { key: 'nobody' })).toEqual(['key', expect.stringContaining('does not know')]);
  });

  if (one.expire !== null) {
    test('that has expired is refused for that, or as one that is no more', async () => {
      const words = one.expiredCause === 'expired' ? 'has expired' : 'does not know';
      expect(await refusal(one, {}, one.expire)).toEqual([one.expiredCause, expect.stringContaining(words)]);
    });
  }

  if (one.forbid !== null) {
    test('that may not read is refused for that', async () => {
      expect(await refusal(one, {}, one.forbid)).toEqual([
        'permission',
        expect.stringContaining('may not read'),
      ]);
    });
  }

  test.each([60_000, -60_000])('works with a clock that is %s ms off, and says so', async (skewMs) => {
    const feed = await open(one, {}, null, skewMs);
    await eventually('live', () => feed.status().state === 'live', 15_000);
    expect(feed.status().trouble).toMatchObject({
      cause: 'clock',
      message: expect.stringContaining(skewMs > 0 ? 'behind' : 'ahead of'),
    });
  });
});
