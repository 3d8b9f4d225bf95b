/** Rows that were read beside those that the stream has brought. */
import { expect, test } from 'vitest';
import { isContained } from '../../src/main/feeds/account-reads.ts';

test('a row that says nothing new is contained, and one with another value is not', () => {
  expect(isContained({ id: '1', parts: [1, 2] }, { id: '1', parts: [1, 2], more: true })).toBe(true);
  expect(isContained({ id: '1', parts: [1, 3] }, { id: '1', parts: [1, 2] })).toBe(false);
});

test('a value that is nested without end is compared without falling over it', () => {
  const nest = (inner: string) => JSON.parse(`${'['.repeat(100_000)}${inner}${']'.repeat(100_000)}`);
  expect(isContained({ deep: nest('1') }, { deep: 'flat' })).toBe(false);
});
