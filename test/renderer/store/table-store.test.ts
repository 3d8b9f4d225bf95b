import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableDelta } from '../../../src/preload/contract/events.ts';
import type { TableSnapshot } from '../../../src/preload/contract/requests.ts';
import type { QuoteRow } from '../../../src/preload/contract/rows.ts';
import { createTable } from '../../../src/renderer/store/table-store.ts';

type Delta = TableDelta<'quote'>;
type Snapshot = TableSnapshot<'quote'>;

function quote(bidPrice: string): QuoteRow {
  return {
    venue: 'v',
    account: null,
    symbol: 's',
    updatedAt: null,
    receivedAt: '2026-11-24T00:00:00.000000Z',
    bidPrice,
    bidSize: null,
    askPrice: null,
    askSize: null,
  };
}

/** A main process that can be asked, and a frame that comes when the test says so. */
function bench() {
  const asked: ((snapshot: Snapshot | null) => void)[] = [];
  const later: (() => void)[] = [];
  const flushes = new Set<() => void>();
  let urgent = false;
  const table = createTable<'quote'>(
    'quote',
    {
      snapshot: () => new Promise((resolve) => asked.push(resolve)),
      after: (_ms, run) => later.push(run),
      scheduleFlush(flush, soon) {
        flushes.add(flush);
        urgent ||= soon;
      },
    },
    (before, after) => before?.bidPrice === 'bad' || after.bidPrice === 'bad',
  );
  return {
    table,
    asked,
    later,
    isUrgent: () => urgent,
    async answer(snapshot: Snapshot | null) {
      asked.shift()?.(snapshot);
      await Promise.resolve();
      await Promise.resolve();
    },
    paint() {
      const run = [...flushes];
      flushes.clear();
      urgent = false;
      for (const flush of run) flush();
    },
  };
}

function snapshot(seq: number, rows: readonly (readonly [string, QuoteRow])[]): Snapshot {
  return { table: 'quote', seq, clockMs: 0, rows };
}
function delta(seq: number, upserts: Delta['upserts'], removes: readonly string[] = []): Delta {
  return { table: 'quote', seq, clockMs: 0, upserts, removes };
}

describe('a table in the window', () => {
  test('is its snapshot and the deltas that follow', async () => {
    const { table, answer, paint } = bench();
    table.start();
    await answer(
      snapshot(4, [
        ['a', quote('1')],
        ['b', quote('2')],
      ]),
    );
    table.receive(
      delta(
        5,
        [
          ['b', quote('3')],
          ['c', quote('4')],
        ],
        ['a'],
      ),
    );
    paint();
    expect(table.keys()).toEqual(['b', 'c']);
    expect(table.row('b')?.bidPrice).toBe('3');
  });

  test('keeps deltas that come before the snapshot, and drops those it already holds', async () => {
    const { table, answer, paint } = bench();
    table.start();
    table.receive(delta(4, [['a', quote('old')]]));
    table.receive(delta(5, [['a', quote('new')]]));
    await answer(snapshot(4, [['a', quote('snapshot')]]));
    paint();
    expect(table.row('a')?.bidPrice).toBe('new');
  });

  test('asks again when a delta is missing, and shows nothing of what came after the hole until then', async () => {
    const { table, asked, answer, paint } = bench();
    table.start();
    await answer(snapshot(1, [['a', quote('1')]]));
    table.receive(delta(3, [['a', quote('3')]]));
    expect(asked).toHaveLength(1);
    expect(table.row('a')?.bidPrice).toBe('1');
    await answer(snapshot(3, [['a', quote('3')]]));
    table.receive(delta(4, [['a', quote('4')]]));
    paint();
    expect(table.row('a')?.bidPrice).toBe('4');
  });

  test('asks again later when main does not answer', async () => {
    const { table, asked, later, answer } = bench();
    table.start();
    await answer(null);
    expect(asked).toHaveLength(0);
    later.shift()?.();
    expect(asked).toHaveLength(1);
  });

  test('tells only the listeners of rows that changed, once per painting', async () => {
    const { table, answer, paint } = bench();
    table.start();
    await answer(
      snapshot(0, [
        ['a', quote('1')],
        ['b', quote('1')],
      ]),
    );
    paint();
    const told: string[] = [];
    table.subscribeRow('a', () => told.push('a'));
    table.subscribeRow('b', () => told.push('b'));
    table.subscribeKeys(() => told.push('keys'));
    table.receive(delta(1, [['a', quote('2')]]));
    table.receive(delta(2, [['a', quote('3')]]));
    expect(told).toEqual([]);
    paint();
    expect(told).toEqual(['a']);
  });

  test('paints a change of state in the next frame', async () => {
    const { table, answer, paint, isUrgent } = bench();
    table.start();
    await answer(snapshot(0, [['a', quote('1')]]));
    paint();
    table.receive(delta(1, [['a', quote('2')]]));
    expect(isUrgent()).toBe(false);
    table.receive(delta(2, [['a', quote('bad')]]));
    expect(isUrgent()).toBe(true);
  });

  test('ends equal to the truth whatever is lost on the way', async () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.option(fc.nat(99).map(String), { nil: null }),
      lost: fc.boolean(),
      answered: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { table, asked, answer, paint } = bench();
        const truth = new Map<string, QuoteRow>();
        let seq = 0;
        table.start();
        for (const { key, value, lost, answered } of steps) {
          seq += 1;
          if (value === null) truth.delete(key);
          else truth.set(key, quote(value));
          const change = value === null ? delta(seq, [], [key]) : delta(seq, [[key, quote(value)]]);
          if (!lost) table.receive(change);
          if (answered && asked.length > 0) await answer(snapshot(seq, [...truth]));
        }
        // The next delta shows any hole that is left.
        seq += 1;
        truth.set('z', quote('0'));
        table.receive(delta(seq, [['z', quote('0')]]));
        while (asked.length > 0) await answer(snapshot(seq, [...truth]));
        paint();
        expect(new Map(table.keys().map((key) => [key, table.row(key)]))).toEqual(truth);
      }),
      { numRuns: 60 },
    );
  });
});
