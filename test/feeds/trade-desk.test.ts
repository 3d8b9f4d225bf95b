/** Every trade once and in order, whatever was lost, doubled or filled in late. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelDescriptor, ParsedTrade } from '../../src/main/exchanges/exchange.ts';
import { TradeDesk } from '../../src/main/feeds/trade-desk.ts';
import type { Fill } from '../../src/main/feeds/trade-fill.ts';

const counted: ChannelDescriptor = {
  scope: 'symbol',
  budget: { softMs: 1, hardMs: 2 },
  proof: 'none',
  consecutiveIds: true,
};

function trade(id: number): ParsedTrade {
  const time = new Date(Date.UTC(2026, 0, 1) + id).toISOString();
  return { symbol: 'X', id: String(id), side: 'buy', price: '1', size: '1', time, item: {} };
}

interface Seen {
  readonly desk: TradeDesk;
  readonly out: string[];
  readonly missed: (number | null)[];
  readonly refilled: number[];
  /** Fills that are out; each takes its answer. */
  readonly fills: { readonly first: number; readonly last: number; answer(ids: readonly number[]): void }[];
}

function build(descriptor = counted, hasRest = true): Seen {
  const out: string[] = [];
  const missed: (number | null)[] = [];
  const refilled: number[] = [];
  const fills: Seen['fills'] = [];
  const desk = new TradeDesk(descriptor, {
    emit: ({ id }) => out.push(id),
    missed: (count) => missed.push(count),
    fill: hasRest
      ? (after, before, ended: (fill: Fill) => void) => {
          const answer = (ids: readonly number[]) => ended({ trades: ids.map(trade), why: null });
          fills.push({ first: Number(after.id) + 1, last: Number(before?.id) - 1, answer });
        }
      : null,
    fillStarted: () => {},
    fillEnded: (result) => refilled.push(result.refilled),
  });
  return { desk, out, missed, refilled, fills };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

describe('counted ids', () => {
  test('any stream with losses, doubles and slow fills comes out complete, once, in order', () => {
    const step = fc.record({
      lost: fc.nat({ max: 4 }),
      doubled: fc.boolean(),
      answersNow: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const { desk, out, missed, fills } = build();
        let id = 1;
        desk.insert([trade(id)]);
        let lost = 0;
        for (const { lost: skipped, doubled, answersNow } of steps) {
          id += skipped + 1;
          lost += skipped;
          desk.insert([trade(id)]);
          if (doubled) desk.insert([trade(id)]);
          if (answersNow)
            for (const fill of fills.splice(0)) fill.answer(range(fill.first - 1, fill.last + 1));
        }
        for (const fill of fills.splice(0).reverse()) fill.answer(range(fill.first, fill.last));
        expect(out).toEqual(range(1, id).map(String));
        expect(missed.reduce((sum: number, count) => sum + (count ?? 0), 0)).toBe(lost);
      }),
    );
  });

  test('trades heard while a fill is out wait for it', () => {
    const { desk, out, fills } = build();
    desk.insert([trade(1), trade(4)]);
    desk.insert([trade(5)]);
    expect(out).toEqual(['1']);
    fills[0]?.answer([2, 3]);
    expect(out).toEqual(['1', '2', '3', '4', '5']);
  });

  test('a fill that comes after the connection was lost adds what is missing and doubles nothing', () => {
    const { desk, out, fills } = build();
    desk.insert([trade(1), trade(4)]);
    desk.release();
    expect(out).toEqual(['1', '4']);
    fills[0]?.answer([2, 3, 4]);
    expect(out).toEqual(['1', '4', '2', '3']);
  });

  test('a trade that arrives late in a hole is no duplicate', () => {
    const { desk, out } = build(counted, false);
    desk.insert([trade(1), trade(4)]);
    expect(desk.insert([trade(2)])).toBe(1);
    expect(desk.insert([trade(2)])).toBe(0);
    expect(out).toEqual(['1', '4', '2']);
  });

  test('a newest trade that was named wrongly stops nothing for longer than a minute', () => {
    const { desk, out } = build();
    desk.startAt('9007199254740991', '2026-01-01T00:00:00.000000Z');
    desk.insert([trade(7), trade(60_008), trade(60_009)]);
    expect(out).toEqual(['60008', '60009']);
  });

  test('the newest trade told again at another time is no new beginning', () => {
    const { desk, out } = build(counted, false);
    const ahead = trade(1_000_000);
    desk.insert([trade(7), { ...ahead, time: '1970-01-01T00:00:00.000Z' }, ahead, trade(8)]);
    expect(out).toEqual(['7', '1000000', '8']);
  });

  test('a venue that starts counting anew is followed, not taken for doubles', () => {
    const { desk, out } = build();
    desk.insert([trade(5_000_000)]);
    const much = { ...trade(1), time: '2027-01-01T00:00:00.000000Z' };
    expect(desk.insert([much])).toBe(1);
    expect(out).toEqual(['5000000', '1']);
  });

  test('the newest trade before the subscription is a starting point, not a trade', () => {
    const { desk, out, missed } = build();
    desk.startAt('10', '2026-01-01T00:00:00.000000Z');
    desk.insert([trade(11)]);
    expect(out).toEqual(['11']);
    expect(missed).toEqual([]);
  });
});

