/** Recorded sessions through parser and store, compared with a replay that shares no code with them. */
import { describe, expect, test } from 'vitest';
import { bitmex } from '../../src/main/exchanges/bitmex.ts';
import { coinbase } from '../../src/main/exchanges/coinbase.ts';
import { stringifyExact } from '../../src/main/exchanges/exact-json.ts';
import type { FeedEvent } from '../../src/main/exchanges/exchange.ts';
import { createTableStore } from '../../src/main/tables/table-store.ts';
import { readCapture } from '../support/captures.ts';

const bitmexFrames = readCapture('BITMEX')?.received ?? [];
const coinbaseFrames = readCapture('COINBASE')?.received ?? [];

type Row = Record<string, unknown>;

// These tests read recordings that lie outside the project, and are skipped without them.
describe.skipIf(bitmexFrames.length === 0)('BitMEX, 2021-07-22', () => {
  const events = bitmexFrames.map((frame) => bitmex.parse(frame));

  test('every frame is understood', () => {
    const kinds: Record<string, number> = {};
    for (const { kind } of events.flat()) kinds[kind] = (kinds[kind] ?? 0) + 1;
    expect(events.every((list) => list.length === 1)).toBe(true);
    expect(kinds).toEqual({ welcome: 1, subscribed: 30, table: 803, trades: 12 });
  });

  test('the acknowledgements are those of every channel that was asked for', () => {
    const asked = readCapture('BITMEX')?.sent.flatMap((text) => JSON.parse(text).args) ?? [];
    const acknowledged = events
      .flat()
      .flatMap((event) => (event.kind === 'subscribed' ? event.channels : []))
      .map(({ topic, symbol }) => `${topic}:${symbol}`);
    expect(acknowledged.toSorted()).toEqual(asked.toSorted());
  });

  test('the tables end equal to a naive replay', () => {
    const store = createTableStore();
    let left = 0;
    for (const event of events.flat()) {
      if (event.kind !== 'table') continue;
      const { early, unknown } = store.apply(event, () => {});
      left += early + unknown;
    }
    const naive = replay(bitmexFrames);
    expect(left).toBe(0);
    expect(store.tables().toSorted()).toEqual(['orderBookL2', 'quote']);
    for (const table of ['orderBookL2', 'quote']) {
      const rows = [...store.rows(table)].map(([, item]) => stringifyExact(item)).sort();
      expect(rows).toEqual((naive.get(table) ?? []).map((row) => JSON.stringify(row)).sort());
    }
    expect(store.size('orderBookL2')).toBeGreaterThan(10_000);
  });

  test('every trade is there, with side, price, size and time', () => {
    const rows: Row[] = bitmexFrames
      .filter((frame) => frame.startsWith('{"table":"trade"'))
      .flatMap((frame) => JSON.parse(frame).data);
    expect(rows.length).toBeGreaterThan(10);
    expect(tradesOf(events.flat())).toEqual(
      rows.map((row) => ({
        symbol: row.symbol,
        id: row.trdMatchID,
        side: String(row.side).toLowerCase(),
        price: plain(row.price),
        size: String(row.size),
        time: String(row.timestamp).replace('Z', '000Z'),
      })),
    );
  });

  test('frames print again as they came', () => {
    for (const [event] of events) {
      if (event?.kind !== 'table') continue;
      const sent = JSON.parse(bitmexFrames[events.findIndex(([first]) => first === event)] ?? '');
      expect(stringifyExact(event.rows)).toBe(JSON.stringify(sent.data));
    }
  });
});

describe.skipIf(coinbaseFrames.length === 0)('Coinbase, 2021-04-17', () => {
  const events = coinbaseFrames.flatMap((frame) => coinbase.parse(frame));

  test('every frame is understood, and those of other channels are counted', () => {
    const kinds: Record<string, number> = {};
    for (const event of events) {
      const name = event.kind === 'ignored' ? event.policy : event.kind;
      kinds[name] = (kinds[name] ?? 0) + 1;
    }
    expect(kinds).toEqual({
      'no-subscription': 2,
      'not-subscribed': 1_958,
      subscribed: 1,
      'last-trade': 10,
      trades: 15,
    });
  });

  test('every match is a trade of the other side', () => {
    const rows: Row[] = coinbaseFrames
      .filter((frame) => frame.startsWith('{"type":"match"'))
      .map((frame) => JSON.parse(frame));
    expect(rows).toHaveLength(15);
    expect(tradesOf(events)).toEqual(
      rows.map((row) => ({
        symbol: row.product_id,
        id: String(row.trade_id),
        side: row.side === 'sell' ? 'buy' : 'sell',
        price: row.price,
        size: row.size,
        time: row.time,
      })),
    );
  });

  test('ids of one product follow each other from its last match on', () => {
    const last = new Map<string, number>();
    for (const event of events) {
      if (event.kind === 'last-trade') last.set(event.symbol, Number(event.id));
      if (event.kind !== 'trades' || event.symbol === null) continue;
      for (const { id } of event.trades) {
        expect(Number(id)).toBe((last.get(event.symbol) ?? Number.NaN) + 1);
        last.set(event.symbol, Number(id));
      }
    }
    expect(last.size).toBe(10);
  });
});

/** Lists, searched from the front; the keys are those of the partial. */
function replay(frames: readonly string[]): Map<string, Row[]> {
  const tables = new Map<string, Row[]>();
  const keysOf = new Map<string, string[]>();
  for (const frame of frames) {
    const { table, action, keys, data } = JSON.parse(frame);
    if (table === undefined) continue;
    if (action === 'partial') keysOf.set(table, keys);
    const rows = tables.get(table) ?? [];
    tables.set(table, rows);
    if (action === 'partial' || action === 'insert') {
      rows.push(...data);
      continue;
    }
    for (const row of data) {
      const at = rows.findIndex((other) => (keysOf.get(table) ?? []).every((key) => other[key] === row[key]));
      if (action === 'update') rows[at] = { ...rows[at], ...row };
      else rows.splice(at, 1);
    }
  }
  return tables;
}

function tradesOf(events: readonly FeedEvent[]) {
  return events
    .flatMap((event) => (event.kind === 'trades' ? event.trades : []))
    .map(({ symbol, id, side, price, size, time }) => ({ symbol, id, side, price, size, time }));
}

/** Digits of a double without an exponent, by another way than the code under test. */
function plain(value: unknown): string {
  const digits = Number(value).toFixed(12);
  return digits.replace(/\.?0+$/, '');
}
