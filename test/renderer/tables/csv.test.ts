import { expect, test } from 'vitest';
import { csv, csvName } from '../../../src/renderer/tables/csv.ts';

test('quotes what needs it and keeps the digits', () => {
  expect(
    csv(
      ['Symbol', 'Note'],
      [
        ['BTC-USD', 'a "b", c'],
        ['1.2500', null],
      ],
    ),
  ).toBe('Symbol,Note\r\nBTC-USD,"a ""b"", c"\r\n1.2500,\r\n');
});

test('a text that a spreadsheet would run is made harmless, a signed number is not touched', () => {
  expect(csv(['a'], [['=1+1'], ['-SUM(A1)'], ['@x'], ['-1.25'], ['+7.6']])).toBe(
    "a\r\n'=1+1\r\n'-SUM(A1)\r\n'@x\r\n-1.25\r\n+7.6\r\n",
  );
});

test('the file is named for its table and the minute', () => {
  expect(csvName('orders', Date.parse('2026-11-24T14:32:07Z'))).toBe('orders-2026-11-24-1432.csv');
});