test('ids without an order are remembered long enough to double nothing, and not for ever', () => {
  const { desk, out } = build({ ...counted, consecutiveIds: false });
  const ids = range(1, 12_000);
  for (const id of ids) desk.insert([trade(id)]);
  expect(desk.insert(ids.slice(-4_000).map(trade))).toBe(0);
  expect(desk.insert([trade(1)])).toBe(1);
  expect(out).toHaveLength(12_001);
});

test('a trade that the venue has and that was passed over is missed, and asked for', () => {
  const { desk, out, missed, fills } = build({ ...counted, consecutiveIds: false });
  desk.insert([trade(1)]);
  desk.expect(trade(3));
  desk.insert([trade(2)]);
  expect(missed).toEqual([]);
  desk.insert([trade(4)]);
  expect(missed).toEqual([null]);
  fills[0]?.answer([2, 3]);
  expect(out).toEqual(['1', '2', '3', '4']);
});

test('a trade that was only still on its way is not missed', () => {
  const { desk, missed } = build({ ...counted, consecutiveIds: false });
  desk.insert([trade(1)]);
  desk.expect(trade(2));
  desk.insert([trade(2), trade(3)]);
  expect(missed).toEqual([]);
});

test('a reader of a venue whose fill never ends gets its trades all the same', () => {
  const { desk, out } = build();
  desk.insert([trade(1), trade(3)]);
  for (const id of range(4, 20_010)) desk.insert([trade(id)]);
  expect(out.length).toBeGreaterThan(20_000);
});

describe('trades that nobody counts', () => {
  const uncounted: ChannelDescriptor = { scope: 'symbol', budget: { softMs: 1, hardMs: 2 }, proof: 'rest' };

  test('are looked for when some may have been lost, and marked when some were', () => {
    const { desk, out, missed, fills } = build(uncounted);
    desk.insert([trade(1)]);
    desk.doubt();
    desk.insert([trade(7), trade(8)]);
    expect(out).toEqual(['1']);
    fills[0]?.answer([1, 3, 5]);
    expect(out).toEqual(['1', '3', '5', '7', '8']);
    expect(missed).toEqual([2]);
  });

  test('are not marked when the look finds that none was lost', () => {
    const { desk, out, missed, fills } = build(uncounted);
    desk.insert([trade(1)]);
    desk.doubt();
    desk.insert([trade(7)]);
    fills[0]?.answer([1]);
    desk.insert([trade(9)]);
    expect(out).toEqual(['1', '7', '9']);
    expect(missed).toEqual([]);
    expect(fills).toHaveLength(1);
  });

  test('that were made between an acknowledgement and the first live one are read too', () => {
    const { desk, out, fills } = build(uncounted);
    desk.insert([trade(1)]);
    desk.lose();
    desk.resume();
    fills[0]?.answer([1, 2]);
    desk.insert([trade(6)]);
    fills[1]?.answer([2, 4]);
    expect(out).toEqual(['1', '2', '4', '6']);
  });
});

describe('a snapshot after a loss', () => {
  const withSnapshot: ChannelDescriptor = {
    scope: 'symbol',
    budget: { softMs: 1, hardMs: 2 },
    proof: 'rest',
    snapshot: true,
  };

  test('that still holds our newest trade brings back all that was missed, and says so', () => {
    const { desk, out, missed, refilled, fills } = build(withSnapshot);
    desk.partial([trade(1), trade(2)]);
    desk.lose();
    desk.partial([trade(2), trade(3), trade(5)]);
    expect(out).toEqual(['1', '2', '3', '5']);
    expect(missed).toEqual([2]);
    expect(refilled).toEqual([2]);
    expect(fills).toHaveLength(0);
  });

  test('that begins later counts what it brings and what the venue’s history adds', () => {
    const { desk, out, missed, refilled, fills } = build(withSnapshot);
    desk.partial([trade(1)]);
    desk.lose();
    desk.partial([trade(5), trade(6)]);
    fills[0]?.answer([1, 3]);
    expect(out).toEqual(['1', '3', '5', '6']);
    expect(missed).toEqual([null]);
    expect(refilled).toEqual([3]);
  });
});
