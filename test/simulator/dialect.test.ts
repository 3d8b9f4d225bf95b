import { expect, test, vi } from 'vitest';
import { type Message, rowsOf, sign, until } from './practice-client.ts';
import { venueUnderTest } from './venue-under-test.ts';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 20_000 });

/** The answer to one of several log-ins. */
function isAnswerTo(args: readonly unknown[]) {
  return (message: Message) =>
    JSON.stringify((message.request as Message | undefined)?.args) === JSON.stringify(args);
}

const isError = (message: Message) => typeof message.error === 'string';

test('the venue greets first, in the recorded words, and counts connections', async () => {
  const { client, clock } = await venueUnderTest();
  const one = await client();
  const welcome = await one.find((message) => message.info !== undefined);
  expect(welcome).toMatchObject({
    info: 'Welcome to the BitMEX Realtime API.',
    timestamp: new Date(clock.wallMs()).toISOString(),
    docs: 'https://www.bitmex.com/app/wsAPI',
    limit: { remaining: 59 },
  });
  expect(one.messages[0]).toBe(welcome);
  const two = await client();
  expect(await two.find((message) => message.info !== undefined)).toMatchObject({ limit: { remaining: 58 } });
});

test('ping is answered with the text pong, and a WebSocket ping with a pong', async () => {
  const { client } = await venueUnderTest();
  const one = await client();
  one.send('ping');
  await until(() => one.texts.includes('pong'));
  const pong = new Promise((resolve) => one.socket.once('pong', (payload) => resolve(payload.toString())));
  one.socket.ping('hello');
  expect(await pong).toBe('hello');
});

test('a subscription is acknowledged, then comes its partial with keys, types and filter, then deltas', async () => {
  const { client, steps } = await venueUnderTest();
  const one = await client();
  const request = { op: 'subscribe', args: ['quote:XBTUSD', 'orderBookL2_25:XBTUSD'] };
  one.send(request);
  const partial = await one.partial('quote', 'XBTUSD');
  const acks = one.messages.filter((message) => message.success === true);
  expect(acks[0]).toEqual({ success: true, subscribe: 'quote:XBTUSD', request });
  expect(one.messages.indexOf(acks[0] ?? {})).toBeLessThan(one.messages.indexOf(partial));
  expect({ ...partial, data: [] }).toEqual({
    table: 'quote',
    action: 'partial',
    keys: [],
    types: {
      timestamp: 'timestamp',
      symbol: 'symbol',
      bidSize: 'long',
      bidPrice: 'float',
      askPrice: 'float',
      askSize: 'long',
    },
    foreignKeys: { symbol: 'instrument' },
    attributes: { timestamp: 'sorted', symbol: 'grouped' },
    filter: { symbol: 'XBTUSD' },
    data: [],
  });
  expect(await one.partial('orderBookL2_25', 'XBTUSD')).toMatchObject({ keys: ['symbol', 'id', 'side'] });
  steps(40);
  await one.find((message) => message.table === 'orderBookL2_25' && message.action === 'update');
  await one.find((message) => message.table === 'quote' && message.action === 'insert');
});

test('a single argument need not be in a list, and a star means every symbol', async () => {
  const { client, steps } = await venueUnderTest();
  const one = await client();
  one.send({ op: 'subscribe', args: 'trade:*' });
  const partial = await one.partial('trade');
  expect(partial.filter).toEqual({});
  expect(new Set(rowsOf(partial).map((row) => row.symbol)).size).toBeGreaterThan(7);
  steps(100);
  await one.find((message) => message.action === 'insert' && rowsOf(message)[0]?.symbol === 'ETHUSDT');
});

test('topics in the address are subscribed at once', async () => {
  const { client } = await venueUnderTest();
  const one = await client('/realtime?subscribe=instrument,quote:SOLUSDT');
  expect(rowsOf(await one.partial('instrument')).length).toBe(10);
  await one.partial('quote', 'SOLUSDT');
});

