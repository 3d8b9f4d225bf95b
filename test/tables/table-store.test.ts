/** What partials and deltas do to tables, case by case. */
import { describe, expect, test } from 'vitest';
import { parseExact } from '../../src/main/exchanges/exact-json.ts';
import type { Action, Item } from '../../src/main/exchanges/exchange.ts';
import type { TableOptions } from '../../src/main/tables/table-options.ts';
import {
  type Applied,
  createTableStore,
  type RowChange,
  type TableStore,
} from '../../src/main/tables/table-store.ts';

interface Bench {
  readonly store: TableStore;
  readonly changes: RowChange[];
  partial(table: string, keys: readonly string[], filter: Item, rows: readonly Item[]): Applied;
  delta(table: string, action: Action, ...rows: readonly Item[]): Applied;
  items(table: string): readonly Item[];
}

function bench(options?: TableOptions): Bench {
  const store = createTableStore(options);
  const changes: RowChange[] = [];
  const changed = (change: RowChange) => changes.push(change);
  return {
    store,
    changes,
    partial: (table, keys, filter, rows) =>
      store.apply({ kind: 'table', table, action: 'partial', keys, filter, rows }, changed),
    delta: (table, action, ...rows) =>
      store.apply({ kind: 'table', table, action, keys: null, filter: null, rows }, changed),
    items: (table) => [...store.rows(table)].map(([, item]) => item),
  };
}

const bookKeys = ['symbol', 'id', 'side'];
const level = (symbol: string, id: number, size: number) => ({ symbol, id, side: 'Buy', size });

describe('partials', () => {
  test('replace what their filter covers, and announce what is gone before what is there', () => {
    const { partial, changes, items } = bench();
    partial('book', bookKeys, { symbol: 'A' }, [level('A', 1, 10), level('A', 2, 20)]);
    partial('book', bookKeys, { symbol: 'B' }, [level('B', 1, 30)]);
    changes.length = 0;
    partial('book', bookKeys, { symbol: 'A' }, [level('A', 2, 25), level('A', 3, 5)]);
    expect(changes.map(({ action, key, item }) => [action, key, item.size])).toEqual([
      ['delete', 'A|1|Buy', 10],
      ['partial', 'A|2|Buy', 25],
      ['partial', 'A|3|Buy', 5],
    ]);
    expect(items('book')).toEqual([level('A', 2, 25), level('B', 1, 30), level('A', 3, 5)]);
  });

  test('take no row of a symbol that they do not cover, which no later partial would replace', () => {
    const { partial, items } = bench();
    partial('book', bookKeys, { symbol: 'A' }, [
      level('A', 1, 10),
      level('B', 1, 30),
      { id: 7, side: 'Buy' },
    ]);
    partial('ring', [], { symbol: 'A' }, [{ symbol: 'A' }, { symbol: 'B' }, {}]);
    expect([items('book'), items('ring')]).toEqual([[level('A', 1, 10)], [{ symbol: 'A' }]]);
  });

  test('with other keys of the same letters begin a new table', () => {
    const { partial, items } = bench();
    partial('book', ['a,b'], {}, [{ 'a,b': 1 }]);
    partial('book', ['a', 'b'], {}, [{ a: 1, b: 2 }]);
    expect(items('book')).toEqual([{ a: 1, b: 2 }]);
  });

  test('do not double rows when they come twice', () => {
    const { partial, items, changes } = bench();
    for (let time = 0; time < 2; time += 1) partial('book', bookKeys, { symbol: 'A' }, [level('A', 1, 10)]);
    expect(items('book')).toEqual([level('A', 1, 10)]);
    expect(changes.map(({ action }) => action)).toEqual(['partial', 'partial']);
  });

  test('without a filter replace the whole table', () => {
    const { partial, items } = bench();
    partial('book', bookKeys, { symbol: 'A' }, [level('A', 1, 10)]);
    partial('book', bookKeys, {}, [level('B', 1, 10)]);
    expect(items('book')).toEqual([level('B', 1, 10)]);
  });

  test('of one account leave the other account alone', () => {
    const { partial, items } = bench();
    const row = (account: number, currency: string) => ({ account, currency });
    partial('margin', ['account', 'currency'], { account: 1 }, [row(1, 'XBt'), row(1, 'USDt')]);
    partial('margin', ['account', 'currency'], { account: 2 }, [row(2, 'XBt')]);
    partial('margin', ['account', 'currency'], { account: 1 }, [row(1, 'XBt')]);
    expect(items('margin')).toEqual([row(1, 'XBt'), row(2, 'XBt')]);
  });

  test('with no rows start their table all the same', () => {
    const { partial, delta, store } = bench();
    expect(delta('order', 'insert', { orderID: 'a' })).toMatchObject({ applied: 0, early: 1 });
    partial('order', ['orderID'], {}, []);
    expect(store.tables()).toEqual(['order']);
    expect(delta('order', 'insert', { orderID: 'a' })).toMatchObject({ applied: 1, early: 0 });
  });

  test('that declare other keys start the table anew', () => {
    const { partial, changes, items } = bench();
    partial('position', ['account', 'symbol'], {}, [{ account: 1, symbol: 'A' }]);
    partial('position', ['account', 'symbol', 'currency'], {}, [
      { account: 1, symbol: 'A', currency: 'XBt' },
    ]);
    expect(changes.map(({ action }) => action)).toEqual(['partial', 'delete', 'partial']);
    expect(items('position')).toEqual([{ account: 1, symbol: 'A', currency: 'XBt' }]);
  });

  test('for one symbol never look at the rows of others', () => {
    const { partial } = bench();
    let looks = 0;
    const watched = (id: number) =>
      new Proxy(
        { symbol: 'B', id, side: 'Buy', account: 1 },
        {
          get(target, name) {
            looks += 1;
            return Reflect.get(target, name);
          },
        },
      );
    partial('book', bookKeys, { symbol: 'B' }, [watched(1), watched(2), watched(3)]);
    looks = 0;
    partial('book', bookKeys, { symbol: 'A', account: 1 }, [level('A', 1, 10)]);
    partial('book', bookKeys, { symbol: 'A', account: 1 }, []);
    expect(looks).toBe(0);
  });
});

