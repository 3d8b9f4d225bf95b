import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference, sumExact, toStep } from '../../../src/renderer/format/exact-sum.ts';

test('decimals are summed without a binary fraction', () => {
  expect(sumExact(['0.1', '0.2'])).toBe('0.3');
  expect(sumExact(['97418.70', '-0.7', '1e5', '12345678901234567890'])).toBe('12345678901234665308');
  expect(sumExact([])).toBe('0');
});

test('a spread is the exact difference, and may be negative', () => {
  expect(difference('97418.8', '97418.7')).toBe('0.1');
  expect(difference('1', '1.5')).toBe('-0.5');
  expect(difference('-1', '-1.5')).toBe('0.5');
});

test('prices go to the step towards the side asked for', () => {
  expect(toStep('97418.7', '0.5', 'down')).toBe('97418.5');
  expect(toStep('97418.7', '0.5', 'up')).toBe('97419');
  expect(toStep('97418.5', '0.5', 'up')).toBe('97418.5');
  expect(toStep('0.39213', '0.0005', 'down')).toBe('0.392');
  expect(toStep('-1.2', '1', 'down')).toBe('-2');
  expect(toStep('5', '0', 'up')).toBe('5');
});

test('sums do not depend on the order', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }))
    .map(([digits, places]) => {
      const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
      const value = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
      return digits < 0n ? `-${value}` : value;
    });
  fc.assert(
    fc.property(fc.array(decimal), (values) => {
      expect(sumExact([...values].reverse())).toBe(sumExact(values));
      expect(sumExact([sumExact(values), ...values.map((value) => difference('0', value))])).toBe('0');
    }),
  );
});
