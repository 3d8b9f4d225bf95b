/** Reading a feed as an async iterator, at any speed. */
import { describe, expect, test } from 'vitest';
import { type FeedItem, ItemFanOut } from '../../src/main/feeds/item-queue.ts';

function item(n: number): FeedItem {
  return { item: { n }, symbol: 'X', table: 'trade', action: 'insert' };
}

test('items come in order, to every reader', async () => {
  const fan = new ItemFanOut();
  const readers = [fan.open(10), fan.open(10)];
  fan.push(item(1));
  fan.push(item(2));
  fan.end();
  for (const reader of readers) {
    const read: unknown[] = [];
    for await (const { item: one } of reader) read.push(one.n);
    expect(read).toEqual([1, 2]);
  }
});

test('a slow reader loses the oldest, and is told how many', async () => {
  const fan = new ItemFanOut();
  const reader = fan.open(1_000);
  for (let n = 0; n < 5_000; n += 1) fan.push(item(n));
  expect(reader.lost).toBe(4_000);
  expect((await reader.next()).value.item.n).toBe(4_000);
});

describe('the end', () => {
  test('of the feed ends a pending read', async () => {
    const fan = new ItemFanOut();
    const reader = fan.open(10);
    const pending = [reader.next(), reader.next()];
    fan.end();
    expect(await Promise.all(pending)).toEqual([
      { value: undefined, done: true },
      { value: undefined, done: true },
    ]);
  });

  test('of a loop stops the queue from growing', async () => {
    const fan = new ItemFanOut();
    const reader = fan.open(10);
    fan.push(item(1));
    for await (const _one of reader) break;
    for (let n = 0; n < 100; n += 1) fan.push(item(n));
    expect(reader.lost).toBe(0);
    expect(await reader.next()).toEqual({ value: undefined, done: true });
  });

  test('of a feed that has ended already is there at once', async () => {
    const fan = new ItemFanOut();
    fan.end();
    expect(await fan.open(10).next()).toEqual({ value: undefined, done: true });
  });
});