test('unsubscribing ends the deltas, and unsubscribing twice is an error', async () => {
  const { client, steps } = await venueUnderTest();
  const one = await client('/realtime?subscribe=quote:XBTUSD');
  await one.partial('quote', 'XBTUSD');
  one.send({ op: 'unsubscribe', args: ['quote:XBTUSD'] });
  await one.find((message) => message.unsubscribe === 'quote:XBTUSD');
  const heard = one.texts.length;
  steps(200);
  one.send({ op: 'unsubscribe', args: ['quote:XBTUSD'] });
  await one.find((message) => isError(message) && String(message.error).includes('not subscribed'));
  expect(one.texts.length).toBe(heard + 1);
});

test('each wrong subscription is refused in the words of the venue, and the right ones go through', async () => {
  const { client } = await venueUnderTest();
  const one = await client();
  one.send({
    op: 'subscribe',
    args: ['nonsense', 'trade:NOPE', 'order', 'margin:XBTUSD', 7, 'trade:XBTUSD'],
  });
  await one.partial('trade', 'XBTUSD');
  const errors = one.messages.filter(isError).map(({ status, error }) => [status, String(error)]);
  expect(errors).toEqual([
    [400, 'Unknown table: nonsense'],
    [400, 'Unknown or expired symbol.'],
    [401, 'User requested an account-locked subscription but no authorization was provided.'],
    [401, 'User requested an account-locked subscription but no authorization was provided.'],
    [400, expect.stringContaining('Unrecognized request')],
  ]);
  one.send({ op: 'subscribe', args: ['trade:XBTUSD'] });
  const twice = await one.find((message) => String(message.error).startsWith('You are already subscribed'));
  expect(twice).toMatchObject({
    status: 400,
    error:
      'You are already subscribed to this topic:trade:XBTUSD. Please see the documentation at https://www.bitmex.com/app/wsAPI.',
    request: { op: 'subscribe', args: ['trade:XBTUSD'] },
  });
});

test.each(['__proto__', 'constructor', 'toString:XBTUSD'])(
  'the topic %s is unknown and harmless',
  async (topic) => {
    const { client } = await venueUnderTest();
    const one = await client();
    one.send({ op: 'subscribe', args: [topic] });
    expect(await one.find(isError)).toMatchObject({
      status: 400,
      error: expect.stringContaining('Unknown table'),
    });
  },
);

test('text that makes no sense is answered, never fatal', async () => {
  const { client } = await venueUnderTest();
  const one = await client();
  for (const text of ['{', '[]', 'null', '{"op":"dance"}', '{"op":"authKeyExpires","args":[1]}', '"ping"']) {
    one.send(text);
  }
  one.socket.send(Buffer.from([1, 2, 3]));
  await until(() => one.messages.filter(isError).length === 7);
  one.send('help');
  const help = await one.find((message) => message.subscriptionSubjects !== undefined);
  expect(help.subscriptionSubjects).toMatchObject({
    public: expect.arrayContaining(['trade', 'orderBookL2_25']),
    authenticationRequired: expect.arrayContaining(['margin', 'order']),
  });
});

test('orders are not taken', async () => {
  const { client } = await venueUnderTest();
  const one = await client();
  one.send({ op: 'cancelAllAfter', args: 60_000 });
  expect(await one.find(isError)).toMatchObject({
    status: 403,
    error: 'The practice venue takes no orders.',
  });
});

test('commands that come too fast are refused with the seconds to wait', async () => {
  const { client, clock } = await venueUnderTest();
  const one = await client();
  for (let i = 0; i < 121; i++) one.send('help');
  expect(await one.find(isError)).toEqual({
    status: 429,
    error: 'Rate limit exceeded, retry in 1 seconds.',
    meta: { retryAfter: 1 },
    request: 'help',
  });
  clock.advance(1_000);
  one.send({ op: 'subscribe', args: ['quote:XBTUSD'] });
  await one.partial('quote', 'XBTUSD');
});

