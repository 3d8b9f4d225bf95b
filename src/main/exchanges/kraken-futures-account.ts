/**
 * Kraken Futures accounts: orders, fills and balances are read over REST first; the list of positions comes
 * whole with every message. https://docs.kraken.com/api/docs/guides/futures-websockets, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, Failure, Login } from './account.ts';
import { isBefore, isNone } from './comparing.ts';
import { digitsOf, shiftPoint } from './exact-json.ts';
import type { Channel, Item } from './exchange.ts';
import { isItem, itemsOf, sentence, text, timeMs } from './fields.ts';
import { feedOf, logFeed, positionKeys } from './kraken-futures-messages.ts';
import {
  derivatives,
  fillsSince,
  fundingsSince,
  list,
  orderReads,
  positionRow,
  signed,
} from './kraken-futures-reads.ts';
import { amount } from './kraken-futures-rows.ts';
import { readWallets, walletFacts, walletKeys } from './kraken-futures-wallets.ts';
import { objectIn } from './reading.ts';

const keyCheck = (rest: string, login: Login) =>
  signed(rest, '', '/api/auth/v1/api-keys/v3/check', '', login);

export const krakenFuturesAccount = {
  endpoints: { ws: 'wss://futures.kraken.com/ws/v1', rest: 'https://futures.kraken.com' },
  needsPassphrase: false,
  address: (base) => base.replace(/^(wss?:\/\/[^/?#]+)\/?$/, '$1/ws/v1'),
  // The stream gives a challenge to any key and says of a wrong answer only that it failed: REST tells more.
  prepare: {
    request: keyCheck,
    parse(answer) {
      const token = text(objectIn(answer)?.apiKey);
      return token === null ? null : { token, renewMs: null };
    },
  },
  authenticate: ({ signer }) => JSON.stringify({ event: 'challenge', api_key: signer.keyId }),
  subscribe: (channels, login) => commands('subscribe', channels, login),
  unsubscribe: (channels, login) => commands('unsubscribe', channels, login),
  tables: {
    position: {
      snapshotByRest: false,
      covers: 'whole',
      keys: positionKeys,
      reads: () => [list('openpositions', 'openPositions', positionRow)],
      timeMs: ({ timestamp }) => timeMs(timestamp),
      isOlder: () => false,
      facts: ({ balance }) => (isNone(balance) ? null : plain(balance)),
    },
    order: {
      snapshotByRest: true,
      covers: 'whole',
      keys: ['order_id'],
      reads: orderReads,
      timeMs: ({ last_update_time: changed }) => timeMs(changed),
      isOlder: isOlderOrder,
      facts: (item) =>
        item.is_cancel === true
          ? null
          : [item.filled, item.qty, item.limit_price, item.stop_price].map(plain).join(' '),
    },
    execution: {
      snapshotByRest: true,
      covers: 'history',
      keys: ['fill_id'],
      reads: ({ sinceMs }) => [fillsSince(sinceMs), fundingsSince(Math.floor(sinceMs))],
      timeMs: ({ time }) => timeMs(time),
      isOlder: () => false,
      facts: ({ fill_id: id }) => text(id),
    },
    margin: {
      snapshotByRest: true,
      covers: 'whole',
      keys: walletKeys,
      reads: () => [
        {
          request: (rest, login) => derivatives(rest, 'accounts', '', login),
          parse(answer) {
            const message = objectIn(answer);
            if (!isItem(message?.accounts)) return null;
            return { rows: readWallets(message.accounts, message.serverTime), next: null };
          },
        },
      ],
      timeMs: ({ timestamp, serverTime }) => timeMs(timestamp) ?? timeMs(serverTime),
      // An answer is stamped when it is sent, not when it was true.
      isOlder: (got, have) => isBefore(timeMs(got.timestamp), timeMs(have.timestamp)) === true,
      facts: walletFacts,
    },
  },
  failure,
  time: {
    // Every answer tells the time; this one is among the shortest.
    url: (rest) => `${rest}/derivatives/api/v3/tickers/PF_XBTUSD`,
    parse: (answer) => timeMs(objectIn(answer)?.serverTime),
  },
  rights: { request: keyCheck, parse: rightsOf },
} as const satisfies AccountProtocol;

function commands(event: string, channels: readonly Channel[], { signer, challenge }: Login) {
  const original_challenge = challenge ?? '';
  const signed_challenge = signer.hmacSha512Base64('', original_challenge);
  const proof = { api_key: signer.keyId, original_challenge, signed_challenge };
  const feeds = channels.flatMap(({ topic }) =>
    topic === 'execution' ? [logFeed, feedOf(topic)] : [feedOf(topic)],
  );
  return feeds.map((feed) => JSON.stringify({ event, feed, ...proof }));
}

/** What is closed stays closed, except for a stop that goes on as the order it became. */
function isOlderOrder(got: Item, have: Item): boolean {
  const [gotMs, haveMs] = [timeMs(got.last_update_time), timeMs(have.last_update_time)];
  if (gotMs !== null && haveMs !== null && gotMs !== haveMs) {
    const goesOn =
      have.reason === 'stop_order_triggered' || have.is_cancel !== true || got.is_cancel === true;
    return gotMs < haveMs || !goesOn;
  }
  if (have.reason === 'stop_order_triggered' && got.reason === 'limit_order_from_stop') return false;
  if (have.is_cancel === true && got.is_cancel !== true) return true;
  return got.filled !== undefined && Number(digitsOf(got.filled)) < Number(digitsOf(have.filled) ?? 0);
}

