/** Any interleaving of partials, deltas, filters and symbols leaves the same tables as a naive replay. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '../../src/main/exchanges/exchange.ts';
import { createTableStore, type RowChange, type TableEvent } from '../../src/main/tables/table-store.ts';
import { NaiveTables } from '../support/naive-tables.ts';

const keysOf: Readonly<Record<string, readonly string[]>> = {
  book: ['symbol', 'id', 'side'],
  order: ['orderID'],
  position: ['account', 'symbol'],
  quote: [],
};
const tables = Object.keys(keysOf);

const value = fc.integer({ min: 0, max: 3 });
const symbol = fc.constantFrom('A', 'B', 'C');
const row: fc.Arbitrary<Item> = fc.record(
  {
    symbol,
    id: value,
    side: fc.constantFrom('Buy', 'Sell'),
    orderID: fc.constantFrom('x', 'y', 'z'),
    account: value,
    size: value,
    price: value,
  },
  { requiredKeys: ['symbol', 'id', 'side', 'orderID', 'account'] },
);
/** An account table's update may leave the symbol out. */
const bareRow: fc.Arbitrary<Item> = fc.record({ orderID: fc.constantFrom('x', 'y', 'z'), size: value });
const filter: fc.Arbitrary<Item> = fc.oneof(
  fc.constant({}),
  fc.record({ symbol }),
  fc.record({ account: value }),
  fc.record({ symbol, account: value }),
);

type Step =
  | { readonly kind: 'event'; readonly event: TableEvent }
  | { readonly kind: 'invalidate'; readonly table: string; readonly symbol: string | null };

const table = fc.constantFrom(...tables);
const partial = fc.tuple(table, filter, fc.array(row, { maxLength: 6 })).map(
  ([name, covered, rows]): Step => ({
    kind: 'event',
    event: {
      kind: 'table',
      table: name,
      action: 'partial',
      keys: keysOf[name] ?? [],
      filter: covered,
      // A venue sends only rows that its filter covers, and each of them once.
      rows: unique(
        keysOf[name] ?? [],
        rows.map((item) => ({ ...item, ...covered })),
      ),
    },
  }),
);
const delta = fc
  .tuple(
    table,
    fc.constantFrom('insert', 'update', 'delete'),
    fc.array(row, { minLength: 1, maxLength: 4 }),
    bareRow,
    fc.boolean(),
  )
  .map(
    ([name, action, rows, bare, isBare]): Step => ({
      kind: 'event',
      event: {
        kind: 'table',
        table: name,
        action,
        keys: null,
        filter: null,
        rows: name === 'order' && action !== 'insert' && isBare ? [bare] : rows,
      },
    }),
  );
const invalidate = fc
  .tuple(table, fc.option(symbol))
  .map(([name, forgotten]): Step => ({ kind: 'invalidate', table: name, symbol: forgotten }));

/** Most runs begin with every table covered: what comes before a partial is dropped and tests little. */
const opening = fc.constantFrom<readonly Step[]>(
  [],
  ...Array.from({ length: 3 }, () =>
    tables.map(
      (name): Step => ({
        kind: 'event',
        event: {
          kind: 'table',
          table: name,
          action: 'partial',
          keys: keysOf[name] ?? [],
          filter: {},
          rows: [],
        },
      }),
    ),
  ),
);
const course = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: partial },
    { weight: 10, arbitrary: delta },
    { weight: 1, arbitrary: invalidate },
  ),
  { maxLength: 60, size: 'max' },
);
const steps = fc.tuple(opening, course).map(([first, rest]) => [...first, ...rest]);