test('the platform address serves announcements and nothing of the market', async () => {
  const { client } = await venueUnderTest();
  const one = await client('/realtimePlatform');
  one.send({ op: 'subscribe', args: ['announcement', 'trade:XBTUSD'] });
  await one.partial('announcement');
  expect(await one.find(isError)).toMatchObject({ error: 'Unknown table: trade' });
});

test('every documented topic has a partial with types for every field of its rows', async () => {
  const { member, client } = await venueUnderTest();
  const one = await member();
  const asking = await client();
  asking.send('help');
  const help = await asking.find((message) => message.subscriptionSubjects !== undefined);
  const subjects = help.subscriptionSubjects as Record<'public' | 'authenticationRequired', string[]>;
  const topics = [...subjects.public, ...subjects.authenticationRequired];
  expect(topics.length).toBeGreaterThan(27);
  one.send({ op: 'subscribe', args: topics });
  for (const topic of topics) {
    const partial = await one.partial(topic);
    const types = partial.types as Record<string, string>;
    for (const key of partial.keys as string[]) expect(types[key]).toBeDefined();
    for (const row of rowsOf(partial)) {
      for (const name of Object.keys(row)) expect([topic, name, types[name]]).not.toContain(undefined);
    }
  }
});

test('an index publishes trades of size 0 with the zero guid', async () => {
  const { client, steps } = await venueUnderTest();
  const one = await client('/realtime?subscribe=trade:.BXBT');
  steps(60);
  const trade = rowsOf(await one.find((message) => message.action === 'insert'))[0];
  expect(trade).toMatchObject({
    symbol: '.BXBT',
    size: 0,
    trdMatchID: '00000000-0000-0000-0000-000000000000',
    grossValue: null,
  });
});

test('a client of a whole table and of one symbol hears each message once', async () => {
  const { client, steps } = await venueUnderTest();
  const one = await client('/realtime?subscribe=trade,trade:XBTUSD');
  await one.partial('trade', 'XBTUSD');
  steps(200);
  one.send('ping');
  await until(() => one.texts.includes('pong'));
  const ids = one.messages
    .filter((message) => message.action === 'insert')
    .flatMap((message) => rowsOf(message))
    .filter((row) => row.symbol === 'XBTUSD')
    .map((row) => row.trdMatchID);
  expect(ids.length).toBeGreaterThan(5);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what clients sent and asked for is on record', async () => {
  const { venue, client } = await venueUnderTest();
  const one = await client('/realtime?subscribe=quote');
  one.send('ping');
  const two = await client();
  two.send('help');
  await until(() => venue.received.length === 2);
  expect(venue.received).toEqual([
    { connection: 1, text: 'ping' },
    { connection: 2, text: 'help' },
  ]);
  expect(venue.upgrades.map(({ path }) => path)).toEqual(['/realtime?subscribe=quote', '/realtime']);
});

test('a signed upgrade and a signed frame both open the account', async () => {
  const { venue, client, clock } = await venueUnderTest();
  const expires = Math.floor(clock.wallMs() / 1000) + 5;
  const signature = sign(venue.secret, `GET/realtime${expires}`);
  const headers = { 'api-key': venue.key, 'api-expires': String(expires), 'api-signature': signature };
  const byHeader = await client('/realtime?subscribe=margin', headers);
  await byHeader.partial('margin');
  const query = new URLSearchParams({ ...headers, subscribe: 'position' });
  await (await client(`/realtime?${query}`)).partial('position');
  const byFrame = await client();
  const request = { op: 'authKeyExpires', args: [venue.key, expires, signature] };
  byFrame.send(request);
  expect(await byFrame.find((message) => message.success === true)).toEqual({ success: true, request });
  byFrame.send({ op: 'subscribe', args: ['wallet'] });
  await byFrame.partial('wallet');
});

