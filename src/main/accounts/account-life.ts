/**
 * One account from its key to its feed. A key is in this process as bytes for as long as it takes to make
 * its signer; nothing gives it back out of that.
 */
import type { Signer } from '../exchanges/exchange.ts';
import type { IndexedAccount } from '../vault/account-index.ts';
import { type Credentials, wipe } from '../vault/credentials.ts';
import type { Vault, VaultFailure } from '../vault/vault.ts';
import {
  type AccountAddress,
  checkAddress,
  exceedsReading,
  rightsBeyondReading,
  serverOf,
} from './account-rules.ts';
import { type Account, wordsOf } from './account-view.ts';
import type { AskVenue, KeyCheck } from './key-check.ts';
import { keySigner } from './key-signer.ts';

/** The feeds of accounts, as their owner opens and closes them. */
export interface AccountFeeds {
  /** Returns the feed's id. */
  open(address: AccountAddress, label: string, signer: Signer): string;
  /** Shows that it waits for its key; `open` or `close` ends that. Returns the feed's id. */
  wait(address: AccountAddress, label: string, reason: string): string;
  close(feedId: string): Promise<void>;
}

export interface AccountLifeOptions {
  readonly vault: Vault;
  readonly feeds: AccountFeeds;
  readonly loopbackOnly: boolean;
  readonly check: AskVenue;
  /** Keys that can do more than read are not used at all. */
  readonly readOnlyKeys: () => boolean;
  readonly changed: () => void;
}

export type Held = { -readonly [Field in keyof Account]: Account[Field] } & {
  signer: Signer | null;
  /** Of its last feed: what is opened under the same name waits for it. */
  closing: Promise<void>;
  /** It is in the list no more. */
  isOver: boolean;
};

/** States in which an account has no key. */
const waitingStates = [
  'starting',
  'locked',
  'denied',
  'unavailable',
  'broken',
  'removed',
  'enter-again',
] as const;
export type WaitingState = (typeof waitingStates)[number];

export interface AccountLife {
  /**
   * Reads the key and opens the feed; null when the keychain did what it was asked. Where settings allow read-only
   * keys only, the feed waits for `obey`: it opens behind the venue's answer, not before.
   */
  open(held: Held): Promise<VaultFailure | null>;
  /** Makes a signer of a key that the user entered; the bytes stay the caller's to wipe. */
  sign(held: Held, credentials: Credentials): void;
  openFeed(held: Held): void;
  closeFeed(held: Held): Promise<void>;
  /** The label is another: so is the feed, which goes on as the one before did. */
  relabel(held: Held): Promise<void>;
  /** Gives the key back, where the keychain has it; whoever is asked about it answers to nobody. */
  rest(held: Held): Promise<void>;
  /** For good. */
  end(held: Held): Promise<void>;
  wait(held: Held, state: WaitingState): void;
  /** The venue's answer, and what follows from it for the feed; null where nothing can be asked. */
  check(held: Held): Promise<KeyCheck | null>;
  /** A key that may do more than settings allow is not used; once it may not, or they allow it, it is again. */
  obey(held: Held): Promise<void>;
}