test('the store equals a naive replay after every step, in rows, changes and counts', () => {
  fc.assert(
    fc.property(steps, (run) => {
      const store = createTableStore({ ringRows: 4 });
      const naive = new NaiveTables(4);
      const changes: RowChange[] = [];
      let early = 0;
      let unknown = 0;
      let applied = 0;
      for (const step of run) {
        if (step.kind === 'invalidate') {
          store.invalidate(step.table, step.symbol);
          naive.invalidate(step.table, step.symbol);
          continue;
        }
        const event = structuredClone(step.event);
        const counts = store.apply(event, (change) => changes.push(change));
        naive.apply(step.event);
        expect(counts.applied + counts.early + counts.unknown).toBe(event.rows.length);
        applied += counts.applied;
        early += counts.early;
        unknown += counts.unknown;
        for (const name of tables) {
          expect(sorted(itemsOf(store.rows(name)))).toEqual(sorted(naive.tables.get(name)?.rows ?? []));
          expect(store.size(name)).toBe(naive.tables.get(name)?.rows.length ?? 0);
        }
      }
      expect({ early, unknown }).toEqual({ early: naive.early, unknown: naive.unknown });
      expect(stepsOf(changes)).toEqual(stepsOf(naive.changes));
      expect(changes.filter(({ action }) => action !== 'delete').length).toBeLessThanOrEqual(applied);
      // What was handed out is what the row was then: nothing later has changed it.
      for (const { table: name, key, item } of changes.toReversed()) {
        const now = store.get(name, key);
        if (now !== null) expect(Object.isFrozen(item) && Object.isFrozen(now)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('a listener that keeps only the announced changes ends with the same rows', () => {
  fc.assert(
    fc.property(steps, (run) => {
      const store = createTableStore();
      const copy = new Map<string, Item>();
      for (const step of run) {
        if (step.kind === 'invalidate') store.invalidate(step.table, step.symbol);
        else if (step.event.table !== 'quote') {
          const gone = new Set<string>();
          store.apply(structuredClone(step.event), ({ table: name, action, key, item }) => {
            if (action === 'delete') copy.delete(`${name} ${key}`);
            else copy.set(`${name} ${key}`, item);
            if (action === 'delete') gone.add(key);
            else gone.delete(key);
          });
          for (const key of gone) expect(store.get(step.event.table, key)).toBeNull();
        }
      }
      for (const [place, item] of copy) {
        const [name = '', key = ''] = place.split(' ');
        expect(store.get(name, key)).toBe(item);
      }
      const rows = tables.flatMap((name) =>
        [...store.rows(name)].map(([key, item]) => [`${name} ${key}`, item] as const),
      );
      expect(new Map(rows)).toEqual(copy);
    }),
  );
});

test('no JSON whatever makes the store throw', () => {
  const anything = fc.json().map((text): unknown => JSON.parse(text));
  const name = fc.constantFrom('t', 'order', '__proto__', 'constructor');
  const keys = fc.array(fc.constantFrom('a', 'symbol', '__proto__', 'constructor', 'toString'), {
    maxLength: 3,
  });
  const rows = fc.array(
    fc.oneof(anything, fc.dictionary(fc.constantFrom('a', 'symbol', '__proto__', 'toString'), anything)),
    { maxLength: 5 },
  );
  const filters = fc.dictionary(fc.constantFrom('a', 'symbol', '__proto__', 'toString'), anything);
  const action = fc.constantFrom('partial', 'insert', 'update', 'delete');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, action, keys, filters, rows), { maxLength: 12 }), (run) => {
      const store = createTableStore();
      run.forEach(([table_, action_, keys_, filter_, rows_], at) => {
        const event = JSON.parse(
          JSON.stringify({
            kind: 'table',
            table: table_,
            action: action_,
            keys: keys_,
            filter: filter_,
            rows: rows_,
          }),
        );
        const counts = store.apply(event, () => {});
        expect(counts.applied + counts.early + counts.unknown).toBe(rows_.length);
        store.trim(at * 1e9, () => {});
      });
      for (const known of store.tables()) expect([...store.rows(known)].length).toBe(store.size(known));
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
  );
});

function unique(keys: readonly string[], rows: readonly Item[]): readonly Item[] {
  if (keys.length === 0) return rows;
  return [...new Map(rows.map((item) => [keys.map((key) => item[key]).join(), item])).values()];
}

function itemsOf(rows: Iterable<readonly [string, Item]>): readonly Item[] {
  return [...rows].map(([, item]) => item);
}

function sorted(items: readonly Item[]): readonly string[] {
  return items.map(text).sort();
}

/** Changes in order; deletes that one partial causes may come in any order. */
function stepsOf(
  changes: readonly {
    readonly table: string;
    readonly action: string;
    readonly symbol: string | null;
    readonly item: Item;
  }[],
) {
  const lines = changes.map(
    ({ table: name, action, symbol: of, item }) => `${action} ${name} ${of} ${text(item)}`,
  );
  const out: string[] = [];
  let deletes: string[] = [];
  for (const line of lines) {
    if (line.startsWith('delete')) deletes.push(line);
    else {
      out.push(...deletes.sort(), line);
      deletes = [];
    }
  }
  return [...out, ...deletes.sort()];
}

function text(item: Item): string {
  return JSON.stringify(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)));
}
