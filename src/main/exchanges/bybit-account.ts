/**
 * Bybit accounts: the private stream pushes changes only, so every table is read over REST first.
 * https://bybit-exchange.github.io/docs/v5/ws/connect#authentication and /v5/guide, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, AccountRead, Failure, Known, Login, Page, VenueRequest } from './account.ts';
import { bybitCause, rowMs, walletRows } from './bybit-messages.ts';
import { isClosedStatus } from './bybit-rows.ts';
import { factsOf, isBefore, isNone, isZero, plain } from './comparing.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, isoTime, itemsOf, sentence, text, timeMs } from './fields.ts';
import { objectIn, shortened } from './reading.ts';

const whole = { snapshotByRest: true, covers: 'whole' } as const;

// Contracts are listed by what they settle in, and there is no list of all.
const positionQueries = [
  'category=linear&settleCoin=USDT',
  'category=linear&settleCoin=USDC',
  'category=inverse',
  'category=option',
];
const orderQueries = [...positionQueries, 'category=spot'];
const executionQueries = ['category=linear', 'category=inverse', 'category=spot', 'category=option'];

export const bybitAccount = {
  endpoints: { ws: 'wss://stream.bybit.com/v5/private', rest: 'https://api.bybit.com' },
  needsPassphrase: false,
  // A base without a path, or the public one, leads to the private stream of the same server.
  address: (base) =>
    base.replace(/^(wss?:\/\/[^/?#]+)\/?(?:v5\/?|v5\/public(?:\/\w+)?\/?)?$/, '$1/v5/private'),
  authenticate({ signer, nowMs }) {
    // Milliseconds, in the future; ten seconds bear a slow line.
    const expires = nowMs + 10_000;
    const signature = signer.hmacSha256Hex(`GET/realtime${expires}`);
    return JSON.stringify({ req_id: 'auth', op: 'auth', args: [signer.keyId, expires, signature] });
  },
  tables: {
    margin: {
      ...whole,
      keys: ['accountType', 'coin'],
      reads: () => [list('/v5/account/wallet-balance', 'accountType=UNIFIED', walletPage)],
      timeMs: ({ updatedTime, time }) => rowMs(updatedTime) ?? rowMs(time),
      // An answer is stamped when it is sent, not when it was true, and may hold less than an earlier message.
      isOlder: (got, have) => isBefore(rowMs(got.updatedTime), rowMs(have.updatedTime)) === true,
      facts: ({ walletBalance }) => (isZero(walletBalance) ? null : plain(walletBalance)),
    },
    position: {
      ...whole,
      keys: ['symbol', 'positionIdx'],
      reads: () => [
        marginMode,
        ...positionQueries.map((query) => list('/v5/position/list', `${query}&limit=200`, categoryPage)),
      ],
      timeMs: ({ updatedTime }) => rowMs(updatedTime),
      // The sequence grows with every fill and change of a symbol's position.
      isOlder: (got, have) =>
        isBefore(rowMs(got.seq), rowMs(have.seq)) ??
        isBefore(rowMs(got.updatedTime), rowMs(have.updatedTime)) ??
        false,
      facts: ({ side, size }) => (isNone(size) ? null : `${text(side)} ${plain(size)}`),
    },
    order: {
      ...whole,
      keys: ['orderId'],
      reads: orderReads,
      timeMs: ({ updatedTime }) => rowMs(updatedTime),
      isOlder: isOlderOrder,
      facts: ({ orderStatus, cumExecQty, qty, price, triggerPrice }) =>
        isClosedStatus(orderStatus) ? null : factsOf(orderStatus, cumExecQty, qty, price, triggerPrice),
    },
    execution: {
      snapshotByRest: true,
      covers: 'history',
      keys: ['execId'],
      reads: ({ sinceMs, nowMs }) => {
        // One call reaches seven days; what is older is history.
        const reach = nowMs - 7 * 24 * 60 * 60_000 + 60_000;
        const start = Math.max(Math.floor(sinceMs), reach);
        return executionQueries.map((query) =>
          shortened(
            list('/v5/execution/list', `${query}&startTime=${start}&limit=100`, categoryPage),
            sinceMs < reach ? 'Bybit lists the last seven days' : null,
          ),
        );
      },
      timeMs: ({ execTime }) => rowMs(execTime),
      isOlder: () => false,
      facts: ({ execId }) => text(execId),
    },
  },
  failure,
  time: {
    url: (rest) => `${rest}/v5/market/time`,
    parse(answer) {
      const nanos = digitsOf(resultOf(answer)?.result.timeNano);
      return nanos === null ? null : timeMs(Number(shiftPoint(nanos, -6)));
    },
  },
  rights: {
    request: (rest, login) => signed(rest, '/v5/user/query-api', '', login),
    parse: rightsOf,
  },
} as const satisfies AccountProtocol;

/**
 * One for the whole account; a position's own `tradeMode` is always 0 in a unified one.
 * https://bybit-exchange.github.io/docs/v5/account/account-info
 */
