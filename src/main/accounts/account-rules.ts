/** Which accounts can be added: venue, label and addresses, checked before any key is. Pure. */
import {
  AccountLabel,
  type AccountVenue,
  type KeptIn,
  type KeyRights,
} from '../../preload/contract/accounts.ts';
import type { Result } from '../../preload/contract/bridge.ts';
import { refusal, success } from '../bridge/result.ts';
import type { AccountProtocol } from '../exchanges/account.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import { findVenue, practiceBybit, venueIds } from '../exchanges/registry.ts';
import { isLoopback } from '../feeds/loopback.ts';
import { guardedExchange } from './guarded-exchange.ts';

/** What the user says about an account, the key aside. */
export interface NewAccount {
  readonly venue: string;
  readonly label: string;
  /** null: the venue's own. */
  readonly endpoint: string | null;
  readonly rest: string | null;
}

/** Where an account's feed connects. */
export interface AccountAddress {
  readonly venue: string;
  readonly exchange: Exchange;
  readonly protocol: AccountProtocol;
  readonly endpoint: string;
  readonly rest: string | null;
}

/** Of a practice server, which is gone with this session: it is in no list, and its key in no keychain. */
export function isPassing({ venue }: Pick<NewAccount, 'venue'>): boolean {
  return venue === practiceBybit.id;
}

/** Where its key is kept, of what was wanted. */
export function placeFor(account: Pick<NewAccount, 'venue'>, wanted: KeptIn): KeptIn {
  return isPassing(account) ? 'session' : wanted;
}

type Named = Pick<NewAccount, 'venue' | 'label'>;

/** Those that everybody can use first: the first is offered. */
export function accountVenues(): readonly AccountVenue[] {
  const venues = venueIds.flatMap((id) => {
    const found = findVenue(id);
    if (id === practice || found.kind !== 'supported' || found.exchange.account === undefined) return [];
    const { name, account } = found.exchange;
    const needsEndpoint = account.endpoints.ws === null;
    return [{ id, name, needsEndpoint, needsPassphrase: account.needsPassphrase }];
  });
  return venues.toSorted((a, b) => Number(a.needsEndpoint) - Number(b.needsEndpoint));
}

/** The label as it is kept; refused when another account of the venue has it. */
export function checkLabel(account: Named, others: readonly Named[]): Result<string> {
  const label = AccountLabel.safeParse(account.label);
  if (!label.success) {
    return refusal('bad-label', 'A label has 1 to 40 characters, on one line. Choose another.');
  }
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const isTaken = others.some((one) => one.venue === account.venue && same(one.label, label.data));
  return isTaken
    ? refusal(
        'label-taken',
        `There is an account "${label.data}" at ${account.venue} already. Choose another label.`,
      )
    : success(label.data);
}

export function checkAddress(account: NewAccount, loopbackOnly: boolean): Result<AccountAddress> {
  const found = findVenue(account.venue);
  if (found.kind !== 'supported') return refusal('no-venue', found.message);
  const { exchange } = found;
  const protocol = exchange.account;
  if (account.venue === practice) {
    return refusal('no-venue', 'The practice venue brings its own account. Choose another venue.');
  }
  if (protocol === undefined) {
    const names = accountVenues().map(({ id }) => id);
    return refusal(
      'no-venue',
      `Vigil cannot watch accounts of ${exchange.name} yet. Choose one of: ${names.join(', ')}.`,
    );
  }
  const endpoint = account.endpoint ?? (isPassing(account) ? null : protocol.endpoints.ws);
  if (endpoint === null) {
    const message = `${exchange.name} has no address of its own. Give that of a compatible server.`;
    return refusal('no-endpoint', message);
  }
  // Another server's account must never be mixed with what the venue itself says.
  const rest = account.rest ?? (account.endpoint === null ? protocol.endpoints.rest : null);
  for (const [address, kind] of [
    [endpoint, 'ws'],
    [rest, 'http'],
  ] as const) {
    const problem =
      address === null ? null : addressProblem(address, kind, loopbackOnly || isPassing(account));
    if (problem !== null) return refusal(kind === 'ws' ? 'bad-endpoint' : 'bad-rest', problem);
  }
  return success({ venue: account.venue, exchange: guardedExchange(exchange), protocol, endpoint, rest });
}

/** Whatever goes beyond reading, words that are not known included. */
export function exceedsReading({ trade, withdraw, words }: KeyRights): boolean {
  return trade === true || withdraw === true || words.length > 0;
}

/** "trade", "withdraw", "trade and withdraw", or the venue's words; what `exceedsReading` stands on. */
export function rightsBeyondReading({ trade, withdraw, words }: KeyRights): string {
  const known = [...(trade === true ? ['trade'] : []), ...(withdraw === true ? ['withdraw'] : [])];
  return known.length > 0 ? known.join(' and ') : `do more than read (${words.join(', ')})`;
}

/** What a login signs must not be read on the way. */
function addressProblem(address: string, kind: 'ws' | 'http', loopbackOnly: boolean): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isLocal = url !== null && isLoopback(url.hostname);
  if (url === null || !(url.protocol === `${kind}s:` || (url.protocol === `${kind}:` && isLocal))) {
    return `"${address}" cannot be used: an address starts with ${kind}s://, or with ${kind}:// for a server on this computer.`;
  }
  // A name and a password in it would end up in logs and on screen.
  if (url.username !== '' || url.password !== '') return 'An address holds no name and no password.';
  if (loopbackOnly && !isLocal) {
    return `This is the test-only Electron, which takes no real keys: only servers on this computer (127.0.0.1) are accepted, not ${url.host}. With the official Electron this account can be added.`;
  }
  return null;
}

const practice = 'practice';

/** Which server an account's key is for, as its item in the keychain says it. */
export function serverOf({ venue, endpoint, rest }: Pick<NewAccount, 'venue' | 'endpoint' | 'rest'>): string {
  return [venue, endpoint ?? '', rest ?? ''].join(' ').trim();
}
