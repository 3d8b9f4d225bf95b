/** A book whose sides cross has lost a message somewhere. */
import { expect, test } from 'vitest';
import { change, level } from '../support/dialect-frames.ts';
import { eventually } from '../support/eventually.ts';
import { book, feedBench, serveBook } from '../support/feed-bench.ts';
import { manualClock } from '../support/manual-clock.ts';

const bench = feedBench();
const ask = { ...level(1, 10), id: 3, side: 'Sell' };

async function opened() {
  const { venue, open } = bench();
  serveBook(venue);
  const clock = manualClock();
  const feed = open({ ...book, clock });
  clock.advance(0);
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  /** Something is heard every second, or the connection would be taken for dead. */
  const pass = async (seconds: number, price: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await insert(price);
      clock.advance(1_000);
    }
  };
  const insert = async (price: number) => {
    const rows = feed.rows.length;
    venue.clients[0]?.send(change('orderBookL2', 'insert', { ...ask, price }));
    await eventually('applied', () => feed.rows.length > rows);
  };
  return { feed, pass };
}

test('seen twice, it is marked and fetched anew', async () => {
  const { feed, pass } = await opened();
  await pass(7, 30_001);
  expect(feed.states.at(-1)).toBe('orderBookL2:XBTUSD live');
  await pass(4, 30_001);
  expect(feed.states).toContain('orderBookL2:XBTUSD resyncing');
  await eventually('whole again', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  expect(feed.gaps).toMatchObject([{ kind: 'sequence', channel: 'orderBookL2:XBTUSD', missed: null }]);
  expect(feed.supervisor.store('test')?.size('orderBookL2')).toBe(2);
});

test('seen once, it was only on its way', async () => {
  const { feed, pass } = await opened();
  await pass(7, 30_001);
  await pass(12, 30_003);
  expect(feed.states.at(-1)).toBe('orderBookL2:XBTUSD live');
  expect(feed.gaps).toEqual([]);
  expect(feed.status().counters.resyncs).toBe(0);
});