describe('deltas', () => {
  test('before the partial of their symbol are dropped and counted', () => {
    const { partial, delta, changes } = bench();
    expect(delta('book', 'insert', level('A', 1, 1), level('A', 2, 1))).toMatchObject({
      applied: 0,
      early: 2,
    });
    partial('book', bookKeys, { symbol: 'A' }, []);
    const applied = delta('book', 'insert', level('B', 1, 1), level('A', 1, 1));
    expect(applied).toEqual({ applied: 1, early: 1, unknown: 0, unknownSymbols: [] });
    expect(changes.map(({ key }) => key)).toEqual(['A|1|Buy']);
  });

  test('update one row each and give the whole row', () => {
    const { partial, delta, changes, store } = bench();
    partial('book', bookKeys, { symbol: 'A' }, [{ ...level('A', 1, 10), price: 5 }]);
    delta('book', 'update', { symbol: 'A', id: 1, side: 'Buy', size: 11 });
    expect(changes.at(-1)).toEqual({
      table: 'book',
      action: 'update',
      symbol: 'A',
      key: 'A|1|Buy',
      item: { ...level('A', 1, 11), price: 5 },
    });
    expect(store.get('book', 'A|1|Buy')).toBe(changes.at(-1)?.item);
  });

  test('delete rows and give them as they were', () => {
    const { partial, delta, changes, store } = bench();
    partial('book', bookKeys, { symbol: 'A' }, [level('A', 1, 10)]);
    delta('book', 'delete', { symbol: 'A', id: 1, side: 'Buy' });
    expect(changes.at(-1)).toMatchObject({ action: 'delete', item: level('A', 1, 10) });
    expect(store.size('book')).toBe(0);
    expect(store.get('book', 'A|1|Buy')).toBeNull();
  });

  test('for rows that are not there are counted and invent nothing', () => {
    const { partial, delta, changes } = bench();
    partial('book', bookKeys, {}, []);
    expect(delta('book', 'update', level('A', 1, 1), level('A', 2, 1), level('B', 1, 1))).toEqual({
      applied: 0,
      early: 0,
      unknown: 3,
      unknownSymbols: ['A', 'B'],
    });
    expect(delta('book', 'delete', { symbol: 'A', id: 1, side: 'Buy' })).toMatchObject({ unknown: 1 });
    expect(changes).toEqual([]);
  });

  test('that insert a known row take its place', () => {
    const { partial, delta, items, changes } = bench();
    partial('order', ['orderID'], {}, [{ orderID: 'a', price: 1, text: 'old' }]);
    delta('order', 'insert', { orderID: 'a', price: 2 });
    expect(items('order')).toEqual([{ orderID: 'a', price: 2 }]);
    expect(changes.at(-1)).toMatchObject({ action: 'insert' });
  });

  test('without a symbol find their row by its keys alone', () => {
    const { partial, delta, items } = bench();
    partial('order', ['orderID'], { symbol: 'A' }, [{ orderID: 'a', symbol: 'A', price: 1 }]);
    expect(delta('order', 'update', { orderID: 'a', price: 2 })).toMatchObject({ applied: 1 });
    expect(items('order')).toEqual([{ orderID: 'a', symbol: 'A', price: 2 }]);
    expect(delta('order', 'update', { orderID: 'b' })).toMatchObject({ unknown: 1, unknownSymbols: [null] });
  });

  test('wait again after their channel was invalidated, while the rows stay readable', () => {
    const { partial, delta, store } = bench();
    partial('book', bookKeys, {}, [level('A', 1, 1), level('B', 1, 1)]);
    store.invalidate('book', 'A');
    expect(delta('book', 'update', level('A', 1, 2))).toMatchObject({ applied: 0, early: 1 });
    expect(delta('book', 'update', level('B', 1, 2))).toMatchObject({ applied: 1, early: 0 });
    expect(store.get('book', 'A|1|Buy')).toEqual(level('A', 1, 1));
    partial('book', bookKeys, { symbol: 'A' }, [level('A', 1, 3)]);
    expect(delta('book', 'update', level('A', 1, 4))).toMatchObject({ applied: 1 });
    store.invalidate('book', null);
    expect(delta('book', 'update', level('B', 1, 5))).toMatchObject({ early: 1 });
    store.invalidate('nothing', null);
  });
});

