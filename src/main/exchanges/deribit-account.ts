/**
 * Deribit accounts: the stream brings changes, and every table is read over REST first. The login asks for
 * reading only, whatever the key may do. https://docs.deribit.com/articles/authentication, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, AccountRead, Failure, Known, Login, VenueRequest } from './account.ts';
import { deribitCommands, deribitRequest } from './deribit-commands.ts';
import { deribitCause, executionKeys, listOf, loginId, wordsOf } from './deribit-messages.ts';
import { isClosedOrder } from './deribit-rows.ts';
import { digitsOf, parseExact, shiftPoint } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, text, timeMs } from './fields.ts';

const whole = { snapshotByRest: true, covers: 'whole' } as const;

export const deribitAccount = {
  endpoints: { ws: 'wss://www.deribit.com/ws/api/v2', rest: 'https://www.deribit.com/api/v2' },
  needsPassphrase: false,
  address: (base) => base.replace(/^(wss?:\/\/[^/?#]+)\/?$/, '$1/ws/api/v2'),
  // https://docs.deribit.com/api-reference/authentication/public-auth: the secret itself is never sent.
  authenticate({ signer, nowMs, nonce }) {
    const params = {
      ...{ grant_type: 'client_signature', client_id: signer.keyId, timestamp: nowMs, nonce: String(nonce) },
      ...{ data: '', signature: signer.hmacSha256Hex(`${nowMs}\n${nonce}\n`), scope: readingScope },
    };
    return deribitRequest(loginId, 'public/auth', params);
  },
  subscribe: (channels, { token }) => deribitCommands('subscribe', channels, token),
  unsubscribe: (channels, { token }) => deribitCommands('unsubscribe', channels, token),
  tables: {
    position: {
      ...whole,
      keys: ['instrument_name'],
      reads: () => [list('get_positions?currency=any')],
      timeMs: ({ timestamp }) => timeMs(timestamp),
      isOlder: (got, have) => older(timeMs(got.timestamp), timeMs(have.timestamp)) ?? false,
      facts: ({ direction, size }) =>
        isZero(size) ? null : `${text(direction)} ${plain(size).replace('-', '')}`,
    },
    order: {
      ...whole,
      keys: ['order_id'],
      reads: orderReads,
      timeMs: ({ last_update_timestamp: changed }) => timeMs(changed),
      isOlder: isOlderOrder,
      facts: (item) =>
        isClosedOrder(item)
          ? null
          : [item.order_state, ...[item.filled_amount, item.amount, item.price].map(plain)].join(' '),
    },
    execution: {
      snapshotByRest: true,
      covers: 'history',
      keys: executionKeys,
      reads: ({ sinceMs, nowMs }) =>
        currencies.map((currency) => tradesSince(currency, Math.floor(sinceMs), nowMs)),
      timeMs: ({ timestamp }) => timeMs(timestamp),
      isOlder: () => false,
      facts: ({ trade_id: id }) => text(id),
    },
    margin: {
      ...whole,
      keys: ['currency'],
      reads: () => [list('get_account_summaries', (result) => (isItem(result) ? result.summaries : null))],
      timeMs: () => null,
      // Portfolios have no time, and come in the order of one stream.
      isOlder: () => false,
      facts: ({ balance }) => (isZero(balance) ? null : plain(balance)),
    },
  },
  failure,
  time: {
    url: (rest) => `${deribitApi(rest)}/public/get_time`,
    parse: (answer) => timeMs(parsed(answer)?.result),
  },
  rights: {
    // It lists the keys of the account with their secrets; nothing of it is kept but what ours may do.
    request: (rest, login) => signed(rest, 'private/list_api_keys', login),
    parse: rightsOf,
  },
} as const satisfies AccountProtocol;

/** The address may or may not hold the path of the API already. */
export function deribitApi(rest: string): string {
  return rest.endsWith('/api/v2') ? rest : `${rest}/api/v2`;
}

/** Open orders, and those that closed since we last saw everything. */
function orderReads({ sinceMs, nowMs }: Known): readonly AccountRead[] {
  const open = list('get_open_orders');
  // A comparison asks for what is open only.
  if (nowMs - sinceMs < slackMs) return [open];
  // Closed ones last: an order that closes in between is then in both, and the later row counts.
  return [open, ...currencies.map((currency) => closedSince(currency, sinceMs))];
}

// Readable for half an hour. https://docs.deribit.com/articles/accessing-historical-trades-orders, read 2026-11-24
function closedSince(currency: string, sinceMs: number): AccountRead {
  return list(
    `get_order_history_by_currency?currency=${currency}&count=100&include_unfilled=true`,
    (result) =>
      listOf(result)?.filter(({ last_update_timestamp: changed }) => (timeMs(changed) ?? 0) >= sinceMs),
  );
}

