/** Feeds that wait for a key: seen with their reason, and gone when the key comes. */
import { expect, test } from 'vitest';
import { accountFeed } from '../../src/main/app/feed-specs.ts';
import { withWaitingFeeds } from '../../src/main/app/waiting-feeds.ts';
import { findVenue } from '../../src/main/exchanges/registry.ts';
import type { FeedSpec, Feeds } from '../../src/main/feeds/feed-events.ts';
import { manualClock } from '../support/manual-clock.ts';

function bench() {
  const said: string[] = [];
  const opened: string[] = [];
  const nothing = () => {};
  const inner: Feeds = {
    open: ({ id }: FeedSpec) => opened.push(id),
    close: async (id) => {
      opened.push(`closed ${id}`);
    },
    ...{
      addChannels: nothing,
      removeChannels: () => [],
      reconnect: nothing,
      resubscribe: nothing,
      pause: nothing,
    },
    ...{ wake: nothing, store: () => null, status: () => [], closeAll: async () => {} },
  };
  const listener = {
    channel: (feed: FeedSpec, change: { readonly state: string; readonly reason: string }) =>
      said.push(`${feed.account} ${change.state}: ${change.reason}`),
  };
  const found = findVenue('bitmex');
  if (found.kind !== 'supported') throw new Error(found.message);
  const address = { venue: 'bitmex', exchange: found.exchange, endpoint: 'ws://127.0.0.1:9', rest: null };
  return {
    ...{ said, opened, spec: accountFeed(address, 'main', null) },
    feeds: withWaitingFeeds(inner, listener, manualClock()),
  };
}

test('is a feed of its own, with every channel waiting for the reason given', () => {
  const { feeds, said, spec } = bench();
  feeds.wait(spec, 'the keychain is locked');
  expect(feeds.status()).toMatchObject([
    { spec: { id: spec.id }, state: 'waiting', reason: 'the keychain is locked' },
  ]);
  expect(feeds.status()[0]?.channels).toHaveLength(4);
  expect(said).toEqual(Array(4).fill('main waiting: the keychain is locked'));
  feeds.wait(spec, 'the keychain is locked');
  expect(said).toHaveLength(4);
});

test('makes room for the real one, and can be closed', async () => {
  const { feeds, opened, spec } = bench();
  feeds.wait(spec, 'x');
  feeds.open(spec);
  expect(opened).toEqual([spec.id]);
  expect(feeds.status()).toEqual([]);
  feeds.wait(spec, 'x');
  await feeds.close(spec.id);
  expect(feeds.status()).toEqual([]);
  expect(opened).toEqual([spec.id]);
  await feeds.close(spec.id);
  expect(opened).toEqual([spec.id, `closed ${spec.id}`]);
});
