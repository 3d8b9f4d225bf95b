/** Finding rows by their key fields, whatever shares what with what. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExact } from '../../src/main/exchanges/exact-json.ts';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { createKeyIndex } from '../../src/main/tables/key-index.ts';

test('finds exactly the rows that are in it, through any order of additions and removals', () => {
  const value = fc.constantFrom<unknown>('a', 'b', 1, 2, null, true);
  const item = fc.record({ k: value, l: value, m: value });
  const step = fc.record({ item, remove: fc.boolean() });
  const keys = fc.constantFrom(['k'], ['k', 'l'], ['m', 'k', 'l']);
  fc.assert(
    fc.property(keys, fc.array(step, { maxLength: 80, size: 'max' }), (names, steps) => {
      const index = createKeyIndex<{ item: Item }>(names);
      const naive: { item: Item }[] = [];
      const isSame = (left: Item, right: Item) => names.every((name) => left[name] === right[name]);
      for (const { item: wanted, remove } of steps) {
        const at = naive.findIndex((row) => isSame(row.item, wanted));
        const known = naive[at];
        expect(index.find(wanted)).toBe(known);
        if (known === undefined) {
          const row = { item: wanted };
          naive.push(row);
          index.add(row);
        } else if (remove) {
          naive.splice(at, 1);
          index.remove(known);
        }
        for (const row of naive) expect(index.find(row.item)).toBe(row);
      }
    }),
  );
});

test('a row that lacks a key field is not found', () => {
  const index = createKeyIndex<{ item: Item }>(['k', 'l']);
  const row = { item: { k: 1, l: 2 } };
  index.add(row);
  expect(index.find({ k: 1 })).toBeUndefined();
  expect(index.find({ k: 1, l: {} })).toBeUndefined();
  expect(index.find({ k: 1, l: 2, other: 3 })).toBe(row);
  index.add({ item: { k: 1, l: 3 } });
  expect(index.find({ k: 1 })).toBeUndefined();
});

test('ids too long for a double are told apart by all their digits', () => {
  const index = createKeyIndex<{ item: Item }>(['id']);
  const item = (id: string): Item => Object(parseExact(`{"id":${id}}`));
  const row = { item: item('6446144185023447066') };
  index.add(row);
  expect(index.find(item('6446144185023447067'))).toBeUndefined();
  expect(index.find(item('6446144185023447066'))).toBe(row);
});