describe('rings', () => {
  const quote = (symbol: string, bidPrice: number) => ({ symbol, bidPrice });

  test('keep the newest rows of each symbol', () => {
    const { partial, delta, items, store } = bench({ ringRows: 2 });
    partial('quote', [], {}, [quote('A', 1)]);
    delta('quote', 'insert', quote('A', 2), quote('B', 9), quote('A', 3));
    expect(items('quote')).toEqual([quote('A', 2), quote('A', 3), quote('B', 9)]);
    expect(store.size('quote')).toBe(3);
    expect(store.latest('quote', 'A')).toEqual(quote('A', 3));
    expect(store.latest('quote', 'C')).toBeNull();
    expect(store.latest('other', null)).toBeNull();
  });

  test('hold 200 rows unless told otherwise, for one table or for all', () => {
    const fill = (options: TableOptions | undefined, table: string) => {
      const { partial, delta, store } = bench(options);
      partial(table, [], {}, []);
      for (let n = 0; n < 1_000; n += 1) delta(table, 'insert', quote('A', n));
      return store.size(table);
    };
    expect(fill(undefined, 'quote')).toBe(200);
    expect(fill({ ringRows: 50 }, 'quote')).toBe(50);
    expect(fill({ ringRowsByTable: new Map([['tradeBin1m', 300]]) }, 'tradeBin1m')).toBe(300);
  });

  test('give every row a key of its own that is never used again', () => {
    const { partial, delta, changes, store } = bench({ ringRows: 2 });
    partial('quote', [], { symbol: 'A' }, [quote('A', 1)]);
    delta('quote', 'insert', quote('A', 2), quote('A', 3));
    partial('quote', [], { symbol: 'A' }, [quote('A', 3)]);
    const keys = changes.map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
    expect(keys.map((key) => store.get('quote', key)?.bidPrice ?? null)).toEqual([null, null, null, 3]);
    expect(store.get('quote', 'A|99')).toBeNull();
    expect(store.get('quote', 'nonsense')).toBeNull();
    expect([...store.rows('quote')].map(([key]) => key)).toEqual(keys.slice(3));
  });

  test('are replaced by a partial in silence: their rows are events that have passed', () => {
    const { partial, changes, items } = bench();
    partial('quote', [], { symbol: 'A' }, [quote('A', 1)]);
    partial('quote', [], { symbol: 'B' }, [quote('B', 1)]);
    partial('quote', [], { symbol: 'A' }, [quote('A', 2)]);
    expect(changes.map(({ action }) => action)).toEqual(['partial', 'partial', 'partial']);
    expect(items('quote')).toEqual([quote('A', 2), quote('B', 1)]);
  });

  test('know no updates and no deletes, and wait for their partial too', () => {
    const { partial, delta, store } = bench();
    expect(delta('quote', 'insert', quote('A', 1))).toMatchObject({ early: 1 });
    partial('quote', [], { symbol: 'A' }, []);
    expect(delta('quote', 'update', quote('A', 1))).toMatchObject({ unknown: 1, unknownSymbols: ['A'] });
    expect(delta('quote', 'delete', quote('A', 1))).toMatchObject({ unknown: 1 });
    store.invalidate('quote', 'A');
    expect(delta('quote', 'insert', quote('A', 1))).toMatchObject({ early: 1 });
  });
});

