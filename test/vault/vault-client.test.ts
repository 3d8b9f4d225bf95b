/** The vault process from main's side: one call at a time, patience, crashes and lost connections. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { bytesOf } from '../../src/main/vault/credentials.ts';
import { forkVault, type StartVaultChild, type VaultChildEvents } from '../../src/main/vault/vault-child.ts';
import { createVaultClient } from '../../src/main/vault/vault-client.ts';
import type { NumberedCall, VaultAnswer } from '../../src/main/vault/vault-messages.ts';
import { manualClock } from '../support/manual-clock.ts';
import { until } from '../support/until.ts';

const read = { op: 'read', account: 'a1' } as const;
const none: VaultAnswer = { kind: 'none' };
const lost: VaultAnswer = { kind: 'failed', trouble: 'broken', detail: 'The name :1.7 was not provided' };

/** A vault process that answers when a test says so. */
function vaultDouble() {
  const clock = manualClock();
  const waits: boolean[] = [];
  const children: {
    readonly posted: NumberedCall[];
    readonly events: VaultChildEvents;
    isKilled: boolean;
  }[] = [];
  const start: StartVaultChild = (events) => {
    const child = { posted: [] as NumberedCall[], events, isKilled: false };
    children.push(child);
    return {
      post: (call) => child.posted.push(call),
      kill() {
        child.isKilled = true;
      },
    };
  };
  const client = createVaultClient({ start, clock, onWaiting: (isWaiting) => waits.push(isWaiting) });
  async function call(at: number, count: number): Promise<NumberedCall> {
    await until('the call', () => (children[at]?.posted.length ?? 0) >= count);
    const found = children[at]?.posted[count - 1];
    if (found === undefined) throw new Error('There is no such call.');
    return found;
  }
  async function answer(at: number, count: number, value: VaultAnswer): Promise<void> {
    const { id } = await call(at, count);
    children[at]?.events.message({ id, answer: value });
  }
  return { clock, client, children, waits, call, answer };
}

describe('calls', () => {
  test('run one after the other, however many are asked at once', async () => {
    const { client, children, call, answer } = vaultDouble();
    const first = client.perform(read);
    const second = client.perform({ op: 'probe' });
    await call(0, 1);
    expect(children[0]?.posted).toHaveLength(1);
    await answer(0, 1, none);
    expect(await first).toEqual({ kind: 'none', waited: false });
    await answer(0, 2, { kind: 'done' });
    expect(await second).toEqual({ kind: 'done', waited: false });
    expect(children).toHaveLength(1);
  });

  test('that stay silent for two seconds are said to wait, and go on waiting', async () => {
    const { client, clock, waits, call, answer } = vaultDouble();
    const asked = client.perform(read);
    await call(0, 1);
    clock.advance(1_999);
    expect(waits).toEqual([]);
    clock.advance(1);
    expect(waits).toEqual([true]);
    clock.advance(60_000);
    await answer(0, 1, none);
    expect(await asked).toEqual({ kind: 'none', waited: true });
    expect(waits).toEqual([true, false]);
  });

  test('are given up after two minutes, and their process with them', async () => {
    const { client, clock, children, call } = vaultDouble();
    const asked = client.perform(read);
    await call(0, 1);
    clock.advance(120_000);
    expect(await asked).toMatchObject({ kind: 'failed', trouble: 'locked', waited: true });
    expect(children[0]?.isKilled).toBe(true);
  });

  test('are answered by their number only, and a key that comes too late is wiped', async () => {
    const { client, clock, children, call, answer } = vaultDouble();
    const asked = client.perform(read);
    const { id } = await call(0, 1);
    const late = { key: 'k', secret: bytesOf('late'), passphrase: null };
    children[0]?.events.message({ id: id + 7, answer: { kind: 'key', credentials: late } });
    children[0]?.events.message('nonsense');
    expect([...late.secret]).toEqual([0, 0, 0, 0]);
    await answer(0, 1, none);
    expect(await asked).toMatchObject({ kind: 'none' });
    expect(clock.pending).toBe(1);
  });
});

describe('the process', () => {
  test('is started again once when it crashes, and the call is made again', async () => {
    const { client, children, call, answer } = vaultDouble();
    const asked = client.perform(read);
    await call(0, 1);
    children[0]?.events.ended('exit code 11');
    await answer(1, 1, none);
    expect(await asked).toMatchObject({ kind: 'none' });
  });

  test('is started again once when its connection to the keyring is gone for ever', async () => {
    const { client, children, answer } = vaultDouble();
    const asked = client.perform(read);
    await answer(0, 1, lost);
    await answer(1, 1, lost);
    expect(await asked).toMatchObject({ kind: 'failed', trouble: 'broken' });
    expect(children).toHaveLength(2);
    expect(children[0]?.isKilled).toBe(true);
  });

  test('ends when there is nothing to do, so that no connection grows stale', async () => {
    const { client, clock, children, answer } = vaultDouble();
    const asked = client.perform(read);
    await answer(0, 1, none);
    await asked;
    clock.advance(10_000);
    expect(children[0]?.isKilled).toBe(true);
    const again = client.perform(read);
    await answer(1, 1, none);
    expect(await again).toMatchObject({ kind: 'none' });
  });

  test('ends with the client, which answers what was under way', async () => {
    const { client, clock, children, call } = vaultDouble();
    const asked = client.perform(read);
    await call(0, 1);
    client.close();
    expect(await asked).toMatchObject({ kind: 'failed', trouble: 'broken' });
    expect(await client.perform(read)).toMatchObject({ kind: 'failed', trouble: 'broken' });
    expect(children).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe('a real process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-vault-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function entry(name: string, source: string): string {
    const file = join(folder, name);
    writeFileSync(file, source);
    return file;
  }

  test('that dies of a segmentation fault each time is reported, and nothing else dies', async () => {
    const crash = entry('crash.cjs', "process.on('message', () => process.kill(process.pid, 'SIGSEGV'));");
    const client = createVaultClient({ start: forkVault(crash), clock: systemClock, onWaiting() {} });
    const outcome = await client.perform(read);
    expect(outcome).toMatchObject({ kind: 'failed', trouble: 'broken' });
    expect(outcome.kind === 'failed' && outcome.detail).toContain('SIGSEGV');
    client.close();
  });

  test('carries bytes as bytes, both ways', async () => {
    const echo = entry(
      'echo.cjs',
      `process.on('message', ({ id, call }) => process.send({ id, answer: { kind: 'key', credentials: call.credentials } }));`,
    );
    const client = createVaultClient({ start: forkVault(echo), clock: systemClock, onWaiting() {} });
    const credentials = { key: 'k', secret: bytesOf('sécret'), passphrase: bytesOf('p') };
    const outcome = await client.perform({ op: 'write', account: 'a', credentials });
    expect(outcome.kind === 'key' && [...outcome.credentials.secret]).toEqual([...bytesOf('sécret')]);
    client.close();
  });

  test('gets nothing of a key in its arguments, and prints nothing', async () => {
    const shout = entry(
      'shout.cjs',
      `console.log('heard'); console.error('heard');
       process.on('message', ({ id }) => process.send({ id, answer: process.argv.length === 2 ? { kind: 'done' } : { kind: 'none' } }));`,
    );
    const client = createVaultClient({ start: forkVault(shout), clock: systemClock, onWaiting() {} });
    expect(await client.perform({ op: 'probe' })).toMatchObject({ kind: 'done' });
    client.close();
  });
});
