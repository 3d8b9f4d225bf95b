/**
 * The way of a key from the key window into an account: taken over once, checked at the venue, kept when
 * the user says so. Until then it is here as bytes, and wiped when the window goes.
 */
import type { z } from 'zod';
import type { AccountVenue } from '../../preload/contract/accounts.ts';
import type { Result } from '../../preload/contract/bridge.ts';
import {
  type KeyAnswer,
  type KeyField,
  type KeyForm,
  type KeyRequestName,
  type KeyResults,
  keyRequests,
} from '../../preload/contract/key-window.ts';
import { type Allowance, createRequestBudget } from '../bridge/request-budget.ts';
import { refusal, success } from '../bridge/result.ts';
import { practiceBybit } from '../exchanges/registry.ts';
import { type Credentials, wipe } from '../vault/credentials.ts';
import { fingerprintOf } from '../vault/fingerprint.ts';
import {
  type AccountAddress,
  checkAddress,
  checkLabel,
  exceedsReading,
  type NewAccount,
  rightsBeyondReading,
} from './account-rules.ts';
import type { Account } from './account-view.ts';
import type { Accounts } from './accounts.ts';
import type { AskVenue, KeyCheck } from './key-check.ts';
import { keySigner } from './key-signer.ts';

export interface KeyEntryOptions {
  readonly accounts: Accounts;
  /** The account whose key is replaced; null: a new one. */
  readonly account: Account | null;
  readonly venue: string | null;
  readonly form: () => Omit<KeyForm, 'purpose' | 'venue' | 'label' | 'endpoint' | 'rest' | 'sample'>;
  /** Starts the practice server, or tells where it runs. */
  readonly practice: () => Promise<PracticeServer>;
  readonly readOnlyKeys: () => boolean;
  readonly check: AskVenue;
  readonly monoMs: () => number;
  /** The window has done its work. */
  readonly done: () => void;
}

/** A server of ours with an account to try, and the key made for it. */
export interface PracticeServer {
  readonly ws: string;
  readonly rest: string;
  readonly key: string;
  readonly secret: string;
}

export interface KeyEntry {
  /** Both arguments come from the window and are trusted in nothing. Never throws. */
  answer(name: unknown, payload: unknown): Promise<Result<KeyResults[KeyRequestName]>>;
  /** The window is gone: what it handed over is wiped. */
  end(): void;
}

interface Taken {
  readonly account: NewAccount;
  readonly address: AccountAddress;
  readonly credentials: Credentials;
  check: KeyCheck | null;
}

type Handed = z.output<typeof keyRequests.check>;

