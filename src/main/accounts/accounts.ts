/** Owns the list of accounts: starts them, changes them, and keeps list, keychain and feeds in step. */
import { randomUUID } from 'node:crypto';
import type { KeptIn } from '../../preload/contract/accounts.ts';
import type { Result } from '../../preload/contract/bridge.ts';
import { refusal, success } from '../bridge/result.ts';
import type { Clock } from '../feeds/clock.ts';
import type { AccountIndex, IndexedAccount } from '../vault/account-index.ts';
import type { Credentials } from '../vault/credentials.ts';
import { fingerprintOf } from '../vault/fingerprint.ts';
import type { VaultFailure } from '../vault/vault.ts';
import { type AccountLifeOptions, createAccountLife, type Held, isWaiting } from './account-life.ts';
import { checkAddress, checkLabel, isPassing, type NewAccount, placeFor, serverOf } from './account-rules.ts';
import { type Account, wordsOf } from './account-view.ts';
import type { KeyCheck } from './key-check.ts';

export interface AccountsOptions extends AccountLifeOptions {
  readonly clock: Clock;
  readonly index: AccountIndex;
  /** What the keychain's failure means for the user, in a sentence or two. */
  readonly explain: (failure: VaultFailure) => string;
}

/** How a key came: where it is to be kept, and what the venue said of it. */
export interface Entry {
  readonly keptIn: KeptIn;
  readonly check: KeyCheck;
}

export interface Accounts {
  all(): readonly Account[];
  find(id: string): Account | null;
  /** Reads the list, and asks the vault for nothing. */
  load(): Promise<void>;
  /** Reads the list and opens the feeds of accounts whose keys the vault gives. */
  start(): Promise<void>;
  /** Takes over what another process added to the list, or took from it. */
  refresh(): Promise<void>;
  /** Opens one account for somebody who waits for it; the keychain may ask the user. */
  open(id: string): Promise<Result<null>>;
  /** The bytes are the caller's to wipe. */
  add(account: NewAccount, credentials: Credentials, entry: Entry): Promise<Result<null>>;
  replaceKey(id: string, credentials: Credentials, entry: Entry): Promise<Result<null>>;
  check(id: string): Promise<Result<null>>;
  rename(id: string, label: string): Promise<Result<null>>;
  pause(id: string, paused: boolean): Promise<Result<null>>;
  remove(id: string, evenIfKept: boolean): Promise<Result<null>>;
  /** The setting about read-only keys may have changed. */
  settingsChanged(): Promise<void>;
  /** Asks the keychain, which may ask the user, and opens what it gives. */
  unlock(): Promise<Result<null>>;
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { clock, index, vault, changed, explain } = options;
  const life = createAccountLife(options);
  let list: readonly Held[] = [];
  let isLoaded = false;
  const find = (id: string) => list.find(({ indexed }) => indexed.id === id) ?? null;
  async function change(held: Held, patch: Partial<IndexedAccount>): Promise<Result<null>> {
    const { id } = held.indexed;
    const kept = await write((all) => all.map((one) => (one.id === id ? { ...one, ...patch } : one)));
    if (kept.ok) held.indexed = { ...held.indexed, ...patch };
    changed();
    return kept;
  }

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

  /** Opens these one after the other, but for those that changed meanwhile; a keychain that fails once is not asked for the others. */
  async function openAll(wanted: readonly Held[]): Promise<VaultFailure | null> {
    let failure: VaultFailure | null = null;
    for (const held of wanted) {
      if (find(held.indexed.id) !== held || held.indexed.paused || held.state === 'open') continue;
      if (failure !== null && held.indexed.keptIn === 'keychain' && held.signer === null) {
        life.wait(held, failure.trouble);
        continue;
      }
      failure = (await life.open(held)) ?? failure;
      if (held.signer !== null) void recheck(held);
    }
    return failure;
  }

  async function recheck(held: Held): Promise<void> {
    const found = await life.check(held);
    if (found === null || find(held.indexed.id) !== held) return;
    await note(held, found);
    await life.obey(held);
  }

  async function note(held: Held, found: KeyCheck): Promise<void> {
    const learnt = found.kind === 'rights' ? { rights: found.rights } : {};
    // What was learnt counts where it cannot be written, too; what was known stays known.
    held.indexed = { ...held.indexed, ...learnt };
    await change(held, { ...learnt, checkedMs: Math.floor(clock.wallMs()) });
  }

  async function store(id: string, credentials: Credentials, keptIn: KeptIn): Promise<Result<null>> {
    if (keptIn === 'session') return success(null);
    const written = await vault.write(id, credentials);
    return written.kind === 'done'
      ? success(null)
      : refusal(written.trouble, `The key was not stored. ${explain(written)}`);
  }

  /** Of an account that is in the list no more. */
  async function end(held: Held): Promise<void> {
    held.signer = null;
    held.state = 'removed';
    await life.closeFeed(held);
  }

  async function load(): Promise<void> {
    list = (await index.read()).map(life.hold);
    isLoaded = true;
    changed();
  }

