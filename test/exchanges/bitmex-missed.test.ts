/** Executions of a BitMEX account that nobody heard of: said as a gap, and filled in as far as the venue lets us. */
import { expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { allLive, rowsOf, watchAccount } from '../support/account-life.ts';
import { fillAgain, life } from '../support/bitmex-life.ts';
import type { BitmexServer } from '../support/bitmex-server.ts';
import { eventually } from '../support/eventually.ts';
import type { Watched } from '../support/watched-account.ts';
import { allRead, bitmexSigner, lifeClock, lines, watchedBitmex } from '../support/watched-bitmex.ts';

const begin = watchedBitmex();

/** Four fills while nobody listens; a partial may hold the newest. */
async function missFills({ venue, feed }: Watched<BitmexServer>): Promise<void> {
  const [first, second, third] = life(venue);
  first?.();
  const { reconnects } = feed.status().counters;
  venue.cut();
  second?.();
  third?.();
  await eventually('connected again', () => feed.status().counters.reconnects > reconnects);
  await allLive(feed);
}
const history = '/api/v1/execution/tradeHistory';

test('executions that were missed are a gap, and every one is read again', async () => {
  const watching = await begin({ executionsInPartial: 1 });
  await allRead(watching);
  await missFills(watching);
  const { feed } = watching;
  await eventually('refilled', () => feed.refills.length === 1);
  expect(feed.gaps.filter(({ channel }) => channel === 'execution')).toMatchObject([{ kind: 'disconnect' }]);
  expect(feed.refills).toMatchObject([{ channel: { topic: 'execution' }, refilled: 4, shortfall: null }]);
  expect(rowsOf(feed).execution).toHaveLength(5);
});

test('what cannot be read again is said, shown as far as the partial goes, and filled in later', async () => {
  const watching = await begin({ executionsInPartial: 1 });
  const { venue, feed } = watching;
  await allRead(watching);
  venue.broken.add(history);
  await missFills(watching);
  await eventually('told', () => feed.refills.length === 1);
  expect(feed.refills).toMatchObject([
    { refilled: 1, shortfall: expect.stringContaining('could not answer') },
  ]);
  expect(feed.stateOf('execution')).toBe('live');
  expect(lines(rowsOf(feed).execution, 'id')).toEqual(['exec-4', 'exec-old']);
  venue.broken.clear();
  await eventually('filled in', () => feed.refills.length === 2);
  expect(feed.refills[1]).toMatchObject({ refilled: 3, shortfall: null });
  expect(rowsOf(feed).execution).toHaveLength(5);
  expect(feed.status().trouble).toBeNull();
});

test('a key that may not read past executions still shows those that the stream tells', async () => {
  const watching = await begin({ executionsInPartial: 1, more: ({ denied }) => denied.add(history) });
  await allRead(watching);
  await missFills(watching);
  const { feed } = watching;
  await eventually('told', () => feed.refills.length === 1);
  expect(feed.refills).toMatchObject([{ refilled: 1, shortfall: expect.stringContaining('may not read') }]);
  expect(feed.stateOf('execution')).toBe('live');
  expect(feed.status().trouble).toMatchObject({ cause: 'permission' });
  expect(lines(rowsOf(feed).execution, 'id')).toEqual(['exec-4', 'exec-old']);
});

test('without a REST address the partial is all there is, and that is said', async () => {
  const { venue } = await begin({ executionsInPartial: 1 });
  const feed = watchAccount(bitmex, { ...venue, rest: null }, bitmexSigner(), lifeClock());
  await allLive(feed);
  await missFills({ venue, feed });
  expect(feed.refills).toMatchObject([
    { refilled: 1, shortfall: expect.stringContaining('no REST address') },
  ]);
  expect(feed.status()).toMatchObject({ state: 'live', trouble: null });
  await feed.supervisor.closeAll();
});

test('more than a page is read page by page', async () => {
  const watching = await begin();
  const { venue, feed } = watching;
  await allRead(watching);
  venue.cut();
  for (let count = 0; count < 1_100; count += 1) fillAgain(venue, `many-${count}`);
  await eventually('all of it', () => rowsOf(feed).execution?.length === 1_101);
  expect(
    venue.requests.filter(({ path }) => path === history).map(({ query }) => query.get('start')),
  ).toEqual(['0', '0', '500', '1000']);
});
