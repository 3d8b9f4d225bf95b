/** What a user meets while a venue is in maintenance: an account that is down, never one whose key was refused. */
import { afterEach, describe, expect, test } from 'vitest';
import { binance } from '../../src/main/exchanges/binance.ts';
import { binanceUsdm } from '../../src/main/exchanges/binance-usdm.ts';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import { deribit } from '../../src/main/exchanges/deribit.ts';
import type { Exchange, Signer } from '../../src/main/exchanges/exchange.ts';
import { kraken } from '../../src/main/exchanges/kraken.ts';
import { krakenFutures } from '../../src/main/exchanges/kraken-futures.ts';
import { okx } from '../../src/main/exchanges/okx.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { createSigner, textSigner } from '../../src/main/signing/signer.ts';
import { allLive, watchAccount } from '../support/account-life.ts';
import type { AccountServer } from '../support/account-server.ts';
import { binanceKey, binanceSecret } from '../support/binance-server.ts';
import { startSpotServer } from '../support/binance-spot-server.ts';
import { startUsdmServer } from '../support/binance-usdm-server.ts';
import { bybitKey, bybitSecret, startBybitServer } from '../support/bybit-server.ts';
import { deribitKey, startDeribitServer } from '../support/deribit-server.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import {
  krakenFuturesKey,
  krakenFuturesSecret,
  startKrakenFuturesServer,
} from '../support/kraken-futures-server.ts';
import { krakenKey, krakenSecret, startKrakenServer } from '../support/kraken-server.ts';
import { okxKey, startOkxServer } from '../support/okx-server.ts';

type Server = Pick<AccountServer, 'rest' | 'maintain' | 'close'> & {
  readonly ws?: string;
  readonly url?: string;
  nowMs?: () => number;
};
type Answer = readonly [status: number, body: string];

const okxSigner = createSigner({
  ...{ key: okxKey.key, secret: Buffer.from(okxKey.secret), passphrase: Buffer.from(okxKey.passphrase) },
});
const binanceSigner = textSigner(binanceKey, binanceSecret);
const binanceBusy: Answer = [
  503,
  '{"code":-1008,"msg":"Server is currently overloaded with other requests."}',
];

/** With what the venue's own words for it are. */
const venues: readonly (readonly [
  Exchange,
  Signer,
  (wallMs: () => number) => Promise<Server>,
  readonly Answer[],
])[] = [
  [
    bybit,
    textSigner(bybitKey, bybitSecret),
    startBybitServer,
    [[200, '{"retCode":10016,"retMsg":"Service is restarting. Please retry after 60 seconds.","result":{}}']],
  ],
  [
    okx,
    okxSigner,
    startOkxServer,
    [
      [503, '{"code":"50001","msg":"Service temporarily unavailable. Try again later.","data":[]}'],
      [200, '{"code":"50013","msg":"Systems are busy. Please try again later.","data":[]}'],
    ],
  ],
  [binance, binanceSigner, startSpotServer, [binanceBusy]],
  [binanceUsdm, binanceSigner, startUsdmServer, [binanceBusy]],
  [
    deribit,
    textSigner(deribitKey.key, deribitKey.secret),
    startDeribitServer,
    [[400, '{"jsonrpc":"2.0","error":{"code":11051,"message":"system_maintenance"}}']],
  ],
  [
    kraken,
    textSigner(krakenKey, krakenSecret),
    startKrakenServer,
    [
      [200, '{"error":["EService:Unavailable"]}'],
      [200, '{"error":["EService:Busy"]}'],
      [200, '{"error":["EGeneral:Internal error"]}'],
      [520, '<html>'],
    ],
  ],
  [
    krakenFutures,
    textSigner(krakenFuturesKey, krakenFuturesSecret),
    startKrakenFuturesServer,
    [
      [200, '{"result":"error","error":"Unavailable","serverTime":"2026-11-25T05:00:00.000Z"}'],
      [200, '{"result":"error","error":"Server Error","serverTime":"2026-11-25T05:00:00.000Z"}'],
    ],
  ],
];

let ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

describe.each(venues.map(([exchange, ...rest]) => [exchange.name, exchange, ...rest] as const))(
  '%s in maintenance',
  (_, exchange, signer, start, answers) => {
    test('is waited for, and the account comes back by itself', async () => {
      // Attempts are seconds apart.
      const clock = fastClock(20);
      const server = await start(clock.wallMs);
      if (server.nowMs !== undefined && server.url !== undefined) server.nowMs = clock.wallMs;
      const { ws = '', url = ws, rest } = server;
      const feed = watchAccount(exchange, { url, rest }, signer, clock);
      ending.push(
        () => server.close(),
        () => feed.supervisor.closeAll(),
      );
      await allLive(feed);
      const topics = exchange.defaultTopics.account;
      server.maintain(true);
      // Every channel says so at each.
      const attempts = () => feed.states.filter((state) => state.endsWith('down')).length / topics.length;
      await eventually('three attempts', () => attempts() >= 3);
      expect(feed.status().state).not.toBe('refused');
      const check = await checkKey({ exchange, rest, signer, clock: systemClock, fetch });
      expect(check).toMatchObject({ ok: false, message: expect.stringContaining('Check the key again') });
      server.maintain(false);
      await allLive(feed);
      expect(feed.states.filter((state) => state.endsWith('refused'))).toEqual([]);
      expect(feed.status().trouble).toBeNull();
    }, 20_000);

    test.each(answers)('says so with %s %s', (status, body) => {
      expect(exchange.account?.failure(status, body)).toMatchObject({ cause: 'busy' });
    });
  },
);
