import { expect, test, vi } from 'vitest';
import { rowsOf, until } from './practice-client.ts';
import { venueUnderTest } from './venue-under-test.ts';

// A busy machine is slow, not wrong.
vi.setConfig({ testTimeout: 20_000 });

const both = '/realtime?subscribe=trade:XBTUSD,quote:XBTUSD,instrument';

test('mute: data stops, pings and acknowledgements go on, and healing brings fresh partials', async () => {
  const { venue, client, steps } = await venueUnderTest();
  const one = await client(both);
  await one.partial('instrument');
  venue.inject({ kind: 'mute' });
  const heard = one.messages.length;
  steps(200);
  one.send('ping');
  one.send({ op: 'subscribe', args: ['quote:ETHUSDT'] });
  await one.find((message) => message.subscribe === 'quote:ETHUSDT');
  expect(one.texts.filter((text) => text === 'pong')).toHaveLength(1);
  expect(one.messages.length).toBe(heard + 1);
  venue.heal();
  await one.partial('quote', 'ETHUSDT');
  await until(() => one.messages.filter((message) => message.action === 'partial').length === 7);
  steps(40);
  await until(() => one.messages.at(-1)?.action !== 'partial');
});

test('mute of one topic leaves the others alive', async () => {
  const { venue, client, steps } = await venueUnderTest();
  const one = await client('/realtime?subscribe=trade');
  await one.partial('trade');
  venue.inject({ kind: 'mute', topics: ['trade:XBTUSD'] });
  const before = one.messages.length;
  steps(400);
  await one.find((message) => message.action === 'insert' && rowsOf(message)[0]?.symbol === 'SOLUSDT');
  // A client of the whole table is not healed by the other symbols: it is owed a partial.
  const later = one.messages.slice(before).flatMap((message) => rowsOf(message));
  expect(later.some((row) => row.symbol === 'XBTUSD')).toBe(false);
});

test('black hole: connections stay open and nothing is answered, not even pings and upgrades', async () => {
  const { venue, client, steps } = await venueUnderTest();
  const one = await client(both);
  await one.partial('instrument');
  venue.inject({ kind: 'black-hole' });
  const heard = one.texts.length;
  let pongs = 0;
  one.socket.on('pong', () => {
    pongs += 1;
  });
  one.send('ping');
  one.socket.ping();
  steps(100);
  const upgrade = client().catch((reason: Error) => reason.message);
  const rest = fetch(`${venue.restUrl}/instrument/active`).catch((reason: Error) => reason.message);
  await until(() => venue.received.length === 1 && venue.stats().held === 2);
  expect([one.texts.length, pongs, one.socket.readyState]).toEqual([heard, 0, one.socket.OPEN]);
  venue.heal();
  expect(await upgrade).toBeTypeOf('string');
  expect(await rest).toBeTypeOf('string');
  await until(() => one.messages.filter((message) => message.action === 'partial').length === 6);
  one.send('ping');
  await until(() => one.texts.includes('pong'));
});

test('drop: every TCP connection is cut without a close frame, and new ones are accepted', async () => {
  const { venue, client } = await venueUnderTest();
  const [one, two] = [await client(), await client()];
  venue.inject({ kind: 'drop' });
  expect((await one.closed).code).toBe(1006);
  expect((await two.closed).code).toBe(1006);
  const again = await client();
  again.send('ping');
  await until(() => again.texts.includes('pong'));
});

test.each([1000, 1001, 1006, 1011, 1012, 4000])('close %i: every connection closes with it', async (code) => {
  const { venue, client } = await venueUnderTest();
  const one = await client();
  venue.inject({ kind: 'close', code, reason: 'Maintenance' });
  expect(await one.closed).toEqual({ code, reason: code === 1006 ? '' : 'Maintenance' });
});

test('refuse: so many upgrades are answered with the status and Retry-After, then they work again', async () => {
  const { venue, client } = await venueUnderTest();
  const one = await client();
  venue.inject({ kind: 'refuse', status: 429, times: 2, retryAfterSeconds: 5 });
  await expect(client()).rejects.toMatchObject({ status: 429, retryAfter: '5' });
  await expect(client()).rejects.toMatchObject({ status: 429, retryAfter: '5' });
  await client();
  venue.inject({ kind: 'refuse', status: 503, times: 3 });
  await expect(client()).rejects.toMatchObject({ status: 503, retryAfter: null });
  venue.heal();
  await client();
  expect(one.socket.readyState).toBe(one.socket.OPEN);
});

test('delay: frames come late and in order, and healing lets them go', async () => {
  const { venue, client, clock } = await venueUnderTest();
  const one = await client();
  await until(() => one.texts.length === 1);
  venue.inject({ kind: 'delay', ms: 3_000 });
  one.send('ping');
  await until(() => venue.received.length === 1);
  clock.advance(2_900);
  one.send('help');
  await until(() => venue.received.length === 2);
  expect(one.texts).toHaveLength(1);
  clock.advance(200);
  await until(() => one.texts.length === 2);
  expect(one.texts[1]).toBe('pong');
  venue.heal();
  await one.find((message) => message.ops !== undefined);
});

