import { expect, test } from 'vitest';
import {
  columnWidths,
  defaultLayout,
  fitColumns,
  hideColumn,
  moveColumn,
  repairLayout,
  showColumn,
} from '../../../src/renderer/tables/layout.ts';

const columns = [
  { id: 'state', width: 26 },
  { id: 'symbol', width: 100, least: 90 },
  { id: 'size', width: 100, least: 90, flexible: true },
  { id: 'flags', width: 80, yields: 2 },
  { id: 'created', width: 80, yields: 3 },
  { id: 'status', width: 90, shown: 'wide' },
  { id: 'client', width: 90, shown: 'never' },
  { id: 'age', width: 76 },
] as const;
const sort = { column: 'size', descending: true };
const usual = defaultLayout(columns, sort, false);

test('a wide window shows more columns by default', () => {
  expect(usual.columns).toEqual(['state', 'symbol', 'size', 'flags', 'created', 'age']);
  expect(defaultLayout(columns, sort, true).columns).toContain('status');
});

test('a stored layout survives columns that came and went, and always has state and age', () => {
  const stored = {
    columns: ['size', 'gone', 'symbol', 'size'],
    widths: { size: 200, gone: 10 },
    sort: { column: 'gone', descending: false },
  };
  expect(repairLayout(columns, stored)).toEqual({
    columns: ['state', 'size', 'symbol', 'age'],
    widths: { size: 200 },
    sort: null,
  });
});

test('a column comes back where it usually stands', () => {
  const without = hideColumn(usual, 'flags');
  expect(without.columns).not.toContain('flags');
  expect(showColumn(without, columns, 'flags').columns).toEqual(usual.columns);
});

test('state and age can neither be hidden nor moved', () => {
  expect(hideColumn(usual, 'age')).toBe(usual);
  expect(moveColumn(usual, 'age', 'symbol')).toBe(usual);
  expect(moveColumn(usual, 'symbol', 'state')).toBe(usual);
});

test('moving puts a column at the place of another', () => {
  expect(moveColumn(usual, 'flags', 'symbol').columns).toEqual([
    'state',
    'flags',
    'symbol',
    'size',
    'created',
    'age',
  ]);
});

test('the flexible column takes what is left, unless it was sized by hand', () => {
  const shown = columns.slice(0, 3);
  expect(columnWidths(shown, {}, 400)).toEqual([26, 100, 274]);
  expect(columnWidths(shown, { size: 120 }, 400)[2]).toBe(120);
});

test('a column gets as wide as it may before the flexible one takes the rest', () => {
  const shown = columns
    .slice(0, 3)
    .map((column) => ({ ...column, ...(column.id === 'symbol' && { most: 150 }) }));
  expect(columnWidths(shown, {}, 400)).toEqual([26, 150, 224]);
  expect(columnWidths(shown, { symbol: 80 }, 400)).toEqual([26, 80, 294]);
});

test('columns give way, the first to go first, before the others get too narrow', () => {
  const shown = columns.filter(({ id }) => usual.columns.includes(id));
  expect(fitColumns(shown, 1000, 1)).toEqual(shown);
  expect(fitColumns(shown, 362, 1).map(({ id }) => id)).toEqual(['state', 'symbol', 'size', 'flags', 'age']);
  expect(fitColumns(shown, 10, 1).map(({ id }) => id)).toEqual(['state', 'symbol', 'size', 'age']);
});

test('a little lack of room is shared by the columns that can get narrower, by no others', () => {
  const shown = columns.filter(({ id }) => ['state', 'symbol', 'size', 'age'].includes(id));
  const widths = columnWidths(shown, {}, 290);
  expect(widths[0]).toBe(26);
  expect(widths[3]).toBe(76);
  expect(widths.reduce((total, width) => total + width, 0)).toBe(290);
});
