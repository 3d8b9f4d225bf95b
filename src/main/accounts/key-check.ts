/** What a venue says of a key, in the three ways that matter here: its rights, a refusal, or nothing. */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { Signer } from '../exchanges/exchange.ts';
import type { Clock } from '../feeds/clock.ts';
import { isFinal } from '../feeds/failure-words.ts';
import type { Fetch } from '../feeds/http-read.ts';
import { checkKey } from '../feeds/key-check.ts';
import type { AccountAddress } from './account-rules.ts';

export type KeyCheck =
  | { readonly kind: 'rights'; readonly rights: KeyRights }
  /** The venue turns the key away, and nothing but another key or another setting helps. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The venue could not be asked, or does not tell. */
  | { readonly kind: 'unknown'; readonly message: string };

export type AskVenue = (address: AccountAddress, signer: Signer) => Promise<KeyCheck>;

export function venueAsker(clock: Clock, fetch: Fetch): AskVenue {
  return async ({ exchange, rest }, signer) => {
    if (rest === null) {
      return unknown(
        `Without a REST address ${exchange.name} cannot be asked what this key may do. Add the account again with one to learn it.`,
      );
    }
    try {
      const found = await checkKey({ exchange, rest, signer, clock, fetch });
      if (!found.ok) {
        return isFinal(found.cause) ? { kind: 'refused', message: found.message } : unknown(found.message);
      }
      return found.rights === null
        ? unknown(
            `${exchange.name} gives no way to learn what a key may do. Make sure that it can only read.`,
          )
        : { kind: 'rights', rights: found.rights };
    } catch (cause) {
      // A secret that the venue's scheme cannot use, such as one that is not base64: the signer says which.
      const why = cause instanceof Error ? cause.message : 'This key cannot sign.';
      return { kind: 'refused', message: why };
    }
  };
}

function unknown(message: string): KeyCheck {
  return { kind: 'unknown', message };
}