test('duplicate partial: every topic is sent again, without its first rows when asked', async () => {
  const { venue, client } = await venueUnderTest();
  const one = await client(both);
  await one.partial('instrument');
  venue.inject({ kind: 'duplicate-partial', withoutRows: 2 });
  await until(() => one.messages.filter((message) => message.action === 'partial').length === 6);
  const [first, second] = one.messages.filter((message) => message.table === 'instrument');
  expect(rowsOf(second ?? {})).toHaveLength(rowsOf(first ?? {}).length - 2);
});

test.each([
  ['order', 'update'],
  ['position', 'delete'],
  ['margin', 'update'],
  ['instrument', 'update'],
  ['orderBookL2_25:XBTUSD', 'delete'],
  ['funding', 'update'],
] as const)('unknown row: an %s %s names a row that is in no partial', async (topic, action) => {
  const { venue, member } = await venueUnderTest();
  const one = await member();
  one.send({ op: 'subscribe', args: [topic] });
  const table = topic.split(':')[0] ?? '';
  const partial = await one.partial(table);
  venue.inject({ kind: 'unknown-row', topic, action });
  const change = await one.find((message) => message.table === table && message.action === action);
  const keys = partial.keys as string[];
  const keyOf = (row: Record<string, unknown>) => JSON.stringify(keys.map((key) => row[key]));
  const known = rowsOf(partial).map(keyOf);
  const [row] = rowsOf(change);
  expect(known.length + 1).toBeGreaterThan(0);
  for (const key of keys) expect(row?.[key]).toBeDefined();
  expect(known).not.toContain(keyOf(row ?? {}));
});

test('unknown row: a client of other topics does not hear it', async () => {
  const { venue, client } = await venueUnderTest();
  const one = await client('/realtime?subscribe=quote:ETHUSDT');
  await one.partial('quote', 'ETHUSDT');
  venue.inject({ kind: 'unknown-row', topic: 'instrument', action: 'update' });
  venue.inject({ kind: 'unknown-row', topic: 'quote:XBTUSD', action: 'update' });
  one.send('ping');
  await until(() => one.texts.includes('pong'));
  expect(one.messages.some((message) => message.action === 'update')).toBe(false);
});

test('bad frames: truncated, not JSON, binary and oversized ones arrive, and the connection goes on', async () => {
  const { venue, client } = await venueUnderTest();
  const one = await client();
  for (const frame of ['truncated', 'not-json', 'binary'] as const)
    venue.inject({ kind: 'bad-frame', frame });
  await until(() => one.texts.length === 4);
  expect(() => JSON.parse(one.texts[1] ?? '')).toThrow();
  expect(() => JSON.parse(one.texts[2] ?? '')).toThrow();
  expect(one.texts[3]).toBe('<binary>');
  venue.inject({ kind: 'bad-frame', frame: 'oversized' });
  await until(() => one.texts.length === 5);
  expect(one.texts[4]?.length).toBeGreaterThan(20_000_000);
  one.send('ping');
  await until(() => one.texts.at(-1) === 'pong');
});

test('ack only: new subscriptions are acknowledged and stay silent, older ones go on', async () => {
  const { venue, client, steps } = await venueUnderTest();
  const one = await client('/realtime?subscribe=quote:XBTUSD');
  await one.partial('quote', 'XBTUSD');
  venue.inject({ kind: 'ack-only' });
  one.send({ op: 'subscribe', args: ['trade:XBTUSD'] });
  await one.find((message) => message.subscribe === 'trade:XBTUSD');
  steps(100);
  await one.find((message) => message.table === 'quote' && message.action === 'insert');
  expect(one.messages.some((message) => message.table === 'trade')).toBe(false);
  venue.heal();
  await one.partial('trade', 'XBTUSD');
});

test('lose: exactly so many messages of a topic are missing', async () => {
  const { venue, client, steps } = await venueUnderTest();
  const all = await client('/realtime?subscribe=trade:XBTUSD');
  await all.partial('trade', 'XBTUSD');
  venue.inject({ kind: 'lose', topic: 'trade:XBTUSD', count: 2 });
  const rest = async () => {
    const answer = await fetch(`${venue.restUrl}/trade?symbol=XBTUSD&count=1000&reverse=true`);
    return (await answer.json()) as { trdMatchID: string; timestamp: string }[];
  };
  const before = (await rest())[0]?.timestamp ?? '';
  steps(200);
  all.send('ping');
  await until(() => all.texts.includes('pong'));
  const heard = new Set(
    all.messages.filter((m) => m.action === 'insert').flatMap((m) => rowsOf(m).map((row) => row.trdMatchID)),
  );
  const missing = (await rest()).filter((row) => row.timestamp > before && !heard.has(row.trdMatchID));
  expect(new Set(missing.map((row) => row.timestamp)).size).toBe(2);
});

test('a client that does not read is cut off instead of filling memory', async () => {
  const { venue, client, steps } = await venueUnderTest({ historyMinutes: 240 });
  const one = await client('/realtime?subscribe=tradeBin1m');
  await one.partial('tradeBin1m');
  one.socket.pause();
  for (let i = 0; i < 200 && venue.stats().clients > 0; i++) {
    venue.inject({ kind: 'duplicate-partial' });
    steps(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const frames = venue.stats().frames;
  venue.inject({ kind: 'duplicate-partial' });
  expect(venue.stats().frames).toBe(frames);
  one.socket.resume();
  expect(await one.closed).toEqual({ code: 1008, reason: 'Reads too slowly' });
});