export function openKeyEntry(options: KeyEntryOptions): KeyEntry {
  const { accounts, account } = options;
  let taken: Taken | null = null;
  let isOver = false;
  let sample: PracticeServer | null = null;

  function drop(): void {
    if (taken !== null) wipe(taken.credentials);
    taken = null;
  }

  function describe(): KeyForm {
    if (sample !== null) return practiceForm(sample);
    const { venue, label, endpoint, rest } = account?.indexed ?? {
      ...{ venue: options.venue, label: '', endpoint: null, rest: null },
    };
    const purpose = account === null ? 'add' : 'replace';
    const form = options.form();
    const venues = venue === practiceVenue.id ? [practiceVenue] : form.venues;
    return { ...form, venues, purpose, venue, label, endpoint, rest, sample: null };
  }

  function practiceForm({ ws: endpoint, rest, key, secret }: PracticeServer): KeyForm {
    const { id: venue } = practiceVenue;
    const others = accounts.all().map(({ indexed }) => indexed);
    // Not the practice venue's own: where a column has no room for the venue, labels tell accounts apart.
    const labels = ['trial', ...Array.from({ length: others.length }, (_, at) => `trial ${at + 2}`)];
    const label = labels.find((one) => checkLabel({ venue, label: one }, others).ok) ?? '';
    const address = { venue, venues: [practiceVenue], label, endpoint, rest };
    return { ...options.form(), ...address, purpose: 'add', sample: { key, secret } };
  }

  /** The account that is meant, or what is wrong with how it was typed. */
  function meant(handed: Handed): Result<Pick<Taken, 'account' | 'address'>> {
    const wanted = account?.indexed ?? handed;
    const { venue, endpoint, rest } = wanted;
    const others = accounts
      .all()
      .flatMap(({ indexed }) => (indexed.id === account?.indexed.id ? [] : [indexed]));
    const address = checkAddress(wanted, options.form().loopbackOnly);
    if (!address.ok) return address;
    const label = checkLabel(wanted, others);
    if (!label.ok) return label;
    const { protocol, exchange } = address.value;
    if (protocol.needsPassphrase && handed.passphrase === null) {
      return refusal('no-passphrase', `${exchange.name} gives a passphrase with every key. Enter it too.`);
    }
    return success({ account: { venue, endpoint, rest, label: label.value }, address: address.value });
  }

  async function take(handed: Handed): Promise<KeyAnswer> {
    drop();
    const { key, secret, passphrase } = handed;
    const checked = meant(handed);
    if (!checked.ok) {
      wipe({ key, secret, passphrase });
      const { code, message } = checked.error;
      return { kind: 'form', field: fields[code] ?? 'venue', message };
    }
    taken = { ...checked.value, credentials: { key, secret, passphrase }, check: null };
    return ask(taken);
  }

  async function ask(asked: Taken): Promise<KeyAnswer> {
    const check = await options.check(asked.address, keySigner(asked.credentials));
    asked.check = check;
    if (check.kind === 'refused') {
      if (taken === asked) drop();
      return { kind: 'refused', message: check.message };
    }
    const rights = check.kind === 'rights' ? check.rights : null;
    const isMore = rights !== null && exceedsReading(rights);
    return {
      kind: 'checked',
      venueName: asked.address.exchange.name,
      label: asked.account.label,
      fingerprint: fingerprintOf(asked.credentials.key),
      rights,
      problem: check.kind === 'unknown' ? check.message : null,
      beyond: isMore ? rightsBeyondReading(rights) : null,
      isForbidden: isMore && options.readOnlyKeys(),
    };
  }

  async function keep({ keptIn, beyondReading }: z.output<typeof keyRequests.keep>): Promise<Result<null>> {
    const kept = taken;
    const check = kept?.check ?? null;
    if (kept === null || check === null) return nothingTaken;
    const isMore = check.kind === 'rights' && exceedsReading(check.rights);
    if (isMore && options.readOnlyKeys()) {
      return refusal('read-only-keys', 'Settings allow read-only keys only, and this key can do more.');
    }
    if (isMore && !beyondReading) {
      return refusal('not-agreed', 'This key can do more than read. Say that you want to use it anyway.');
    }
    const entry = { keptIn, check };
    const result =
      account === null
        ? await accounts.add(kept.account, kept.credentials, entry)
        : await accounts.replaceKey(account.indexed.id, kept.credentials, entry);
    // The window was closed while the keychain was asked: its bytes were left for this.
    if (isOver || result.ok) drop();
    if (result.ok) options.done();
    return result;
  }

  async function answerChecked(
    name: KeyRequestName,
    payload: unknown,
  ): Promise<Result<KeyResults[KeyRequestName]>> {
    switch (name) {
      case 'describe':
        return success(describe());
      case 'practice':
        sample = await options.practice();
        return success(describe());
      case 'check':
        return success(await take(payload as Handed));
      case 'check-again':
        return taken === null ? nothingTaken : success(await ask(taken));
      case 'keep':
        return keep(payload as z.output<typeof keyRequests.keep>);
      case 'discard':
        drop();
        return success(null);
      case 'close':
        options.done();
        return success(null);
      default:
        return name satisfies never;
    }
  }

  const budget = createRequestBudget(costly);
  let isKeeping = false;
  return {
    async answer(name, payload) {
      if (!isKeyRequest(name)) return refusal('unknown-request', 'Vigil has no request of that name.');
      if (!budget.take(name, options.monoMs())) {
        return refusal('too-many-requests', 'That was too often at once. Wait a moment and try again.');
      }
      const checked = keyRequests[name].safeParse(payload);
      // Words of the schema could repeat what was typed.
      if (!checked.success)
        return refusal('bad-payload', 'Vigil could not read what was typed. Enter it again.');
      if (isKeeping) return refusal('busy', 'The keychain is still being asked. Answer its question first.');
      isKeeping = name === 'keep';
      try {
        return await answerChecked(name, checked.data);
      } catch {
        // Its text could hold what was typed.
        return refusal('internal', 'Vigil could not do this. Close the window and try again.');
      } finally {
        isKeeping = false;
      }
    },
    end() {
      isOver = true;
      if (!isKeeping) drop();
    },
  };
}

function isKeyRequest(name: unknown): name is KeyRequestName {
  return typeof name === 'string' && Object.hasOwn(keyRequests, name);
}

/** Each of them makes a venue or the keychain work. */
const costly: Partial<Record<KeyRequestName, Allowance>> = {
  check: { burst: 10, perSecond: 0.5 },
  'check-again': { burst: 10, perSecond: 0.5 },
  keep: { burst: 10, perSecond: 0.5 },
};
/** In no list of venues, since nobody has an account there. */
const practiceVenue: AccountVenue = {
  ...{ id: practiceBybit.id, name: practiceBybit.name, needsEndpoint: false, needsPassphrase: false },
};
const nothingTaken = refusal('no-key', 'There is no key to keep. Enter it again.');
const fields: Readonly<Record<string, KeyField>> = {
  'bad-label': 'label',
  'label-taken': 'label',
  'no-endpoint': 'endpoint',
  'bad-endpoint': 'endpoint',
  'bad-rest': 'rest',
  'no-passphrase': 'passphrase',
};
