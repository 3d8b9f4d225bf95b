import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LogFile, openIncidentLog } from '../../src/main/incidents/incident-log.ts';
import { logFileAt } from '../../src/main/incidents/log-file.ts';
import type { Incident } from '../../src/preload/contract/incidents.ts';

let folder = '';
let path = '';
let problems: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil incidents '));
  path = join(folder, 'kept', 'incidents.jsonl');
  problems = [];
});
afterEach(() => rm(folder, { recursive: true }));

function open(most = 5_000, file: LogFile = logFileAt(path)) {
  return openIncidentLog({ file, most, nowMs: 90_000, problem: (message) => problems.push(message) });
}

function incident(id: string, endMs: number | null = 2_000): Incident {
  return {
    id,
    kind: 'stall',
    feedId: 'bybit',
    venue: 'bybit',
    account: null,
    feedName: 'Bybit public',
    channel: 'trade:BTCUSDT',
    cause: 'no data for 12 s',
    steps: [{ atMs: 1_500, text: 'stalled' }],
    startMs: 1_000,
    endMs,
    losses: [],
  };
}

test('incidents survive a restart, each as it was last', async () => {
  const first = await open();
  expect(first.list()).toEqual([]);
  first.put(incident('1', null));
  first.put(incident('2'));
  first.put({ ...incident('1'), cause: 'no data for 42 s' });
  await first.close();
  await first.close();

  const second = await open();
  expect(second.list()).toEqual([{ ...incident('1'), cause: 'no data for 42 s' }, incident('2')]);
  expect(second.damagedLines).toBe(0);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await second.close();
});

test('what lasted when Vigil ended is ended at its last step, and says so', async () => {
  const first = await open();
  first.put(incident('1', null));
  await first.close();
  const second = await open();
  expect(second.list()).toMatchObject([
    {
      ...{ endMs: 1_500, steps: [{}, { atMs: 90_000, text: 'Vigil had ended before this did' }] },
      // Nobody saw what was lost until then.
      losses: [{ channel: 'trade:BTCUSDT', missed: null, refilled: 0 }],
    },
  ]);
  await second.close();
  expect((await open()).list()).toEqual(second.list());
});

test('damaged lines are left out and counted, and a torn last line does not swallow the next', async () => {
  const first = await open();
  first.put(incident('1'));
  await first.close();
  const good = await readFile(path, 'utf8');
  await writeFile(path, `nonsense\n{"id":"7"}\n${good}${good.slice(0, 40)}`);

  const second = await open();
  expect(second.damagedLines).toBe(3);
  expect(problems).toEqual([
    '3 damaged lines of the list of incidents were left out. The list as it was is kept as incidents.jsonl.damaged-1.',
  ]);
  expect(await readFile(`${path}.damaged-1`, 'utf8')).toContain('nonsense');
  second.put(incident('2'));
  await second.close();
  expect((await open()).list().map(({ id }) => id)).toEqual(['1', '2']);
});

test.each([
  ['a folder', (at: string) => mkdir(at)],
  ['a pipe', async (at: string) => void execFileSync('mkfifo', [at])],
  ['33 MB', (at: string) => writeFile(at, Buffer.alloc(33_000_000, 'x'))],
  ['a link to a device', (at: string) => symlink('/dev/zero', at)],
])('%s in its place is kept under another name, and incidents are written again', async (_, make) => {
  await mkdir(dirname(path), { recursive: true });
  await make(path);
  const first = await open();
  expect(problems).toEqual([expect.stringContaining('kept as incidents.jsonl.damaged-1')]);
  first.put(incident('1'));
  await first.close();
  expect((await open()).list().map(({ id }) => id)).toEqual(['1']);
  expect((await lstat(`${path}.damaged-1`)).size).toBeGreaterThanOrEqual(0);
});

test('the list and its file are bounded, and the newest stay', async () => {
  const log = await open(10);
  for (let count = 0; count < 100; count += 1) {
    log.put(incident(`${count}`, null));
    log.put(incident(`${count}`));
  }
  await log.close();
  expect(log.list().map(({ id }) => Number(id))).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  expect(lines.length).toBeLessThanOrEqual(20);
  expect((await open(10)).list()).toEqual(log.list());
});

test('a disk that can’t be written is reported once, and made up for when it can', async () => {
  let isFull = true;
  const disk = logFileAt(path);
  const file: LogFile = {
    ...disk,
    append: (text) => (isFull ? Promise.reject(new Error('ENOSPC: no space left')) : disk.append(text)),
    replace: (text) => (isFull ? Promise.reject(new Error('ENOSPC: no space left')) : disk.replace(text)),
  };
  const log = await open(5_000, file);
  log.put(incident('1'));
  await new Promise(setImmediate);
  log.put(incident('2'));
  await new Promise(setImmediate);
  isFull = false;
  log.put(incident('3'));
  await log.close();
  expect(problems).toEqual(["Incidents can't be written to disk, only shown: ENOSPC: no space left"]);
  expect((await open()).list().map(({ id }) => id)).toEqual(['1', '2', '3']);
});

test('a file that can’t be read is reported, and Vigil goes on', async () => {
  const file: LogFile = { ...logFileAt(path), read: () => Promise.reject(new Error('EACCES')) };
  const log = await open(5_000, file);
  expect(log.list()).toEqual([]);
  expect(problems).toEqual(["The list of incidents can't be read, so it starts empty: EACCES"]);
  await log.close();
});
