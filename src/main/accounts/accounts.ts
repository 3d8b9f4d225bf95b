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
import { createAccountList } from './account-list.ts';
import { checkAddress, checkLabel, type NewAccount, placeFor, serverOf } from './account-rules.ts';
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
  const { clock, vault, changed, explain } = options;
  const life = createAccountLife(options);
  const list = createAccountList(options.index, changed);
  const { find } = list;

  /** Opens these one after the other, but for those that changed meanwhile; a keychain that fails once is not asked for the others. */
  async function openAll(wanted: readonly Held[]): Promise<VaultFailure | null> {
    let failure: VaultFailure | null = null;
    for (const held of wanted) {
      await held.closing;
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
    // What was known stays known.
    const learnt = found.kind === 'rights' ? { rights: found.rights } : {};
    await list.note(held, { ...learnt, checkedMs: Math.floor(clock.wallMs()) });
  }

  async function store(id: string, credentials: Credentials, keptIn: KeptIn): Promise<Result<null>> {
    if (keptIn === 'session') return success(null);
    const written = await vault.write(id, credentials);
    return written.kind === 'done'
      ? success(null)
      : refusal(written.trouble, `The key was not stored. ${explain(written)}`);
  }

  return {
    all: list.all,
    find,
    load: list.load,
    async start() {
      await list.load();
      await openAll(list.all().filter(({ state }) => state !== 'paused'));
    },
    async refresh() {
      const found = await list.reread();
      if (found === null) return;
      // A label may have come back with another key: the old feed ends first.
      await Promise.all(found.left.map(life.end));
      changed();
      await Promise.all(found.stayed.map(life.obey));
      await openAll(found.came.filter(({ state }) => state !== 'paused'));
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
      const others = list.all().map(({ indexed }) => indexed);
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
      const kept = await list.add(indexed);
      if (!kept.ok) {
        // A key that no list names could never be found again.
        if (keptIn === 'keychain') await vault.remove(id);
        return kept;
      }
      const held = kept.value;
      held.checkProblem = check.kind === 'rights' ? null : check.message;
      life.sign(held, credentials);
      life.openFeed(held);
      return success(null);
    },
    async replaceKey(id, credentials, { keptIn: wanted, check }) {
      const held = find(id);
      if (held === null) return gone;
      const keptIn = placeFor(held.indexed, wanted);
      if (keptIn === 'keychain' && !mayBeStored(held)) {
        // The list names what is in the keychain before it is there, or nobody would take it out again.
        const named = await list.change(held, { mayHoldOldKey: true });
        if (!named.ok) return named;
      }
      const stored = await store(id, { ...credentials, server: serverOf(held.indexed) }, keptIn);
      if (!stored.ok) return stored;
      const left = keptIn === 'session' && mayBeStored(held) ? await vault.remove(id) : done;
      const kept = await list.note(held, {
        keptIn,
        mayHoldOldKey: left.kind === 'failed',
        fingerprint: fingerprintOf(credentials.key),
        rights: check.kind === 'rights' ? check.rights : null,
        checkedMs: Math.floor(clock.wallMs()),
      });
      held.checkProblem = check.kind === 'rights' ? null : check.message;
      life.sign(held, credentials);
      await life.closeFeed(held);
      if (held.indexed.paused) await life.rest(held);
      else life.openFeed(held);
      const problems = [
        ...(left.kind === 'done' ? [] : [`${leftBehind} ${explain(left)} ${leftCure}`]),
        ...(kept.ok ? [] : [kept.error.message]),
      ];
      if (problems.length === 0) return success(null);
      const code = left.kind === 'done' ? 'not-saved' : 'not-verified';
      return refusal(code, `Vigil has the new key. ${problems.join(' ')}`);
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
      const others = list.all().flatMap((one) => (one === held ? [] : [one.indexed]));
      const label = checkLabel({ venue: held.indexed.venue, label: wanted }, others);
      if (!label.ok) return label;
      if (label.value === held.indexed.label) return success(null);
      const kept = await list.change(held, { label: label.value });
      // Rows carry the label: the feed starts anew under the new one.
      if (kept.ok && held.feedId !== null) await life.relabel(held);
      return kept;
    },
    async pause(id, paused) {
      const held = find(id);
      if (held === null) return gone;
      const kept = await list.change(held, { paused });
      if (!kept.ok) return kept;
      if (paused) await life.rest(held);
      else await openAll([held]);
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
      const kept = await list.drop(held);
      if (!kept.ok) return kept;
      await life.end(held);
      changed();
      return success(null);
    },
    async settingsChanged() {
      await Promise.all(list.all().map(life.obey));
    },
    async unlock() {
      const opened = await vault.unlock();
      if (opened.kind === 'failed') return refusal(opened.trouble, explain(opened));
      const failure = await openAll(list.all().filter(({ state }) => isWaiting(state)));
      return failure === null ? success(null) : refusal(failure.trouble, explain(failure));
    },
  };
}

function mayBeStored({ indexed }: Held): boolean {
  return indexed.keptIn === 'keychain' || indexed.mayHoldOldKey === true;
}

const done = { kind: 'done' } as const;
const gone = refusal('no-account', 'There is no such account any more.');
const leftBehind = 'The old one may still be in the keychain.';
const leftCure = 'Keep the key once more to try again; removing the account tries it too.';
