/** The list of accounts on disk: whole, shared by processes, and there again after damage. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/feeds/clock.ts';
import { type IndexedAccount, openAccountIndex } from '../../src/main/vault/account-index.ts';
import { eventually } from '../support/eventually.ts';
import { manualClock } from '../support/manual-clock.ts';

let folder: string;
let path: string;
const notices: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-index-'));
  path = join(folder, 'deep', 'accounts.json');
  notices.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openAccountIndex({ path, clock: systemClock, notice: (message) => notices.push(message) });

function account(label: string): IndexedAccount {
  return {
    ...{ id: `id-${label}`, venue: 'bitmex', label, fingerprint: '00:11:22:33', keptIn: 'keychain' },
    ...{ endpoint: null, rest: null, paused: false, rights: null, checkedMs: null, createdMs: 1 },
  };
}

const labels = (accounts: readonly IndexedAccount[]) => accounts.map(({ label }) => label);

test('what was added is read again, by its owner only', async () => {
  await open().change((all) => [...all, account('main')]);
  expect(labels(await open().read())).toEqual(['main']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'deep')).sort()).toEqual(['accounts.json']);
});

test('changes from many hands at once all arrive', async () => {
  const names = Array.from({ length: 20 }, (_, at) => `n${at}`);
  const hands = [open(), open(), open()];
  await Promise.all(names.map((name, at) => hands[at % 3]?.change((all) => [...all, account(name)])));
  expect(labels(await open().read()).sort()).toEqual([...names].sort());
});

test('a lock that a dead process left behind is taken away', async () => {
  await open().change((all) => [...all, account('main')]);
  writeFileSync(`${path}.lock`, '');
  utimesSync(`${path}.lock`, new Date(0), new Date(0));
  expect(labels(await open().read())).toEqual(['main']);
});

describe.each(['', '{"version":1,"acc', '{"version":2,"accounts":[]}', '[]', '\0\0\0'])(
  'damage %j',
  (text) => {
    test('is survived with the copy, said, and kept aside', async () => {
      await open().change((all) => [...all, account('first')]);
      await open().change((all) => [...all, account('second')]);
      writeFileSync(path, text);
      expect(labels(await open().read())).toEqual(['first']);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toContain('copy made before the last change');
      const aside = readdirSync(join(folder, 'deep')).find((name) => name.includes('.damaged-')) ?? '';
      expect(readFileSync(join(folder, 'deep', aside), 'utf8')).toBe(text);
      // And from then on all is well.
      expect(labels(await open().change((all) => [...all, account('third')]))).toEqual(['first', 'third']);
      expect(notices).toHaveLength(1);
    });
  },
);

test.each([
  ['a folder', () => mkdirSync(path)],
  ['a pipe', () => execFileSync('mkfifo', [path])],
  ['5 MB', () => writeFileSync(path, Buffer.alloc(5_000_000, '['))],
  ['a link to a device', () => symlinkSync('/dev/zero', path)],
])('%s in its place is set aside like any damage', async (_, make) => {
  await open().change((all) => [...all, account('first')]);
  await open().change((all) => [...all, account('second')]);
  rmSync(path);
  make();
  expect(labels(await open().read())).toEqual(['first']);
  expect(notices).toHaveLength(1);
  expect(readdirSync(join(folder, 'deep')).some((name) => name.includes('.damaged-'))).toBe(true);
});

test('damage without a copy is an empty list, and says where the keys are', async () => {
  await open().change((all) => [...all, account('first')]);
  writeFileSync(path, 'x');
  expect(await open().read()).toEqual([]);
  expect(notices[0]).toContain('still in your keychain');
});

test('a change by anybody is heard of once, and a list that is gone is none', async () => {
  const clock = manualClock();
  const index = openAccountIndex({ path, clock, notice() {} });
  let heard = 0;
  const end = index.watch(async () => {
    heard += 1;
  });
  await open().change((all) => [...all, account('first')]);
  await eventually('the first list', () => look() === 1);
  await open().change((all) => [...all, account('second')]);
  await eventually('the second', () => look() === 2);
  rmSync(path);
  await settled();
  expect(heard).toBe(2);
  end();
  await open().change((all) => [...all, account('third')]);
  await settled();
  expect(heard).toBe(2);

  function look(): number {
    clock.advance(2_000);
    return heard;
  }
  /** Several looks at the file, each with time to read it. */
  async function settled(): Promise<void> {
    for (let looks = 0; looks < 5; looks += 1) {
      look();
      await open().read();
    }
  }
});
