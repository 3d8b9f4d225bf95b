import { describe, expect, test } from 'vitest';
import type { AccountState, AccountView } from '../../../src/preload/contract/accounts.ts';
import { accountSight, waitsForKeychain } from '../../../src/renderer/format/account-sight.ts';

function account(state: AccountState, message = ''): AccountView {
  return {
    ...{ id: '1', venue: 'bybit', venueName: 'Bybit', label: 'main', fingerprint: '7c:41:e0:9a' },
    ...{ keptIn: 'keychain', endpoint: null, rest: null, state, message, feedId: 'f', rights: null },
    ...{ checkProblem: null, checking: false, checkedMs: null, createdMs: 0 },
  };
}

describe('an account with its key', () => {
  test('is as its feed is, and has nothing to say while that is well', () => {
    expect(accountSight(account('open'), { state: 'live', reason: 'first data', trouble: null })).toEqual({
      ...{ state: 'live', word: null, trouble: null, needsUser: false, problem: '', cure: null },
    });
  });

  test('that the venue refuses needs another key, in the venue’s words', () => {
    const feed = { state: 'refused', reason: 'this key has expired', trouble: null } as const;
    expect(accountSight(account('open'), feed)).toEqual({
      ...{ state: 'refused', word: 'refused', trouble: null, needsUser: true },
      ...{ problem: 'This key has expired.', cure: 'replace-key' },
    });
  });

  test('that is down cures itself, and says why', () => {
    const reason = 'The clock of this computer and that of Bybit differ too much. Set this computer’s clock.';
    const sight = accountSight(account('open'), { state: 'down', reason, trouble: null });
    expect(sight).toMatchObject({ problem: reason, needsUser: false, cure: null });
  });

  test.each([
    ['clock', 'clock off', null],
    ['rate-limit', 'rate-limited', null],
    ['permission', 'may not read all', 'replace-key'],
  ] as const)('whose feed goes on with trouble of the %s says so and what to do', (cause, trouble, cure) => {
    const feed = { state: 'live', reason: 'first data', trouble: { cause, message: 'What to do.' } } as const;
    const sight = accountSight(account('open'), feed);
    expect(sight).toMatchObject({ state: 'live', trouble, problem: 'What to do.', needsUser: false, cure });
  });
});

describe('an account without its key', () => {
  test.each([
    ['locked', 'unlock'],
    ['denied', 'unlock'],
    ['unavailable', 'enter-key'],
    ['broken', 'enter-key'],
    ['removed', 'enter-key'],
    ['enter-again', 'enter-key'],
  ] as const)('that is %s waits for the user, whose way out is to %s', (state, cure) => {
    const sight = accountSight(account(state, 'What to do.'), null);
    expect(sight).toMatchObject({ state: 'waiting', needsUser: true, problem: 'What to do.', cure });
  });

  test('that is paused or just starting needs nobody', () => {
    expect(accountSight(account('paused'), null)).toMatchObject({ needsUser: false, cure: 'resume' });
    expect(accountSight(account('starting'), null)).toMatchObject({ needsUser: false, cure: null });
  });

  test('waits for the keychain only where the keychain keeps it back', () => {
    expect(waitsForKeychain(account('locked'))).toBe(true);
    expect(waitsForKeychain(account('unavailable'))).toBe(true);
    expect(waitsForKeychain(account('removed'))).toBe(false);
    expect(waitsForKeychain(account('open'))).toBe(false);
  });
});
