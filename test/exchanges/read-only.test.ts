/** Every request and frame that any venue's file can make only reads. */
import { describe, expect, test } from 'vitest';
import type { AccountProtocol, Login, VenueRequest } from '../../src/main/exchanges/account.ts';
import type { Channel, Exchange } from '../../src/main/exchanges/exchange.ts';
import { findVenue, supportedVenues } from '../../src/main/exchanges/registry.ts';
import { createSigner } from '../../src/main/signing/signer.ts';
import { readFiles, withoutComments } from '../support/source-files.ts';

/** Fits every scheme: 32 bytes in base64. */
const secret = Buffer.from('nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=');
const signer = createSigner({ key: 'key', secret, passphrase: Buffer.from('phrase') });
const login: Login = {
  signer,
  nowMs: 1_700_000_000_000,
  nonce: 1_700_000_000_000_000,
  token: 't',
  challenge: 'c',
};

/** Words of what changes something, in any venue's paths, methods and frames. */
const changing =
  /create|place|add[-_]?order|edit|amend|replace|cancel|close(?!d)|transfer|withdraw|leverage|batch|\/(buy|sell)\b|private\/(buy|sell)/i;
/** Requests by POST that read, or that give a token to listen with. */
const readByPost =
  /\/(listenKey|GetWebSocketsToken|GetApiKeyInfo|\w*(Orders|History|Positions|Balance|BalanceEx|Trades))$/;

const venues = supportedVenues.flatMap((id): readonly [string, Exchange, AccountProtocol][] => {
  const found = findVenue(id);
  const account = found.kind === 'supported' ? found.exchange.account : undefined;
  return found.kind === 'supported' && account !== undefined ? [[id, found.exchange, account]] : [];
});

describe.each(venues)('%s', (_, exchange, account) => {
  const channels = Object.entries(exchange.channels).map(
    ([topic, { scope }]): Channel => ({ topic, symbol: scope === 'symbol' ? 'BTCUSDT' : null }),
  );
  const known = { sinceMs: login.nowMs - 60_000, nowMs: login.nowMs, rows: () => [{ symbol: 'BTCUSDT' }] };
  const requests: readonly VenueRequest[] = [
    ...Object.values(account.tables).flatMap((table) =>
      table
        .reads(known)
        .flatMap((read) => [null, '7'].map((cursor) => read.request('http://rest', login, cursor))),
    ),
    ...(account.prepare === undefined ? [] : [account.prepare.request('http://rest', login)]),
    ...(account.rights === null ? [] : [account.rights.request('http://rest', login)]),
  ];

  test('reads accounts, and asks for nothing else', () => {
    expect(requests.length).toBeGreaterThan(0);
    for (const { method, url, body } of requests) {
      const { pathname } = new URL(url);
      expect(pathname + (body ?? '')).not.toMatch(changing);
      if (method === 'POST') expect(pathname).toMatch(readByPost);
      else expect(method).toBe('GET');
    }
  });

  test('sends frames that log in and subscribe, and no others', () => {
    const accountChannels = channels.filter(({ topic }) => exchange.channels[topic]?.scope === 'account');
    const frames = [
      account.authenticate(login),
      exchange.ping.frame,
      ...exchange.subscribe(channels.filter((channel) => !accountChannels.includes(channel))),
      ...(account.subscribe?.(accountChannels, login) ?? exchange.subscribe(accountChannels)),
      ...(account.unsubscribe?.(accountChannels, login) ?? exchange.unsubscribe(accountChannels)),
    ].filter((frame) => frame !== null);
    for (const frame of frames) expect(frame).not.toMatch(changing);
  });

  test('never shows a secret but its passphrase', () => {
    const said = JSON.stringify([requests, account.authenticate(login)]);
    expect(said).not.toContain(secret.toString());
    if (!account.needsPassphrase) expect(said).not.toContain('phrase');
  });
});

test('no source names an order endpoint', () => {
  const endpoints =
    /order\/(create|amend|cancel|place)|order\.(place|cancel|amend)|trade\/(order\b|order-algo|cancel|amend|batch)|AddOrder|EditOrder|CancelOrder|CancelAll|private\/(buy|sell|edit|cancel|close)|sendorder|editorder|cancelorder|api\/v1\/order\b(?!\?)/i;
  const sources = readFiles('src/main', /\.ts$/).filter(
    ({ path }) => !path.startsWith('src/main/simulator/'),
  );
  const found = sources.filter(({ text }) => endpoints.test(withoutComments(text))).map(({ path }) => path);
  expect(found).toEqual([]);
});
