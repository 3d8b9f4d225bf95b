/** Sums, differences and products to the last digit, whatever their length. */
import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, product, sum } from '../../src/main/exchanges/exact-sum.ts';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, places]) => new Big(digits.toString()).div(new Big(10).pow(places)).toFixed(places));

test('they are those of any exact arithmetic', () => {
  fc.assert(
    fc.property(decimal, decimal, (left, right) => {
      expect(sum(left, right)).toBe(new Big(left).plus(right).toFixed());
      expect(difference(left, right)).toBe(new Big(left).minus(right).toFixed());
      expect(product(left, right)).toBe(new Big(left).times(right).toFixed());
    }),
  );
});

test('what is unknown stays unknown', () => {
  expect(sum(null, '1')).toBeNull();
  expect(difference('1', null)).toBeNull();
  expect(product(null, '1')).toBeNull();
});