describe('keys', () => {
  test('come from the partial, unless the user names others', () => {
    const { partial, delta, items, store } = bench({ keys: new Map([['quote', ['symbol']]]) });
    partial('quote', [], {}, []);
    delta(
      'quote',
      'insert',
      { symbol: 'A', bidPrice: 1 },
      { symbol: 'A', bidPrice: 2 },
      { symbol: 'B', bidPrice: 3 },
    );
    expect(items('quote')).toEqual([
      { symbol: 'A', bidPrice: 2 },
      { symbol: 'B', bidPrice: 3 },
    ]);
    expect(store.keyFields('quote', { symbol: 'A', bidPrice: 2 })).toEqual({ symbol: 'A' });
  });

  test('are given as fields, and as an empty object where there are none', () => {
    const { partial, store } = bench();
    partial('book', bookKeys, {}, []);
    partial('quote', [], {}, []);
    expect(store.keyFields('book', level('A', 1, 5))).toEqual({ symbol: 'A', id: 1, side: 'Buy' });
    expect(store.keyFields('quote', level('A', 1, 5))).toEqual({});
    expect(store.keyFields('nothing', level('A', 1, 5))).toEqual({});
  });

  test('of different rows are different, whatever the values hold', () => {
    const { partial, store } = bench();
    const rows = [
      ['a|b', 'c'],
      ['a', 'b|c'],
      ['a\\', 'b|c'],
      ['a\\|b', 'c'],
      [null, 'x'],
      [7, 'x'],
      [true, 'x'],
    ];
    partial(
      't',
      ['l', 'r'],
      {},
      rows.map(([l, r]) => ({ l, r })),
    );
    expect(store.size('t')).toBe(rows.length);
  });

  test('keep all digits of a long id', () => {
    const { partial, store } = bench();
    const rows = [1, 2].map((last) => Object(parseExact(`{"id":644614418502344706${last}}`)));
    partial('t', ['id'], {}, rows);
    expect(store.size('t')).toBe(2);
    expect(store.get('t', '6446144185023447061')).toBe(rows[0]);
  });

  test('that a row lacks make it unknown: it could never be found again', () => {
    const { partial, delta, store } = bench();
    expect(partial('t', ['id'], {}, [{ id: 1 }, { other: 2 }, { id: { deep: 1 } }])).toMatchObject({
      applied: 1,
      unknown: 2,
    });
    expect(delta('t', 'insert', { other: 1 })).toMatchObject({ applied: 0, unknown: 1 });
    expect(store.size('t')).toBe(1);
  });

  test('and tables called like parts of every object are harmless', () => {
    const { partial, delta, store } = bench();
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const row = Object(JSON.parse(`{"${name}":"x","a":{"${name}":1}}`));
      partial(name, [name], {}, [row]);
      expect(store.get(name, 'x')).toEqual(row);
      delta(name, 'update', Object(JSON.parse(`{"${name}":"x","b":1}`)));
      expect(JSON.stringify(store.get(name, 'x'))).toBe(`{"${name}":"x","a":{"${name}":1},"b":1}`);
      partial('plain', ['k'], {}, [{ k: 1 }]);
      delta('plain', 'update', Object(JSON.parse(`{"k":1,"${name}":{"evil":true}}`)));
      partial('missing', [name], {}, [{ k: 1 }]);
      expect(store.size('missing')).toBe(0);
    }
    expect(Object(store.get('plain', '1')).evil).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('items cannot be changed by those who read them', () => {
  const { partial, delta, store, changes } = bench();
  partial('orderBook10', ['symbol'], {}, [{ symbol: 'A', bids: [[1, 2]] }]);
  const before = store.get('orderBook10', 'A');
  expect(() => Object.assign(Object(before), { symbol: 'B' })).toThrow();
  expect(() => Object(before).bids[0].push(3)).toThrow();
  delta('orderBook10', 'update', { symbol: 'A', asks: [[3, 4]] });
  expect(before).toEqual({ symbol: 'A', bids: [[1, 2]] });
  expect(() => Object(changes.at(-1)?.item).asks[0].push(5)).toThrow();
});

describe('bounds', () => {
  test('a closed order stays for its time and is then dropped as a delete', () => {
    const { partial, delta, store, changes } = bench({ closedOrderMs: 60_000 });
    const changed = (change: RowChange) => changes.push(change);
    partial('order', ['orderID'], {}, [
      { orderID: 'a', leavesQty: 5 },
      { orderID: 'b', leavesQty: 5 },
    ]);
    delta('order', 'update', { orderID: 'a', leavesQty: 0 });
    store.trim(1_000, changed);
    store.trim(60_999, changed);
    expect(store.size('order')).toBe(2);
    store.trim(61_000, changed);
    expect(changes.at(-1)).toMatchObject({ action: 'delete', key: 'a', item: { leavesQty: 0 } });
    store.trim(10_000_000, changed);
    expect([...store.rows('order')].map(([key]) => key)).toEqual(['b']);
  });

  test('an order that an amendment reopened stays', () => {
    const { partial, delta, store } = bench({ closedOrderMs: 60_000 });
    partial('order', ['orderID'], {}, [{ orderID: 'a', leavesQty: 0 }]);
    store.trim(0, () => {});
    delta('order', 'update', { orderID: 'a', leavesQty: 3 });
    store.trim(100_000, () => {});
    expect(store.size('order')).toBe(1);
    delta('order', 'update', { orderID: 'a', leavesQty: 0 });
    store.trim(200_000, () => {});
    expect(store.size('order')).toBe(1);
    store.trim(260_000, () => {});
    expect(store.size('order')).toBe(0);
  });

  test('fifteen minutes unless told otherwise; a venue may have its own word for closed', () => {
    const { partial, store } = bench({ isClosedOrder: (item) => item.state === 'done' });
    partial('order', ['orderID'], {}, [
      { orderID: 'a', state: 'done' },
      { orderID: 'b', state: 'open', leavesQty: 0 },
    ]);
    store.trim(0, () => {});
    store.trim(15 * 60_000 - 1, () => {});
    expect(store.size('order')).toBe(2);
    store.trim(15 * 60_000, () => {});
    expect(store.size('order')).toBe(1);
  });

  test('executions keep their newest 5,000, other tables keep all', () => {
    const { partial, delta, store, changes } = bench();
    for (const table of ['execution', 'order']) partial(table, ['id'], {}, []);
    for (let id = 0; id < 5_002; id += 1)
      for (const table of ['execution', 'order']) delta(table, 'insert', { id });
    expect(store.size('execution')).toBe(5_000);
    expect(store.size('order')).toBe(5_002);
    const gone = changes.filter(({ action }) => action === 'delete').map(({ table, key }) => [table, key]);
    expect(gone).toEqual([
      ['execution', '0'],
      ['execution', '1'],
    ]);
  });
});
