import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askedOnce,
  compareBy,
  compareGroups,
  keepOrder,
  withGroupHeads,
} from '../../../src/renderer/tables/order.ts';

const values = new Map<string, number | null>();
const ascending = compareBy((key) => values.get(key) ?? null, false);
const descending = compareBy((key) => values.get(key) ?? null, true);

function given(entries: Record<string, number | null>): string[] {
  values.clear();
  for (const [key, value] of Object.entries(entries)) values.set(key, value);
  return Object.keys(entries);
}

test('sorts in both directions, rows without a value last in each', () => {
  const keys = given({ none: null, two: 2, ten: 10 });
  expect([...keys].sort(ascending)).toEqual(['two', 'ten', 'none']);
  expect([...keys].sort(descending)).toEqual(['ten', 'two', 'none']);
});

test('a held order stays although values change', () => {
  given({ a: 1, b: 2, c: 3 });
  values.set('a', 99);
  expect(keepOrder(['a', 'b', 'c'], ['c', 'b', 'a'], ascending)).toEqual(['a', 'b', 'c']);
});

test('a newcomer goes to its place in a held order, and rows that left go', () => {
  given({ a: 1, c: 3, n: 2 });
  expect(keepOrder(['a', 'b', 'c'], ['a', 'c', 'n'], ascending)).toEqual(['a', 'n', 'c']);
});

test('groups come in the order of their names, sorted within, with a head before each', () => {
  const groups: Record<string, string | null> = { a: 'OKX', b: 'Bybit', c: 'OKX', d: null };
  const groupOf = (key: string) => groups[key] ?? null;
  const keys = given({ a: 1, b: 9, c: 3, d: 7 });
  const sorted = [...keys].sort(compareGroups(groupOf, descending));
  expect(sorted).toEqual(['b', 'c', 'a', 'd']);
  expect(withGroupHeads(sorted, groupOf)).toEqual([
    ...[{ group: 'Bybit', count: 1 }, { key: 'b' }],
    ...[{ group: 'OKX', count: 2 }, { key: 'c' }, { key: 'a' }],
    ...[{ group: '', count: 1 }, { key: 'd' }],
  ]);
});

test('from nothing, or with nothing changed, keeping is sorting', () => {
  const rows = fc.uniqueArray(
    fc.tuple(fc.stringMatching(/^[a-z]{1,4}$/), fc.option(fc.nat(9), { nil: null })),
    {
      selector: ([key]) => key,
    },
  );
  fc.assert(
    fc.property(rows, fc.nat(20), (entries, cut) => {
      const keys = given(Object.fromEntries(entries));
      const sorted = [...keys].sort(ascending);
      expect(keepOrder([], keys, ascending)).toEqual(sorted);
      const before = sorted.filter((_key, index) => index !== cut);
      expect(keepOrder(before, keys, ascending)).toEqual(sorted);
    }),
  );
});

test('every newcomer goes before the first row that should follow it, in a held order too', () => {
  const entry = fc.tuple(fc.stringMatching(/^[a-z]{1,4}$/), fc.nat(9));
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ([key]) => key }), fc.nat(20), (entries, cut) => {
      const keys = given(Object.fromEntries(entries));
      const before = keys.slice(0, cut);
      const placed = [...before];
      for (const key of keys.slice(cut).sort(ascending)) {
        const at = placed.findIndex((other) => ascending(key, other) < 0);
        placed.splice(at < 0 ? placed.length : at, 0, key);
      }
      expect(keepOrder(before, keys, ascending)).toEqual(placed);
    }),
  );
});

test('tens of thousands of newcomers cost no more than sorting them', () => {
  const keys = Array.from({ length: 40_000 }, (_, at) => `${(at * 7919) % 40_000}`);
  let compared = 0;
  const byNumber = (a: string, b: string) => {
    compared += 1;
    return Number(a) - Number(b);
  };
  expect(keepOrder(keys.slice(0, 20_000), keys, byNumber)).toHaveLength(40_000);
  expect(compared).toBeLessThan(1_000_000);
});

test('a value is asked for once for each row, whatever it is compared with', () => {
  const asked: string[] = [];
  const sortValue = askedOnce((key) => {
    asked.push(key);
    return key === 'none' ? null : key.length;
  });
  const keys = ['none', 'aaa', 'b', 'cc'];
  expect([...keys].sort(compareBy(sortValue, false))).toEqual(['b', 'cc', 'aaa', 'none']);
  expect(asked.sort()).toEqual([...keys].sort());
});
