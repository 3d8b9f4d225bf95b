/** The accounts in memory and the list of them on disk, which another process may change too. */
import type { Result } from '../../preload/contract/bridge.ts';
import { refusal, success } from '../bridge/result.ts';
import type { AccountIndex, IndexedAccount } from '../vault/account-index.ts';
import { type Held, hold } from './account-life.ts';
import { isPassing } from './account-rules.ts';

export interface AccountList {
  all(): readonly Held[];
  find(id: string): Held | null;
  /** Reads the list from disk. */
  load(): Promise<void>;
  /** What became of the list on disk; null before it was loaded. */
  reread(): Promise<Reread | null>;
  add(account: IndexedAccount): Promise<Result<Held>>;
  drop(held: Held): Promise<Result<null>>;
  /** What the user wants of an account: it counts once it is written. */
  change(held: Held, patch: Partial<IndexedAccount>): Promise<Result<null>>;
  /** What is so: it counts where it cannot be written, too. */
  note(held: Held, facts: Partial<IndexedAccount>): Promise<Result<null>>;
}

export interface Reread {
  readonly stayed: readonly Held[];
  readonly left: readonly Held[];
  readonly came: readonly Held[];
}

export function createAccountList(index: AccountIndex, changed: () => void): AccountList {
  let list: readonly Held[] = [];
  let isLoaded = false;
  const find = (id: string) => list.find(({ indexed }) => indexed.id === id) ?? null;

  async function write(edit: Parameters<AccountIndex['change']>[0]): Promise<Result<null>> {
    try {
      await index.change(edit);
      return success(null);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      return refusal(
        'not-saved',
        `The list of accounts could not be written (${why}). Make room on the disk, or give Vigil the right to write there.`,
      );
    }
  }

  async function change(held: Held, patch: Partial<IndexedAccount>): Promise<Result<null>> {
    const { id } = held.indexed;
    const kept = await write((all) => all.map((one) => (one.id === id ? { ...one, ...patch } : one)));
    if (kept.ok) held.indexed = { ...held.indexed, ...patch };
    changed();
    return kept;
  }

  return {
    all: () => list,
    find,
    change,
    note(held, facts) {
      held.indexed = { ...held.indexed, ...facts };
      return change(held, facts);
    },
    async load() {
      list = (await index.read()).map(hold);
      isLoaded = true;
      changed();
    },
    async reread() {
      if (!isLoaded) return null;
      const stored = new Map((await index.read()).map((one) => [one.id, one]));
      const left = list.filter(({ indexed }) => !stored.has(indexed.id) && !isPassing(indexed));
      const stayed = list.filter((held) => !left.includes(held));
      const came = [...stored.values()].filter(({ id }) => find(id) === null).map(hold);
      for (const held of stayed) learn(held, stored.get(held.indexed.id));
      list = [...stayed, ...came];
      return { stayed, left, came };
    },
    async add(account) {
      const kept = isPassing(account) ? success(null) : await write((all) => [...all, account]);
      if (!kept.ok) return kept;
      const held = hold(account);
      list = [...list, held];
      return success(held);
    },
    async drop(held) {
      const { id } = held.indexed;
      const kept = await write((all) => all.filter((one) => one.id !== id));
      if (!kept.ok) return kept;
      list = list.filter((one) => one !== held);
      return success(null);
    },
  };
}

/** What another process heard of the key later than we did; ours may have found no room on the disk. */
function learn(held: Held, stored: IndexedAccount | undefined): void {
  if (stored === undefined || (stored.checkedMs ?? 0) <= (held.indexed.checkedMs ?? 0)) return;
  const { rights, checkedMs } = stored;
  held.indexed = { ...held.indexed, rights, checkedMs };
}
