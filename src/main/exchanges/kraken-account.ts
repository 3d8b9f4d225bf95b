/**
 * Kraken accounts: every table is read over REST first, margin positions only there. Each request is a read, also
 * where it is a POST. https://docs.kraken.com/api/docs/guides/spot-rest-auth, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, Failure, Login } from './account.ts';
import { isNone, isZero, plain } from './comparing.ts';
import { digitsOf } from './exact-json.ts';
import type { Channel, Item } from './exchange.ts';
import { isItem, isoTime, sentence, text, timeMs } from './fields.ts';
import { channels as channelOf, krakenCause, requestIds } from './kraken-messages.ts';
import {
  balanceReads,
  isoOfSeconds,
  orderReads,
  positionReads,
  resultOf,
  signed,
  tradeReads,
} from './kraken-reads.ts';
import { isClosedOrder, positionSize } from './kraken-rows.ts';
import { objectIn } from './reading.ts';

const whole = { snapshotByRest: true, covers: 'whole' } as const;

export const krakenAccount = {
  endpoints: { ws: 'wss://ws-auth.kraken.com/v2', rest: 'https://api.kraken.com' },
  needsPassphrase: false,
  address: (base) => base.replace(/^(wss?:\/\/[^/?#]+)\/?$/, '$1/v2'),
  prepare: {
    request: (rest, login) => signed(rest, 'GetWebSocketsToken', '', login),
    parse(answer) {
      const token = text(resultOf(answer)?.token);
      // Good for 15 minutes until it is used, and then as long as the subscriptions.
      return token === null ? null : { token, renewMs: null };
    },
  },
  authenticate: () => null,
  subscribe: (channels, login) => commands('subscribe', channels, login),
  unsubscribe: (channels, login) => commands('unsubscribe', channels, login),
  tables: {
    position: {
      ...whole,
      keys: ['txid'],
      reads: positionReads,
      timeMs: timeOf,
      isOlder: () => false,
      facts: (item) => (isNone(positionSize(item)) ? null : `${text(item.type)} ${positionSize(item)}`),
    },
    order: {
      ...whole,
      keys: ['order_id'],
      reads: orderReads,
      timeMs: timeOf,
      isOlder: isOlderOrder,
      facts(item) {
        if (isClosedOrder(item)) return null;
        const figures = [item.cum_qty, item.order_qty];
        // Other prices follow the market.
        if (item.order_type === 'limit') figures.push(item.limit_price);
        return figures.map(plain).join(' ');
      },
    },
    execution: {
      snapshotByRest: true,
      covers: 'history',
      keys: ['exec_id'],
      reads: tradeReads,
      timeMs: timeOf,
      isOlder: () => false,
      facts: ({ exec_id: id }) => text(id),
    },
    margin: {
      ...whole,
      keys: ['asset'],
      reads: balanceReads,
      timeMs: timeOf,
      isOlder: (got, have) => earlier(got.timestamp, have.timestamp),
      // The stream counts in doubles.
      facts: ({ balance }) => (isZero(balance) ? null : Number(digitsOf(balance)).toPrecision(8)),
    },
  },
  failure,
  time: {
    url: (rest) => `${rest}/0/public/Time`,
    parse(answer) {
      const seconds = digitsOf(resultOf(answer)?.unixtime);
      return seconds === null ? null : timeMs(Number(seconds) * 1_000);
    },
    isInSeconds: true,
  },
  rights: {
    request: (rest, login) => signed(rest, 'GetApiKeyInfo', '', login),
    parse: rightsOf,
  },
} as const satisfies AccountProtocol;

function commands(method: string, topics: readonly Channel[], { token }: Login): readonly string[] {
  const names = [...new Set(topics.map(({ topic }) => channelOf[topic] ?? topic))];
  return names.map((channel) =>
    JSON.stringify({
      method,
      params: { channel, token, ...(method === 'subscribe' ? wishes[channel] : {}) },
      req_id: requestIds[channel],
    }),
  );
}

/** Filled never shrinks, and what is closed stays closed; otherwise the time of the report counts. */
function isOlderOrder(got: Item, have: Item): boolean {
  if (isClosedOrder(have) && !isClosedOrder(got)) return true;
  const filled = digitsOf(got.cum_qty);
  if (filled !== null && Number(filled) < Number(digitsOf(have.cum_qty) ?? 0)) return true;
  return earlier(got.timestamp, have.timestamp);
}

/** Microseconds count, so the times are compared as text. */
function earlier(got: unknown, have: unknown): boolean {
  const [first, second] = [isoTime(text(got)), isoTime(text(have))];
  return first !== null && second !== null && first < second;
}

function timeOf({ timestamp }: Item): number | null {
  return timeMs(text(timestamp));
}

// https://docs.kraken.com/api/docs/rest-api/get-api-key-info, read 2026-11-24
function rightsOf(answer: string): KeyRights | null {
  const result = resultOf(answer);
  if (result === null || !Array.isArray(result.permissions)) return null;
  const granted = result.permissions.filter((word) => typeof word === 'string');
  const beyond = granted.filter((word) => !readingWords.has(word));
  const until = digitsOf(result.validUntil);
  const addresses = Array.isArray(result.ipAllowlist) ? result.ipAllowlist : [];
  return {
    read: granted.some((word) => word.startsWith('query-')),
    // A word that did not exist when this was written may be one to trade.
    trade: beyond.some((word) => !fundingWords.has(word)),
    withdraw: beyond.some((word) => word.includes('withdraw')),
    words: beyond,
    expiresAt: until === null || Number(until) === 0 ? null : isoOfSeconds(until),
    addresses: addresses.filter((address) => typeof address === 'string'),
  };
}

/** Errors come with status 200, in a list that is empty otherwise; a W at the beginning is only a warning. */
function failure(status: number, body: string): Failure | null {
  const message = objectIn(body);
  const errors = Array.isArray(message?.error)
    ? message.error.filter((word) => typeof word === 'string')
    : [];
  const grave = errors.filter((word) => !word.startsWith('W'));
  if (grave.length === 0 && status === 200 && isItem(message?.result)) return null;
  const said = sentence(grave.join(', ')) ?? `HTTP ${status}`;
  if (grave.length > 0) return { cause: krakenCause(said), message: said, retryAfterMs: null };
  return { cause: status === 429 ? 'rate-limit' : 'busy', message: said, retryAfterMs: null };
}

const wishes: Readonly<Record<string, Item>> = {
  executions: { snap_orders: true, snap_trades: false, order_status: true },
  balances: { snapshot: false },
};
const readingWords: ReadonlySet<string> = new Set([
  ...['query-funds', 'query-open-trades', 'query-closed-trades', 'query-ledger', 'export-data'],
  'create-ws-token',
]);
const fundingWords: ReadonlySet<string> = new Set([
  ...['add-funds', 'withdraw-funds', 'add-withdraw-address', 'update-withdraw-address'],
]);
