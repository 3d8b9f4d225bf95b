/** The ways into an account that venues have: a token by REST, a challenge, a login that must be renewed. */
import { afterEach, describe, expect, test } from 'vitest';
import type { AccountProtocol, Login } from '../../src/main/exchanges/account.ts';
import { bybit } from '../../src/main/exchanges/bybit.ts';
import type { Exchange, FeedEvent } from '../../src/main/exchanges/exchange.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { type AccountServer, type Dialect, startAccountServer } from '../support/account-server.ts';
import { eventually } from '../support/eventually.ts';
import { type OpenedFeed, openFeed } from '../support/opened-feed.ts';

let server: AccountServer | null = null;
let feed: OpenedFeed | null = null;

afterEach(async () => {
  await feed?.supervisor.closeAll();
  await server?.close();
});

/** Frames are `kind rest of the line`; every table comes from the stream. */
function parse(text: string): readonly FeedEvent[] {
  const [kind = '', value = ''] = text.split(' ');
  switch (kind) {
    case 'welcome-back':
      return [{ kind: 'authenticated', token: value, renewMs: 60 }];
    case 'challenge':
      return [{ kind: 'challenge', challenge: value }];
    case 'order': {
      const rows = [{ orderId: value }];
      return [{ kind: 'table', table: 'order', action: 'partial', keys: ['orderId'], filter: {}, rows }];
    }
    default:
      return [{ kind: 'ignored', policy: 'unknown-message' }];
  }
}

async function open(account: Partial<AccountProtocol>, dialect: Partial<Dialect>): Promise<OpenedFeed> {
  server = await startAccountServer({
    answer: () => ({ status: 404, body: '' }),
    text: () => {},
    ...dialect,
  });
  const exchange: Exchange = {
    ...bybit,
    parse,
    account: {
      ...bybit.account,
      tables: {},
      time: null,
      address: (base) => base,
      failure: (status, body) =>
        status === 200 ? null : { cause: status === 401 ? 'key' : 'busy', message: body, retryAfterMs: null },
      ...account,
    },
  };
  feed = openFeed({
    ...{ exchange, endpoint: server.ws, rest: server.rest, channels: ['order'] },
    signer: textSigner('key', 'secret'),
  });
  return feed;
}

function received(): readonly (readonly string[])[] {
  return server?.clients.map((client) => client.received) ?? [];
}

const noFrame = { authenticate: () => null, subscribe: () => [] };

