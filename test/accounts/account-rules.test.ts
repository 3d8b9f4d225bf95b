/** Which accounts can be added: where a key may go, and under what name. */
import { describe, expect, test } from 'vitest';
import {
  accountVenues,
  checkAddress,
  checkLabel,
  exceedsReading,
  rightsBeyondReading,
} from '../../src/main/accounts/account-rules.ts';
import { compatible, readOnly, trading } from '../support/accounts-bench.ts';

const refused = (endpoint: string | null, rest: string | null, loopbackOnly: boolean) => {
  const checked = checkAddress({ ...compatible('main'), endpoint, rest }, loopbackOnly);
  return checked.ok ? null : checked.error.code;
};

describe('addresses', () => {
  test.each([
    ['wss://example.com/realtime', 'https://example.com/api/v1', null],
    ['ws://127.0.0.1:80/realtime', 'http://localhost:80', null],
    ['ws://[::1]:80/realtime', null, null],
    [null, null, 'no-endpoint'],
    ['ws://example.com/realtime', null, 'bad-endpoint'],
    ['https://example.com', null, 'bad-endpoint'],
    ['wss://user:word@example.com', null, 'bad-endpoint'],
    ['ws://127.0.0.1.example.com', null, 'bad-endpoint'],
    ['nonsense', null, 'bad-endpoint'],
    ['wss://example.com', 'http://example.com', 'bad-rest'],
  ])('%s with %s: %s', (endpoint, rest, code) => {
    expect(refused(endpoint, rest, false)).toBe(code);
  });

  test.each([
    ['wss://example.com/realtime', null, 'bad-endpoint'],
    ['wss://127.0.0.1:9/realtime', 'https://example.com', 'bad-rest'],
    ['ws://127.0.0.1:9/realtime', 'http://127.0.0.1:9', null],
  ])('under the test-only runtime %s with %s: %s', (endpoint, rest, code) => {
    expect(refused(endpoint, rest, true)).toBe(code);
  });

  test("another server's account takes no REST address from the venue", () => {
    const checked = checkAddress({ ...compatible('main'), rest: null }, false);
    expect(checked.ok && checked.value.rest).toBe(null);
  });
});

test('every venue that can hold an account is offered, and the practice venue is not', () => {
  const venues = accountVenues();
  expect(venues.find(({ id }) => id === 'bitmex')).toMatchObject({
    needsEndpoint: true,
    needsPassphrase: false,
  });
  expect(venues.some(({ id }) => id === 'practice')).toBe(false);
  expect(venues[0]?.needsEndpoint).toBe(false);
  for (const { id, needsEndpoint } of venues) {
    const account = { venue: id, label: 'x', endpoint: null, rest: null };
    expect(checkAddress(account, false).ok).toBe(!needsEndpoint);
    // A real venue is never reached under the test-only runtime.
    expect(checkAddress(account, true).ok).toBe(false);
  }
});

test.each([
  ['main', 'main'],
  ['  Desk 2 ', 'Desk 2'],
  ['', null],
  ['x'.repeat(41), null],
  ['two\nlines', null],
])('the label %j becomes %j', (label, kept) => {
  const checked = checkLabel({ venue: 'bitmex', label }, []);
  expect(checked.ok ? checked.value : null).toBe(kept);
});

test('a right whose word is not known goes beyond reading', () => {
  expect(exceedsReading(readOnly)).toBe(false);
  expect(exceedsReading(trading)).toBe(true);
  const strange = { ...readOnly, words: ['stake'] };
  expect(exceedsReading(strange)).toBe(true);
  expect(rightsBeyondReading({ ...trading, withdraw: true })).toBe('trade and withdraw');
  expect(rightsBeyondReading(strange)).toBe('do more than read (stake)');
});
