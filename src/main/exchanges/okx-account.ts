/**
 * OKX accounts: the stream brings changes, and every table is read over REST first. Stop and take-profit
 * orders are told by another endpoint's stream, so that they are read with every comparison.
 * https://www.okx.com/docs-v5/en/#overview-websocket-login, read 2026-11-24
 */
import type { KeyRights } from '../../preload/contract/accounts.ts';
import type { AccountProtocol, Failure } from './account.ts';
import { factsOf, isBefore, isNone, isZero, plain } from './comparing.ts';
import { digitsOf } from './exact-json.ts';
import type { Item } from './exchange.ts';
import { sentence, text } from './fields.ts';
import { isAlgo } from './okx-algo.ts';
import { balancesOf, okxCause, okxMs } from './okx-messages.ts';
import { executionReads, list, orderReads, rowsOf, signed } from './okx-reads.ts';
import { isClosedOrder, isFunding } from './okx-rows.ts';
import { causeOfStatus, objectIn } from './reading.ts';

const whole = { snapshotByRest: true, covers: 'whole' } as const;

export const okxAccount = {
  endpoints: { ws: 'wss://ws.okx.com:8443/ws/v5/private', rest: 'https://www.okx.com' },
  needsPassphrase: true,
  // A base without a path, or the public one, leads to the private stream of the same server.
  address: (base) => base.replace(/^(wss?:\/\/[^/?#]+)\/?(?:ws\/v5\/?(?:public\/?)?)?$/, '$1/ws/v5/private'),
  authenticate({ signer, nowMs }) {
    const timestamp = String(Math.floor(nowMs / 1000));
    const sign = signer.hmacSha256Base64(`${timestamp}GET/users/self/verify`);
    const login = { apiKey: signer.keyId, passphrase: signer.passphrase(), timestamp, sign };
    return JSON.stringify({ op: 'login', args: [login] });
  },
  tables: {
    position: {
      ...whole,
      keys: ['posId'],
      reads: () => [list('/api/v5/account/positions')],
      timeMs: ({ uTime }) => okxMs(uTime),
      // Prices move without a change of the position, and only the stream says when.
      isOlder: (got, have) =>
        isBefore(okxMs(got.uTime), okxMs(have.uTime)) ??
        isBefore(okxMs(got.pTime), okxMs(have.pTime)) ??
        false,
      facts: ({ posSide, pos }) => (isNone(pos) ? null : `${text(posSide)} ${plain(pos)}`),
    },
    order: {
      ...whole,
      keys: ['ordId'],
      reads: orderReads,
      timeMs: ({ uTime }) => okxMs(uTime),
      isOlder: isOlderOrder,
      isByRestOnly: isAlgo,
      facts: (item) => (isClosedOrder(item) ? null : factsOf(item.state, item.accFillSz, item.sz, item.px)),
    },
    execution: {
      snapshotByRest: true,
      covers: 'history',
      // Both orders of a trade can be ours.
      keys: ['instId', 'tradeId', 'ordId'],
      reads: executionReads,
      timeMs: ({ fillTime, ts }) => okxMs(fillTime) ?? okxMs(ts),
      isOlder: () => false,
      isByRestOnly: isFunding,
      facts: ({ tradeId }) => text(tradeId),
    },
    margin: {
      ...whole,
      keys: ['ccy'],
      reads: () => [
        {
          request: (rest, login) => signed(rest, '/api/v5/account/balance', login),
          parse(answer) {
            const accounts = rowsOf(answer);
            return accounts === null ? null : { rows: accounts.flatMap(balancesOf), next: null };
          },
        },
      ],
      timeMs: ({ uTime }) => okxMs(uTime),
      isOlder: (got, have) => isBefore(okxMs(got.accountTime), okxMs(have.accountTime)) ?? false,
      facts: ({ cashBal }) => (isZero(cashBal) ? null : plain(cashBal)),
    },
  },
  failure,
  time: {
    url: (rest) => `${rest}/api/v5/public/time`,
    parse: (answer) => okxMs(rowsOf(answer)?.[0]?.ts),
  },
  rights: {
    request: (rest, login) => signed(rest, '/api/v5/account/config', login),
    parse: rightsOf,
  },
} as const satisfies AccountProtocol;

function isOlderOrder(got: Item, have: Item): boolean {
  const byTime = isBefore(okxMs(got.uTime), okxMs(have.uTime));
  if (byTime !== null) return byTime;
  // Several changes can share a millisecond: what is filled never shrinks, and what is closed stays closed.
  const byFill = isBefore(Number(digitsOf(got.accFillSz) ?? 0), Number(digitsOf(have.accFillSz) ?? 0));
  return byFill ?? (isClosedOrder(have) && !isClosedOrder(got));
}

function failure(status: number, body: string): Failure | null {
  const message = objectIn(body);
  const code = digitsOf(message?.code);
  if (code === '0' || (code === null && status >= 200 && status < 300)) return null;
  const said = sentence(message?.msg) ?? `HTTP ${status}`;
  return { cause: code === null ? causeOfStatus(status) : okxCause(code), message: said, retryAfterMs: null };
}

// `perm` lists read_only, trade and withdraw in any order.
function rightsOf(answer: string): KeyRights | null {
  const [config] = rowsOf(answer) ?? [];
  const perm = text(config?.perm);
  if (perm === null) return null;
  const all = perm.split(',').map((word) => word.trim());
  const words = all.filter((word) => word !== 'read_only');
  return {
    read: all.includes('read_only'),
    trade: words.some((word) => word !== 'withdraw'),
    withdraw: words.includes('withdraw'),
    words,
    expiresAt: null,
    addresses: text(config?.ip)?.split(',') ?? [],
  };
}
