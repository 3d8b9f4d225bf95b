import fc from 'fast-check';
import { expect, test } from 'vitest';
import { negated, sum } from '../../../src/renderer/format/sum.ts';

test('sums exactly where doubles would not', () => {
  expect(sum(['0.1', '0.2'])).toBe('0.3');
  expect(sum(['9007199254740993', '0.00000001'])).toBe('9007199254740993.00000001');
  expect(sum(['-1.5', '1.25'])).toBe('-0.25');
  expect(sum([])).toBe('0');
});

test('a number and its opposite make nothing', () => {
  const decimals = fc.tuple(fc.integer(), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`);
  fc.assert(
    fc.property(decimals, (value) => {
      expect(Number(sum([value, negated(value)]))).toBe(0);
    }),
  );
});
