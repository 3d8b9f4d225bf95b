/** Answers what the window asks about accounts. */
import type { AccountsView } from '../../preload/contract/accounts.ts';
import { refusal, success } from '../bridge/result.ts';
import type { AccountServices } from '../bridge/services.ts';

export function createAccountService(): AccountServices {
  const view: AccountsView = {
    vault: { state: 'ready', headline: '', body: '', command: null, action: null },
    accounts: [],
    venues: [],
    loopbackOnly: true,
  };
  const none = refusal('no-account', 'There is no such account any more.');
  return {
    state: () => view,
    add: () => refusal('no-venue', 'No venue takes an account yet.'),
    replaceKey: () => none,
    check: async () => success(null),
    rename: async () => none,
    pause: async () => none,
    remove: async () => none,
    unlock: async () => success(null),
  };
}