export function createAccountLife(options: AccountLifeOptions): AccountLife {
  const { vault, feeds, loopbackOnly, changed } = options;

  function set(held: Held, state: Account['state'], message = ''): void {
    held.state = state;
    held.message = message;
    changed();
  }

  function addressOf(held: Held): AccountAddress | null {
    const address = checkAddress(held.indexed, loopbackOnly);
    if (!address.ok) set(held, 'unusable', address.error.message);
    return address.ok ? address.value : null;
  }

  /** Without its key: its feed is there all the same, and says what it waits for. */
  function wait(held: Held, state: WaitingState, message = ''): void {
    const address = addressOf(held);
    if (address === null || held.isOver) return;
    const reason = wordsOf({ state, message });
    held.feedId = feeds.wait(address, held.indexed.label, reason);
    set(held, state, message);
  }

  function sign(held: Held, credentials: Credentials): void {
    held.signer = keySigner(credentials);
    held.checking = false;
  }

  function dropKey(held: Held): void {
    held.signer = null;
    held.checking = false;
  }

  function openFeed(held: Held): void {
    const address = addressOf(held);
    const isOpen = held.state === 'open' && held.feedId !== null;
    if (address === null || held.signer === null || isOpen || held.isOver) return;
    held.feedId = feeds.open(address, held.indexed.label, held.signer);
    set(held, 'open');
  }

  async function closeFeed(held: Held): Promise<void> {
    const { feedId } = held;
    held.feedId = null;
    if (feedId === null) return held.closing;
    const closed = feeds.close(feedId);
    // Whoever waits for it wants it to be over, whatever it ended with.
    held.closing = closed.catch(() => {});
    await closed;
  }

  async function readKey(held: Held): Promise<VaultFailure | null> {
    const read = await vault.read(held.indexed.id);
    if (held.state !== 'starting' || held.isOver) {
      // Paused or removed while the keychain was asking.
      if (read.kind === 'key') wipe(read.credentials);
      return null;
    }
    switch (read.kind) {
      case 'key':
        if (isForAnother(held.indexed, read.credentials)) wait(held, 'broken', elsewhere);
        else sign(held, read.credentials);
        wipe(read.credentials);
        return null;
      case 'removed':
        wait(held, 'removed');
        return null;
      case 'unreadable':
        wait(held, 'broken', unreadable);
        return null;
      default:
        wait(held, read.trouble);
        return read;
    }
  }

  return {
    sign,
    wait,
    openFeed,
    closeFeed,
    async relabel(held) {
      await closeFeed(held);
      if (held.state === 'open') openFeed(held);
      else if (isWaiting(held.state)) wait(held, held.state, held.message);
    },
    async rest(held) {
      set(held, 'paused');
      // A key for one session could not be had again.
      if (held.indexed.keptIn === 'keychain') dropKey(held);
      await closeFeed(held);
    },
    async end(held) {
      held.isOver = true;
      dropKey(held);
      await closeFeed(held);
    },
    async open(held) {
      if (addressOf(held) === null) return null;
      wait(held, 'starting');
      if (held.signer === null) {
        if (held.indexed.keptIn === 'session') {
          wait(held, 'enter-again');
          return null;
        }
        const failure = await readKey(held);
        if (failure !== null) return failure;
      }
      if (held.state !== 'starting') return null;
      held.checking = options.readOnlyKeys();
      if (held.checking) wait(held, 'starting', beingChecked);
      else openFeed(held);
      return null;
    },
    async check(held) {
      const address = addressOf(held);
      const { signer } = held;
      if (address === null || signer === null) return null;
      held.checking = true;
      changed();
      const found = await options.check(address, signer);
      // The answer is for a key that was replaced or given back meanwhile.
      if (held.signer !== signer) return null;
      held.checking = false;
      held.checkProblem = found.kind === 'rights' ? null : found.message;
      changed();
      return found;
    },
    async obey(held) {
      await held.closing;
      const isReady = held.state === 'starting' && held.signer !== null;
      if (held.state !== 'open' && held.state !== 'unusable' && !isReady) return;
      const { rights } = held.indexed;
      // Its answer comes here again.
      if (isReady && held.checking && options.readOnlyKeys()) return;
      if (rights === null || !exceedsReading(rights) || !options.readOnlyKeys()) {
        openFeed(held);
        return;
      }
      const message = `This key can ${rightsBeyondReading(rights)}, and Settings allow read-only keys only. Replace it by a read-only key.`;
      set(held, 'unusable', message);
      await closeFeed(held);
    },
  };
}

/** As it is before anything was done about it. */
export function hold(indexed: IndexedAccount): Held {
  const nothing = { message: '', feedId: null, checking: false, checkProblem: null, signer: null };
  const state = indexed.paused ? 'paused' : indexed.keptIn === 'session' ? 'enter-again' : 'starting';
  return { indexed, state, ...nothing, closing: Promise.resolve(), isOver: false };
}

/** Somebody changed the list of accounts: the key must not log in at a server that it was not given for. */
function isForAnother(account: IndexedAccount, { server }: Credentials): boolean {
  return server !== undefined && server !== serverOf(account);
}

/** Its key, or the keychain, could still come. */
export function isWaiting(state: Account['state']): state is WaitingState {
  return waitingStates.some((one) => one === state);
}

const beingChecked =
  'Its venue is being asked what its key may do, since Settings allow read-only keys only.';
const unreadable =
  'What the keychain holds for this account was not written by Vigil, and is left as it is. Enter the key again.';
const elsewhere =
  'The list of accounts names another server than the one this key was given for, so Vigil does not log in there. Look at the address; if it is right, enter the key again.';
