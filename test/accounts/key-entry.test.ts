/** A key on its way from its window into an account: checked, agreed to, kept, and wiped whatever happens. */
import { describe, expect, test } from 'vitest';
import type { KeyCheck } from '../../src/main/accounts/key-check.ts';
import { openKeyEntry } from '../../src/main/accounts/key-entry.ts';
import { bytesOf } from '../../src/main/vault/credentials.ts';
import { accountsBench, compatible, readChecked, trading } from '../support/accounts-bench.ts';
import { lockedVault } from '../support/vault-double.ts';

function entryBench({ wantsReadOnly = false } = {}) {
  const bench = accountsBench();
  let answer: KeyCheck = readChecked;
  let isDone = false;
  const entry = openKeyEntry({
    ...{ accounts: bench.accounts, account: null, venue: 'bitmex' },
    form: () => ({
      ...{ venues: [], loopbackOnly: false, theme: 'dark', mayCreateKeyring: false },
      vault: { state: 'ready', headline: '', body: '', command: null, action: null },
    }),
    readOnlyKeys: () => wantsReadOnly,
    practice: async () => practiceServer,
    check: async () => answer,
    monoMs: () => 0,
    done() {
      isDone = true;
      entry.end();
    },
  });
  return {
    ...{ bench, entry },
    isDone: () => isDone,
    answers(next: KeyCheck) {
      answer = next;
    },
  };
}

const handed = (label = 'main') => ({
  ...{ ...compatible(label), key: 'key-of-nobody', secret: bytesOf('a-secret'), passphrase: null },
});
const practiceServer = {
  ...{ ws: 'ws://127.0.0.1:8/v5/private', rest: 'http://127.0.0.1:8', key: 'made-up', secret: 'made-up too' },
};
const keep = { keptIn: 'keychain', beyondReading: false };
const isWiped = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

describe('a key that was handed over', () => {
  test('is checked, kept, and wiped', async () => {
    const { entry, bench, isDone } = entryBench();
    const typed = handed();
    expect(await entry.answer('check', typed)).toMatchObject({
      ok: true,
      value: { kind: 'checked', venueName: 'BitMEX', label: 'main', beyond: null, isForbidden: false },
    });
    expect(bench.list()).toEqual([]);
    expect(await entry.answer('keep', keep)).toEqual({ ok: true, value: null });
    expect(bench.list()).toHaveLength(1);
    expect(isDone()).toBe(true);
    expect(isWiped(typed.secret)).toBe(true);
  });

  test('is wiped when its window goes before it was kept', async () => {
    const { entry } = entryBench();
    const typed = handed();
    await entry.answer('check', typed);
    entry.end();
    expect(isWiped(typed.secret)).toBe(true);
    expect(await entry.answer('keep', keep)).toMatchObject({ ok: false, error: { code: 'no-key' } });
  });

  test('is wiped when another is handed over, or what was typed is wrong', async () => {
    const { entry } = entryBench();
    const [first, wrong] = [handed(), handed('')];
    await entry.answer('check', first);
    expect(await entry.answer('check', { ...wrong, label: ' ' })).toMatchObject({
      value: { kind: 'form', field: 'label' },
    });
    expect([first.secret, wrong.secret].every(isWiped)).toBe(true);
  });

  test('that the venue turns away is wiped and cannot be kept', async () => {
    const { entry, answers, bench } = entryBench();
    answers({ kind: 'refused', message: 'No such key.' });
    const typed = handed();
    expect(await entry.answer('check', typed)).toEqual({
      ok: true,
      value: { kind: 'refused', message: 'No such key.' },
    });
    expect(isWiped(typed.secret)).toBe(true);
    await entry.answer('keep', keep);
    expect(bench.list()).toEqual([]);
  });

  test('stays when the keychain is locked, so that it can be kept another way', async () => {
    const { entry, bench } = entryBench();
    await entry.answer('check', handed());
    bench.vault.failure = lockedVault;
    expect(await entry.answer('keep', keep)).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect(await entry.answer('keep', { ...keep, keptIn: 'session' })).toMatchObject({ ok: true });
    expect(bench.list()[0]?.keptIn).toBe('session');
  });
});

describe('a key that can trade', () => {
  test('is kept only when the user says so', async () => {
    const { entry, answers, bench } = entryBench();
    answers({ kind: 'rights', rights: trading });
    expect(await entry.answer('check', handed())).toMatchObject({ value: { beyond: 'trade' } });
    expect(await entry.answer('keep', keep)).toMatchObject({ ok: false, error: { code: 'not-agreed' } });
    expect(bench.vault.items.size).toBe(0);
    expect(await entry.answer('keep', { ...keep, beyondReading: true })).toMatchObject({ ok: true });
  });

  test('is never kept where settings allow read-only keys only', async () => {
    const { entry, answers, bench } = entryBench({ wantsReadOnly: true });
    answers({ kind: 'rights', rights: trading });
    expect(await entry.answer('check', handed())).toMatchObject({ value: { isForbidden: true } });
    const kept = await entry.answer('keep', { ...keep, beyondReading: true });
    expect(kept).toMatchObject({ ok: false, error: { code: 'read-only-keys' } });
    expect(bench.vault.items.size).toBe(0);
  });
});

test.each([
  ['steal', {}],
  ['__proto__', {}],
  [7, {}],
  ['check', null],
  ['check', { ...handed(), secret: 'text' }],
  ['check', { ...handed(), surplus: 1 }],
  ['keep', { keptIn: 'file', beyondReading: true }],
])('the request %j with %j is refused without repeating it', async (name, payload) => {
  const { entry } = entryBench();
  const answer = await entry.answer(name, payload);
  expect(answer).toMatchObject({ ok: false });
  expect(JSON.stringify(answer)).not.toContain('key-of-nobody');
});
