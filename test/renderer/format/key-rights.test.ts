import { describe, expect, test } from 'vitest';
import type { KeyRights } from '../../../src/preload/contract/accounts.ts';
import { addressWords, expiryOf, rightsWords } from '../../../src/renderer/format/key-rights.ts';

function rights(read: boolean | null, trade: boolean | null, withdraw: boolean | null): KeyRights {
  return { read, trade, withdraw, words: [], expiresAt: null, addresses: [] };
}

describe('what a key may do', () => {
  test.each([
    [null, 'What this key may do is not known.'],
    [rights(true, false, false), 'This key can only read.'],
    [rights(null, false, false), 'This key can only read.'],
    [rights(true, true, false), 'This key can read and trade.'],
    [rights(true, true, true), 'This key can read, trade and withdraw.'],
    [rights(true, false, null), 'This key can read. The venue does not say whether it can withdraw.'],
    [rights(true, null, null), 'This key can read. The venue does not say whether it can trade or withdraw.'],
    [rights(false, true, false), 'This key can trade. It may not read, which is all that Vigil needs.'],
    [rights(false, false, false), 'This key can do nothing that Vigil needs.'],
  ])('%j: %s', (given, words) => {
    expect(rightsWords(given)).toBe(words);
  });
});

describe('how long a key is valid', () => {
  const now = Date.UTC(2026, 10, 24, 12);

  test('is told with the days that are left, and stands out in the last two weeks', () => {
    expect(expiryOf('2027-01-13T03:20:45Z', now)).toEqual({
      ...{ day: '13 Jan 2027', left: 'in 49 days', isSoon: false },
    });
    expect(expiryOf('2026-12-01T00:00:00Z', now)).toMatchObject({ left: 'in 6 days', isSoon: true });
    expect(expiryOf('2026-11-24T18:00:00Z', now)).toMatchObject({ left: 'within a day', isSoon: true });
    expect(expiryOf('2026-11-24T11:00:00Z', now)).toMatchObject({ left: 'expired', isSoon: true });
  });

  test('is not told where the venue does not tell', () => {
    expect(expiryOf(null, now)).toBeNull();
    expect(expiryOf('never', now)).toBeNull();
  });
});

test('addresses are named, and none means that the venue tells of none', () => {
  expect(addressWords(['203.0.113.7', '203.0.113.8'])).toBe('203.0.113.7 and 203.0.113.8');
  expect(addressWords([])).toBe('any address, as far as the venue tells');
});
