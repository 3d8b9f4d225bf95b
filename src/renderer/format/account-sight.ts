/** What an account looks like in a list: its state, what is wrong, and what cures it. Pure. */
import type { AccountState, AccountView } from '../../preload/contract/accounts.ts';
import type { ChannelState } from '../../preload/contract/health.ts';
import type { AccountTroubleView } from '../../preload/contract/views.ts';

/** What a press would do about it; what cures itself needs none. */
export type Cure = 'unlock' | 'enter-key' | 'replace-key' | 'resume';

/** As much of its feed as an account shows. */
export interface AccountFeed {
  readonly state: ChannelState;
  readonly reason: string;
  readonly trouble: AccountTroubleView | null;
}

export interface AccountSight {
  readonly state: ChannelState | 'paused';
  /** In place of the age of its data; null: the age stands there. */
  readonly word: string | null;
  /** What is wrong with its key or our clock, in a word or two; null: nothing is. */
  readonly trouble: string | null;
  /** It goes no further until the user does something. */
  readonly needsUser: boolean;
  /** What is wrong and what to do; empty when nothing is. */
  readonly problem: string;
  readonly cure: Cure | null;
}

export function accountSight(account: AccountView, feed: AccountFeed | null): AccountSight {
  const { state, message } = account;
  if (state === 'open') return openSight(feed);
  const { word, cure, shown } = closed[state];
  return { state: shown, word, trouble: null, needsUser: needing.has(shown), problem: message, cure };
}

/** The keychain as a whole keeps it from its key. */
export function waitsForKeychain({ state }: Pick<AccountView, 'state'>): boolean {
  return keychainStates.has(state);
}

function openSight(feed: AccountFeed | null): AccountSight {
  const state = feed?.state ?? 'connecting';
  const isRefused = state === 'refused';
  const trouble = feed?.trouble ?? null;
  const why = feed !== null && troubled.has(state) ? feed.reason : '';
  return {
    state,
    word: isRefused ? 'refused' : null,
    trouble: trouble === null ? null : troubleWords[trouble.cause],
    needsUser: isRefused,
    problem: sentence(trouble?.message ?? why),
    cure: isRefused || trouble?.cause === 'permission' ? 'replace-key' : null,
  };
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital === '' || /[.!?)]$/.test(capital) ? capital : `${capital}.`;
}

interface ClosedSight {
  readonly shown: ChannelState | 'paused';
  readonly word: string;
  readonly cure: Cure | null;
}

const closed: Readonly<Record<Exclude<AccountState, 'open'>, ClosedSight>> = {
  starting: { shown: 'connecting', word: 'reading key', cure: null },
  waiting: { shown: 'waiting', word: 'asks for password', cure: null },
  locked: { shown: 'waiting', word: 'locked', cure: 'unlock' },
  denied: { shown: 'waiting', word: 'locked', cure: 'unlock' },
  unavailable: { shown: 'waiting', word: 'no keychain', cure: 'enter-key' },
  broken: { shown: 'waiting', word: 'no answer', cure: 'enter-key' },
  removed: { shown: 'waiting', word: 'key is gone', cure: 'enter-key' },
  'enter-again': { shown: 'waiting', word: 'enter again', cure: 'enter-key' },
  paused: { shown: 'paused', word: 'paused', cure: 'resume' },
  unusable: { shown: 'refused', word: 'not usable', cure: 'replace-key' },
};

const troubleWords: Readonly<Record<AccountTroubleView['cause'], string>> = {
  key: 'unknown key',
  secret: 'wrong secret',
  expired: 'expired',
  permission: 'may not read all',
  address: 'wrong address',
  clock: 'clock off',
  'rate-limit': 'rate-limited',
  busy: 'venue busy',
  other: 'refused',
};
const needing: ReadonlySet<ClosedSight['shown']> = new Set(['refused', 'waiting']);
const troubled: ReadonlySet<ChannelState> = new Set(['refused', 'down', 'stalled', 'late']);
const keychainStates: ReadonlySet<AccountState> = new Set([
  'waiting',
  'locked',
  'denied',
  'unavailable',
  'broken',
]);
