/** A practice account: tried in two steps, and gone with its session. */
import { expect, test } from 'vitest';
import type { Account } from '../../src/main/accounts/account-view.ts';
import { openKeyEntry } from '../../src/main/accounts/key-entry.ts';
import { bytesOf } from '../../src/main/vault/credentials.ts';
import { accountsBench, readChecked } from '../support/accounts-bench.ts';

const server = {
  ...{ ws: 'ws://127.0.0.1:8/v5/private', rest: 'http://127.0.0.1:8', key: 'made-up', secret: 'made-up-too' },
};

function practiceEntry(bench: ReturnType<typeof accountsBench>, account: Account | null = null) {
  return openKeyEntry({
    ...{ accounts: bench.accounts, account, venue: null, readOnlyKeys: () => true, monoMs: () => 0 },
    form: () => ({
      ...{ venues: [], loopbackOnly: false, theme: 'dark', mayCreateKeyring: false },
      vault: { state: 'ready', headline: '', body: '', command: null, action: null },
    }),
    check: async () => readChecked,
    practice: async () => server,
    done() {},
  });
}

async function added(bench: ReturnType<typeof accountsBench>) {
  const entry = practiceEntry(bench);
  const form = await entry.answer('practice', {});
  if (!form.ok || form.value === null || !('sample' in form.value)) throw new Error('no form');
  const { venue, label, endpoint, rest, sample } = form.value;
  const handed = { venue, label, endpoint, rest, key: sample?.key, secret: bytesOf(sample?.secret ?? '') };
  expect(await entry.answer('check', { ...handed, passphrase: null })).toMatchObject({
    value: { kind: 'checked', venueName: 'Practice Bybit', label },
  });
  // Asked to be kept all the same, it is not.
  expect(await entry.answer('keep', { keptIn: 'keychain', beyondReading: false })).toMatchObject({
    ok: true,
  });
  return label;
}

test('is added with the key that its server made, in no list and no keychain', async () => {
  const bench = accountsBench();
  await bench.accounts.start();
  expect(await added(bench)).toBe('trial');
  expect([...bench.feeds]).toEqual([['practice-bybit/account/trial', 'open']]);
  expect(bench.list()).toEqual([]);
  expect(bench.vault.asked).toEqual([]);
  expect(await added(bench)).toBe('trial 2');
  const key = { key: 'another', secret: bytesOf('secret'), passphrase: null };
  await bench.accounts.replaceKey(bench.idOf('trial'), key, { keptIn: 'keychain', check: readChecked });
  expect(bench.vault.asked).toEqual([]);
});

test('another key for it is entered for the same venue', async () => {
  const bench = accountsBench();
  await added(bench);
  const entry = practiceEntry(bench, bench.accounts.find(bench.idOf('trial')));
  expect(await entry.answer('describe', {})).toMatchObject({
    value: {
      purpose: 'replace',
      venue: 'practice-bybit',
      venues: [{ name: 'Practice Bybit' }],
      sample: null,
    },
  });
});

test('stays when another process changes the list, and goes when it is removed', async () => {
  const bench = accountsBench();
  await bench.accounts.start();
  await added(bench);
  await bench.accounts.refresh();
  expect(bench.state('trial')).toBe('open');
  expect(await bench.accounts.remove(bench.idOf('trial'), false)).toMatchObject({ ok: true });
  expect(bench.feeds.size).toBe(0);
});

test('can be at a server of this computer only, and never at the venue itself', async () => {
  const { accounts } = accountsBench();
  const entry = { keptIn: 'session', check: readChecked } as const;
  const account = { venue: 'practice-bybit', label: 'x', rest: null };
  const key = () => ({ key: 'k', secret: bytesOf('s'), passphrase: null });
  for (const endpoint of [null, 'wss://stream.bybit.com/v5/private']) {
    expect((await accounts.add({ ...account, endpoint }, key(), entry)).ok).toBe(false);
  }
});
