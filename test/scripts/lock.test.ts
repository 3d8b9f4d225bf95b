import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { withLock } from '../../scripts/lock.mjs';
import { cacheFolder } from '../../scripts/paths.mjs';

const name = `test-${process.pid}`;
const file = join(cacheFolder, `${name}.lock`);

afterEach(() => rm(file, { force: true }));

test('jobs under one lock run one after the other', async () => {
  const events: string[] = [];
  let letFirstEnd = () => {};
  const first = withLock(name, async () => {
    events.push('first begins');
    await new Promise<void>((resolve) => {
      letFirstEnd = resolve;
    });
    events.push('first ends');
  });
  const second = withLock(name, async () => {
    events.push('second begins');
  });
  await until(() => events.length > 0);
  letFirstEnd();
  await Promise.all([first, second]);
  expect(events).toEqual(['first begins', 'first ends', 'second begins']);
});

test('a job that fails frees the lock and hands on its error', async () => {
  await expect(withLock(name, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(await withLock(name, async () => 'done')).toBe('done');
});

test('the lock of a process that is gone does not hold anybody up', async () => {
  const gone = spawnSync(process.execPath, ['--eval', '']).pid;
  await mkdir(cacheFolder, { recursive: true });
  await writeFile(file, String(gone));
  expect(await withLock(name, async () => 'done')).toBe('done');
});

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 5_000 }).toBe(true);
}
