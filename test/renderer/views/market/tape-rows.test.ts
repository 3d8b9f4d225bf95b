import { expect, test } from 'vitest';
import type { Gap } from '../../../../src/preload/contract/health.ts';
import type { TradeRow } from '../../../../src/preload/contract/rows.ts';
import { gapText, sizeSteps, tapeRows } from '../../../../src/renderer/views/market/tape-rows.ts';

function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 24, 12, 0, second)).toISOString().replace('Z', '000Z');
}

function trade(second: number, size = '1', backfilled = false): TradeRow {
  return {
    venue: 'practice',
    symbol: 'XBTUSD',
    id: `t${second}`,
    side: 'buy',
    price: '100',
    size,
    time: at(second),
    receivedAt: at(second),
    backfilled,
  };
}

function gap(from: number, to: number, parts: Partial<Gap> = {}): Gap {
  return {
    venue: 'practice',
    account: null,
    channel: 'trade:XBTUSD',
    kind: 'sequence',
    from: at(from),
    to: at(to),
    missed: 2,
    time: at(to),
    ...parts,
  };
}

test('the newest trade is on top', () => {
  const keys = tapeRows([trade(1), trade(2)], [], 0).map((row) => row.kind === 'trade' && row.trade.id);
  expect(keys).toEqual(['t2', 't1']);
});

test('a gap stands above what was lost in it and below what came after', () => {
  const rows = tapeRows([trade(1), trade(3, '1', true), trade(9)], [gap(2, 5)], 0);
  expect(rows.map((row) => (row.kind === 'gap' ? row.text : row.trade.id))).toEqual([
    't9',
    '3.0\u2009s gap: 2 missed, 1 refilled',
    't3',
    't1',
  ]);
});

test('a gap of another channel is not on the tape', () => {
  expect(tapeRows([trade(1), trade(9)], [gap(2, 5, { channel: 'quote:XBTUSD' })], 0)).toHaveLength(2);
});

test('a gap without a count says what may be', () => {
  expect(gapText(gap(0, 70, { missed: null }), [])).toBe('1\u2009m\u200910\u2009s gap: trades may be lost');
});

test('the size filter hides small trades and keeps the gaps', () => {
  const rows = tapeRows([trade(1, '5'), trade(2, '0.5'), trade(9, '5')], [gap(3, 5)], 1);
  expect(rows.map((row) => row.kind)).toEqual(['trade', 'gap', 'trade']);
});

test('only a trade well above the others is big, and its bar is the longest', () => {
  const trades = Array.from({ length: 50 }, (_, index) => trade(index, index === 30 ? '400' : '4'));
  const rows = tapeRows(trades, [], 0).flatMap((row) => (row.kind === 'trade' ? [row] : []));
  expect(rows.filter((row) => row.isBig).map((row) => row.trade.id)).toEqual(['t30']);
  expect(rows.find((row) => row.isBig)?.share).toBe(1);
  expect(rows.find((row) => !row.isBig)?.share).toBeCloseTo(0.1);
});

test('equal trades have no big ones', () => {
  const trades = Array.from({ length: 50 }, (_, index) => trade(index));
  expect(tapeRows(trades, [], 0).some((row) => row.kind === 'trade' && row.isBig)).toBe(false);
});

test('size steps are round and leave fewer and fewer trades', () => {
  const trades = Array.from({ length: 100 }, (_, index) => trade(index % 60, String(index + 1)));
  expect(sizeSteps(trades)).toEqual([50, 100]);
  expect(sizeSteps([trade(1)])).toEqual([]);
});