const marginMode: AccountRead = {
  ...list('/v5/account/info', '', (answer) => {
    const result = resultOf(answer)?.result;
    if (result === undefined || text(result.marginMode) === null) return null;
    const { marginMode, unifiedMarginStatus } = result;
    return { rows: [], next: null, common: { marginMode, unifiedMarginStatus } };
  }),
  isOptional: true,
};

/** Open orders, and those that closed since we last saw everything: at most the newest 500 are kept. */
function orderReads({ sinceMs, nowMs }: Known): readonly AccountRead[] {
  const read = (openOnly: 0 | 1, parse: AccountRead['parse']) =>
    orderQueries.map((query) => list('/v5/order/realtime', `${query}&openOnly=${openOnly}&limit=50`, parse));
  const open = read(0, categoryPage);
  if (sinceMs >= nowMs) return open;
  const closed = read(1, (answer) => {
    const page = categoryPage(answer);
    if (page === null) return null;
    const rows = page.rows.filter(({ updatedTime }) => (rowMs(updatedTime) ?? 0) >= sinceMs);
    return { rows, next: page.next };
  });
  // Closed ones last: an order that closes in between is then in both, and the later row counts.
  return [...open, ...closed];
}

function isOlderOrder(got: Item, have: Item): boolean {
  const byTime = isBefore(rowMs(got.updatedTime), rowMs(have.updatedTime));
  if (byTime !== null) return byTime;
  // Several changes can share a millisecond: what is filled never shrinks, and what is closed stays closed.
  const byFill = isBefore(Number(digitsOf(got.cumExecQty) ?? 0), Number(digitsOf(have.cumExecQty) ?? 0));
  return byFill ?? (isClosedStatus(have.orderStatus) && !isClosedStatus(got.orderStatus));
}

function list(path: string, query: string, parse: AccountRead['parse']): AccountRead {
  return {
    request: (rest, login, cursor) =>
      signed(rest, path, cursor === null ? query : `${query}&cursor=${encodeURIComponent(cursor)}`, login),
    parse,
  };
}

// https://bybit-exchange.github.io/docs/v5/guide#create-a-request, read 2026-11-24
function signed(rest: string, path: string, query: string, login: Login): VenueRequest {
  const { signer, nowMs } = login;
  const sign = signer.hmacSha256Hex(`${nowMs}${signer.keyId}${receiveWindowMs}${query}`);
  return {
    method: 'GET',
    url: `${rest}${path}${query === '' ? '' : `?${query}`}`,
    headers: {
      'X-BAPI-API-KEY': signer.keyId,
      'X-BAPI-TIMESTAMP': String(nowMs),
      'X-BAPI-RECV-WINDOW': String(receiveWindowMs),
      'X-BAPI-SIGN': sign,
    },
    body: null,
  };
}

/** The category is said once for the list, and on every row of the stream. */
function categoryPage(answer: string): Page | null {
  const result = resultOf(answer)?.result;
  const rows = itemsOf(result?.list);
  if (result === undefined || rows === null) return null;
  const { category } = result;
  return { rows: rows.map((row) => ({ category, ...row })), next: text(result.nextPageCursor) };
}

function walletPage(answer: string): Page | null {
  const envelope = resultOf(answer);
  const rows = walletRows(envelope?.result.list, { time: envelope?.time });
  return rows === null ? null : { rows, next: null };
}

function resultOf(answer: string): { readonly result: Item; readonly time: unknown } | null {
  const message = objectIn(answer);
  return isItem(message?.result) ? { result: message.result, time: message.time } : null;
}

function failure(status: number, body: string): Failure | null {
  const message = objectIn(body);
  const code = digitsOf(message?.retCode);
  if (code === '0') return null;
  const said = sentence(message?.retMsg) ?? `HTTP ${status}`;
  const cause = code === null ? causeOfStatus(status) : bybitCause(code, said);
  return { cause, message: said, retryAfterMs: null };
}

// 403 answers too many requests from one address, and addresses in countries that are not served.
function causeOfStatus(status: number): Failure['cause'] {
  if (status === 401) return 'key';
  if (status === 403 || status === 429) return 'rate-limit';
  return 'busy';
}

// https://bybit-exchange.github.io/docs/v5/user/apikey-info, read 2026-11-24: `readOnly` decides; the lists name
// what the key could do otherwise.
function rightsOf(answer: string): KeyRights | null {
  const result = resultOf(answer)?.result;
  if (result === undefined || !isItem(result.permissions)) return null;
  const isReadOnly = digitsOf(result.readOnly) === '1';
  const granted = Object.entries(result.permissions).flatMap(([group, words]) =>
    (Array.isArray(words) ? words : []).flatMap((word) =>
      typeof word === 'string' ? `${group}: ${word}` : [],
    ),
  );
  const expiresAt = isoTime(result.expiredAt);
  const addresses = Array.isArray(result.ips) ? result.ips.filter((ip) => typeof ip === 'string') : [];
  return {
    read: true,
    trade: !isReadOnly,
    withdraw: !isReadOnly && granted.includes('Wallet: Withdraw'),
    words: isReadOnly ? [] : granted,
    expiresAt: expiresAt?.startsWith('1970') ? null : expiresAt,
    addresses: addresses.filter((ip) => ip !== '*'),
  };
}

const receiveWindowMs = 5_000;
