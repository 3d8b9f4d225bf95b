/** Accounts of the BitMEX dialect: everything starts with a partial; REST is for comparison only. */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, AccountRead, AccountTable, Failure, Login, VenueRequest } from './account.ts';
import { bitmexFailure, parseBitmexRows } from './bitmex-messages.ts';
import { isNone, plain } from './comparing.ts';
import { digitsOf, parseExact } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, sentence, text, timeMs } from './fields.ts';

export const bitmexAccount = {
  endpoints: { ws: null, rest: null },
  needsPassphrase: false,
  authenticate(login) {
    const expires = expiryOf(login);
    const signature = login.signer.hmacSha256Hex(`GET/realtime${expires}`);
    return JSON.stringify({ op: 'authKeyExpires', args: [login.signer.keyId, expires, signature] });
  },
  tables: {
    position: compared(
      ['account', 'symbol', 'currency'],
      () => '/position',
      ({ currentQty }) => (isNone(currentQty) ? null : plain(currentQty)),
    ),
    order: compared(
      ['orderID'],
      () => `/order?filter=${encodeURIComponent('{"open":true}')}&count=1000`,
      ({ leavesQty, cumQty, orderQty, price }) =>
        isNone(leavesQty) ? null : [cumQty, orderQty, price].map(digitsOf).join(' '),
    ),
    execution: {
      ...compared(
        ['execID'],
        (sinceMs) => `/execution/tradeHistory?startTime=${new Date(sinceMs).toISOString()}&count=1000`,
        ({ execID }) => text(execID),
      ),
      covers: 'history',
    },
    margin: compared(
      ['account', 'currency'],
      () => '/user/margin?currency=all',
      ({ walletBalance }) => digitsOf(walletBalance),
    ),
  },
  failure,
  time: {
    url: (rest) => bitmexApi(rest),
    parse: (answer) => {
      const [row] = rowsOf(answer) ?? [];
      return timeMs(row?.timestamp);
    },
  },
  rights: {
    request: (rest, login) => signed(rest, '/apiKey', login),
    parse: rightsOf,
  },
} as const satisfies AccountProtocol;

/** The address may or may not hold the path of the API already. */
export function bitmexApi(rest: string): string {
  return rest.endsWith('/api/v1') ? rest : `${rest}/api/v1`;
}

function compared(
  keys: readonly string[],
  path: (sinceMs: number) => string,
  facts: AccountTable['facts'],
): AccountTable {
  return {
    keys,
    covers: 'whole',
    snapshotByRest: false,
    reads: ({ sinceMs }): readonly AccountRead[] => [
      {
        request: (rest, login) => signed(rest, path(sinceMs), login),
        parse(answer) {
          const rows = parseBitmexRows(answer);
          return rows === null ? null : { rows, next: null };
        },
      },
    ],
    timeMs: ({ timestamp }) => timeMs(timestamp),
    // One stream in one order, and no snapshot of ours that could be ahead of it.
    isOlder: () => false,
    facts,
  };
}

function signed(rest: string, path: string, login: Login): VenueRequest {
  const url = `${bitmexApi(rest)}${path}`;
  const expires = expiryOf(login);
  // Everything behind the host is signed: https://www.bitmex.com/app/apiKeysUsage, read 2026-11-24
  const target = url.slice(url.indexOf('/', url.indexOf('//') + 2));
  return {
    method: 'GET',
    url,
    headers: {
      'api-key': login.signer.keyId,
      'api-expires': String(expires),
      'api-signature': login.signer.hmacSha256Hex(`GET${target}${expires}`),
    },
    body: null,
  };
}

/** Seconds. A minute ahead forgives a slow clock. */
function expiryOf({ nowMs }: Login): number {
  return Math.floor(nowMs / 1000) + 60;
}

function failure(status: number, body: string): Failure | null {
  if (status >= 200 && status < 300) return null;
  const [row] = rowsOf(body) ?? [];
  const error = isItem(row?.error) ? row.error : {};
  return bitmexFailure(status, sentence(error.message) ?? `HTTP ${status}`);
}

// Every key can read. `orderCancel` can only cancel, which is more than reading all the same.
function rightsOf(answer: string, keyId: string): KeyRights | null {
  const own = rowsOf(answer)?.find((row) => row.id === keyId);
  if (own === undefined || !Array.isArray(own.permissions)) return null;
  const words = own.permissions.filter((word) => typeof word === 'string');
  const cidrs = Array.isArray(own.cidrs) ? own.cidrs.filter((one) => typeof one === 'string') : [];
  return {
    read: true,
    trade: words.some((word) => word !== 'withdraw'),
    withdraw: words.includes('withdraw'),
    words,
    expiresAt: null,
    addresses: cidrs.filter((cidr) => cidr !== '0.0.0.0/0'),
  };
}

function rowsOf(answer: string): readonly Item[] | null {
  try {
    const value = parseExact(answer);
    const rows = Array.isArray(value) ? value : [value];
    return rows.every(isItem) ? rows : null;
  } catch {
    return null;
  }
}
