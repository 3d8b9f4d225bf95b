import { expect, test } from 'vitest';
import { depthRows, depthSteps } from '../../../../src/renderer/views/market/depth-rows.ts';

const depth = {
  asks: [
    ['100.3', '1', '1'],
    ['100.5', '0.2', '1.2'],
    ['100.9', '0.3', '1.5'],
    ['101.2', '2.5', '4'],
  ],
  bids: [
    ['100.1', '0.1', '0.1'],
    ['99.9', '0.2', '0.3'],
    ['99.6', '1.7', '2'],
  ],
} as const;
const all = { asks: 10, bids: 10 };

test('the spread is exact', () => {
  expect(depthRows(depth, null, all).spread).toBe('0.2');
  expect(depthRows({ ...depth, asks: [] }, null, all).spread).toBeNull();
});

test('a book whose best bid reaches its best ask is called crossed', () => {
  expect(depthRows(depth, null, all).isCrossed).toBe(false);
  expect(depthRows({ ...depth, asks: [['100.1', '1', '1']] }, null, all).isCrossed).toBe(true);
});

test('joined prices never look better than they are: asks go up, bids go down', () => {
  const rows = depthRows(depth, '0.5', all);
  expect(rows.asks.map((row) => [row.price, row.size, row.sum])).toEqual([
    ['100.5', '1.2', '1.2'],
    ['101', '0.3', '1.5'],
    ['101.5', '2.5', '4'],
  ]);
  expect(rows.bids.map((row) => [row.price, row.size, row.sum])).toEqual([
    ['100', '0.1', '0.1'],
    ['99.5', '1.9', '2'],
  ]);
});

test('bars share one scale: the longest sum on screen fills its cell', () => {
  const rows = depthRows(depth, null, { asks: 3, bids: 3 });
  expect(rows.bids.at(-1)?.share).toBe(1);
  expect(rows.asks.at(-1)?.share).toBe(0.75);
});

test('steps are multiples of the tick, in exact decimals', () => {
  expect(depthSteps('0.00001')).toEqual(['0.00001', '0.00002', '0.00005', '0.0001', '0.0005', '0.001']);
  expect(depthSteps(null)).toEqual([]);
  expect(depthSteps('0')).toEqual([]);
});
