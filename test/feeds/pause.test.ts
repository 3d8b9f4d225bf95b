/** A feed that the user pauses, over real sockets. */
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { book, feedBench, matches, serveBook, serveCoinbase } from '../support/feed-bench.ts';

const bench = feedBench();

test('a paused feed hangs up, says so, and stays away until it is to reconnect', async () => {
  const { venue, open } = bench();
  serveBook(venue);
  const feed = open(book);
  await eventually('live', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  feed.supervisor.pause('test');
  await eventually('gone', () => venue.clients[0]?.isOpen === false);
  expect(feed.status()).toMatchObject({ state: 'waiting', reason: 'paused, as you asked', paused: true });
  feed.supervisor.wake();
  expect(venue.clients).toHaveLength(1);
  expect(feed.status().paused).toBe(true);

  feed.supervisor.reconnect('test');
  await eventually('live again', () => feed.stateOf('orderBookL2:XBTUSD') === 'live');
  expect(feed.status().paused).toBe(false);
  expect(feed.gaps).toMatchObject([{ kind: 'disconnect', channel: 'orderBookL2:XBTUSD' }]);
  expect(feed.story.filter((step) => step === 'down')).toEqual([]);
});

test('a channel that joins a paused feed waits with it', async () => {
  const { venue, open } = bench();
  serveCoinbase(venue, () => 5);
  const feed = open(matches);
  await eventually('subscribed', () => (venue.clients[0]?.received.length ?? 0) > 0);
  feed.supervisor.pause('test');
  feed.supervisor.addChannels('test', [{ topic: 'trade', symbol: 'ETH-USD' }]);
  expect(feed.status().channels.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  expect(venue.clients.length).toBeLessThan(2);
});
