/**
 * Deribit accounts: the stream brings changes, and every table is read over REST first. The login asks for
 * reading only, whatever the key may do. https://docs.deribit.com/articles/authentication, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, Failure } from './account.ts';
import { factsOf, isBefore, isNone, isZero, plain } from './comparing.ts';
import { isBooking } from './deribit-bookings.ts';
import { deribitCommands, deribitRequest } from './deribit-commands.ts';
import { deribitCause, executionKeys, loginId, wordsOf } from './deribit-messages.ts';
import { deribitApi, executionReads, list, orderReads, signed } from './deribit-reads.ts';
import { isClosedOrder } from './deribit-rows.ts';
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { isItem, itemsOf, text, timeMs } from './fields.ts';
import { causeOfStatus, objectIn } from './reading.ts';

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
      isOlder: (got, have) => isBefore(timeMs(got.timestamp), timeMs(have.timestamp)) ?? false,
      facts: ({ direction, size }) =>
        isNone(size) ? null : `${text(direction)} ${plain(size).replace('-', '')}`,
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
          : factsOf(item.order_state, item.filled_amount, item.amount, item.price, fixedTrigger(item)),
    },
    execution: {
      snapshotByRest: true,
      covers: 'history',
      keys: executionKeys,
      reads: executionReads,
      timeMs: ({ timestamp }) => timeMs(timestamp),
      isOlder: () => false,
      isByRestOnly: isBooking,
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
    parse: (answer) => timeMs(objectIn(answer)?.result),
  },
  rights: {
    // It lists the keys of the account with their secrets; nothing of it is kept but what ours may do.
    request: (rest, login) => signed(rest, 'private/list_api_keys', login),
    parse: rightsOf,
  },
} as const satisfies AccountProtocol;

function isOlderOrder(got: Item, have: Item): boolean {
  const byTime = isBefore(timeMs(got.last_update_timestamp), timeMs(have.last_update_timestamp));
  if (byTime !== null) return byTime;
  // Several changes can share a millisecond: what is filled never shrinks, and what is closed stays closed.
  const byFill = isBefore(
    Number(digitsOf(got.filled_amount) ?? 0),
    Number(digitsOf(have.filled_amount) ?? 0),
  );
  return byFill ?? (isClosedOrder(have) && !isClosedOrder(got));
}

/** That of a trailing order follows the market. */
function fixedTrigger({ order_type: type, trigger_price: price }: Item): unknown {
  return type === 'trailing_stop' ? null : price;
}

function failure(status: number, body: string): Failure | null {
  const message = objectIn(body);
  if (isItem(message?.error)) {
    const said = wordsOf(message.error);
    const cause = deribitCause(digitsOf(message.error.code) ?? String(status), said);
    return { cause, message: said, retryAfterMs: null };
  }
  if (status >= 200 && status < 300) return null;
  return { cause: causeOfStatus(status), message: `HTTP ${status}`, retryAfterMs: null };
}

// The scope of a login never exceeds this one, and can be less: https://docs.deribit.com/articles/access-scope, read
// 2026-11-24. Words of how a token is bound say nothing of rights.
function rightsOf(answer: string, keyId: string): KeyRights | null {
  const own = itemsOf(objectIn(answer)?.result)?.find((row) => row.client_id === keyId);
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

const readingScope = 'session:vigil account:read trade:read wallet:read';
const harmless = /^(?:connection|mainaccount|session:.*|\w+:(?:read|none))$/;
