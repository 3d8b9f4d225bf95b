import { expect, test } from 'vitest';
import { type AlertDesk, alertDesk, feed, type Sight } from './alert-desk.ts';

const ids = ['bybit', 'okx', 'kraken', 'deribit', 'bitmex'] as const;

/** Five feeds that are well. */
function fiveFeeds(change: Partial<Sight> = {}): AlertDesk {
  const desk = alertDesk();
  for (const id of ids) desk.see(feed(id, 'live', change));
  return desk;
}

test('three feeds that stall within five seconds are one notification', () => {
  const desk = fiveFeeds();
  desk.see(feed('bybit', 'stalled'));
  desk.pass(2);
  desk.see(feed('okx', 'stalled'));
  desk.pass(2.9);
  desk.see(feed('kraken', 'stalled'));
  desk.pass(30);
  expect(desk.popups).toEqual([
    expect.objectContaining({
      slot: 'network',
      event: 'stalled',
      title: 'Network: 3 feeds stalled at once',
      body: 'Trying again. Bybit main, OKX hedge and Kraken main.',
    }),
  ]);
});

test('two feeds, or three over a longer time, are told one by one', () => {
  const desk = fiveFeeds();
  for (const id of ['bybit', 'okx', 'kraken'] as const) {
    desk.see(feed(id, 'stalled'));
    desk.pass(4);
  }
  desk.pass(10);
  expect(desk.popups.map((popup) => popup.slot)).toEqual(['feed:bybit', 'feed:okx', 'feed:kraken']);
});

test('a single stall among many feeds is told once nobody else followed', () => {
  const desk = fiveFeeds();
  desk.see(feed('bybit', 'stalled'));
  desk.pass(4.9);
  expect(desk.popups).toEqual([]);
  desk.pass(0.1);
  expect(desk.popups[0]?.title).toBe('Bybit main: orders stalled for 47 s');
});

test('many feeds down at once are told after the time that a short cut may take', () => {
  const desk = fiveFeeds({ exposure: { positions: 1, orders: 0 } });
  for (const id of ids)
    desk.see(feed(id, 'down', { ageS: 0, exposure: { positions: id === 'okx' ? 1 : 0, orders: 0 } }));
  desk.pass(19);
  expect(desk.popups).toEqual([]);
  desk.pass(1);
  expect(desk.popups).toEqual([
    expect.objectContaining({
      event: 'critical',
      stays: true,
      title: 'Network: 5 feeds down at once',
      body: 'Trying again. OKX hedge has open positions.',
      feedId: 'okx',
    }),
  ]);
});

test('a network that is back before anybody was told is no news', () => {
  const desk = fiveFeeds();
  for (const id of ids) desk.see(feed(id, 'down'));
  desk.pass(10);
  for (const id of ids) desk.see(feed(id, 'live'));
  desk.pass(600);
  expect(desk.decisions).toEqual([]);
});

test('a feed that falls right after the others belongs to them', () => {
  const desk = fiveFeeds();
  for (const id of ids.slice(0, 3)) desk.see(feed(id, 'stalled'));
  desk.pass(4);
  desk.see(feed('deribit', 'stalled'));
  desk.pass(30);
  expect(desk.popups).toHaveLength(1);
  expect(desk.decisions.at(-1)).toMatchObject({
    kind: 'suppressed',
    slot: 'feed:deribit',
    reason: 'part of the network notification',
  });
});

test('the network is said again while feeds are missing, and recovers with the last of them', () => {
  const desk = fiveFeeds();
  for (const id of ids) desk.see(feed(id, 'stalled', { ageS: 12 }));
  desk.pass(30);
  for (const id of ids.slice(0, 4)) desk.see(feed(id, 'live', { loss: { missed: 5, refilled: 5 } }));
  desk.pass(30);
  expect(desk.popups.at(-1)).toMatchObject({
    title: 'Network: 1 of 5 feeds still stalled',
    body: 'Trying again. bitmex.',
  });
  desk.see(feed('bitmex', 'live', { loss: { missed: 3, refilled: 2 } }));
  expect(desk.decisions.slice(-2)).toEqual([
    { kind: 'close', slot: 'network' },
    {
      kind: 'show',
      popup: expect.objectContaining({
        slot: 'network',
        title: 'Network recovered after 1 m 12 s',
        body: '23 trades missed, 22 refilled, 1 lost.',
      }),
    },
  ]);
  expect(desk.nextMs()).toBeNull();
});

test('acknowledging the network ends its repeats', () => {
  const desk = fiveFeeds();
  for (const id of ids) desk.see(feed(id, 'stalled'));
  desk.tell({ kind: 'acknowledge', slot: 'network' });
  desk.pass(7_200);
  expect(desk.popups).toHaveLength(1);
});

test('when the last troubled feed of a network is removed, its popup goes', () => {
  const desk = fiveFeeds();
  for (const id of ids.slice(0, 3)) desk.see(feed(id, 'stalled'));
  for (const id of ids.slice(0, 3)) desk.tell({ kind: 'feed-removed', feedId: id });
  expect(desk.decisions.at(-1)).toEqual({ kind: 'close', slot: 'network' });
});

test('a member whose key is refused is told by itself', () => {
  const desk = fiveFeeds();
  for (const id of ids.slice(0, 3)) desk.see(feed(id, 'stalled'));
  desk.see(feed('bybit', 'refused', { reason: 'the key has expired' }));
  expect(desk.popups.at(-1)).toMatchObject({ slot: 'feed:bybit', event: 'refused' });
});