describe('a token by REST', () => {
  const prepare = {
    request: (rest: string, { signer, nonce }: Login) => ({
      ...({
        method: 'POST',
        url: `${rest}/token`,
        headers: { key: signer.keyId },
        body: `nonce=${nonce}`,
      } as const),
    }),
    parse: (answer: string) => ({ token: JSON.parse(answer).token, renewMs: 40 }),
  };

  test('comes before the connection, and goes into its address', async () => {
    const opened = await open(
      { ...noFrame, prepare, address: (base, token) => `${base}/private?key=${token}` },
      { answer: () => ({ body: { token: 'one' } }), connected: (client) => client.send('order 1') },
    );
    await eventually('live', () => opened.stateOf('order') === 'live');
    expect(server?.clients[0]?.target).toBe('/private?key=one');
    expect(server?.requests[0]).toMatchObject({ method: 'POST', path: '/token', headers: { key: 'key' } });
    // Kept alive by the same request, with a nonce that grows.
    await eventually('renewed twice', () => (server?.requests.length ?? 0) >= 3);
    const nonces = server?.requests.map(({ body }) => Number(body.slice('nonce='.length))) ?? [];
    expect(nonces).toEqual([...nonces].sort((left, right) => left - right));
    expect(new Set(nonces).size).toBe(nonces.length);
    expect(server?.clients).toHaveLength(1);
  });

  test('that turns out to be another one leads to a new connection', async () => {
    let asked = 0;
    const opened = await open(
      { ...noFrame, prepare, address: (base, token) => `${base}/${token}` },
      {
        answer: () => ({ body: { token: `t${Math.min(2, ++asked)}` } }),
        connected: (client) => client.send('order 1'),
      },
    );
    await eventually('the second', () => server?.clients.some(({ target }) => target === '/t2'));
    expect(server?.clients.map(({ target }) => target).slice(0, 2)).toEqual(['/t1', '/t2']);
    expect(opened.status().trouble).toBeNull();
  });

  test('that the venue refuses refuses the feed before it connects', async () => {
    const opened = await open(
      { ...noFrame, prepare },
      { answer: () => ({ status: 401, body: 'no such key' }) },
    );
    await eventually('refused', () => opened.stateOf('order') === 'refused');
    expect(opened.reasons.at(-1)).toContain('Bybit says: no such key');
    expect(server?.clients).toEqual([]);
  });

  test('is not asked for at another address, wherever the venue points', async () => {
    const elsewhere = await startAccountServer({
      answer: () => ({ body: { token: 'theirs' } }),
      text: () => {},
    });
    try {
      const headers = { location: `${elsewhere.rest}/token` };
      const opened = await open(
        { prepare, ...noFrame },
        { answer: () => ({ status: 307, headers, body: '' }) },
      );
      await eventually('an attempt', () => opened.states.includes('order down'));
      expect(server?.requests.length).toBeGreaterThan(0);
      expect(elsewhere.requests).toEqual([]);
      expect(received()).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  test('that cannot be had is asked for again', async () => {
    let asked = 0;
    const opened = await open(
      { ...noFrame, prepare },
      {
        answer: () => (++asked === 1 ? { status: 503, body: 'busy' } : { body: { token: 'one' } }),
        connected: (client) => client.send('order 1'),
      },
    );
    await eventually('live', () => opened.stateOf('order') === 'live');
    expect(opened.states).toContain('order down');
  });

  test('is of no use to a feed that was closed while it was asked for', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const opened = await open(
      { ...noFrame, prepare },
      { answer: () => held.then(() => ({ body: { token: 'one' } })) },
    );
    await eventually('asked', () => server?.requests.length === 1);
    await opened.supervisor.closeAll();
    release();
    await new Promise<void>((resolve) => setTimeout(resolve, 20));
    expect(server?.clients).toEqual([]);
  });
});

test('a challenge is answered in the subscription', async () => {
  const opened = await open(
    {
      authenticate: ({ signer }) => `challenge-me ${signer.keyId}`,
      subscribe: (_, { challenge, signer }) => [
        `subscribe ${signer.hmacSha256Hex(challenge ?? '').slice(0, 8)}`,
      ],
    },
    {
      text: (client, text) => client.send(text.startsWith('challenge-me') ? 'challenge abc' : 'order 1'),
    },
  );
  await eventually('live', () => opened.stateOf('order') === 'live');
  const signed = textSigner('key', 'secret').hmacSha256Hex('abc').slice(0, 8);
  expect(received()).toEqual([['challenge-me key', `subscribe ${signed}`]]);
});

test('a login that ends is renewed on the same connection, with the token it gave', async () => {
  let logins = 0;
  const opened = await open(
    {
      authenticate: ({ token }) => `login ${token ?? 'none'}`,
      subscribe: (_, { token }) => [`subscribe ${token}`],
    },
    {
      text: (client, text) => client.send(text.startsWith('login') ? `welcome-back t${++logins}` : 'order 1'),
    },
  );
  await eventually('renewed', () => received()[0]?.some((text) => text === 'login t2'));
  expect(received()[0]?.slice(0, 4)).toEqual(['login none', 'subscribe t1', 'login t1', 'login t2']);
  expect(opened.stateOf('order')).toBe('live');
});

test('a key that cannot sign is refused in words, not by a crash', async () => {
  const opened = await open({ authenticate: ({ signer }) => signer.jwt({}, 'n') }, {});
  await eventually('refused', () => opened.stateOf('order') === 'refused');
  expect(opened.reasons.at(-1)).toMatch(/neither an EC P-256 key in PEM nor an Ed25519 key/);
});

test('a key with a mark that nobody sees is refused for it, and the venue is not blamed', async () => {
  const prepare = {
    request: (rest: string) => ({
      ...({ method: 'GET', url: `${rest}/token`, headers: { key: 'pasted\u200bkey' }, body: null } as const),
    }),
    parse: () => ({ token: 't', renewMs: null }),
  };
  const opened = await open({ prepare, ...noFrame }, {});
  await eventually('refused', () => opened.stateOf('order') === 'refused');
  expect(opened.reasons.at(-1)).toBe(
    'The key or its passphrase holds a character that cannot be sent. Enter the key again.',
  );
  expect(server?.requests).toEqual([]);
});
