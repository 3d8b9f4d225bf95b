/** What the vault makes of a keychain that says little: null may mean locked, refused or gone. */
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../src/main/vault/credentials.ts';
import { createVault } from '../../src/main/vault/vault.ts';
import type { VaultOutcome } from '../../src/main/vault/vault-client.ts';
import type { VaultAnswer, VaultCall } from '../../src/main/vault/vault-messages.ts';

const credentials = () => ({ key: 'k', secret: bytesOf('s3cret'), passphrase: null });
const locked: VaultAnswer = {
  kind: 'failed',
  trouble: 'locked',
  detail: 'Cannot create an item in a locked collection',
};

/** Answers in order; `waited` where the user was asked. */
function openVault(...answers: readonly (VaultAnswer | VaultOutcome)[]) {
  const calls: VaultCall[] = [];
  const states: string[] = [];
  const left = [...answers];
  let tellWaiting = (_: boolean) => {};
  const vault = createVault({
    connect(onWaiting) {
      tellWaiting = onWaiting;
      return {
        async perform(call) {
          calls.push(call);
          const answer = left.shift();
          if (answer === undefined) throw new Error(`No answer is left for ${call.op}.`);
          return { waited: false, ...answer };
        },
        close() {},
      };
    },
    onChange: () => states.push(vault.state),
  });
  return { vault, calls, states, waits: (isWaiting: boolean) => tellWaiting(isWaiting) };
}

describe('a key that does not come', () => {
  test('is not called removed while the keyring could be locked', async () => {
    const { vault } = openVault({ kind: 'none' });
    expect(await vault.read('a')).toMatchObject({ kind: 'failed', trouble: 'locked' });
    expect(vault.state).toBe('locked');
  });

  test('was denied when the user was asked for it', async () => {
    const { vault } = openVault({ kind: 'none', waited: true });
    expect(await vault.read('a')).toMatchObject({ kind: 'failed', trouble: 'denied' });
  });

  test('is removed when another key is still there', async () => {
    const witness = credentials();
    const { vault, calls } = openVault(
      { kind: 'key', credentials: credentials() },
      { kind: 'none' },
      { kind: 'key', credentials: witness },
    );
    await vault.read('a');
    expect(await vault.read('b')).toEqual({ kind: 'removed' });
    expect(calls.map((call) => 'account' in call && call.account)).toEqual(['a', 'b', 'a']);
    expect([...witness.secret].every((byte) => byte === 0)).toBe(true);
    expect(vault.state).toBe('ready');
  });

  test('is locked away when even a key that was there a moment ago does not come', async () => {
    const { vault } = openVault(
      { kind: 'key', credentials: credentials() },
      { kind: 'none' },
      { kind: 'none' },
    );
    await vault.read('a');
    expect(await vault.read('b')).toMatchObject({ kind: 'failed', trouble: 'locked' });
  });

  test('is removed after the user unlocked the keyring, whatever was known before', async () => {
    const { vault } = openVault(
      { kind: 'key', credentials: credentials() },
      { kind: 'done' },
      { kind: 'none' },
    );
    await vault.read('a');
    await vault.unlock();
    expect(await vault.read('a')).toEqual({ kind: 'removed' });
  });

  test('is left alone when it is not one of ours', async () => {
    const { vault } = openVault({ kind: 'unreadable' });
    expect(await vault.read('a')).toEqual({ kind: 'unreadable' });
    expect(vault.state).toBe('ready');
  });
});

describe('the state', () => {
  test('is waiting while the user is asked, and then what came of it', async () => {
    const { vault, states, waits } = openVault({ ...locked, waited: true }, { kind: 'done' });
    waits(true);
    expect(vault.state).toBe('waiting');
    waits(false);
    await vault.unlock();
    expect(vault.state).toBe('denied');
    expect(vault.detail).toBe('Cannot create an item in a locked collection');
    await vault.unlock();
    expect(vault.state).toBe('ready');
    expect(states).toEqual(['waiting', 'ready', 'denied', 'ready']);
  });

  test('a delete that was not proven is no delete', async () => {
    const { vault } = openVault(locked);
    expect(await vault.remove('a')).toMatchObject({ kind: 'failed', trouble: 'locked' });
  });
});
