/** Every request and frame that any venue's file can make only reads. */
import { describe, expect, test } from 'vitest';
import type { AccountProtocol, Login, VenueRequest } from '../../src/main/exchanges/account.ts';
import type { Channel, Exchange } from '../../src/main/exchanges/exchange.ts';
import { findVenue, supportedVenues } from '../../src/main/exchanges/registry.ts';
import { createSigner } from '../../src/main/signing/signer.ts';
import { startAccountServer } from '../support/account-server.ts';
import { changeAskedBy, changeInFrame, changing } from '../support/order-entry.ts';
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
      [...table.reads(known)].flatMap((read) =>
        [null, '7'].map((cursor) => read.request('http://rest', login, cursor)),
      ),
    ),
    ...(account.prepare === undefined ? [] : [account.prepare.request('http://rest', login)]),
    ...(account.rights === null ? [] : [account.rights.request('http://rest', login)]),
  ];

  test('reads accounts, and asks for nothing else', () => {
    expect(requests.length).toBeGreaterThan(0);
    for (const { method, url, body } of requests) {
      const { pathname } = new URL(url);
      expect(changeAskedBy(method, pathname, body ?? '')).toBeNull();
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

/** One way to place an order at each venue, and one more. */
const changes = [
  ['POST', '/v5/order/create', '{}'],
  ['POST', '/api/v5/trade/order', '{}'],
  ['POST', '/fapi/v1/order', ''],
  ['DELETE', '/fapi/v1/allOpenOrders', ''],
  ['GET', '/api/v2/private/buy', ''],
  ['POST', '/api/v2', '{"jsonrpc":"2.0","method":"private/sell","params":{}}'],
  ['POST', '/0/private/AddOrder', 'pair=XBTUSD'],
  ['POST', '/derivatives/api/v3/sendorder', ''],
  ['POST', '/api/v1/order', '{"symbol":"XBTUSD","orderQty":1}'],
] as const;
const changingFrames = [
  '{"op":"order.create","args":[{}]}',
  '{"id":"1","op":"order","args":[{"side":"buy"}]}',
  '{"id":"1","method":"order.place","params":{}}',
  '{"jsonrpc":"2.0","method":"private/cancel_all"}',
  '{"method":"add_order","params":{}}',
  '{"op":"cancelAllAfter","args":60000}',
];

test.each(changes)('practice servers tell a change from a read: %s %s', (method, path, body) => {
  expect(changeAskedBy(method, path, body)).not.toBeNull();
});

test('practice servers tell a changing frame from one that logs in or subscribes', () => {
  expect(changingFrames.filter((text) => changeInFrame(text) === null)).toEqual([]);
  for (const text of ['{"op":"subscribe","args":["order"]}', '{"op":"auth","args":["k",1,"edit/cancel+"]}']) {
    expect(changeInFrame(text)).toBeNull();
  }
});

test('a practice server that was asked for an order fails its test', async () => {
  const server = await startAccountServer({ answer: () => ({ body: {} }), text() {} });
  await fetch(`${server.rest}/v5/order/create`, { method: 'POST', body: '{}' });
  await expect(server.close()).rejects.toThrow('POST /v5/order/create');
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
