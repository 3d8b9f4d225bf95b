/**
 * Accounts of the BitMEX dialect: everything starts with a partial. Those of orders and executions leave out what
 * ended or was executed before, which is read over REST, as is what the stream is compared with.
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, AccountRead, Failure, Login, VenueRequest } from './account.ts';
import { bitmexFailure, parseBitmexRows } from './bitmex-messages.ts';
import { isBefore, isNone, plain } from './comparing.ts';
import { digitsOf, parseExact } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, sentence, text, timeMs } from './fields.ts';

const whole = {
  covers: 'whole',
  snapshotByRest: false,
  timeMs: ({ timestamp }: Item) => timeMs(timestamp),
  // The stream comes in one order, and its changes hold what changed. A row that holds all of ours was read, and
  // the stream may have gone on meanwhile.
  isOlder: (got: Item, have: Item) =>
    isBefore(timeMs(got.timestamp), timeMs(have.timestamp)) === true &&
    Object.keys(have).every((name) => name in got),
} as const;

export const bitmexAccount = {
  endpoints: { ws: null, rest: null },
  needsPassphrase: false,
  authenticate(login) {
    const expires = expiryOf(login);
    const signature = login.signer.hmacSha256Hex(`GET/realtime${expires}`);
    return JSON.stringify({ op: 'authKeyExpires', args: [login.signer.keyId, expires, signature] });
  },
  tables: {
    position: {
      ...whole,
      keys: ['account', 'symbol', 'currency'],
      reads: () => [list('/position')],
      facts: ({ currentQty }) => (isNone(currentQty) ? null : plain(currentQty)),
    },
    order: {
      ...whole,
      missedByRest: true,
      keys: ['orderID'],
      reads: ({ sinceMs }) => [
        pages(`/order?filter=${encodeURIComponent('{"open":true}')}`),
        pages(`/order?startTime=${isoMs(sinceMs)}`),
      ],
      facts: ({ leavesQty, cumQty, orderQty, price }) =>
        isNone(leavesQty) ? null : [cumQty, orderQty, price].map(digitsOf).join(' '),
    },
    execution: {
      ...whole,
      covers: 'history',
      missedByRest: true,
      keys: ['execID'],
      // What moves the balance, without the reports of orders that the stream has too.
      reads: ({ sinceMs }) => [pages(`/execution/tradeHistory?startTime=${isoMs(sinceMs)}`)],
      facts: ({ execID }) => text(execID),
    },
    margin: {
      ...whole,
      keys: ['account', 'currency'],
      reads: () => [list('/user/margin?currency=all')],
      facts: ({ walletBalance }) => digitsOf(walletBalance),
    },
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

function list(path: string): AccountRead {
  return {
    request: (rest, login) => signed(rest, path, login),
    parse(answer) {
      const rows = parseBitmexRows(answer);
      return rows === null ? null : { rows, next: null };
    },
  };
}

/** Rows of one moment have no other order than where they stand in the list, so pages go by that. */
function pages(path: string): AccountRead {
  return {
    request: (rest, login, cursor) =>
      signed(rest, `${path}&count=${pageSize}&start=${Number(cursor ?? 0)}`, login),
    parse(answer, cursor) {
      const rows = parseBitmexRows(answer);
      if (rows === null) return null;
      return { rows, next: rows.length < pageSize ? null : String(Number(cursor ?? 0) + rows.length) };
    },
  };
}

function isoMs(ms: number): string {
  return new Date(ms).toISOString();
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

/** Servers differ in whether they allow more. */
const pageSize = 500;
