/** Exact arithmetic on decimal strings. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absolute, add, compare, divide, multiply, sign, subtract } from '../../src/main/tables/decimal.ts';

test('sums have no binary dust', () => {
  expect(add('0.1', '0.2')).toBe('0.3');
  expect(subtract('0.3', '0.1')).toBe('0.2');
  expect(multiply('1.1', '1.1')).toBe('1.21');
});

test('results are plain digits, however small or large', () => {
  expect(multiply('0.0000001', '0.0000001')).toBe('0.00000000000001');
  expect(multiply('1000000000000', '1000000000000')).toBe('1000000000000000000000000');
  expect(divide('1', '97400')).toBe('0.00001026694045174538');
});

test('a quotient is rounded, half away from zero, at twenty decimals', () => {
  expect(divide('2', '3')).toBe('0.66666666666666666667');
  expect(divide('-2', '3')).toBe('-0.66666666666666666667');
});

test('a division by zero is a mistake of the caller', () => {
  expect(() => divide('1', '0')).toThrow();
});

test('signs and order', () => {
  expect(absolute('-1.50')).toBe('1.5');
  expect([sign('-0.1'), sign('0.00'), sign('3')]).toEqual([-1, 0, 1]);
  expect(compare('10', '9')).toBe(1);
  expect(compare('1.0', '1')).toBe(0);
});

test('integers agree with bigint arithmetic of any size', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), (left, right) => {
      const [a, b] = [String(left), String(right)];
      expect(add(a, b)).toBe(String(left + right));
      expect(subtract(a, b)).toBe(String(left - right));
      expect(multiply(a, b)).toBe(String(left * right));
      expect(Math.sign(compare(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});