  return {
    all: () => list,
    find,
    load,
    async start() {
      await load();
      await openAll(list.filter(({ state }) => state !== 'paused'));
    },
    async refresh() {
      if (!isLoaded) return;
      const stored = new Map((await index.read()).map((one) => [one.id, one]));
      for (const held of list) {
        const { rights, checkedMs } = stored.get(held.indexed.id) ?? held.indexed;
        held.indexed = { ...held.indexed, rights, checkedMs };
      }
      const left = list.filter(({ indexed }) => !stored.has(indexed.id) && !isPassing(indexed));
      const came = [...stored.values()].filter(({ id }) => find(id) === null).map(life.hold);
      list = [...list.filter((held) => !left.includes(held)), ...came];
      // A label may have come back with another key: the old feed ends first.
      await Promise.all(left.map(end));
      changed();
      await openAll(came.filter(({ state }) => state !== 'paused'));
    },
    async open(id) {
      const held = find(id);
      if (held === null) return gone;
      let failure = await life.open(held);
      if (failure?.trouble === 'locked') {
        // A keyring that is locked for good answers the same as one that has no such key.
        const opened = await vault.unlock();
        failure = opened.kind === 'failed' ? opened : await life.open(held);
      }
      if (failure !== null) return refusal(failure.trouble, explain(failure));
      if (held.state === 'starting') await recheck(held);
      return held.state === 'open' ? success(null) : refusal(held.state, wordsOf(held));
    },
    async add(account, credentials, { keptIn: wanted, check }) {
      const keptIn = placeFor(account, wanted);
      const others = list.map(({ indexed }) => indexed);
      const label = checkLabel(account, others);
      if (!label.ok) return label;
      const address = checkAddress(account, options.loopbackOnly);
      if (!address.ok) return address;
      const id = randomUUID();
      const stored = await store(id, { ...credentials, server: serverOf(account) }, keptIn);
      if (!stored.ok) return stored;
      const nowMs = Math.floor(clock.wallMs());
      const { venue, endpoint, rest } = account;
      const indexed: IndexedAccount = {
        ...{ id, venue, label: label.value, endpoint, rest, keptIn },
        fingerprint: fingerprintOf(credentials.key),
        paused: false,
        rights: check.kind === 'rights' ? check.rights : null,
        checkedMs: nowMs,
        createdMs: nowMs,
      };
      const kept = isPassing(account) ? success(null) : await write((all) => [...all, indexed]);
      if (!kept.ok) {
        // A key that no list names could never be found again.
        if (keptIn === 'keychain') await vault.remove(id);
        return kept;
      }
      const held = life.hold(indexed);
      held.checkProblem = check.kind === 'rights' ? null : check.message;
      list = [...list, held];
      life.sign(held, credentials);
      life.openFeed(held);
      return success(null);
    },
    async replaceKey(id, credentials, { keptIn: wanted, check }) {
      const held = find(id);
      if (held === null) return gone;
      const keptIn = placeFor(held.indexed, wanted);
      const stored = await store(id, { ...credentials, server: serverOf(held.indexed) }, keptIn);
      if (!stored.ok) return stored;
      const left = keptIn === 'session' && mayBeStored(held) ? await vault.remove(id) : done;
      const kept = await change(held, {
        keptIn,
        mayHoldOldKey: left.kind === 'failed',
        fingerprint: fingerprintOf(credentials.key),
        rights: check.kind === 'rights' ? check.rights : null,
        checkedMs: Math.floor(clock.wallMs()),
      });
      held.checkProblem = check.kind === 'rights' ? null : check.message;
      life.sign(held, credentials);
      await life.reopen(held);
      if (!kept.ok || left.kind === 'done') return kept;
      return refusal(
        'not-verified',
        `The new key is in use for this session, but the old one may still be in the keychain. ${explain(left)} Keep the key once more to try again; removing the account tries it too.`,
      );
    },
    async check(id) {
      const held = find(id);
      if (held === null) return gone;
      if (held.signer === null) {
        return refusal(
          'no-key',
          `The key of ${held.indexed.label} is not at hand, so its venue cannot be asked.`,
        );
      }
      await recheck(held);
      return success(null);
    },
    async rename(id, wanted) {
      const held = find(id);
      if (held === null) return gone;
      const others = list.filter((one) => one !== held).map(({ indexed }) => indexed);
      const label = checkLabel({ venue: held.indexed.venue, label: wanted }, others);
      if (!label.ok) return label;
      if (label.value === held.indexed.label) return success(null);
      const kept = await change(held, { label: label.value });
      // Rows carry the label: the feed starts anew under the new one.
      if (kept.ok && held.feedId !== null) await life.reopen(held);
      return kept;
    },
    async pause(id, paused) {
      const held = find(id);
      if (held === null) return gone;
      const kept = await change(held, { paused });
      if (!kept.ok) return kept;
      if (!paused) {
        await openAll([held]);
        return success(null);
      }
      await life.closeFeed(held);
      held.state = 'paused';
      held.message = '';
      // A key for one session could not be had again.
      if (held.indexed.keptIn === 'keychain') held.signer = null;
      changed();
      return success(null);
    },
    async remove(id, evenIfKept) {
      const held = find(id);
      if (held === null) return gone;
      const { label } = held.indexed;
      if (mayBeStored(held)) {
        const removed = await vault.remove(id);
        if (removed.kind === 'failed' && !evenIfKept) {
          return refusal(
            'not-verified',
            `The key of ${label} may still be in the keychain, so the account stays. ${explain(removed)}`,
          );
        }
      }
      const kept = await write((all) => all.filter((one) => one.id !== id));
      if (!kept.ok) return kept;
      list = list.filter((one) => one !== held);
      await end(held);
      changed();
      return success(null);
    },
    async settingsChanged() {
      await Promise.all(list.map(life.obey));
    },
    async unlock() {
      const opened = await vault.unlock();
      if (opened.kind === 'failed') return refusal(opened.trouble, explain(opened));
      const failure = await openAll(list.filter(({ state }) => isWaiting(state)));
      return failure === null ? success(null) : refusal(failure.trouble, explain(failure));
    },
  };
}

function mayBeStored({ indexed }: Held): boolean {
  return indexed.keptIn === 'keychain' || indexed.mayHoldOldKey === true;
}

const done = { kind: 'done' } as const;
const gone = refusal('no-account', 'There is no such account any more.');