// https://docs.kraken.com/api/docs/futures-api/auth/check-v-3-api-key, read 2026-11-24
function rightsOf(answer: string): KeyRights | null {
  const message = objectIn(answer);
  if (!isItem(message?.permissions)) return null;
  const { general, transfer, ...others } = message.permissions;
  const beyond = Object.entries(message.permissions).filter(([, level]) => !readingLevels.has(level));
  const blocks = Array.isArray(message.allowedCidrBlocks) ? message.allowedCidrBlocks : [];
  return {
    read: general !== 'NO_ACCESS',
    // A permission that did not exist when this was written may be one to trade.
    trade: [general, ...Object.values(others)].some((level) => !readingLevels.has(level)),
    withdraw: !readingLevels.has(transfer),
    words: beyond.map(([name, level]) => `${name}: ${sentence(level) ?? 'no level'}`),
    expiresAt: null,
    addresses: blocks.filter((block) => typeof block === 'string'),
  };
}

/** One word answers a wrong key, a wrong signature and a missing permission alike; the check of a key says more. */
function failure(status: number, body: string): Failure | null {
  const message = objectIn(body);
  if (status === 200 && message !== null && message.result !== 'error') {
    const general = isItem(message.permissions) ? message.permissions.general : null;
    if (general !== 'NO_ACCESS') return null;
    return { cause: 'permission', message: 'general: NO_ACCESS', retryAfterMs: null };
  }
  const errors = itemsOf(message?.errors)?.map(({ message: said }) => sentence(said)) ?? [];
  const words = [message?.error, message?.suberror, message?.message, ...errors].map(sentence);
  const said = sentence(words.filter((word) => word !== null).join(': ')) ?? `HTTP ${status}`;
  return { cause: causeOf(status, said), message: said, retryAfterMs: null };
}

function causeOf(status: number, said: string): Failure['cause'] {
  if (status === 429 || /apiLimitExceeded|too many|\brate\b/i.test(said)) return 'rate-limit';
  if (/expired/i.test(said)) return 'expired';
  if (/\bip\b|address|cidr/i.test(said)) return 'address';
  if (/signature|authent\b/i.test(said)) return 'secret';
  if (status === 403 || /permission|access/i.test(said)) return 'permission';
  if (status === 401 || /authenticationError|accountInactive|api.?key/i.test(said)) return 'key';
  return status >= 500 || /unavailable|server error/i.test(said) ? 'busy' : 'other';
}

function plain(value: unknown): string {
  return shiftPoint(amount(value) ?? '0', 0);
}

const readingLevels: ReadonlySet<unknown> = new Set(['NO_ACCESS', 'READ_ONLY']);
