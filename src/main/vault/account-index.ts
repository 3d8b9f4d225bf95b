/**
 * The list of accounts, without their keys: a small file that the app and the headless command share. It
 * is changed under a lock, written whole, and kept in a second copy; a damaged one is set aside, reported,
 * and replaced by that copy. Keys are in the keychain, so nothing that happens to this file loses one.
 */
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { AccountLabel } from '../../preload/contract/accounts.ts';
import type { Clock } from '../feeds/clock.ts';

const Rights = z.object({
  read: z.boolean().nullable(),
  trade: z.boolean().nullable(),
  withdraw: z.boolean().nullable(),
  words: z.array(z.string()).readonly(),
  expiresAt: z.string().nullable(),
  addresses: z.array(z.string()).readonly(),
});

const Account = z.object({
  /** The name of its item in the keychain; random, since labels change. */
  id: z.string().min(1).max(80),
  venue: z.string().max(40),
  label: AccountLabel,
  fingerprint: z.string().max(40),
  keptIn: z.enum(['keychain', 'session']),
  /** Its key is for one session now, and the one before could not be seen to leave the keychain. */
  mayHoldOldKey: z.boolean().optional(),
  endpoint: z.string().max(2000).nullable(),
  rest: z.string().max(2000).nullable(),
  paused: z.boolean(),
  rights: Rights.nullable(),
  checkedMs: z.number().nullable(),
  createdMs: z.number(),
});

const Index = z.object({ version: z.literal(1), accounts: z.array(Account).max(500) });

export type IndexedAccount = z.infer<typeof Account>;

export interface AccountIndex {
  read(): Promise<readonly IndexedAccount[]>;
  /** Reads the newest list, changes it and writes it, with nobody in between. */
  change(
    edit: (accounts: readonly IndexedAccount[]) => readonly IndexedAccount[],
  ): Promise<readonly IndexedAccount[]>;
  /** Calls after every change of the file, whoever made it, until what it returns is called. */
  watch(changed: () => Promise<void>): () => void;
}

export interface IndexFile {
  readonly path: string;
  readonly clock: Clock;
  /** Hears that the file was damaged, and what became of it. */
  readonly notice: (message: string) => void;
}

export function openAccountIndex({ path, clock, notice }: IndexFile): AccountIndex {
  const copy = `${path}.copy`;

  async function read(): Promise<readonly IndexedAccount[]> {
    const text = await readIfThere(path);
    const found = text === null ? [] : accountsIn(text);
    return found ?? recover();
  }

  async function recover(): Promise<readonly IndexedAccount[]> {
    const aside = `${path}.damaged-${Math.floor(clock.wallMs())}`;
    await rename(path, aside);
    const kept = accountsIn((await readIfThere(copy)) ?? '');
    const what = `The list of accounts could not be read and was set aside as ${basename(aside)}.`;
    if (kept === null) {
      notice(`${what} There is no copy of it. The keys are still in your keychain: add the accounts again.`);
      return [];
    }
    await copyFile(copy, path);
    notice(`${what} Vigil goes on with the copy made before the last change; look whether one is missing.`);
    return kept;
  }

  async function write(accounts: readonly IndexedAccount[]): Promise<void> {
    if ((await readIfThere(path)) !== null) await copyFile(path, copy);
    const temporary = `${path}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ version: 1, accounts }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }

  /** One after the other within this process; the lock file keeps other processes out. */
  let last: Promise<unknown> = Promise.resolve();
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(() => withLock(`${path}.lock`, clock, work));
    last = next.catch(() => {});
    return next;
  }

  return {
    read: () => alone(read),
    change: (edit) =>
      alone(async () => {
        const next = edit(await read());
        await write(next);
        return next;
      }),
    watch(changed) {
      let seen: string | null = null;
      async function look(): Promise<void> {
        const { ino, mtimeMs } = await stat(path);
        const mark = `${ino} ${mtimeMs}`;
        if (mark === seen) return;
        seen = mark;
        await changed();
      }
      return clock.every(watchLookMs, () => {
        look().catch(() => {
          // Not there, or not to be read: a list that is gone takes no account with it, and it is looked for again.
          seen = null;
        });
      });
    },
  };
}

async function withLock<T>(lock: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  while (!(await take(lock, clock))) await new Promise<void>((again) => clock.after(lockLookMs, again));
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string, clock: Clock): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  }
  // A process that died left its lock behind; writing the list takes milliseconds.
  const made = await stat(lock).catch(() => null);
  if (made !== null && clock.wallMs() - made.mtimeMs > staleLockMs) await rm(lock, { force: true });
  return false;
}

function accountsIn(text: string): readonly IndexedAccount[] | null {
  try {
    return Index.parse(JSON.parse(text)).accounts;
  } catch {
    // Not JSON, or not a list of accounts: both mean that the file is damaged.
    return null;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    // Reading a pipe would wait for ever. No list is of this size: what is there counts as damaged.
    if (!found.isFile() || found.size > mostBytes) return '';
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    if (codeOf(cause) === 'EACCES') return '';
    throw cause;
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : null;
}

const mostBytes = 4_000_000;
const watchLookMs = 2_000;
const lockLookMs = 25;
const staleLockMs = 10_000;
