/** Keys and clocks at a server of the BitMEX dialect: each trouble is a clear state of its own. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { checkKey } from '../../src/main/feeds/key-check.ts';
import { textSigner } from '../../src/main/signing/signer.ts';
import { allLive, rowsOf } from '../support/account-life.ts';
import { fillAgain } from '../support/bitmex-life.ts';
import { type BitmexServer, bitmexKey, bitmexSecret, startBitmexServer } from '../support/bitmex-server.ts';
import { eventually } from '../support/eventually.ts';
import { fastClock } from '../support/fast-clock.ts';
import { watchedAccounts } from '../support/watched-account.ts';
import { allRead } from '../support/watched-bitmex.ts';

function signer(secret = bitmexSecret) {
  return textSigner(bitmexKey, secret);
}

const begin = watchedAccounts(bitmex, startBitmexServer, signer);
const topics = bitmex.defaultTopics.account;

describe('a key', () => {
  test.each([
    [401, 'This key is disabled.', 'key', 'does not know this key'],
    [401, 'Invalid API Key.', 'key', 'does not know this key'],
    [403, 'This IP address is not allowed.', 'address', 'internet address'],
    [403, 'Forbidden', 'permission', 'may not read'],
  ])('that meets %s %s is refused for that, and not tried again', async (status, message, cause, words) => {
    const { venue, feed } = await begin(undefined, (server) => {
      server.trouble = { status, message };
    });
    await eventually('refused', () => feed.status().state === 'refused');
    const { trouble } = feed.status();
    expect(trouble).toMatchObject({ cause, message: expect.stringContaining(words) });
    expect(trouble?.message).toContain(`(BitMEX says: ${message})`);
    expect(topics.map((topic) => feed.stateOf(topic))).toEqual(topics.map(() => 'refused'));
    expect(venue.clients).toHaveLength(1);
    expect(JSON.stringify([feed.status().trouble, feed.log, feed.reasons])).not.toContain(bitmexSecret);
  });

  test.each(topics)('that may not read %s reads the rest', async (denied) => {
    const { feed } = await begin(undefined, (server) => {
      server.denied.add(denied);
    });
    await eventually('the others', () =>
      topics.every((topic) => feed.stateOf(topic) === (topic === denied ? 'refused' : 'live')),
    );
    const message = 'This key may not read this.';
    expect(feed.status().trouble).toMatchObject({
      cause: 'permission',
      message: expect.stringContaining(message),
    });
  });

  test('that is removed in mid-session is refused at the next connection', async () => {
    const { venue, feed } = await begin();
    await allRead({ venue, feed });
    venue.trouble = { status: 401, message: 'Invalid API Key.' };
    venue.cut();
    await eventually('refused', () => feed.status().state === 'refused');
    expect(feed.status().trouble).toMatchObject({ cause: 'key' });
    expect(venue.clients).toHaveLength(2);
  });

  test('that is removed while its stream goes on is told with the next comparison', async () => {
    // A minute takes a second.
    const { venue, feed } = await begin(undefined, () => {}, fastClock(60));
    await allRead({ venue, feed });
    venue.trouble = { status: 401, message: 'Invalid API Key.' };
    await eventually('told', () => feed.status().trouble?.cause === 'key');
    expect(feed.status().trouble?.message).toContain('does not know this key');
    fillAgain(venue, 'exec-later');
    await eventually('told all the same', () => JSON.stringify(rowsOf(feed)).includes('exec-later'));
  });
});

describe('a clock that is off', () => {
  const ahead = 60_000;

  test('is measured again when a login is refused for its time', async () => {
    const { venue, feed } = await begin(undefined, (server) => {
      server.timeless.add('greeting');
    });
    await allRead({ venue, feed });
    venue.skewMs = ahead;
    venue.cut();
    await eventually(
      'live again',
      () => feed.status().trouble?.cause === 'clock' && feed.status().state === 'live',
    );
    expect(feed.status().clockSkewMs).toBeGreaterThan(ahead - 1_000);
    expect(feed.reasons.some((reason) => reason.includes('This request has expired'))).toBe(true);
  });

  test('and cannot be measured is told in words, and tried again', async () => {
    const { venue, feed } = await begin(undefined, (server) => {
      server.timeless.add('greeting').add('rest');
      server.skewMs = ahead;
    });
    await eventually('down', () => feed.status().state === 'down');
    const { trouble } = feed.status();
    expect(trouble).toMatchObject({
      cause: 'clock',
      message: expect.stringContaining('This request has expired'),
    });
    expect(trouble?.message).toContain("Set this computer's clock");
    venue.skewMs = 0;
    await eventually('live', () => feed.status().state === 'live', 15_000);
    expect(feed.status().trouble).toBeNull();
  }, 20_000);
});

describe('a venue in trouble', () => {
  test.each([
    [429, 'Rate limit exceeded, retry in 0 seconds.'],
    [503, 'The system is currently overloaded. Please try again later.'],
  ])('that answers a login with %s is tried again', async (status, message) => {
    const { venue, feed } = await begin(undefined, (server) => {
      server.trouble = { status, message };
    });
    await eventually('told', () => feed.reasons.some((reason) => reason.includes(message)));
    venue.trouble = null;
    await allLive(feed);
  });

  test('that is asked too often is waited for', async () => {
    const { venue, feed } = await begin(undefined, (server: BitmexServer) => {
      fillAgain(server, 'exec-before', new Date().toISOString());
      server.lockedOut = 2;
    });
    await eventually('read', () => JSON.stringify(rowsOf(feed)).includes('exec-before'));
    expect(venue.lockedOut).toBe(0);
    await eventually('forgotten', () => feed.status().trouble === null);
  });
});

test('what a key may do is read from the list of keys, and from our own alone', async () => {
  const { venue } = await begin();
  const { rest } = venue;
  const check = (secret?: string) =>
    checkKey({ exchange: bitmex, rest, signer: signer(secret), clock: systemClock, fetch });
  const reading = { read: true, trade: false, withdraw: false, words: [], addresses: ['1.2.3.4/32'] };
  expect(await check()).toMatchObject({ ok: true, rights: reading });
  venue.permissions = ['order', 'withdraw'];
  expect(await check()).toMatchObject({
    rights: { trade: true, withdraw: true, words: ['order', 'withdraw'] },
  });
  venue.permissions = ['orderCancel'];
  expect(await check()).toMatchObject({ rights: { trade: true, withdraw: false } });
  expect(await check('wrong')).toMatchObject({ ok: false, cause: 'secret' });
  venue.denied.add('/api/v1/apiKey');
  expect(await check()).toMatchObject({ ok: false, cause: 'permission' });
  venue.trouble = { status: 401, message: 'This key is disabled.' };
  expect(await check()).toMatchObject({
    ok: false,
    cause: 'key',
    message: expect.stringContaining('disabled'),
  });
});
