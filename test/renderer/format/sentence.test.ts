import { expect, test } from 'vitest';
import { sentence } from '../../../src/renderer/format/sentence.ts';

test('a reason becomes a sentence with a capital and one full stop', () => {
  expect(sentence('connection refused')).toBe('Connection refused.');
  expect(sentence('HTTP 503 (not available)')).toBe('HTTP 503 (not available).');
  expect(sentence('The key has expired.')).toBe('The key has expired.');
  expect(sentence('is the key valid?')).toBe('Is the key valid?');
  expect(sentence('')).toBe('');
});