test('the retired nonce works once and only upwards', async () => {
  const { venue, client } = await venueUnderTest();
  const one = await client();
  const nonce = 1_588_893_594_859;
  const request = { op: 'authKey', args: [venue.key, nonce, sign(venue.secret, `GET/realtime${nonce}`)] };
  one.send(request);
  await one.find((message) => message.success === true);
  one.send(request);
  expect(await one.find(isError)).toMatchObject({ status: 401, error: expect.stringContaining('Nonce') });
});

test('a wrong key, a wrong signature and a past expiry are refused as frames and as upgrades', async () => {
  const { venue, client, clock } = await venueUnderTest();
  const now = Math.floor(clock.wallMs() / 1000);
  const right = (expires: number) => sign(venue.secret, `GET/realtime${expires}`);
  const cases = [
    [['other-key', now + 5, right(now + 5)], 'Invalid API Key.'],
    [[venue.key, now + 5, right(now + 6)], 'Signature not valid.'],
    [[venue.key, now + 5, 'zz'], 'Signature not valid.'],
    [
      [venue.key, now - 1, right(now - 1)],
      `This request has expired - \`expires\` is in the past. Current time: ${now}`,
    ],
  ] as const;
  const one = await client();
  for (const [args, error] of cases) {
    one.send({ op: 'authKeyExpires', args });
    await until(() => one.messages.some(isAnswerTo(args)));
    expect(one.messages.find(isAnswerTo(args))).toMatchObject({ status: 401, error });
    const [key, expires, signature] = args;
    const headers = { 'api-key': key, 'api-expires': String(expires), 'api-signature': signature };
    await expect(client('/realtime', headers)).rejects.toMatchObject({ status: 401 });
  }
  one.send({ op: 'subscribe', args: ['order'] });
  expect(await one.find((message) => String(message.error).includes('account-locked'))).toBeDefined();
});

test('other addresses are not found, and too many connections are turned away with Retry-After', async () => {
  const { client } = await venueUnderTest();
  await expect(client('/realtimemd')).rejects.toMatchObject({ status: 404 });
  for (let i = 0; i < 60; i++) (await client()).socket.terminate();
  await expect(client()).rejects.toMatchObject({ status: 429, retryAfter: '1' });
});

test('account tables follow the market and the orders', async () => {
  const { member, steps } = await venueUnderTest();
  const one = await member();
  one.send({ op: 'subscribe', args: ['margin', 'position', 'order', 'execution', 'wallet'] });
  const margin = await one.partial('margin');
  expect(margin.filter).toEqual({ account: 1_042_077 });
  expect(rowsOf(margin).map((row) => row.currency)).toEqual(['XBt', 'USDt']);
  await one.partial('wallet');
  const heard = (table: string, action: string) =>
    one.find((message) => message.table === table && message.action === action);
  for (let i = 0; i < 60; i++) steps(50);
  const order = rowsOf(await heard('order', 'insert'))[0];
  expect(order).toMatchObject({ ordStatus: 'New', workingIndicator: false, cumQty: 0 });
  await heard('order', 'update');
  const position = rowsOf(await heard('position', 'update'))[0];
  expect(Object.keys(position ?? {})).toEqual(expect.arrayContaining(['account', 'symbol', 'timestamp']));
  expect(rowsOf(await heard('margin', 'update'))[0]).toMatchObject({ account: 1_042_077 });
  expect(rowsOf(await heard('execution', 'insert'))[0]).toMatchObject({ execType: 'Trade' });
});

test('closing the venue ends every connection and every timer, and may be done twice', async () => {
  const { venue, clock, client } = await venueUnderTest();
  const one = await client('/realtime?subscribe=instrument');
  await venue.close();
  await venue.close();
  await one.closed;
  expect(clock.pending).toBe(0);
  await expect(client()).rejects.toThrow();
});