function tradesSince(currency: string, sinceMs: number, nowMs: number): AccountRead {
  const path = 'private/get_user_trades_by_currency_and_time';
  return {
    request: (rest, login, cursor) => {
      const range = `start_timestamp=${cursor ?? sinceMs}&end_timestamp=${nowMs + aheadMs}`;
      return signed(rest, `${path}?currency=${currency}&${range}&count=1000&sorting=asc`, login);
    },
    parse(answer) {
      const result = parsed(answer)?.result;
      const rows = isItem(result) ? listOf(result.trades) : null;
      if (!isItem(result) || rows === null) return null;
      // The next page begins with the millisecond that this one ends with: no trade of it is left out.
      return { rows, next: result.has_more === true ? digitsOf(rows.at(-1)?.timestamp) : null };
    },
  };
}

function list(path: string, rowsIn: (result: unknown) => unknown = (result) => result): AccountRead {
  return {
    request: (rest, login) => signed(rest, `private/${path}`, login),
    parse(answer) {
      const rows = listOf(rowsIn(parsed(answer)?.result));
      return rows === null ? null : { rows, next: null };
    },
  };
}

/** https://docs.deribit.com/articles/authentication#client-signature, read 2026-11-24 */
function signed(rest: string, path: string, { signer, nowMs, nonce }: Login): VenueRequest {
  const url = `${deribitApi(rest)}/${path}`;
  const target = url.slice(url.indexOf('/', url.indexOf('//') + 2));
  const signature = signer.hmacSha256Hex(`${nowMs}\n${nonce}\nGET\n${target}\n\n`);
  const parts = `id=${signer.keyId},ts=${nowMs},sig=${signature},nonce=${nonce}`;
  return { method: 'GET', url, headers: { Authorization: `deri-hmac-sha256 ${parts}` }, body: null };
}

function isOlderOrder(got: Item, have: Item): boolean {
  const byTime = older(timeMs(got.last_update_timestamp), timeMs(have.last_update_timestamp));
  if (byTime !== null) return byTime;
  // Several changes can share a millisecond: what is filled never shrinks, and what is closed stays closed.
  const byFill = older(Number(digitsOf(got.filled_amount) ?? 0), Number(digitsOf(have.filled_amount) ?? 0));
  return byFill ?? (isClosedOrder(have) && !isClosedOrder(got));
}

/** null when it cannot be told. */
function older(got: number | null, have: number | null): boolean | null {
  return got === null || have === null || got === have ? null : got < have;
}

function failure(status: number, body: string): Failure | null {
  const message = parsed(body);
  if (isItem(message?.error)) {
    const said = wordsOf(message.error);
    const cause = deribitCause(digitsOf(message.error.code) ?? String(status), said);
    return { cause, message: said, retryAfterMs: null };
  }
  if (status >= 200 && status < 300) return null;
  return { cause: causeOfStatus(status), message: `HTTP ${status}`, retryAfterMs: null };
}

function causeOfStatus(status: number): Failure['cause'] {
  if (status === 429) return 'rate-limit';
  if (status >= 500) return 'busy';
  return status === 401 ? 'key' : status === 403 ? 'permission' : 'other';
}

// The scope of a login never exceeds this one, and can be less: https://docs.deribit.com/articles/access-scope, read
// 2026-11-24. Words of how a token is bound say nothing of rights.
function rightsOf(answer: string, keyId: string): KeyRights | null {
  const own = listOf(parsed(answer)?.result)?.find((row) => row.client_id === keyId);
  const scope = text(own?.max_scope);
  if (own === undefined || scope === null) return null;
  const all = scope.split(' ').filter((word) => word !== '');
  const words = all.filter((word) => !harmless.test(word));
  const addresses = Array.isArray(own.ip_whitelist) ? own.ip_whitelist : [];
  return {
    read: all.some((word) => /^(?:account|trade|wallet):read/.test(word)),
    trade: words.some((word) => word !== 'wallet:read_write'),
    withdraw: words.includes('wallet:read_write'),
    words,
    expiresAt: null,
    addresses: addresses.filter((one) => typeof one === 'string'),
  };
}

function parsed(answer: string): Item | null {
  try {
    const value = parseExact(answer);
    return isItem(value) ? value : null;
  } catch {
    return null;
  }
}

function isZero(value: unknown): boolean {
  return Number(digitsOf(value) ?? 0) === 0;
}

/** Without zeros that say nothing. */
function plain(value: unknown): string {
  return shiftPoint(digitsOf(value) ?? '0', 0);
}

const readingScope = 'session:vigil account:read trade:read wallet:read';
const harmless = /^(?:connection|mainaccount|session:.*|\w+:(?:read|none))$/;
/** Everything is margined in one of these. */
const currencies = ['BTC', 'ETH', 'USDC', 'USDT', 'EURR'];
const slackMs = 30_000;
const aheadMs = 60_000;
